"""Between the settings page and the settings: checks, changes, and what takes a moment as tasks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from app.invite_words import said_of_invite
from app.ui.theme import Appearance
from app.ui.words import told
from server.protocol.invite import InviteError, parse_relay

if TYPE_CHECKING:
    from app.tasks import TaskSupervisor
    from app.ui.pages.settings_page import SettingsPage
    from app.ui.preferences import Preferences

#: Fields that the window itself keeps and remembers.
_WINDOWS_OWN: Final = ("name", "appearance")


class SettingsDesk(QObject):
    """Serves one page.

    Args:
        page: the page.
        preferences: what it shows.
        tasks: owns what takes a moment.
    """

    name_chosen = Signal(str)
    appearance_chosen = Signal(Appearance)
    #: as ISO 639; empty is the system's
    language_chosen = Signal(str)

    def __init__(self, page: SettingsPage, preferences: Preferences, tasks: TaskSupervisor) -> None:
        super().__init__(page)
        self._page, self._preferences, self._tasks = page, preferences, tasks
        page.chosen.connect(self._choose)
        page.look_again_requested.connect(self._look_for_devices)
        page.clear_cache_requested.connect(lambda: tasks.spawn("empty the cache", self._clear_cache()))

    def open(self) -> None:
        """Show everything as it is now."""
        self._page.show_settings(self._preferences.settings, self._preferences.problems)
        self._page.show_relay_error("")
        self._look_for_devices()
        self._look_at_cache()

    def _choose(self, field: str, value: Any) -> None:
        if getattr(self._preferences.settings, field) == value:
            return
        if field in _WINDOWS_OWN:
            self._choose_own(field, str(value))
            return
        if field == "relay" and not self._is_relay(str(value)):
            return
        self._preferences.change(lambda settings: replace(settings, **{field: value}))
        if field == "output":
            # A device's name means something on its own sound system only.
            self._preferences.change(lambda settings: replace(settings, device=""))
            self._page.show_settings(self._preferences.settings, self._preferences.problems)
        if field in ("output", "device"):
            self._tasks.spawn("another output", self._use_output())
            self._look_for_devices()
        if field == "cache_mb":
            self._look_at_cache()
        if field == "language":
            self.language_chosen.emit(value)

    def _choose_own(self, field: str, value: str) -> None:
        if field == "appearance":
            self.appearance_chosen.emit(Appearance(value))
        elif value:
            self.name_chosen.emit(value)
        else:
            self._page.name_edit.setText(self._preferences.settings.name)

    def _is_relay(self, text: str) -> bool:
        try:
            if text:
                parse_relay(text)
        except InviteError as error:
            said = said_of_invite(error)
            self._page.show_relay_error(lambda: told(said))
            return False
        self._page.show_relay_error("")
        return True

    def _look_for_devices(self) -> None:
        self._page.show_devices(None)
        self._tasks.spawn("look for loudspeakers", self._show_devices())

    def _look_at_cache(self) -> None:
        self._page.show_cache(None, self._preferences.cache_folder)
        self._tasks.spawn("look at the cache", self._show_cache())

    async def _show_devices(self) -> None:
        self._page.show_devices(await self._preferences.devices())

    async def _show_cache(self) -> None:
        self._page.show_cache(await self._preferences.cache_bytes(), self._preferences.cache_folder)

    async def _clear_cache(self) -> None:
        self._page.show_cache(await self._preferences.clear_cache(), self._preferences.cache_folder)

    async def _use_output(self) -> None:
        self._page.show_restart(needed=not await self._preferences.use_output())
