"""A row that goes on below where it has no room: words are longer in other languages and at other text sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem

from app.ui.theme import Space

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class FlowLayout(QLayout):
    """Widgets from left to right, then from top to bottom."""

    def __init__(self, *widgets: QWidget, spacing: int = Space.SMALL) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt: one more."""
        self._items.append(item)

    def count(self) -> int:
        """Qt: how many."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt: one of them, or none."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt: one of them, no longer laid out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Qt: none."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Qt: the narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: how high."""
        return self._place(QRect(0, 0, width, 0), really=False)

    def setGeometry(self, area: QRect) -> None:
        """Qt: lay out."""
        super().setGeometry(area)
        self._place(area, really=True)

    def sizeHint(self) -> QSize:
        """Qt: all in one row."""
        sizes = [item.sizeHint() for item in self._seen()]
        width = sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
        return QSize(width, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """Qt: each in a row of its own."""
        sizes = [item.minimumSize() for item in self._seen()]
        return QSize(
            max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0)
        )

    def _seen(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, area: QRect, *, really: bool) -> int:
        """Returns the height that it takes."""
        x, y, high = area.left(), area.top(), 0
        for item in self._seen():
            size = item.sizeHint()
            if x > area.left() and x + size.width() > area.right() + 1:
                x, y, high = area.left(), y + high + self.spacing(), 0
            if really:
                item.setGeometry(QRect(QPoint(x, y), size))
            x += size.width() + self.spacing()
            high = max(high, size.height())
        return y + high - area.top()
