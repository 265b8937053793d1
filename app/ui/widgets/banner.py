"""The banner under the header: at most one sentence with at most one action, the most important thing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout

from app.core.view import Banner, BannerKind
from app.ui.announcer import announce
from app.ui.theme import RADIUS, Space, Theme
from app.ui.widgets.parts import IconLabel, button, label
from app.ui.wording import put_words
from app.ui.words import told

_STACKED_BELOW: Final = 420
#: Icon and colour tint of each kind; the music going on is no alarm.
LOOKS: Final[dict[BannerKind, tuple[str, str]]] = {
    BannerKind.LIBVLC_MISSING: ("error", "bad"),
    BannerKind.NO_OUTPUT: ("no-output", "bad"),
    BannerKind.RELAY_UNREACHABLE: ("sync", "bad"),
    BannerKind.RECONNECTING: ("sync", "warn"),
    BannerKind.NEEDS_RESYNC: ("delay", "warn"),
    BannerKind.TRACK_FAILED: ("error", "bad"),
    BannerKind.NOT_SYNCHRONISED: ("clock", "warn"),
    BannerKind.HOST_GONE: ("info", "warn"),
}


def action_words(action: str) -> str:
    """The words on a banner's button; empty for an action that this window does not know."""
    return {
        "retry-output": QCoreApplication.translate("banner", "Try again"),
        "retry": QCoreApplication.translate("banner", "Try again"),
        "resync": QCoreApplication.translate("banner", "Resync"),
        "skip": QCoreApplication.translate("banner", "Skip"),
        "install-libvlc": QCoreApplication.translate("banner", "How to install"),
    }.get(action, "")


class BannerStrip(QFrame):
    """Shows a `Banner`, or nothing."""

    #: The banner's action, see `Banner`.
    action_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._banner: Banner | None = None
        self._icon = IconLabel(theme, "info", "warn", 20)
        self.text_label = label(role="strong", wrap=True)
        self.button = button("")
        self.button.clicked.connect(lambda: self.action_requested.emit(self._banner.action if self._banner else ""))
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.SMALL, Space.SMALL)
        self._layout.setSpacing(Space.MEDIUM)
        self._layout.setColumnStretch(1, 1)
        self._layout.addWidget(self._icon, 0, 0)
        self._layout.addWidget(self.text_label, 0, 1)
        self._layout.addWidget(self.button, 0, 2)
        self.setMinimumHeight(52)
        theme.changed.connect(self.update)
        self.hide()

    def show_banner(self, banner: Banner | None) -> None:
        """Show one, or none; a screen reader hears a new one."""
        if banner == self._banner:
            return
        self._banner = banner
        self.setVisible(banner is not None)
        if banner is None:
            return
        icon, tint = LOOKS[banner.kind]
        self._icon.set_icon(icon, tint)
        put_words(self.text_label, text=lambda: told(banner.said))
        put_words(self, accessibleName=lambda: told(banner.said))
        put_words(self.button, text=lambda: action_words(banner.action))
        self.button.setVisible(bool(self.button.text()))
        announce(self, self.text_label.text(), urgent=tint == "bad")
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the action beside the sentence, or under it where it would squeeze it."""
        narrow = event.size().width() < self._theme.px(_STACKED_BELOW)
        self._layout.removeWidget(self.button)
        self._layout.addWidget(self.button, *((1, 1, Qt.AlignmentFlag.AlignLeft) if narrow else (0, 2)))
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: a soft ground in the kind's colour."""
        if self._banner is None:
            return
        _icon, tint = LOOKS[self._banner.kind]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color(tint, 0.45), 1))
        painter.setBrush(self._theme.color(tint, 0.13))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
