"""Where music is dropped: the zone on the start page and the veil over a whole window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from app.ui.theme import RADIUS, Space, Theme, Type

if TYPE_CHECKING:
    from collections.abc import Callable

_ICON: Final = 48


def dropped_paths(mime: QMimeData) -> list[Path]:
    """Files and folders of this machine in what is dragged; whether they are music the controller finds out."""
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]


class DashedFrame(QFrame):
    """A dashed frame around its content: music can be dropped here."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: sunken ground, dashed edge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(self._theme.color("disabled"), 1.5)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(self._theme.color("sunken", 0.6))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.end()


class DropVeil(QWidget):
    """Covers the window while files are dragged over it and says what dropping does."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def offer(self, text: str, area: QRect) -> None:
        """Show ``text`` over ``area``."""
        self._text = text
        self.setGeometry(area)
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: a veil, an accent edge, a sentence."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), self._theme.color("surface", 0.93))
        painter.setPen(QPen(self._theme.color("accent"), 2))
        painter.setBrush(self._theme.color("accent", 0.08))
        inset = Space.LARGE
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        painter.setFont(self._theme.font(Type.TITLE, bold=True))
        painter.setPen(self._theme.color("text"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)
        side = self._theme.px(_ICON)
        note = self._theme.pixmap("music", "accent", side, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - side) // 2, self.height() // 2 - side - Space.HUGE, note)
        painter.end()


class FileDrops(QObject):
    """Lets files be dropped on any part of a window.

    Args:
        theme: for the veil.
        window: on which files are dropped.
        words: what dropping would do, asked when files come in.
    """

    files_dropped = Signal(list)

    def __init__(self, theme: Theme, window: QWidget, words: Callable[[], str]) -> None:
        super().__init__(window)
        self._window = window
        self._words = words
        self.veil = DropVeil(theme, window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: files come in, go away, or are dropped."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self.veil.hide()
            event.acceptProposedAction()
            self.files_dropped.emit(dropped_paths(event.mimeData()))
        elif isinstance(event, QDragEnterEvent) and dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.veil.offer(self._words(), QRect(self._window.rect()))
        elif event.type() == QEvent.Type.DragLeave:
            self.veil.hide()
        return super().eventFilter(watched, event)
