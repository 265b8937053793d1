"""A person's hand: real mouse and keys through the X server, which reach nothing that is covered or off the screen."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
from typing import TYPE_CHECKING, Final

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QLabel, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QMouseEvent

needs_hand = pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool moves the mouse")

_PATIENCE_SEC: Final = 20.0
_WHEEL_DOWN: Final = "5"
_MOST_TURNS: Final = 40


async def until(true: Callable[[], object], what: str, patience_sec: float = _PATIENCE_SEC) -> None:
    """Wait until something can be seen; says what was waited for when it does not come."""
    try:
        async with asyncio.timeout(patience_sec):
            while not true():  # noqa: ASYNC110 - eyes have no event to wait for
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not seen within {patience_sec:.0f} s: {what}") from None


class Hand:
    """Clicks, drags and types. Counts its clicks.

    Attributes:
        clicks: so far; a drag is one.
    """

    def __init__(self) -> None:
        self.clicks = 0

    async def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """Click a widget's middle, or a place in it; the wheel is turned first where it lies below the edge."""
        point = await self._reach(widget, at)
        self.clicks += 1
        await self._do("mousemove", *_xy(point), "click", "1")

    async def drag(self, start: QPoint, end: QPoint) -> None:
        """Drag from one place of the screen to another."""
        steps = ["mousemove", *_xy(start), "mousedown", "1"]
        for part in range(1, 7):
            steps += ["mousemove", *_xy(start + (end - start) * part / 6), "sleep", "0.03"]
        self.clicks += 1
        await self._do(*steps, "sleep", "0.08", "mouseup", "1")

    async def key(self, *keys: str) -> None:
        """Press keys, one after the other: ``space``, ``ctrl+o``, …"""
        await self._do("key", "--delay", "20", *keys)

    async def dismiss(self) -> None:
        """Close an open menu or panel."""
        await self.key("Escape")
        await until(lambda: QApplication.activePopupWidget() is None, "it closes")

    async def type(self, text: str) -> None:
        """Type a text."""
        await self._do("type", "--delay", "4", text)

    async def _reach(self, widget: QWidget, at: QPoint | None) -> QPoint:
        await until(lambda: widget.isVisible() and widget.isEnabled(), f"{widget.accessibleName() or widget} to click")
        found: QWidget | None = None
        for _ in range(_MOST_TURNS):
            place = at if at is not None else widget.rect().center()
            point = widget.mapToGlobal(place)
            found = QApplication.widgetAt(point)
            if found is not None and (found is widget or widget.isAncestorOf(found)):
                return point
            page = widget.window().rect().center()
            await self._do("mousemove", *_xy(widget.window().mapToGlobal(page)), "click", _WHEEL_DOWN)
            await asyncio.sleep(0.02)
        raise AssertionError(f"{widget.accessibleName() or widget} is out of reach: there is {found}")

    async def _do(self, *words: str) -> None:
        # On a thread: Qt's loop goes on, and has no child watcher.
        await asyncio.to_thread(subprocess.run, ["xdotool", *words], check=True, timeout=_PATIENCE_SEC)


class FileManager(QLabel):
    """Another program's window that files are dragged out of."""

    def __init__(self, mime: Callable[[], QMimeData]) -> None:
        super().__init__("files")
        self._mime = mime
        self.setWindowFlags(Qt.WindowType.FramelessWindowHint)
        self.setGeometry(1300, 20, 120, 60)

    @property
    def place(self) -> QPoint:
        """Where the files lie on the screen."""
        return self.mapToGlobal(self.rect().center())

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: the files are being taken."""
        drag = QDrag(self)
        drag.setMimeData(self._mime())
        drag.exec(Qt.DropAction.CopyAction)


def _xy(point: QPoint) -> tuple[str, str]:
    return str(point.x()), str(point.y())
