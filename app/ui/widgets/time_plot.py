"""A figure over the last minutes, with its uncertainty as a band and corrections as marks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.plot_scale import reach
from app.ui.theme import Space, Theme, Type
from app.ui.words import mark_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from app.ui.wording import Words

_HEIGHT: Final = 118
_MINUTE: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One value, ``age`` seconds old; ``half`` is half the height of its band. A gap before it breaks the line."""

    age: float
    value: float
    half: float = 0.0
    gap: bool = False
    marked: bool = False


class TimePlot(QWidget):
    """Newest on the right.

    Args:
        theme: the look.
        unit: of the values.
        span: seconds from edge to edge.
        least: the axis reaches at least so far.
        signed: the axis goes both ways from 0 in the middle.
    """

    def __init__(self, theme: Theme, unit: Words, *, span: float, least: float, signed: bool) -> None:
        super().__init__()
        self._theme, self._unit, self._span, self._least, self._signed = theme, unit, span, least, signed
        self._points: Sequence[Point] = ()
        self._reach = reach((), least)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_points(self, points: Sequence[Point]) -> None:
        """Oldest first."""
        self._points = points
        self._reach = reach((abs(point.value) + point.half for point in points), self._least)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: a strip."""
        return QSize(320, self._theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: axis, band, line, marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(Type.SECONDARY))
        left = painter.fontMetrics().horizontalAdvance(f"0000 {self._unit()}") + Space.SMALL
        bottom = painter.fontMetrics().height() + Space.HAIR
        area = QRectF(left, Space.SMALL, self.width() - left - Space.SMALL, self.height() - bottom - Space.SMALL)
        self._draw_axis(painter, area, bottom)
        painter.setClipRect(area.adjusted(0, -2, 2, 2))
        for run in self._runs():
            self._draw_run(painter, area, run)
        self._draw_marks(painter, area)
        painter.end()

    def _at(self, area: QRectF, age: float, value: float) -> QPointF:
        held = max(-self._reach, min(self._reach, value))
        share = (held + self._reach) / (2 * self._reach) if self._signed else held / self._reach
        return QPointF(area.right() - age / self._span * area.width(), area.bottom() - share * area.height())

    def _runs(self) -> list[list[Point]]:
        runs: list[list[Point]] = []
        for point in self._points:
            if point.gap or not runs:
                runs.append([])
            runs[-1].append(point)
        return runs

    def _draw_axis(self, painter: QPainter, area: QRectF, bottom: int) -> None:
        values = (self._reach, 0.0, -self._reach) if self._signed else (self._reach, self._reach / 2, 0.0)
        high = painter.fontMetrics().height()
        for value in values:
            y = self._at(area, 0, value).y()
            painter.setPen(QPen(self._theme.color("track" if value else "disabled"), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(self._theme.color("secondary"))
            place = QRectF(0, y - high / 2, area.left() - Space.SMALL, high)
            text = mark_text(value)
            if value == self._reach:
                text = f"{text} {self._unit()}"
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        minutes, room = int(self._span // _MINUTE), float(self.width())
        for minute in range(minutes + 1):
            x = area.right() - minute * _MINUTE / self._span * area.width()
            painter.setPen(QPen(self._theme.color("track"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            painter.setPen(self._theme.color("secondary"))
            words = f"−{minute} min" if minute else self.tr("now")
            right = x + (Space.SMALL if minute == 0 else 30)
            left = right - painter.fontMetrics().horizontalAdvance(words)
            # In a narrow window with large text some minutes go without words.
            if right <= room:
                place = QRectF(left, area.bottom() + 2, right - left, bottom)
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
                room = left - Space.SMALL

    def _draw_run(self, painter: QPainter, area: QRectF, run: list[Point]) -> None:
        if any(point.half for point in run):
            upper = [self._at(area, point.age, point.value + point.half) for point in run]
            lower = [self._at(area, point.age, point.value - point.half) for point in reversed(run)]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent", 0.25))
            painter.drawPolygon(QPolygonF([*upper, *lower]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._theme.color("accent"), 1.8))
        painter.drawPolyline(QPolygonF([self._at(area, point.age, point.value) for point in run]))

    def _draw_marks(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(QPen(self._theme.color("warn"), 1.5, Qt.PenStyle.DashLine))
        for point in self._points:
            if point.marked:
                x = self._at(area, point.age, 0).x()
                painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
