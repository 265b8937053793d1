"""Sound delay: a loudspeaker that is heard too late, over Bluetooth for example, is told to play earlier."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QSlider, QVBoxLayout, QWidget

from app.ui.theme import Space, Theme, Type
from app.ui.widgets.parts import IconButton, button, label, row
from app.ui.wording import put_words

#: Bluetooth loudspeakers are 100 … 400 ms late.
_SPAN_MS: Final = 500
_NUDGE_MS: Final = 5


class DelayPanel(QFrame):
    """The panel that opens above the button."""

    offset_requested = Signal(float)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "popup")
        self._offset = 0.0
        self.figure = label(role="strong")
        self.figure.setFont(theme.font(Type.BODY, bold=True))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(-_SPAN_MS, _SPAN_MS)
        self.slider.setSingleStep(1)
        self.slider.setPageStep(10)
        put_words(self.slider, accessibleName=lambda: self.tr("Sound delay in milliseconds"))
        self.slider.valueChanged.connect(lambda ms: self.offset_requested.emit(float(ms)))
        self.late_button = button(lambda: self.tr("I am too late"), clicked=lambda: self._nudge(_NUDGE_MS))
        self.early_button = button(lambda: self.tr("I am too early"), clicked=lambda: self._nudge(-_NUDGE_MS))
        self.reset_button = button(lambda: self.tr("Reset"), "quiet", clicked=lambda: self.offset_requested.emit(0.0))
        words = label(
            lambda: self.tr(
                "Stand between two laptops and adjust until they sound like one. Others do not hear the change."
            ),
            "secondary",
            wrap=True,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(row(label(lambda: self.tr("Sound delay"), "section"), None, self.figure))
        layout.addWidget(words)
        layout.addWidget(self.slider)
        layout.addLayout(row(self.early_button, self.late_button, None, self.reset_button))
        self.setFixedWidth(theme.px(440))
        self.show_offset(0.0)

    def show_offset(self, offset_ms: float) -> None:
        """The delay in force, in ms; positive means that this computer would be heard too late."""
        self._offset = offset_ms
        figure = f"{offset_ms:+.0f}" if offset_ms else "0"
        put_words(self.figure, text=lambda: self.tr("{0} ms").format(figure))
        if not self.slider.isSliderDown():
            self.slider.blockSignals(True)
            self.slider.setValue(round(offset_ms))
            self.slider.blockSignals(False)

    def _nudge(self, by: float) -> None:
        self.offset_requested.emit(self._offset + by)


class DelayButton(IconButton):
    """Opens the panel."""

    offset_requested = Signal(float)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "delay", "")
        self.set_words(lambda: self.tr("Sound delay"))
        self.panel = DelayPanel(theme, self)
        self.panel.offset_requested.connect(self.offset_requested)
        self.clicked.connect(self._open)

    def show_offset(self, offset_ms: float) -> None:
        """The delay in force; the icon tells that there is one."""
        self.panel.show_offset(offset_ms)
        self.set_icon("delay", "accent" if offset_ms else "secondary")

    def _open(self) -> None:
        size = self.panel.sizeHint()
        corner = self.mapToGlobal(QPoint(self.width() // 2 - self.panel.width() // 2, -size.height() - Space.SMALL))
        screen = self.screen().availableGeometry()
        corner.setX(max(screen.left(), min(corner.x(), screen.right() - self.panel.width())))
        self.panel.move(corner)
        self.panel.show()
