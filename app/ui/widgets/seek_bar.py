"""The seek bar: elapsed and remaining, a preview while dragging, one seek on release."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import Space, Theme, Type
from app.ui.words import clock_text

_GROOVE: Final = 6.0
_KNOB: Final = 8.0
_STEP_SEC: Final = 5.0
_PAGE_SEC: Final = 30.0


class SeekBar(QWidget):
    """Position within a track, in seconds. Emits `seek_requested` once per drag, click or key."""

    seek_requested = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._position = 0.0
        self._duration: float | None = None
        self._decoded = 0.0
        self._seekable = False
        self._dragged: float | None = None
        self._hover: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Position"))
        theme.changed.connect(self.updateGeometry)
        self.set_seekable(seekable=False)

    @property
    def shown_position(self) -> float:
        """What the bar shows: the preview while it is dragged."""
        return self._position if self._dragged is None else self._dragged

    @property
    def elapsed_text(self) -> str:
        """The figure on the left."""
        return clock_text(self.shown_position if self._duration is not None or self._position else None)

    @property
    def remaining_text(self) -> str:
        """The figure on the right."""
        if self._duration is None:
            return clock_text(None)
        return f"−{clock_text(max(0.0, self._duration - self.shown_position))}"

    def set_track(self, duration: float | None, decoded: float) -> None:
        """Length in seconds where known, and the fraction that is decoded."""
        if (duration, decoded) != (self._duration, self._decoded):
            self._duration, self._decoded = duration, decoded
            self.update()

    def set_position(self, position: float) -> None:
        """The party's position in seconds."""
        if position != self._position:
            before = (self.elapsed_text, self.remaining_text, round(self._share(self._position) * self.width()))
            self._position = position
            # Repainted only when a pixel or a figure changes.
            if before != (self.elapsed_text, self.remaining_text, round(self._share(position) * self.width())):
                self.setAccessibleDescription(f"{self.elapsed_text}, {self.remaining_text}")
                self.update()

    def set_seekable(self, *, seekable: bool) -> None:
        """Whether a person may move it: only the host may."""
        self._seekable = seekable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if seekable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if seekable else Qt.CursorShape.ArrowCursor)
        if not seekable:
            self._dragged = self._hover = None
        self.update()

    def x_of(self, seconds: float) -> float:
        """Where a position lies, in this widget's coordinates."""
        groove = self._groove()
        return groove.left() + self._share(seconds) * groove.width()

    def sizeHint(self) -> QSize:
        """Qt: room for the groove and a line of figures."""
        return QSize(480, self._theme.px(Type.SECONDARY) + 30)

    def minimumSizeHint(self) -> QSize:
        """Qt: down to a narrow window."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: groove, what is decoded, what is played, knob, figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = self._groove()
        self._bar(painter, groove.width(), "track", 1.0)
        if self._duration:
            self._bar(painter, groove.width() * min(1.0, self._decoded), "text", 0.16)
            if self._hover is not None:
                self._bar(painter, self.x_of(self._hover) - groove.left(), "text", 0.18)
            self._bar(painter, self.x_of(self.shown_position) - groove.left(), "accent", 1.0)
            self._paint_knob(painter)
        self._paint_figures(painter)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a drag begins."""
        if self._seekable and self._duration and event.button() == Qt.MouseButton.LeftButton:
            self._dragged = self._seconds_at(event.position())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Qt: preview."""
        if not (self._seekable and self._duration):
            return
        self._hover = self._seconds_at(event.position())
        if self._dragged is not None:
            self._dragged = self._hover
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: the one seek."""
        if self._dragged is not None and event.button() == Qt.MouseButton.LeftButton:
            wanted, self._dragged = self._dragged, None
            # Shown at once; the party's answer corrects it.
            self._position = wanted
            self.update()
            self.seek_requested.emit(wanted)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: no preview any more."""
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows, page keys, Home, End; Escape gives up a drag."""
        if event.key() == Qt.Key.Key_Escape and self._dragged is not None:
            self._dragged = None
            self.update()
            return
        target = self._key_target(event.key())
        if target is None or not self._duration or not self._seekable:
            super().keyPressEvent(event)
            return
        self.seek_requested.emit(min(max(0.0, target), self._duration))

    def _key_target(self, key: int) -> float | None:
        steps = {
            Qt.Key.Key_Left: -_STEP_SEC,
            Qt.Key.Key_Right: _STEP_SEC,
            Qt.Key.Key_PageUp: -_PAGE_SEC,
            Qt.Key.Key_PageDown: _PAGE_SEC,
        }
        if key == Qt.Key.Key_Home:
            return 0.0
        if key == Qt.Key.Key_End:
            return self._duration
        step = steps.get(Qt.Key(key))
        return None if step is None else self._position + step

    def _groove(self) -> QRectF:
        return QRectF(_KNOB, 12 - _GROOVE / 2, max(1.0, self.width() - 2 * _KNOB), _GROOVE)

    def _share(self, seconds: float) -> float:
        return min(1.0, max(0.0, seconds / self._duration)) if self._duration else 0.0

    def _seconds_at(self, point: QPointF) -> float:
        groove = self._groove()
        return min(1.0, max(0.0, (point.x() - groove.left()) / groove.width())) * (self._duration or 0.0)

    def _bar(self, painter: QPainter, width: float, tint: str, alpha: float) -> None:
        groove = self._groove()
        groove.setWidth(max(0.0, width))
        painter.setBrush(self._theme.color(tint, alpha))
        painter.drawRoundedRect(groove, _GROOVE / 2, _GROOVE / 2)

    def _paint_knob(self, painter: QPainter) -> None:
        if not self._seekable:
            return
        centre = QPointF(self.x_of(self.shown_position), self._groove().center().y())
        lively = self.hasFocus() or self._hover is not None
        painter.setBrush(self._theme.color("text"))
        painter.drawEllipse(centre, _KNOB if lively else _KNOB - 2, _KNOB if lively else _KNOB - 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("accent"), 2))
            painter.drawEllipse(centre, _KNOB + 2, _KNOB + 2)

    def _paint_figures(self, painter: QPainter) -> None:
        painter.setFont(self._theme.font(Type.SECONDARY))
        painter.setPen(self._theme.color("secondary" if self._dragged is None else "text"))
        height = painter.fontMetrics().height()
        box = QRectF(_KNOB - 2, 24, self.width() - 2 * _KNOB + 4, height)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, self.elapsed_text)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, self.remaining_text)
        preview = self._hover if self._dragged is None else self._dragged
        if preview is not None:
            text = clock_text(preview)
            width = painter.fontMetrics().horizontalAdvance(text) + Space.SMALL
            left = min(max(box.left() + 60, self.x_of(preview) - width / 2), box.right() - 60 - width)
            painter.setPen(self._theme.color("text"))
            painter.drawText(QRectF(left, 24, width, height), Qt.AlignmentFlag.AlignCenter, text)
