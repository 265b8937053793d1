"""The pulse line's axis and dots as pictures, drawn once for each look: the dots move many times a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from app.ui.health import GOOD_BELOW_MS, MARKS_MS, Health, scale_position
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.row_painting import health_shape
from app.ui.words import mark_text

if TYPE_CHECKING:
    from collections.abc import Callable

#: A dot's radius at normal text.
DOT: Final = 6
# The ring around one's own dot, and its distance.
_RING: Final = 3.0
_ROUND_LINE: Final = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)


@dataclass(frozen=True, slots=True, kw_only=True)
class PulseScale:
    """Where things lie on a line of a size, in px.

    Attributes:
        size: of the widget.
        axis_y: height of the axis.
    """

    size: QSizeF
    axis_y: float

    def x(self, place: float) -> float:
        """For a place from -1 to 1."""
        half = self.size.width() / 2
        return half + place * (half - Space.LARGE)


class PulsePicture:
    """Draws what is not drawn yet; it is told to forget when size or colours change.

    Args:
        theme: the look.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._drawn: dict[tuple[object, ...], QPixmap] = {}

    def forget(self) -> None:
        """Size or colours are others now."""
        self._drawn.clear()

    def axis(self, scale: PulseScale, *, active: bool, ratio: float) -> QPixmap:
        """The whole line without its dots; pale while nothing plays."""
        key = ("axis", active, ratio)
        if key not in self._drawn:
            self._drawn[key] = _picture(scale.size, ratio, lambda painter: self._draw_axis(painter, scale, active))
        return self._drawn[key]

    def dot(self, health: Health, strength: float, *, own: bool, ratio: float) -> QPixmap:
        """A member's dot in the middle of a square: round, diamond or triangle; one's own wears a ring."""
        key = (health, strength, own, ratio)
        if key not in self._drawn:
            side = self.dot_side
            self._drawn[key] = _picture(
                QSizeF(side, side), ratio, lambda painter: self._draw_dot(painter, health, strength, own)
            )
        return self._drawn[key]

    @property
    def dot_side(self) -> float:
        """Side of the square that a dot's picture is."""
        return 2 * (self._theme.px(DOT) + _RING + 2)

    def _draw_axis(self, painter: QPainter, scale: PulseScale, active: bool) -> None:  # noqa: FBT001 - see `axis`
        y, middle = scale.axis_y, scale.x(0)
        painter.setPen(QPen(self._theme.color("track"), 2, *_ROUND_LINE))
        painter.drawLine(QPointF(scale.x(-1), y), QPointF(scale.x(1), y))
        good = scale.x(scale_position(-GOOD_BELOW_MS)) - middle
        painter.setPen(QPen(self._theme.color("good", 0.55 if active else 0.25), 2, *_ROUND_LINE))
        painter.drawLine(QPointF(middle - good, y), QPointF(middle + good, y))
        painter.setPen(QPen(self._theme.color("text"), 2, *_ROUND_LINE))
        painter.drawLine(QPointF(middle, y - 7), QPointF(middle, y + 7))
        painter.setFont(self._theme.font(Type.SECONDARY))
        for mark in MARKS_MS:
            for sign in (-1, 1):
                self._draw_mark(painter, scale, scale.x(scale_position(mark) * sign), mark_text(mark))
        self._draw_words(painter, scale)

    def _draw_mark(self, painter: QPainter, scale: PulseScale, x: float, text: str) -> None:
        y = scale.axis_y
        painter.setPen(QPen(self._theme.color("disabled"), 1.5))
        painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
        width = painter.fontMetrics().horizontalAdvance(text) + 4
        left = min(max(0.0, x - width / 2), scale.size.width() - width)
        painter.setPen(self._theme.color("secondary"))
        box = QRectF(left, y + 8, width, painter.fontMetrics().height())
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_words(self, painter: QPainter, scale: PulseScale) -> None:
        painter.setPen(self._theme.color("secondary"))
        y, height = scale.axis_y, painter.fontMetrics().height()
        top = QRectF(0, max(0.0, y - self._theme.px(16) - 6 - height / 2), scale.size.width(), height)
        early = QCoreApplication.translate("PulseLine", "too early")
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, early)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, QCoreApplication.translate("PulseLine", "too late"))
        unit, metrics = QCoreApplication.translate("PulseLine", "ms"), painter.fontMetrics()
        room = 2 * abs(scale.x(scale_position(MARKS_MS[0])) - scale.x(0))
        if metrics.horizontalAdvance(unit) + metrics.horizontalAdvance(mark_text(MARKS_MS[0])) + Space.SMALL <= room:
            painter.drawText(QRectF(scale.x(0) - 30, y + 8, 60, height), Qt.AlignmentFlag.AlignCenter, unit)

    def _draw_dot(self, painter: QPainter, health: Health, strength: float, own: bool) -> None:  # noqa: FBT001 - see `dot`
        size, centre = float(self._theme.px(DOT)), QPointF(self.dot_side / 2, self.dot_side / 2)
        painter.setPen(QPen(self._theme.color("raised"), 1.5))
        painter.setBrush(self._theme.color(health.value, strength))
        shape = health_shape(health, centre, size + 1.5)
        if shape is None:
            painter.drawEllipse(centre, size, size)
        else:
            painter.drawPolygon(shape)
        if own:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("text", strength), 1.5))
            painter.drawEllipse(centre, size + _RING, size + _RING)


def _picture(size: QSizeF, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    made = QPixmap((size * ratio).toSize())
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return made
