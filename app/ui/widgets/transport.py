"""Transport and volume: one large accent button, its neighbours, and the person's own volume."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QSlider, QWidget

from app.core.view import Phase
from app.ui.shortcuts import is_arrow
from app.ui.theme import Space, Theme
from app.ui.widgets.parts import IconButton, IconLabel, label, row
from app.ui.wording import put_words

_ACTIVE = (Phase.PLAYING, Phase.PREPARING, Phase.WAITING)
_SLIDER_STEPS = 100


class PlayButton(QAbstractButton):
    """The large round accent button."""

    _SIDE = 60

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._playing = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.updateGeometry)
        self.set_playing(playing=False)

    @property
    def playing(self) -> bool:
        """Whether it offers to pause."""
        return self._playing

    def set_playing(self, *, playing: bool) -> None:
        """Offer to pause instead of to play."""
        self._playing = playing
        put_words(self, accessibleName=self._words, toolTip=lambda: self.tr("{0} (Space)").format(self._words()))
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: a circle and its focus ring."""
        side = self._theme.px(self._SIDE) + 8
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: circle, sign, focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, self.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color(self._fill()))
        radius = self._theme.px(self._SIDE) / 2
        painter.drawEllipse(centre, radius, radius)
        tint = "on_accent" if self.isEnabled() else "disabled"
        side = self._theme.px(28)
        sign = self._theme.pixmap("pause" if self._playing else "play", tint, side, self.devicePixelRatioF())
        # A triangle's centre of gravity lies left of its middle.
        nudge = 0.0 if self._playing else 1.0
        painter.drawPixmap(QPointF(centre.x() - side / 2 + nudge, centre.y() - side / 2), sign)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.color("text"), 2))
            painter.drawEllipse(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows are the window's."""
        if is_arrow(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _words(self) -> str:
        return self.tr("Pause for everybody") if self._playing else self.tr("Play for everybody")

    def _fill(self) -> str:
        if not self.isEnabled():
            return "track"
        if self.isDown():
            return "accent_pressed"
        return "accent_hover" if self.underMouse() else "accent"


class Transport(QWidget):
    """Play, pause, previous, next, stop for the host; for a guest the sentence who is in control."""

    play_requested = Signal()
    pause_requested = Signal()
    previous_requested = Signal()
    next_requested = Signal()
    stop_requested = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._shown: tuple[Phase, bool, str, bool] | None = None
        self.play_button = PlayButton(theme)
        self.previous_button = IconButton(
            theme, "previous", lambda: self.tr("Previous (Ctrl+Left)"), tint="text", size=24
        )
        self.next_button = IconButton(theme, "next", lambda: self.tr("Next (Ctrl+Right)"), tint="text", size=24)
        self.stop_button = IconButton(theme, "stop", lambda: self.tr("Stop for everybody"), size=20)
        self.play_button.clicked.connect(self._toggle)
        self.previous_button.clicked.connect(self.previous_requested)
        self.next_button.clicked.connect(self.next_requested)
        self.stop_button.clicked.connect(self.stop_requested)
        self._buttons = QWidget()
        box = row(self.previous_button, self.play_button, self.next_button, self.stop_button, spacing=Space.SMALL)
        # A blank as wide as the stop button keeps the accent button in the middle.
        box.insertSpacing(0, self.stop_button.minimumWidth() + Space.SMALL)
        self._buttons.setLayout(box)
        self._guest = QWidget()
        self.guest_label = label(role="quiet")
        self._guest.setLayout(row(IconLabel(theme, "host", "secondary", 18), self.guest_label))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._buttons)
        layout.addWidget(self._guest)

    def show_phase(self, phase: Phase, *, is_host: bool, host: str, playable: bool) -> None:
        """Show what may be done. ``playable`` is whether there is anything to play."""
        shown = (phase, is_host, host, playable)
        if shown == self._shown:
            return
        self._shown = shown
        self._buttons.setVisible(is_host)
        self._guest.setVisible(not is_host)
        put_words(self.guest_label, text=lambda: self.tr("{0} is in control").format(host))
        self.play_button.set_playing(playing=phase in _ACTIVE)
        self.play_button.setEnabled(playable)
        self.previous_button.setEnabled(playable)
        self.next_button.setEnabled(playable)
        self.stop_button.setEnabled(phase in _ACTIVE or phase is Phase.PAUSED)

    def toggle(self) -> None:
        """Space was pressed."""
        if self._buttons.isVisible() and self.play_button.isEnabled():
            self._toggle()

    def _toggle(self) -> None:
        if self.play_button.playing:
            self.pause_requested.emit()
        else:
            self.play_requested.emit()


class VolumeControl(QWidget):
    """The person's own volume, [0, 1], and mute."""

    volume_requested = Signal(float)
    mute_requested = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._volume = 1.0
        self._muted = False
        self.mute_button = IconButton(theme, "volume", lambda: self.tr("Mute (M)"))
        self.mute_button.clicked.connect(lambda: self.mute_requested.emit(not self._muted))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _SLIDER_STEPS)
        self.slider.setPageStep(10)
        self.slider.setFixedWidth(theme.px(112))
        put_words(
            self.slider,
            accessibleName=lambda: self.tr("My volume"),
            toolTip=lambda: self.tr("My volume, heard on this computer only"),
        )
        self.slider.valueChanged.connect(lambda value: self.volume_requested.emit(value / _SLIDER_STEPS))
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.HAIR)
        layout.addWidget(self.mute_button, 0, 0)
        layout.addWidget(self.slider, 0, 1)

    def show_volume(self, volume: float, *, muted: bool) -> None:
        """The volume in force; a slider that is being dragged is left alone."""
        self._volume, self._muted = volume, muted
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(round(volume * _SLIDER_STEPS))
            self.slider.blockSignals(False)
        silent = muted or volume == 0
        icon = "volume-off" if silent else "volume-low" if volume < 0.5 else "volume"  # noqa: PLR2004 - half
        self.mute_button.set_icon(icon, "warn" if muted else "secondary")
        self.mute_button.set_words(lambda: self.tr("Sound on (M)") if muted else self.tr("Mute (M)"))

    def step(self, delta: float) -> None:
        """Louder or softer by ``delta``."""
        self.volume_requested.emit(min(1.0, max(0.0, self._volume + delta)))
