"""A switch: on or off at once, without an OK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from app.ui.wording import put_words

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from app.ui.theme import Theme
    from app.ui.wording import Text

_WIDTH: Final = 44
_HEIGHT: Final = 36
_TRACK: Final = 24


class Switch(QAbstractButton):
    """Its place tells the state as well as its colour does."""

    def __init__(self, theme: Theme, words: Text) -> None:
        super().__init__()
        self._theme = theme
        self.setCheckable(True)
        put_words(self, accessibleName=words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedSize(self.sizeHint())
        self._way = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._way.valueChanged.connect(self.update)
        self.toggled.connect(self._move)
        theme.changed.connect(self.update)

    def _move(self, on: bool) -> None:  # noqa: FBT001 - Qt's signal
        direction = QVariantAnimation.Direction
        self._way.setDirection(direction.Forward if on else direction.Backward)
        if self.isVisible() and self._theme.motion_ms:
            self._way.setDuration(self._theme.motion_ms)
            self._way.start()

    def _share(self) -> float:
        """Where the knob is on its way, 0 … 1."""
        moving = self._way.state() is QVariantAnimation.State.Running
        return float(self._way.currentValue()) if moving else float(self.isChecked())

    def sizeHint(self) -> QSize:
        """Qt: as high as anything that is clicked."""
        return QSize(self._theme.px(_WIDTH) + 4, self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: groove, knob, focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = self._theme.px(_TRACK)
        groove = QRectF(2, (self.height() - high) / 2, self.width() - 4, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent" if self.isChecked() else "disabled"))
        painter.drawRoundedRect(groove, high / 2, high / 2)
        side = high - 8
        left = groove.left() + 4 + self._share() * (groove.width() - side - 8)
        painter.setBrush(self._theme.color("on_accent" if self.isChecked() else "raised"))
        painter.drawEllipse(QRectF(left, groove.top() + 4, side, side))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("text"), 2))
            painter.drawRoundedRect(groove.adjusted(-1, -1, 1, 1), high / 2, high / 2)
        painter.end()
