"""Our SVG icons, drawn in one colour each."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.theme.resources import read_text

# Rendered once per size that the window uses; Qt picks the nearest.
_SIZES = (16, 20, 24, 32, 40, 64)


class IconStore:
    """Renders ``resources/icons/NAME.svg``, whose strokes and fills are ``currentColor``."""

    def __init__(self) -> None:
        self._icons: dict[tuple[str, str, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def icon(self, name: str, color: str, disabled: str) -> QIcon:
        """A `QIcon` with a normal and a disabled look."""
        key = (name, color, disabled)
        if key not in self._icons:
            icon = QIcon()
            for size in _SIZES:
                icon.addPixmap(self.pixmap(name, color, size, 1.0), QIcon.Mode.Normal)
                icon.addPixmap(self.pixmap(name, disabled, size, 1.0), QIcon.Mode.Disabled)
            self._icons[key] = icon
        return self._icons[key]

    def pixmap(self, name: str, color: str, size: int, ratio: float) -> QPixmap:
        """One picture, ``size`` px in device-independent pixels."""
        key = (name, color, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = _render(name, color, size, ratio)
        return self._pixmaps[key]


def _render(name: str, color: str, size: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap


@cache
def _source(name: str) -> str:
    return read_text("icons", f"{name}.svg")
