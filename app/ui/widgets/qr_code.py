"""An invite as a QR code, for phones that pass links on and for laptops with a camera."""

from __future__ import annotations

from typing import Final

import segno
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import RADIUS
from app.ui.wording import put_words

# ISO/IEC 18004: four modules of quiet around the symbol.
_QUIET: Final = 4
_SIDE: Final = 240


class QrCode(QWidget):
    """Always dark on white: many scanners do not read inverted symbols."""

    def __init__(self) -> None:
        super().__init__()
        self._modules: list[bytearray] = []
        self._module_px = 2
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        put_words(self, accessibleName=lambda: self.tr("Invite link as a QR code"))

    def set_text(self, text: str) -> None:
        """Encode ``text``; empty shows nothing."""
        self._modules = [bytearray(line) for line in segno.make_qr(text, error="m").matrix] if text else []
        total = len(self._modules) + 2 * _QUIET
        self._module_px = max(2, _SIDE // total)
        self.setFixedSize(self._module_px * total, self._module_px * total)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: modules on whole pixels, so that edges are sharp."""
        if not self._modules:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("white"))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS, RADIUS)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        side = self._module_px
        start = side * _QUIET
        for y, line in enumerate(self._modules):
            for x, dark in enumerate(line):
                if dark:
                    painter.fillRect(start + x * side, start + y * side, side, side, QColor("#15181E"))
        painter.end()
