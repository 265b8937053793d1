"""What both lists paint alike: a row's ground, its text, its bar and its health mark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QLinearGradient, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from app.ui.health import Health
from app.ui.theme import Theme, Type

if TYPE_CHECKING:
    from PySide6.QtCore import QRect

_ROUND: Final = 8.0
_FADE: Final = 28


class RowPainter:
    """A painter with the theme at hand; made once for each row that is painted."""

    def __init__(self, painter: QPainter, theme: Theme, option: QStyleOptionViewItem) -> None:
        self.painter = painter
        self.theme = theme
        self.option = option
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    @property
    def rect(self) -> QRect:
        """The row."""
        return self.option.rect

    @property
    def hovered(self) -> bool:
        """Whether the pointer is on the row."""
        return self._has(QStyle.StateFlag.State_MouseOver)

    @property
    def active(self) -> bool:
        """Whether the row is chosen or under the pointer: its buttons show then."""
        return self.hovered or self._has(QStyle.StateFlag.State_Selected)

    def ground(self, *, current: bool = False) -> None:
        """Background by state; a ring where the keyboard is."""
        area = QRectF(self.rect).adjusted(1, 1, -1, -1)
        tint = ""
        if current or self._has(QStyle.StateFlag.State_Selected):
            tint = "accent_soft" if current else "hover"
        elif self.hovered:
            tint = "hover"
        if tint:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(self.theme.color(tint))
            self.painter.drawRoundedRect(area, _ROUND, _ROUND)
        if self._has(QStyle.StateFlag.State_HasFocus) and self._has(QStyle.StateFlag.State_KeyboardFocusChange):
            self.painter.setBrush(Qt.BrushStyle.NoBrush)
            self.painter.setPen(QPen(self.theme.color("accent"), 2))
            self.painter.drawRoundedRect(area, _ROUND, _ROUND)

    def text(
        self, box: QRectF, text: str, *, tint: str = "text", font: QFont | None = None, right: bool = False
    ) -> float:
        """One elided line, vertically centred; returns its width."""
        font = font or self.theme.font(Type.BODY)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        self.painter.setFont(font)
        self.painter.setPen(self.theme.color(tint))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        self.painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        return metrics.horizontalAdvance(shown)

    def icon(self, name: str, tint: str, centre: QPointF, size: int) -> None:
        """An icon around a point."""
        side = self.theme.px(size)
        ratio = self.option.widget.devicePixelRatioF()
        pixmap = self.theme.pixmap(name, tint, side, ratio)
        self.painter.drawPixmap(QPointF(centre.x() - side / 2, centre.y() - side / 2), pixmap)

    def bar(self, box: QRectF, share: float, tint: str = "accent") -> None:
        """A progress bar."""
        radius = box.height() / 2
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.theme.color("track"))
        self.painter.drawRoundedRect(box, radius, radius)
        filled = QRectF(box.left(), box.top(), box.width() * min(1.0, max(0.0, share)), box.height())
        self.painter.setBrush(self.theme.color(tint))
        self.painter.drawRoundedRect(filled, radius, radius)

    def _has(self, flag: QStyle.StateFlag) -> bool:
        return bool(self.option.state & flag)


def fade_below(view: QAbstractItemView) -> None:
    """Repaint all of a list that ends in a fade when it is scrolled: Qt would scroll the fade with the rows."""
    view.verticalScrollBar().valueChanged.connect(lambda _value: view.viewport().update())


def paint_fade(view: QAbstractItemView, theme: Theme) -> None:
    """Let the last visible row fade away where more follow; a row that is cut off looks like a fault."""
    bar, area = view.verticalScrollBar(), QRectF(view.viewport().rect())
    if bar.value() >= bar.maximum():
        return
    area.setTop(area.bottom() - theme.px(_FADE))
    shade = QLinearGradient(area.topLeft(), area.bottomLeft())
    shade.setColorAt(0, theme.color("raised", 0.0))
    shade.setColorAt(1, theme.color("raised"))
    painter = QPainter(view.viewport())
    painter.fillRect(area, shade)
    painter.end()


def health_shape(health: Health, centre: QPointF, size: float) -> QPolygonF | None:
    """The outline that tells a grade without its colour; None is a circle."""
    if health in (Health.GOOD, Health.UNKNOWN):
        return None
    if health is Health.WARN:
        points = [(0.0, -size), (size, 0.0), (0.0, size), (-size, 0.0)]
    else:
        points = [(0.0, -size), (size, size * 0.8), (-size, size * 0.8)]
    return QPolygonF([QPointF(centre.x() + x, centre.y() + y) for x, y in points])


def paint_health(painter: QPainter, theme: Theme, health: Health, centre: QPointF, size: float) -> None:
    """A grade's mark: disc, diamond, triangle, or a hollow ring while unknown."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(health.value))
    shape = health_shape(health, centre, size + 1)
    if shape is not None:
        painter.drawPolygon(shape)
    elif health is Health.UNKNOWN:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("disabled"), 1.5))
        painter.drawEllipse(centre, size - 0.5, size - 0.5)
    else:
        painter.drawEllipse(centre, size, size)
