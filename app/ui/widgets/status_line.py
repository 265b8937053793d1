"""The state as one sentence with at most one action, under the title."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.view import BannerKind, Phase
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.parts import IconLabel, button, label, row
from app.ui.wording import put_words
from app.ui.words import status_text

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.core.view import PartyView
    from server.protocol.units import LocalSec

_STACKED_BELOW: Final = 300
_ICONS: Final[dict[Phase, tuple[str, str]]] = {
    Phase.PLAYING: ("mark", "accent"),
    Phase.PAUSED: ("pause", "secondary"),
    Phase.PREPARING: ("clock", "accent"),
    Phase.WAITING: ("people", "warn"),
    Phase.CONNECTING: ("sync", "accent"),
}


class StatusLine(QWidget):
    """Shows `status_text`; offers Start without while a start waits, and Resync when it is called for."""

    start_now_requested = Signal()
    resync_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = IconLabel(theme, "music", "secondary", 18)
        self.text_label = label(wrap=True)
        self.start_button = button(lambda: self.tr("Start without"), clicked=self.start_now_requested.emit)
        self.resync_button = button(lambda: self.tr("Resync"), clicked=self.resync_requested.emit)
        put_words(self.resync_button, toolTip=lambda: self.tr("Measure again and jump to where the party is (Ctrl+R)"))
        self._buttons = QWidget()
        self._buttons.setLayout(row(self.start_button, self.resync_button))
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(Space.SMALL)
        self._layout.setColumnStretch(1, 1)
        self._layout.addWidget(self._icon, 0, 0)
        self._layout.addWidget(self.text_label, 0, 1)
        self._layout.addWidget(self._buttons, 0, 2)
        self.start_button.hide()
        self.resync_button.hide()
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_view(self, view: PartyView, now: LocalSec) -> None:
        """Sentence, icon and action for a view."""
        self._tell(view, now)
        self._icon.set_icon(*_ICONS.get(view.phase, ("music", "secondary")))
        self.start_button.setVisible(view.phase is Phase.WAITING and view.is_host)
        # The banner has the same button where it is about the same thing: one action, one place.
        in_banner = view.banner is not None and view.banner.kind is BannerKind.NEEDS_RESYNC
        self.resync_button.setVisible(view.sync is not None and view.sync.resync_visible and not in_banner)

    def show_time(self, view: PartyView, now: LocalSec) -> None:
        """The sentence at ``now``: time alone changes nothing but a countdown."""
        if view.phase is Phase.PREPARING:
            self._tell(view, now)

    def _tell(self, view: PartyView, now: LocalSec) -> None:
        text = status_text(view, now)
        if text != self.text_label.text():
            self.text_label.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the action beside the sentence, or under it where it would squeeze it."""
        narrow = event.size().width() < self._theme.px(_STACKED_BELOW)
        self._layout.removeWidget(self._buttons)
        self._layout.addWidget(self._buttons, *((1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft) if narrow else (0, 2)))
        super().resizeEvent(event)

    def _restyle(self) -> None:
        self.text_label.setFont(self._theme.font(Type.BODY))
