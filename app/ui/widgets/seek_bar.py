"""The seek bar: the track's waveform, elapsed and remaining, a preview while dragging, one seek on release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy

from app.ui.theme import Theme, Type
from app.ui.widgets.seek_picture import FIGURES, KNOB, SeekLook, groove_of, paint_seek_bar
from app.ui.widgets.wave_picture import HEIGHT, PITCH, WavePicture
from app.ui.wording import put_words
from app.ui.words import clock_text

if TYPE_CHECKING:
    from app.core.waveform import Waveform

_STEP_SEC: Final = 5.0
_PAGE_SEC: Final = 30.0
_JUMP_SEC: Final = 1.5


class SeekBar(QAbstractSlider):
    """Position within a track, in seconds. Emits `seek_requested` once per drag, click or key.

    A slider of whole seconds to screen readers, which may set it too; it paints itself and takes its own keys.
    """

    seek_requested = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._position = 0.0
        self._duration: float | None = None
        self._decoded = 0.0
        self._waveform: Waveform | None = None
        self._bars: tuple[float | None, ...] = ()
        self._wave = WavePicture(theme)
        self._seekable = False
        self._dragged: float | None = None
        self._hover: float | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        put_words(self, accessibleName=lambda: self.tr("Position"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSingleStep(round(_STEP_SEC))
        self.setPageStep(round(_PAGE_SEC))
        self.valueChanged.connect(self._set_by_reader)
        theme.changed.connect(self._restyle)

    @property
    def shown_position(self) -> float:
        """What the bar shows: the preview while it is dragged."""
        return self._position if self._dragged is None else self._dragged

    @property
    def elapsed_text(self) -> str:
        """The figure on the left; none while there is nothing to be at."""
        known = self._duration is not None or self._position
        return clock_text(self.shown_position) if known else ""

    @property
    def remaining_text(self) -> str:
        """The figure on the right."""
        if self._duration is None:
            return clock_text(None) if self._position else ""
        return f"−{clock_text(max(0.0, self._duration - self.shown_position))}"

    @property
    def bars(self) -> tuple[float | None, ...]:
        """Heights of the waveform's bars in [0, 1], None where nothing is decoded; empty without a waveform."""
        return self._bars

    def set_track(self, duration: float | None, decoded: float, waveform: Waveform | None = None) -> None:
        """Length in seconds where known, the fraction that is decoded, and the waveform as far as that."""
        if (duration, decoded, waveform) != (self._duration, self._decoded, self._waveform):
            self._duration, self._decoded, self._waveform = duration, decoded, waveform
            self._measure()
            self._tell_reader()
            self.update()

    def set_position(self, position: float) -> None:
        """The party's position in seconds."""
        if position != self._position:
            texts, left = (self.elapsed_text, self.remaining_text), round(self.x_of(self.shown_position))
            jumped = abs(position - self._position) > _JUMP_SEC
            self._position = position
            right = round(self.x_of(self.shown_position))
            # Only what changes is painted: the figures, and the strip that the position went over.
            if texts != (self.elapsed_text, self.remaining_text):
                # Readers speak every change of what the keyboard is on: seconds that pass are none worth a word.
                if jumped or not self.hasFocus():
                    self._tell_reader()
                self.update(0, round(FIGURES), self.width(), self.height())
            if left != right:
                reach = round(KNOB) + 4
                self.update(min(left, right) - reach, 0, abs(right - left) + 2 * reach, round(HEIGHT))

    def set_seekable(self, *, seekable: bool) -> None:
        """Whether a person may move it: only the host may."""
        if seekable == self._seekable:
            return
        self._seekable = seekable
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if seekable else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if seekable else Qt.CursorShape.ArrowCursor)
        if not seekable:
            self._dragged = self._hover = None
        self.update()

    def x_of(self, seconds: float) -> float:
        """Where a position lies, in this widget's coordinates."""
        groove = groove_of(self.width())
        return groove.left() + self._share(seconds) * groove.width()

    def sizeHint(self) -> QSize:
        """Qt: room for the groove and a line of figures."""
        return QSize(480, self._theme.px(Type.SECONDARY) + round(FIGURES) + 6)

    def minimumSizeHint(self) -> QSize:
        """Qt: down to a narrow window."""
        return QSize(200, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: the waveform, or a groove until there is one, what is played, what is pointed at, figures."""
        painter = QPainter(self)
        paint_seek_bar(painter, self._theme, self._wave, self._look(), self.devicePixelRatioF())
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: as many bars as there is room for."""
        self._measure()
        super().resizeEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: a screen reader reads it now."""
        self._tell_reader()
        super().focusInEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the wheel scrolls the page; nobody seeks for everybody in passing."""
        event.ignore()

    def sliderChange(self, _change: QAbstractSlider.SliderChange) -> None:
        """Qt: nothing to paint; `set_position` did."""

    def _tell_reader(self) -> None:
        self.blockSignals(True)
        self.setRange(0, round(self._duration or 0.0))
        self.setValue(round(self._position))
        self.blockSignals(False)
        self.setAccessibleDescription(f"{self.elapsed_text}, {self.remaining_text}")

    def _set_by_reader(self, seconds: int) -> None:
        if self._seekable and self._duration:
            self.seek_requested.emit(float(seconds))

    def _measure(self) -> None:
        count = int((self.width() - 2 * KNOB) / PITCH)
        if self._waveform is None or not self._duration or count < 1:
            self._bars = ()
        else:
            self._bars = tuple(self._waveform.bars(count, self._duration))
        self._wave.forget()

    def _restyle(self) -> None:
        self._wave.forget()
        self.updateGeometry()
        self.update()

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
            event.ignore()
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

    def _look(self) -> SeekLook:
        preview = self._hover if self._dragged is None else self._dragged
        return SeekLook(
            width=float(self.width()),
            bars=self._bars,
            played=self.x_of(self.shown_position) if self._duration else None,
            decoded=self._decoded,
            hover=self.x_of(self._hover) if self._hover is not None else None,
            preview=clock_text(preview) if preview is not None else "",
            preview_x=self.x_of(preview or 0.0),
            elapsed=self.elapsed_text,
            remaining=self.remaining_text,
            dragged=self._dragged is not None,
            seekable=self._seekable,
            focused=self.hasFocus(),
        )

    def _share(self, seconds: float) -> float:
        return min(1.0, max(0.0, seconds / self._duration)) if self._duration else 0.0

    def _seconds_at(self, point: QPointF) -> float:
        groove = groove_of(self.width())
        return min(1.0, max(0.0, (point.x() - groove.left()) / groove.width())) * (self._duration or 0.0)
