"""A row that goes on below where it has no room: words are longer in other languages and at other text sizes."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from app.ui.theme import Space


class FlowLayout(QLayout):
    """Widgets from left to right, then from top to bottom.

    Args:
        widgets: in the order of reading.
        ends: so many of the last parts stand at the right end, while all fit into one line.
        fill: the parts of a line share what it has to spare.
    """

    def __init__(self, *widgets: QWidget, ends: int = 0, fill: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._ends, self._fill = ends, fill
        self.setSpacing(Space.SMALL)
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt: one more."""
        self._items.append(item)

    def count(self) -> int:
        """Qt: how many."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Qt: one of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Qt: one less."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Qt: into neither."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Qt: the narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Qt: that height."""
        return sum(self._height(line) for line in self._lines(width)) + self.spacing() * (len(self._lines(width)) - 1)

    def sizeHint(self) -> QSize:
        """Qt: all in one line."""
        return QSize(self._width(self._shown()), self._height(self._shown()))

    def minimumSize(self) -> QSize:
        """Qt: as narrow as the widest part."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def setGeometry(self, area: QRect) -> None:
        """Qt: place everything."""
        super().setGeometry(area)
        top = area.top()
        lines = self._lines(area.width())
        last = self._items[len(self._items) - self._ends :]
        ending = [item for item in self._shown() if item in last] if len(lines) == 1 else []
        for line in lines:
            left, height = area.left(), self._height(line)
            spare = max(0, area.width() - self._width(line)) // len(line) if self._fill else 0
            for item in line:
                width = min(item.sizeHint().width() + spare, area.width())
                if ending and item is ending[0]:
                    left = area.right() + 1 - self._width(ending)
                item.setGeometry(QRect(left, top, width, height))
                left += width + self.spacing()
            top += height + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            need = item.sizeHint().width()
            if lines and used + self.spacing() + need <= width:
                lines[-1].append(item)
                used += self.spacing() + need
            else:
                lines.append([item])
                used = need
        return lines

    def _width(self, line: list[QLayoutItem]) -> int:
        return sum(item.sizeHint().width() for item in line) + self.spacing() * max(0, len(line) - 1)

    @staticmethod
    def _height(line: list[QLayoutItem]) -> int:
        return max((item.sizeHint().height() for item in line), default=0)
