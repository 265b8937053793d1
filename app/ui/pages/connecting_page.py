"""On the way into a party: a sentence and a way back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.theme import Space, Theme
from app.ui.widgets.parts import button, label, row

_FRAME_MS: Final = 33
_TURN_FRAMES: Final = 40


class Spinner(QWidget):
    """A turning arc; stands still where the system wants no motion."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._frame = 0
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._turn)

    def sizeHint(self) -> QSize:
        """Qt: small."""
        return QSize(44, 44)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: ring and arc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.width() / 2 - 18, self.height() / 2 - 18, 36, 36)
        painter.setPen(QPen(self._theme.color("track"), 4))
        painter.drawEllipse(area)
        painter.setPen(QPen(self._theme.color("accent"), 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        # Qt counts angles in sixteenths of a degree.
        painter.drawArc(area, round(-self._frame / _TURN_FRAMES * 360 * 16) + 90 * 16, -90 * 16)
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: turn while seen."""
        if self._theme.motion_ms:
            self._timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: rest."""
        self._timer.stop()
        super().hideEvent(event)

    def _turn(self) -> None:
        self._frame = (self._frame + 1) % _TURN_FRAMES
        self.update()


class ConnectingPage(QWidget):
    """Emits `cancel_requested`."""

    cancel_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("page")
        self.text_label = label(lambda: self.tr("Connecting to the party…"), "section")
        self.text_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cancel_button = button(lambda: self.tr("Cancel"), clicked=self.cancel_requested.emit)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.LARGE)
        layout.addStretch(2)
        layout.addWidget(Spinner(theme))
        layout.addWidget(self.text_label)
        layout.addLayout(row(None, self.cancel_button, None))
        layout.addStretch(3)
