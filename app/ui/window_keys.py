"""What the keyboard does in the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from app.ui.shortcuts import SEEK_STEP_SEC, VOLUME_STEP, bind_chords, plain_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from app.party.actions import PartyActions
    from app.ui.pages.party_page import PartyPage


class WindowKeys:
    """Binds chords to the window and answers plain keys on the party page.

    Args:
        window: whose keys these are.
        actions: the controller.
        page: the party page.
        chords: keys with a modifier, and what they do, beside the transport's.
    """

    def __init__(
        self, window: QWidget, actions: PartyActions, page: PartyPage, chords: dict[str, Callable[[], object]]
    ) -> None:
        self._actions = actions
        self._page = page
        transport: dict[str, Callable[[], object]] = {
            "Ctrl+R": actions.resync,
            "Ctrl+Left": lambda: self._as_host(actions.previous),
            "Ctrl+Right": lambda: self._as_host(actions.next),
        }
        bind_chords(window, chords | transport)
        self._chords = frozenset(chords | transport)
        self._plain: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Space: page.transport.toggle,
            Qt.Key.Key_Left: lambda: self._seek_by(-SEEK_STEP_SEC),
            Qt.Key.Key_Right: lambda: self._seek_by(SEEK_STEP_SEC),
            Qt.Key.Key_Up: lambda: page.volume.step(VOLUME_STEP),
            Qt.Key.Key_Down: lambda: page.volume.step(-VOLUME_STEP),
            Qt.Key.Key_M: lambda: actions.set_muted(not actions.view.muted),
        }

    @property
    def keys(self) -> frozenset[str]:
        """All of them, by their names in Qt."""
        return self._chords | {QKeySequence(key).toString() for key in self._plain}

    def press(self, event: QKeyEvent) -> bool:
        """A key that no widget of the party page wanted; False where it means nothing."""
        return plain_key(event, self._plain)

    def _as_host(self, act: Callable[[], object]) -> None:
        if self._actions.view.is_host:
            act()

    def _seek_by(self, seconds: float) -> None:
        view = self._actions.view
        if view.is_host and view.track is not None:
            position = self._page.seek_bar.shown_position + seconds
            self._actions.seek(min(max(0.0, position), view.track.duration or position))
