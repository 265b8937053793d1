"""The pulse line: all members as dots around a centre mark; a dot that wanders is seen before it is heard."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRect, QSize, QSizeF, Qt, QTimer
from PySide6.QtGui import QAccessible, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.health import Health, member_health, scale_position
from app.ui.theme import Theme, Type
from app.ui.widgets.pulse_picture import DOT, PulsePicture, PulseScale
from app.ui.wording import when_language_changes
from app.ui.words import health_word, pulse_text, sync_text

if TYPE_CHECKING:
    from app.core.view import MemberView

# Thirty a second are smooth over a tenth of a second, and half the work of sixty.
_FRAME_MS: Final = 33
# A dot covers this share of its way each frame: there within MOTION_MS.
_EASE: Final = 0.55
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
        self._picture = PulsePicture(theme)
        self._scale = PulseScale(size=QSizeF(), axis_y=0.0)
        self._members: tuple[MemberView, ...] = ()
        self._active = True
        self._healths: dict[str, Health] = {}
        self._targets: dict[str, float] = {}
        self._places: dict[str, float] = {}
        self._dots: dict[str, QPointF] = {}
        self._mover = QTimer(self, interval=_FRAME_MS)
        self._mover.timeout.connect(self._step)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        when_language_changes(self, self._reword)
        self._describe()

    def set_members(self, members: tuple[MemberView, ...], *, active: bool) -> None:
        """The members to show; inactive while nothing plays: then the figures are of the past and drawn pale."""
        shown = (m for m in members if m.drift_ms is not None and math.isfinite(m.drift_ms))
        # Oneself last, above all others.
        self._members = tuple(sorted(shown, key=lambda m: m.is_self))
        self._active = active
        self._healths = {m.id: member_health(m) for m in self._members}
        self._targets = {m.id: scale_position(m.drift_ms or 0.0) for m in self._members}
        if self._theme.motion_ms and self.isVisible() and not self._crowded:
            self._places = {key: self._places.get(key, target) for key, target in self._targets.items()}
            self._mover.start()
        else:
            self._places = self._targets
            self._mover.stop()
        self._stack()
        self._describe()
        self.update()

    def dot_position(self, member_id: str) -> QPointF:
        """Centre of a member's dot in this widget's coordinates."""
        return self._dots[member_id]

    def sizeHint(self) -> QSize:
        """Qt: as wide as there is room."""
        return QSize(480, self._theme.px(Type.SECONDARY + 24) + 28)

    def minimumSizeHint(self) -> QSize:
        """Qt: down to a narrow window."""
        return QSize(240, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: what covers what depends on the width."""
        self._restyle()
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the axis, doubts, dots."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(QPointF(0, 0), self._picture.axis(self._scale, active=self._active, ratio=ratio))
        half = self._picture.dot_side / 2
        corner = QPointF(half, half)
        for member in self._members:
            strength = 1.0 if self._active and member.connected else 0.4
            if not self._crowded:
                self._paint_doubt(painter, member, strength)
            dot = self._picture.dot(self._healths[member.id], strength, own=member.is_self, ratio=ratio)
            painter.drawPixmap(self._dots[member.id] - corner, dot)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: a dot under the pointer tells its name and figure."""
        for member in self._members:
            if (event.position() - self._dots[member.id]).manhattanLength() < 3 * self._theme.px(DOT):
                word = health_word(self._healths[member.id], member.drift_ms or 0.0)
                self.setToolTip(f"{member.name}: {sync_text(member.drift_ms, member.uncertainty_ms)}, {word}")
                return
        self.setToolTip("")

    @property
    def _crowded(self) -> bool:
        return len(self._members) > _MOVING_AT_MOST

    def _step(self) -> None:
        moved = False
        for key, target in self._targets.items():
            present = self._places[key]
            moves = abs(target - present) > _ARRIVED
            self._places[key] = present + (target - present) * _EASE if moves else target
            moved = moved or moves
        if not moved:
            self._mover.stop()
            return
        self._stack()
        self._paint_again()

    def _paint_again(self) -> None:
        """The figures below the axis stay as they are."""
        below = round(self._scale.axis_y + self._picture.dot_side / 2)
        self.update(QRect(0, 0, self.width(), below))

    def _stack(self) -> None:
        """Dots that would cover each other stand above one another: each takes the lowest row with room."""
        wide = 2 * self._theme.px(DOT)
        ends = [-math.inf] * _ROWS
        self._dots = {}
        for member_id, place in sorted(self._places.items(), key=lambda item: item[1]):
            x = self._scale.x(place)
            row = next((row for row, end in enumerate(ends) if x - end >= wide), _ROWS - 1)
            ends[row] = x
            self._dots[member_id] = QPointF(x, self._scale.axis_y - row * (wide + 2))

    def _paint_doubt(self, painter: QPainter, member: MemberView, strength: float) -> None:
        doubt, drift = member.uncertainty_ms, member.drift_ms
        if doubt is None or drift is None or not math.isfinite(doubt):
            return
        y = self._dots[member.id].y()
        ends = (self._scale.x(scale_position(drift - doubt)), self._scale.x(scale_position(drift + doubt)))
        color = self._theme.color(self._healths[member.id].value, 0.3 * strength)
        painter.setPen(QPen(color, 5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(QPointF(ends[0], y), QPointF(ends[1], y))

    def _restyle(self) -> None:
        axis_y = self.height() - self._theme.px(Type.SECONDARY) - 16.0
        self._scale = PulseScale(size=QSizeF(self.size()), axis_y=axis_y)
        self._picture.forget()
        self._stack()
        self.updateGeometry()
        self.update()

    def _reword(self) -> None:
        self._picture.forget()
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleName(pulse_text(self._members))
        if self._crowded and not QAccessible.isActive():
            return
        told = (f"{m.name} {sync_text(m.drift_ms, m.uncertainty_ms)}" for m in self._members)
        self.setAccessibleDescription("; ".join(told))
