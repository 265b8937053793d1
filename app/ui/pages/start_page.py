"""The start page: start a party, or join one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QBoxLayout,
    QFrame,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.pages.page import Page
from app.ui.theme import Space, Theme
from app.ui.widgets.code_field import CodeField
from app.ui.widgets.drop_zone import DashedFrame
from app.ui.widgets.nearby_list import NearbyList
from app.ui.widgets.parts import IconLabel, button, card, column, label, notice_card, row
from app.ui.widgets.party_row import PartyRow
from app.ui.wording import put_words
from app.ui.words import code_text, place_text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.core.view import WayBackView
    from app.ui.memory import RecentParty

_STACKED_BELOW: Final = 780
_CONTENT: Final = 960
#: The wire's limit for a name.
_LONGEST_NAME: Final = 64


class StartPage(Page):
    """Two cards side by side, stacked when narrow. It asks; the window does."""

    choose_requested = Signal()
    host_requested = Signal()
    join_requested = Signal(str)
    back_requested = Signal()
    demo_requested = Signal()
    settings_requested = Signal()
    #: The field was left with another name.
    name_changed = Signal(str)
    #: Enter was pressed in it.
    name_entered = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.choose_button = button(lambda: self.tr("Choose music…"), "accent", clicked=self.choose_requested.emit)
        self.host_button = button(lambda: self.tr("Start without music"), "subtle", clicked=self.host_requested.emit)
        self.code_field = CodeField(theme)
        self.code_field.join_requested.connect(self.join_requested)
        self.name_edit = QLineEdit()
        self.name_label = label(role="quiet")
        self.name_error = label(role="bad")
        self.ended_label = label(role="strong", wrap=True)
        self.back_label = label(lambda: self.tr("Unisono ended in the middle of a party."), role="strong", wrap=True)
        self.back_button = button("", "accent", clicked=self.back_requested.emit)
        self.demo_button = button(lambda: self.tr("Try the demo"), "subtle", clicked=self.demo_requested.emit)
        self.demo_button.hide()
        self.settings_button = button(lambda: self.tr("Settings"), "subtle", clicked=self.settings_requested.emit)
        self._recent = QVBoxLayout()
        self._recent_box = QWidget()
        self.nearby = NearbyList(theme, self._is_aimed_at)
        self.nearby.join_requested.connect(self.join_requested)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._back_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._build()

    @property
    def name(self) -> str:
        """The name in the field."""
        return self.name_edit.text().strip()

    def show_name(self, name: str, *, known: bool) -> None:
        """The person's name; an unknown one is asked for, ``name`` is then a suggestion."""
        self.name_edit.setText(name)
        put_words(
            self.name_label,
            text=lambda: self.tr("You are") if known else self.tr("What should the others call you?"),
        )

    def show_demo(self, *, running: bool) -> None:
        """Whether the button begins the demo or ends it."""
        put_words(self.demo_button, text=lambda: self.tr("End the demo") if running else self.tr("Try the demo"))

    def ask_for_name(self) -> None:
        """Nothing can start without one."""
        put_words(self.name_error, text=lambda: self.tr("Enter your name first."))
        self.name_error.show()
        self.name_edit.setFocus()
        self.ensureWidgetVisible(self.name_edit)

    def show_ended(self, sentence: str) -> None:
        """Why the last party is over; empty for nothing to say."""
        self.ended_label.setText(sentence)
        self._ended.setVisible(bool(sentence))

    def show_way_back(self, way: WayBackView | None) -> None:
        """The party that an earlier run was killed in; None for nothing to go back to."""
        if way is not None:
            put_words(self.back_button, text=lambda: self._back_words(way))
        self._back.setVisible(way is not None)

    def show_recent(self, parties: tuple[RecentParty, ...]) -> None:
        """Parties that were joined before, one click each."""
        while (item := self._recent.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        before: QWidget = self.nearby.more_button
        for party in parties:
            again = self._recent_row(party)
            self._recent.addWidget(again)
            self.setTabOrder(before, again)
            before = again
        self._recent_box.setVisible(bool(parties))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: stack the cards when narrow."""
        narrow = event.size().width() < self._theme.px(_STACKED_BELOW)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for stacked in (self._cards, self._back_row):
            if stacked.direction() is not direction:
                stacked.setDirection(direction)
        super().resizeEvent(event)

    def _back_words(self, way: WayBackView) -> str:
        words = self.tr("Go back to your party {0}") if way.is_host else self.tr("Go back to the party {0}")
        return words.format(code_text(way.code))

    def _recent_row(self, party: RecentParty) -> PartyRow:
        place = place_text(party.invite) if party.host else ""
        made = PartyRow(
            self._theme, lambda: self.tr("{0}’s party").format(party.host) if party.host else party.invite, place
        )
        made.clicked.connect(partial(self.join_requested.emit, party.invite))
        made.setToolTip(party.invite)
        return made

    def _build(self) -> None:
        self._cards.setSpacing(Space.WIDE)
        self._cards.addWidget(self._host_card(), 1)
        self._cards.addWidget(self._join_card(), 1)
        intro = label(
            lambda: self.tr("All laptops in the room, or across the world, become one loudspeaker."), "quiet", wrap=True
        )
        content = QWidget()
        content.setMaximumWidth(self._theme.px(_CONTENT))
        content.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        content.setLayout(
            column(
                self._ended_card(),
                self._back_card(),
                Space.HAIR,
                label(lambda: self.tr("Play the same music at the same instant"), "title", wrap=True),
                intro,
                Space.SMALL,
                self._name_row(),
                Space.SMALL,
                self._cards,
                row(None, self.demo_button, self.settings_button, None, spacing=Space.LARGE),
                spacing=Space.SMALL,
                margin=0,
            )
        )
        outer = QVBoxLayout()
        outer.setContentsMargins(Space.WIDE, Space.LARGE, Space.WIDE, Space.WIDE)
        outer.addStretch(2)
        middle = row(spacing=0)
        middle.addStretch(1)
        middle.addWidget(content, 100)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        self.set_content(outer)

    def _ended_card(self) -> QFrame:
        self._ended = notice_card(self._theme, "info", "accent", self.ended_label)
        self._ended.hide()
        return self._ended

    def _back_card(self) -> QFrame:
        self._back = card()
        self._back_row.setSpacing(Space.MEDIUM)
        self._back_row.setContentsMargins(Space.LARGE, Space.LARGE, Space.LARGE, Space.LARGE)
        self._back_row.addWidget(self.back_label, 1)
        self._back_row.addWidget(self.back_button)
        self._back.setLayout(self._back_row)
        self._back.hide()
        return self._back

    def _name_row(self) -> QWidget:
        self.name_edit.setMaxLength(_LONGEST_NAME)
        # Files dropped here mean the window, not the text.
        self.name_edit.setAcceptDrops(False)
        self.name_edit.setMaximumWidth(self._theme.px(220))

        def words() -> str:
            return self.tr("Your name")

        put_words(self.name_edit, placeholderText=words, accessibleName=words)
        self.name_edit.textEdited.connect(self._name_edited)
        self.name_edit.returnPressed.connect(lambda: self.name_entered.emit() if self.name else None)
        self.name_edit.editingFinished.connect(self._name_finished)
        self.name_error.hide()
        box = QWidget()
        box.setLayout(row(self.name_label, self.name_edit, self.name_error, None, spacing=Space.MEDIUM))
        return box

    def _host_card(self) -> QFrame:
        made = card()
        zone = DashedFrame(self._theme)
        drop = label(lambda: self.tr("Drop music or folders here"), "strong", wrap=True)
        drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        zone.setLayout(
            column(
                None,
                row(None, IconLabel(self._theme, "music", "accent", 36), None),
                Space.HAIR,
                drop,
                Space.SMALL,
                row(None, self.choose_button, None),
                None,
                margin=Space.LARGE,
            )
        )
        zone.setMinimumHeight(self._theme.px(184))
        made.setLayout(
            column(
                label(lambda: self.tr("Start a party"), "section"),
                label(lambda: self.tr("You choose the music. Friends join with a code."), "quiet", wrap=True),
                Space.SMALL,
                zone,
                row(None, self.host_button, None),
                margin=Space.WIDE,
            )
        )
        return made

    def _join_card(self) -> QFrame:
        made = card()
        self._recent.setSpacing(0)
        self._recent.setContentsMargins(0, 0, 0, 0)
        self._recent_box.setLayout(
            column(label(lambda: self.tr("Recent parties"), "secondary"), self._recent, spacing=Space.HAIR)
        )
        self._recent_box.hide()
        hint = label(lambda: self.tr("For example ACD-EFG@192.168.1.20"), "secondary", wrap=True)
        made.setLayout(
            column(
                label(lambda: self.tr("Join a party"), "section"),
                label(lambda: self.tr("Enter the code the host sees, or paste a link."), "quiet", wrap=True),
                Space.SMALL,
                self.code_field,
                hint,
                Space.MEDIUM,
                self.nearby,
                self._recent_box,
                None,
                margin=Space.WIDE,
            )
        )
        return made

    def _is_aimed_at(self) -> bool:
        """Whether the pointer is on something that is clicked, which would move under it as the card grows."""
        under = QApplication.widgetAt(QCursor.pos())
        if not isinstance(under, QAbstractButton | QLineEdit):
            return False
        return self.isAncestorOf(under) and not self.nearby.isAncestorOf(under)

    def _name_edited(self) -> None:
        self.name_error.hide()

    def _name_finished(self) -> None:
        if self.name:
            self.name_changed.emit(self.name)
