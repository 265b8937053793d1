"""Between the controller and the widgets: many views a second in, few and only real changes out."""

from __future__ import annotations

import logging
from dataclasses import fields
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.view import Notice, PartyView

if TYPE_CHECKING:
    from app.party.actions import PartyActions

logger = logging.getLogger(__name__)

#: Views that come closer together than this are shown as one: 30 times a second is smooth for figures.
COALESCE_MS: Final = 33

ALL_FIELDS: Final = frozenset(field.name for field in fields(PartyView))


def changed_fields(old: PartyView, new: PartyView) -> frozenset[str]:
    """Names of the fields that differ."""
    return frozenset(name for name in ALL_FIELDS if getattr(old, name) != getattr(new, name))


class ViewBridge(QObject):
    """Subscribes to the controller on behalf of the window.

    The first change after a quiet time is shown at once, later ones at most every `COALESCE_MS`.
    """

    #: The new view and the names of its fields that changed (a frozenset).
    view_changed = Signal(PartyView, frozenset)
    notice_raised = Signal(Notice)

    def __init__(self, actions: PartyActions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = PartyView()
        self._newest = actions.view
        self._pause = QTimer(self, singleShot=True, interval=COALESCE_MS)
        self._pause.timeout.connect(self._deliver)
        self._unsubscribe = actions.subscribe(self._receive, self.notice_raised.emit)

    @property
    def view(self) -> PartyView:
        """The newest view, shown or about to be."""
        return self._newest

    def start(self) -> None:
        """Show the present view whole."""
        self._shown = self._newest
        self.view_changed.emit(self._shown, ALL_FIELDS)

    def close(self) -> None:
        """End the subscription; nothing is shown any more."""
        self._pause.stop()
        self._unsubscribe()

    def _receive(self, view: PartyView) -> None:
        self._newest = view
        if not self._pause.isActive():
            self._deliver()

    def _deliver(self) -> None:
        changed = changed_fields(self._shown, self._newest)
        if not changed:
            return
        self._shown = self._newest
        # Armed first: a slot that leads to another view must find the pause running.
        self._pause.start()
        self.view_changed.emit(self._shown, changed)
