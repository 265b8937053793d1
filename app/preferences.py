"""The settings of a running member: changed, remembered and put to use at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.bootstrap import sync_options
from app.playback.outputs import OutputPreference, driver_for

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.bootstrap import Member, MemberOptions
    from app.paths import Paths
    from app.playback.outputs import Device
    from app.said import Said
    from app.settings import Settings


class MemberPreferences:
    """Fulfils `app.ui.preferences.Preferences` for one member.

    Args:
        member: whose settings these are.
        options: what this run was started with.
        paths: where things are kept.
    """

    def __init__(self, member: Member, options: MemberOptions, paths: Paths) -> None:
        self._member = member
        self._options = options
        self._paths = paths

    @property
    def settings(self) -> Settings:
        """As of now."""
        return self._member.settings.settings

    @property
    def problems(self) -> tuple[Said, ...]:
        """What was wrong with the settings file."""
        return self._member.problems

    @property
    def cache_folder(self) -> Path:
        """Where decoded music is kept."""
        return self._paths.cache

    def change(self, edit: Callable[[Settings], Settings]) -> None:
        """Change, remember, and put to use what needs no waiting."""
        before = self.settings
        self._member.settings.change(edit)
        after, controller = self.settings, self._member.controller
        if after.slewing != before.slewing:
            controller.set_slewing(after.slewing)
        if after.show_nearby != before.show_nearby:
            controller.show_nearby(after.show_nearby)
        if after.profile != before.profile:
            controller.use_sync(sync_options(after, self._options.estimator))

    async def use_output(self) -> bool:
        """Play where the settings say; False where that comes with the next start."""
        return await self._member.controller.use_output(self.settings.output, self.settings.device)

    async def devices(self) -> list[Device]:
        """What the chosen interface can play on."""
        output = self.settings.output
        driver = driver_for(OutputPreference(interface="auto" if output == "vlc" else output))
        return await asyncio.to_thread(driver.devices)

    async def cache_bytes(self) -> int:
        """What decoded music takes on the disk, after the limit was applied."""
        cache, limit = self._member.cache, self.settings.cache_mb << 20

        def look() -> int:
            cache.set_limit(limit)
            return cache.size()

        return await asyncio.to_thread(look)

    async def clear_cache(self) -> int:
        """Let all decoded music go that nothing plays; returns what is left."""
        cache = self._member.cache

        def clear() -> int:
            cache.clear()
            return cache.size()

        return await asyncio.to_thread(clear)
