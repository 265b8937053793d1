"""Settings without a member behind them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.playback.outputs import Device
from app.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.said import Said

DEVICES = [
    Device(interface="pulse", name="speakers", title="Built-in speakers", is_default=True),
    Device(interface="pulse", name="kitchen", title="Kitchen (Bluetooth)"),
]


class FakePreferences:
    """Fulfils `app.ui.preferences.Preferences`."""

    def __init__(self, settings: Settings | None = None, problems: tuple[Said, ...] = ()) -> None:
        self._settings = settings or Settings(name="Ann")
        self._problems = problems
        self.found = DEVICES
        self.used = 1_300_000_000
        self.at_once = True
        self.opened: list[tuple[str, str]] = []

    @property
    def settings(self) -> Settings:
        return self._settings

    @property
    def problems(self) -> tuple[Said, ...]:
        return self._problems

    @property
    def cache_folder(self) -> Path:
        return Path("/home/ann/.cache/unisono")

    def change(self, edit: Callable[[Settings], Settings]) -> None:
        self._settings = edit(self._settings)

    async def use_output(self) -> bool:
        self.opened.append((self.settings.output, self.settings.device))
        return self.at_once

    async def devices(self) -> list[Device]:
        return self.found

    async def cache_bytes(self) -> int:
        return self.used

    async def clear_cache(self) -> int:
        self.used = 0
        return 0
