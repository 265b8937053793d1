"""A waveform's bars as pictures, one for each look: drawn once, for a position moves many times a second."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.ui.theme import Theme

HEIGHT: Final = 44.0
#: From one bar to the next, in pixels.
PITCH: Final = 5.0
_BAR: Final = 3.0
#: Silence is a dot, so that the line goes on.
_LEAST_BAR: Final = 3.0
#: The ring of the keyboard goes around the highest.
_AIR: Final = 3.0
#: Where it was played, where a seek would lead, and elsewhere: colour, strength, strength where nothing is decoded yet.
_LOOKS: Final = {"past": ("accent", 1.0, 1.0), "between": ("accent", 0.55, 0.3), "ahead": ("text", 0.3, 0.14)}


class WavePicture:
    """Bars from edge to edge of a groove.

    Args:
        theme: the look.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._drawn: dict[tuple[str, float], QPixmap] = {}

    def forget(self) -> None:
        """Bars, width or colours are others now."""
        self._drawn.clear()

    def pixmap(self, look: str, bars: Sequence[float | None], groove: QRectF, ratio: float) -> QPixmap:
        """All bars in one look: ``past``, ``between`` or ``ahead``; its left edge is the widget's."""
        key = (look, ratio)
        if key not in self._drawn:
            made = QPixmap(round((groove.right() + groove.left()) * ratio), round(HEIGHT * ratio))
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            self._paint(painter, bars, groove, look)
            painter.end()
            self._drawn[key] = made
        return self._drawn[key]

    def _paint(self, painter: QPainter, bars: Sequence[float | None], groove: QRectF, look: str) -> None:
        tint, strength, unknown = _LOOKS[look]
        decoded, missing = self._theme.color(tint, strength), self._theme.color(tint, unknown)
        pitch = groove.width() / len(bars)
        for at, level in enumerate(bars):
            left = groove.left() + at * pitch + (pitch - _BAR) / 2
            height = _LEAST_BAR + (HEIGHT - 2 * _AIR - _LEAST_BAR) * (level or 0.0)
            painter.setBrush(missing if level is None else decoded)
            painter.drawRoundedRect(QRectF(left, (HEIGHT - height) / 2, _BAR, height), _BAR / 2, _BAR / 2)
