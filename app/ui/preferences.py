"""What the settings page reads and changes: the interface to the composition root."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.playback.outputs import Device
    from app.said import Said
    from app.settings import Settings


class Preferences(Protocol):
    """Settings that are put to use as they change. Called on the event loop's thread; coroutines never block it."""

    @property
    def settings(self) -> Settings:
        """As of now."""
        ...

    @property
    def problems(self) -> tuple[Said, ...]:
        """Sentences about what in the settings file was not taken."""
        ...

    @property
    def cache_folder(self) -> Path:
        """Where decoded music is kept."""
        ...

    def change(self, edit: Callable[[Settings], Settings]) -> None:
        """Change and remember; sync profile and corrections change at once."""
        ...

    async def use_output(self) -> bool:
        """Play where the settings say; False where that comes with the next start."""
        ...

    async def devices(self) -> list[Device]:
        """What the chosen interface can play on."""
        ...

    async def cache_bytes(self) -> int:
        """Bytes of decoded music, after the limit was applied."""
        ...

    async def clear_cache(self) -> int:
        """Remove decoded music that nothing plays; returns the bytes left."""
        ...
