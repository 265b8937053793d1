"""Speaks to screen readers without moving the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from app.ui.news import News

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.core.view import PartyView
    from server.protocol.units import LocalSec


def announce(about: QWidget, sentence: str, *, urgent: bool = False) -> None:
    """Let a screen reader say a sentence; an urgent one interrupts it. Nothing happens where there is none."""
    event = QAccessibleAnnouncementEvent(about, sentence)
    event.setPoliteness(
        QAccessible.AnnouncementPoliteness.Assertive if urgent else QAccessible.AnnouncementPoliteness.Polite
    )
    QAccessible.updateAccessibility(event)


class Announcer(QObject):
    """Tells what changes in the party.

    Args:
        window: in whose name.
        clock: local time.
    """

    #: A sentence was handed to the screen reader.
    said = Signal(str)

    def __init__(self, window: QWidget, clock: Callable[[], LocalSec]) -> None:
        super().__init__(window)
        self._window, self._clock = window, clock
        self._news = News()

    def show_view(self, view: PartyView) -> None:
        """A new view came."""
        for sentence in self._news.take(view, self._clock()):
            announce(self._window, sentence)
            self.said.emit(sentence)
