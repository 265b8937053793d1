"""The pulse line: all members as dots around a centre mark; a dot that wanders is seen before it is heard."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.health import MARKS_MS, Health, member_health, scale_position
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.row_painting import health_shape
from app.ui.words import health_word, sync_text

if TYPE_CHECKING:
    from app.core.view import MemberView

_DOT: Final = 6
_FRAME_MS: Final = 16
# A dot covers this share of its way each frame: there within MOTION_MS.
_EASE: Final = 0.35
_ARRIVED: Final = 0.002
# More rows than this would reach the words above; the rest share the last row.
_ROWS: Final = 2
# In a crowd nobody follows one dot: it is drawn where it is, without motion and without its doubt.
_MOVING_AT_MOST: Final = 24


class PulseLine(QWidget):
    """Shows `MemberView.drift_ms` on a logarithmic scale, early to the left, late to the right.

    A member's dot is round when in sync, a diamond when it may be heard, a triangle when it is heard; one's own
    dot wears a ring. Members without a figure are not on the line.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._members: tuple[MemberView, ...] = ()
        self._active = True
        self._healths: dict[str, Health] = {}
        self._places: dict[str, float] = {}
        self._rows: dict[str, int] = {}
        self._mover = QTimer(self, interval=_FRAME_MS)
        self._mover.timeout.connect(self._step)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)
        self._describe()

    def set_members(self, members: tuple[MemberView, ...], *, active: bool) -> None:
        """The members to show; inactive while nothing plays: then the figures are of the past and drawn pale."""
        self._members = tuple(m for m in members if m.drift_ms is not None and math.isfinite(m.drift_ms))
        self._active = active
        self._healths = {m.id: member_health(m) for m in self._members}
        targets = self._targets()
        self._places = {m.id: self._places.get(m.id, targets[m.id]) for m in self._members}
        if self._theme.motion_ms and self.isVisible() and len(self._members) <= _MOVING_AT_MOST:
            self._mover.start()
        else:
            self._mover.stop()
            self._places = targets
        self._stack()
        self._describe()
        self.update()

    def dot_position(self, member_id: str) -> QPointF:
        """Centre of a member's dot in this widget's coordinates."""
        place = self._places[member_id]
        return QPointF(self._x(place), self._axis_y() - self._rows[member_id] * (2 * self._dot + 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what covers what depends on the width."""
        self._stack()
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        return QSize(480, self._theme.px(Type.SECONDARY + 24) + 28)

    def minimumSizeHint(self) -> QSize:
        """Qt: down to a narrow window."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: axis, marks, dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        crowd = len(self._members) > _MOVING_AT_MOST
        if crowd:
            self._paint_crowd(painter)
        for member in sorted(self._members, key=lambda m: m.is_self):
            if not crowd or member.is_self or self._healths[member.id] is not Health.GOOD:
                self._paint_member(painter, member)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a dot under the pointer tells its name and figure."""
        for member in self._members:
            if (event.position() - self.dot_position(member.id)).manhattanLength() < 3 * self._dot:
                word = health_word(member_health(member), member.drift_ms or 0.0)
                self.setToolTip(f"{member.name}: {sync_text(member.drift_ms, member.uncertainty_ms)}, {word}")
                return
        self.setToolTip("")

    @property
    def _dot(self) -> float:
        return float(self._theme.px(_DOT))

    def _targets(self) -> dict[str, float]:
        return {m.id: scale_position(m.drift_ms or 0.0) for m in self._members}

    def _step(self) -> None:
        targets = self._targets()
        moved = False
        for key, target in targets.items():
            present = self._places.get(key, target)
            if abs(target - present) > _ARRIVED:
                self._places[key] = present + (target - present) * _EASE
                moved = True
            else:
                self._places[key] = target
        if not moved:
            self._mover.stop()
        self._stack()
        self.update()

    def _margin(self) -> float:
        return float(Space.LARGE)

    def _axis_y(self) -> float:
        return self.height() - self._theme.px(Type.SECONDARY) - 16.0

    def _x(self, place: float) -> float:
        half = self.width() / 2
        return half + place * (half - self._margin())

    def _stack(self) -> None:
        """Dots that would cover each other stand above one another: each takes the lowest row with room."""
        ends = [-math.inf] * _ROWS
        self._rows = {}
        for member_id, place in sorted(self._places.items(), key=lambda item: item[1]):
            x = self._x(place)
            row = next((row for row, end in enumerate(ends) if x - end >= 2 * self._dot), _ROWS - 1)
            ends[row] = x
            self._rows[member_id] = row

    def _paint_axis(self, painter: QPainter) -> None:
        y = self._axis_y()
        middle = self._x(0)
        painter.setPen(QPen(self._theme.color("track"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(self._x(-1), y), QPointF(self._x(1), y))
        good = self._x(scale_position(-5.0)) - middle
        zone = QPen(
            self._theme.color("good", 0.55 if self._active else 0.25), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap
        )
        painter.setPen(zone)
        painter.drawLine(QPointF(middle - good, y), QPointF(middle + good, y))
        painter.setPen(QPen(self._theme.color("text"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(middle, y - 7), QPointF(middle, y + 7))
        painter.setFont(self._theme.font(Type.SECONDARY))
        for mark in MARKS_MS:
            self._paint_mark(painter, mark, y)
        self._paint_words(painter, y)

    def _paint_mark(self, painter: QPainter, mark: float, y: float) -> None:
        text = f"{mark:g}"
        width = painter.fontMetrics().horizontalAdvance(text) + 4
        for sign in (-1, 1):
            x = self._x(scale_position(mark) * sign)
            painter.setPen(QPen(self._theme.color("disabled"), 1.5))
            painter.drawLine(QPointF(x, y - 4), QPointF(x, y + 4))
            left = min(max(0.0, x - width / 2), self.width() - width)
            painter.setPen(self._theme.color("secondary"))
            box = QRectF(left, y + 8, width, painter.fontMetrics().height())
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_words(self, painter: QPainter, y: float) -> None:
        painter.setPen(self._theme.color("secondary"))
        height = painter.fontMetrics().height()
        top = QRectF(0, max(0.0, y - self._theme.px(16) - 6 - height / 2), self.width(), height)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft, self.tr("too early"))
        painter.drawText(top, Qt.AlignmentFlag.AlignRight, self.tr("too late"))
        unit = QRectF(self._x(0) - 30, y + 8, 60, height)
        painter.drawText(unit, Qt.AlignmentFlag.AlignCenter, self.tr("ms"))

    def _paint_member(self, painter: QPainter, member: MemberView) -> None:
        centre = self.dot_position(member.id)
        health = self._healths[member.id]
        strength = 1.0 if self._active and member.connected else 0.4
        if len(self._members) <= _MOVING_AT_MOST:
            self._paint_doubt(painter, member, centre.y(), strength)
        painter.setPen(QPen(self._theme.color("raised"), 1.5))
        painter.setBrush(self._theme.color(health.value, strength))
        shape = health_shape(health, centre, self._dot + 1.5)
        if shape is None:
            painter.drawEllipse(centre, self._dot, self._dot)
        else:
            painter.drawPolygon(shape)
        if member.is_self:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("text", strength), 1.5))
            painter.drawEllipse(centre, self._dot + 3, self._dot + 3)

    def _paint_crowd(self, painter: QPainter) -> None:
        """Round dots from pictures drawn once: two hundred drawn anew are 7 ms of every frame."""
        axis, step = self._axis_y(), 2 * self._dot + 2
        pictures: dict[tuple[str, float], QPixmap] = {}
        side = 2 * self._dot + 4
        for member in self._members:
            health = self._healths[member.id]
            if health is not Health.GOOD:
                continue
            look = (health.value, 1.0 if self._active and member.connected else 0.4)
            if look not in pictures:
                pictures[look] = self._dot_picture(*look, side)
            left = self._x(self._places[member.id]) - side / 2
            top = axis - self._rows[member.id] * step - side / 2
            painter.drawPixmap(QPointF(left, top), pictures[look])

    def _dot_picture(self, token: str, strength: float, side: float) -> QPixmap:
        """A round dot with the gap around it."""
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(side * ratio), round(side * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("raised"), 1.5))
        painter.setBrush(self._theme.color(token, strength))
        painter.drawEllipse(QPointF(side / 2, side / 2), self._dot, self._dot)
        painter.end()
        return made

    def _paint_doubt(self, painter: QPainter, member: MemberView, y: float, strength: float) -> None:
        doubt, drift = member.uncertainty_ms, member.drift_ms
        if doubt is None or drift is None or not math.isfinite(doubt):
            return
        ends = (self._x(scale_position(drift - doubt)), self._x(scale_position(drift + doubt)))
        color = self._theme.color(self._healths[member.id].value, 0.3 * strength)
        painter.setPen(QPen(color, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))

    def _describe(self) -> None:
        self.setAccessibleName(self.tr("Sync of all members"))
        if len(self._members) > _MOVING_AT_MOST and not QAccessible.isActive():
            return
        told = (f"{m.name} {sync_text(m.drift_ms, m.uncertainty_ms)}" for m in self._members)
        self.setAccessibleDescription("; ".join(told))
