"""Feeds the sync inspector and does what it asks for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.ui.diagnostics import diagnostics
from app.ui.intents import in_party
from app.ui.sync_history import SyncHistory
from app.ui.theme.resources import resource_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.view import PartyView
    from app.party.actions import PartyActions
    from app.ui.pages.inspector_page import InspectorPage
    from server.protocol.units import LocalSec


class Inspector(QObject):
    """Remembers the figures of the party, seen or not.

    Args:
        page: shows them.
        actions: the controller.
        clock: local time.
    """

    copy_requested = Signal(str, str)
    #: A sentence for the person.
    said = Signal(str)

    def __init__(self, page: InspectorPage, actions: PartyActions, clock: Callable[[], LocalSec]) -> None:
        super().__init__(page)
        self._page, self._actions, self._clock = page, actions, clock
        self.history = SyncHistory()
        page.offset_requested.connect(actions.set_output_offset)
        page.metronome_requested.connect(self._play_metronome)
        page.diagnostics_requested.connect(self._copy)

    def show_view(self, view: PartyView) -> None:
        """A new view came."""
        if not in_party(view):
            self.history.clear()
        added = self.history.take(view, self._clock())
        if self._page.isVisible():
            self._page.show_view(view)
            if added or not in_party(view):
                self._page.show_samples(self.history.samples)

    def open(self) -> None:
        """Bring the page up to date before it is shown."""
        self._page.show_view(self._actions.view)
        self._page.show_samples(self.history.samples)

    async def save(self, path: Path) -> None:
        """Write the figures as JSON lines, without holding the window up for a slow disk."""
        text = "".join(f"{line}\n" for line in self.history.trace())
        try:
            await asyncio.to_thread(path.write_text, text, encoding="utf-8")
        except OSError as error:
            reason = error.strerror or str(error)
            self.said.emit(self.tr("The figures could not be saved: {0}. Choose another place.").format(reason))
            return
        self.said.emit(self.tr("Saved in {0}").format(path))

    def _copy(self) -> None:
        self.copy_requested.emit(diagnostics(self._actions.view), self.tr("Diagnostics copied"))

    def _play_metronome(self) -> None:
        """As a track of the queue: so it goes the way of all music, and every member hears it."""
        self._actions.add_files([resource_path("sounds", "Metronome.flac")], play_first=True)
