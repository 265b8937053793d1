"""Decodes pictures away from the window's loop: a cover of some megabytes would stop it for a tenth of a second."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader

#: What a picture in a tag may be: formats whose decoders are in every Qt.
_FORMATS: Final = frozenset({b"jpeg", b"jpg", b"png", b"webp", b"bmp", b"gif"})


class PictureDecoder(QObject):
    """Decodes the newest picture it was given; older ones that are still under way are dropped."""

    #: The picture, a square of the wanted side; a null image where the bytes are none.
    decoded = Signal(QImage)

    _done = Signal(int, QImage)

    def __init__(self, side: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._side = side
        self._serial = 0
        self._done.connect(self._finish, Qt.ConnectionType.QueuedConnection)

    def decode(self, data: bytes) -> None:
        """Begin; `decoded` follows on the loop."""
        self._serial += 1
        job = _Job(self._serial, data, self._side)
        job.outcome.done.connect(self._done)
        QThreadPool.globalInstance().start(job)

    def forget(self) -> None:
        """No picture is wanted any more."""
        self._serial += 1

    def _finish(self, serial: int, image: QImage) -> None:
        if serial == self._serial:
            self.decoded.emit(image)


class _Outcome(QObject):
    done = Signal(int, QImage)


class _Job(QRunnable):
    def __init__(self, serial: int, data: bytes, side: int) -> None:
        super().__init__()
        self._serial = serial
        self._data = data
        self._side = side
        self.outcome = _Outcome()

    def run(self) -> None:
        self.outcome.done.emit(self._serial, square_picture(self._data, self._side))


def square_picture(data: bytes, side: int) -> QImage:
    """The middle of an encoded picture as a square; a null image for anything that is none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if reader.format().data() not in _FORMATS or size.isEmpty():
        return QImage()
    # Decoders scale while they read, which is cheaper than scaling what they gave.
    reader.setScaledSize(size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        return QImage()
    edge = min(image.width(), image.height())
    cut = QRect((image.width() - edge) // 2, (image.height() - edge) // 2, edge, edge)
    return image.copy(cut)
