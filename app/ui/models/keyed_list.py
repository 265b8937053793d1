"""A Qt list model over immutable rows with keys: new rows are diffed in, so selection and scrolling survive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Row = TypeVar("Row")

#: Role under which a row itself is found.
ROW_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
# Past this many steps a reset is cheaper than telling the view of each.
_MAX_STEPS: Final = 64
_NO_PARENT: Final = QModelIndex()


class KeyedListModel(QAbstractListModel, Generic[Row]):
    """Rows in order; ``key`` tells rows apart, ``text`` and ``spoken`` are for sight and for screen readers."""

    def __init__(self, *, key: Callable[[Row], str], text: Callable[[Row], str], spoken: Callable[[Row], str]) -> None:
        super().__init__()
        self._key = key
        self._text = text
        self._spoken = spoken
        self._rows: list[Row] = []

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return tuple(self._rows)

    def row(self, index: QModelIndex | QPersistentModelIndex) -> Row:
        """The row behind an index."""
        return self._rows[index.row()]

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Become ``rows`` by the fewest simple steps."""
        target = [self._key(row) for row in rows]
        present = [self._key(row) for row in self._rows]
        if target != present and not self._morph(present, target, rows):
            self.beginResetModel()
            self._rows = list(rows)
            self.endResetModel()
            return
        self._refresh(rows)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """Qt: how many."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Qt: text, spoken text, or the row itself under `ROW_ROLE`."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row)
        return None

    def _morph(self, present: list[str], target: list[str], rows: Sequence[Row]) -> bool:
        wanted = set(target)
        gone = [at for at, key in enumerate(present) if key not in wanted]
        if len(gone) + abs(len(target) - len(present)) > _MAX_STEPS or len(wanted) != len(target):
            return False
        for at in reversed(gone):
            self.beginRemoveRows(_NO_PARENT, at, at)
            del self._rows[at], present[at]
            self.endRemoveRows()
        for steps, (at, key) in enumerate(self._misplaced(present, target)):
            if steps > _MAX_STEPS:
                return False
            self._place(present, at, key, rows)
        return True

    @staticmethod
    def _misplaced(present: list[str], target: list[str]) -> Any:
        for at, key in enumerate(target):
            if at >= len(present) or present[at] != key:
                yield at, key

    def _place(self, present: list[str], at: int, key: str, rows: Sequence[Row]) -> None:
        try:
            source = present.index(key, at)
        except ValueError:
            self.beginInsertRows(_NO_PARENT, at, at)
            present.insert(at, key)
            self._rows.insert(at, rows[at])
            self.endInsertRows()
            return
        # Moving one item far down is one step, not one for each item that it passes.
        if source == at + 1 and present[at] != key:
            target_of_passed = [self._key(row) for row in rows].index(present[at])
            if target_of_passed > at:
                self._move(present, at, target_of_passed)
                return
        self._move(present, source, at)

    def _move(self, present: list[str], source: int, to: int) -> None:
        to = min(to, len(present) - 1)
        # Qt counts the destination before the row is taken out.
        self.beginMoveRows(_NO_PARENT, source, source, _NO_PARENT, to + 1 if to > source else to)
        present.insert(to, present.pop(source))
        self._rows.insert(to, self._rows.pop(source))
        self.endMoveRows()

    def _refresh(self, rows: Sequence[Row]) -> None:
        changed = [at for at, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
        if changed:
            self._rows = list(rows)
            # One signal for all: the view repaints what is visible of it, once.
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))
