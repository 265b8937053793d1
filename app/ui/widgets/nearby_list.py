"""Parties found on this network: one row each, one click joins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import Space, Theme
from app.ui.widgets.parts import button, label
from app.ui.widgets.party_row import PartyRow
from app.ui.wording import put_words
from app.ui.words import code_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.nearby import NearbyParty

#: More rows than this would push the page's other content away; the rest comes with a click.
_FIRST_ROWS: Final = 4
#: A list that comes up under a pointer that is about to click waits, but not for a pointer that was left lying there.
_HOLD_MS: Final = 1500


class NearbyList(QWidget):
    """Takes no space while there is nothing to show.

    Rows keep their place: new ones come last, and one that is gone while the pointer is on the list is only switched
    off until the pointer leaves.

    Args:
        theme: the look.
        is_disturbing: whether a new row would move what the pointer is on.
    """

    #: the invite
    join_requested = Signal(str)

    def __init__(self, theme: Theme, is_disturbing: Callable[[], bool] = lambda: False) -> None:
        super().__init__()
        self._theme, self._is_disturbing = theme, is_disturbing
        self._parties: tuple[NearbyParty, ...] = ()
        self._rows: dict[str, NearbyRow] = {}
        self._whole = False
        self._hold = QTimer(self, singleShot=True, interval=_HOLD_MS)
        self._hold.timeout.connect(self._arrange)
        self.more_button = button("", "link", clicked=self._show_whole)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, Space.SMALL)
        layout.setSpacing(Space.HAIR)
        layout.addWidget(label(lambda: self.tr("On this network"), "secondary"))
        layout.addLayout(self._column)
        layout.addWidget(self.more_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def rows(self) -> tuple[NearbyRow, ...]:
        """The rows, hidden ones too, from top to bottom."""
        return tuple(self._rows.values())

    def show_parties(self, parties: tuple[NearbyParty, ...]) -> None:
        """The parties there are now."""
        self._parties = parties
        if self._is_disturbing() and {party.code for party in parties} - set(self._rows):
            if not self._hold.isActive():
                self._hold.start()
            return
        self._hold.stop()
        self._arrange()

    def _arrange(self) -> None:
        there = {party.code: party for party in self._parties}
        for code, shown in tuple(self._rows.items()):
            shown.setEnabled(code in there)
            if code not in there and not (self.underMouse() and self.isVisible()):
                self._rows.pop(code)
                self._column.removeWidget(shown)
                shown.hide()
                shown.deleteLater()
        for code, party in there.items():
            if code not in self._rows:
                self._rows[code] = made = NearbyRow(self._theme)
                made.clicked.connect(lambda _checked=False, at=made: self.join_requested.emit(at.invite))
                self._column.addWidget(made)
                # Qt reaches what comes later last of all in the window.
                self.setTabOrder(self._before_more(), made)
            self._rows[code].show_found(party)
        self._fold()

    def _fold(self) -> None:
        rows = self.rows
        # A single row more takes no more space than the words for it.
        first = len(rows) if self._whole or len(rows) <= _FIRST_ROWS + 1 else _FIRST_ROWS
        for place, shown in enumerate(rows):
            shown.setVisible(place < first)
        put_words(self.more_button, text=lambda: self.tr("Show %n more", "", len(rows) - first))
        self.more_button.setVisible(first < len(rows))
        self._whole = self._whole and bool(rows)
        self.setVisible(bool(rows))

    def _before_more(self) -> QWidget:
        """What the keyboard reaches before the button under the rows."""
        before: QWidget = self.more_button
        while (further := before.previousInFocusChain()) is not None:
            before = further
            if before.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                break
        return before

    def _show_whole(self) -> None:
        self._whole = True
        self._fold()
        self.rows[_FIRST_ROWS].setFocus()

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: what is gone may go."""
        super().leaveEvent(event)
        self._arrange()


class NearbyRow(PartyRow):
    """One party: whose it is, and its code."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", icon="people")
        self.invite = ""

    def show_found(self, party: NearbyParty) -> None:
        """What is known of it now."""
        self.invite = party.invite.short
        name, letters = party.host_name, " ".join(party.code)

        def title() -> str:
            return self.tr("{0}’s party").format(name) if name else self.tr("A party")

        self.show_party(title, code_text(party.code))
        # The code is read letter by letter, not as a word.
        put_words(self, accessibleName=lambda: self.tr("Join {0}, code {1}").format(title(), letters))
        self.setToolTip(self.invite)
