"""The cover of a track; for one that has none rings and two hues drawn from its title, the same for everybody."""

from __future__ import annotations

from typing import Final
from zlib import crc32

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.theme import RADIUS, Theme
from app.ui.theme.pictures import PictureDecoder

_SIDE: Final = 132
# Beyond it the words need the room more.
_LARGEST: Final = 200
_RINGS: Final = 5
# Hues around the accent's blue, so that covers belong to the window whatever the title is.
_HUE_FROM: Final = 190
_HUE_SPAN: Final = 150


class Cover(QWidget):
    """A square picture of a track."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._seed: int | None = None
        self._data: bytes | None = None
        self._image = QImage()
        # Sharp on screens with twice the dots.
        self._decoder = PictureDecoder(2 * _LARGEST, self)
        self._decoder.decoded.connect(self._show)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def image(self) -> QImage:
        """The picture shown; null while rings are."""
        return self._image

    def set_track(self, title: str, picture: bytes | None = None) -> None:
        """The track's title, or nothing for no track, and its own picture, decoded in the background."""
        self._seed = crc32(title.encode()) if title else None
        if picture is not self._data:
            self._data = picture
            self._decoder.forget()
            self._image = QImage()
            if picture is not None:
                self._decoder.decode(picture)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: a fixed square."""
        side = min(_LARGEST, self._theme.px(_SIDE))
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: gradient and rings, or an empty place with a note."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.addRoundedRect(area, RADIUS, RADIUS)
        painter.setClipPath(path)
        if self._seed is None:
            self._paint_empty(painter, area)
        elif not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(area, self._image)
        else:
            _paint_art(painter, area, self._seed)
        painter.end()

    def _show(self, image: QImage) -> None:
        self._image = image
        self.update()

    def _paint_empty(self, painter: QPainter, area: QRectF) -> None:
        painter.fillRect(area, self._theme.color("sunken"))
        side = 40
        note = self._theme.pixmap("music", "disabled", side, self.devicePixelRatioF())
        painter.drawPixmap(QPointF(area.center().x() - side / 2, area.center().y() - side / 2), note)
        painter.setPen(QPen(self._theme.color("outline"), 1))
        painter.drawRoundedRect(area, RADIUS, RADIUS)


def _paint_art(painter: QPainter, area: QRectF, seed: int) -> None:
    hue = (_HUE_FROM + seed % _HUE_SPAN) % 360
    other = (hue + 35 + (seed >> 8) % 40) % 360
    ground = QLinearGradient(area.topLeft(), area.bottomRight())
    ground.setColorAt(0, QColor.fromHsv(hue, 150, 215))
    ground.setColorAt(1, QColor.fromHsv(other, 185, 120))
    painter.fillRect(area, ground)
    centre = QPointF(
        area.left() + area.width() * (0.25 + ((seed >> 16) % 50) / 100),
        area.top() + area.height() * (0.55 + ((seed >> 22) % 35) / 100),
    )
    for ring in range(1, _RINGS + 1):
        painter.setPen(QPen(QColor(255, 255, 255, 150 - ring * 22), 7 - ring))
        radius = area.width() * 0.15 * ring
        painter.drawEllipse(centre, radius, radius)
    painter.setPen(QPen(QColor(255, 255, 255, 0)))
    painter.setBrush(QColor(255, 255, 255, 220))
    painter.drawEllipse(centre, area.width() * 0.045, area.width() * 0.045)
