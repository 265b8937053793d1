"""The queue as a Qt model that can be reordered and dropped on; it asks, the party decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal

from app.core.view import QueueItemView
from app.ui.models.keyed_list import KeyedListModel
from app.ui.widgets.drop_zone import dropped_paths
from app.ui.words import queue_item_spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

ITEM_MIME: Final = "application/x-unisono-queue-item"


class QueueModel(KeyedListModel[QueueItemView]):
    """Rows of the queue. A drop changes nothing here: the next `PartyView` brings the new order."""

    #: item ids, and the id of the item before which they go (None: to the end).
    move_requested = Signal(list, object)
    #: paths, and the id of the item before which they go (None: to the end).
    files_dropped = Signal(list, object)

    def __init__(self) -> None:
        super().__init__(key=lambda item: item.item_id, text=lambda item: item.title, spoken=queue_item_spoken)
        self._editable = False

    @property
    def editable(self) -> bool:
        """Whether the person may change the queue."""
        return self._editable

    def set_editable(self, *, editable: bool) -> None:
        """Only the host may."""
        self._editable = editable

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Qt: items are dragged, the gaps between them are dropped on."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled if self._editable else Qt.ItemFlag.NoItemFlags
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsDragEnabled if self._editable else usual

    def supportedDropActions(self) -> Qt.DropAction:
        """Qt: items move, files are copied."""
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        """Qt: our items, and files."""
        return [ITEM_MIME, "text/uri-list"]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Qt: the items that are dragged."""
        data = QMimeData()
        rows = sorted({index.row() for index in indexes})
        data.setData(ITEM_MIME, "\n".join(self.rows[at].item_id for at in rows).encode())
        return data

    def canDropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Qt: for whoever may change the queue."""
        return self._editable and (data.hasFormat(ITEM_MIME) or data.hasUrls())

    def dropMimeData(
        self,
        data: QMimeData,
        action: Qt.DropAction,
        row: int,
        column: int,
        parent: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Qt: asks; False tells Qt that nothing moved here."""
        if not self._editable:
            return False
        at = row if row >= 0 else parent.row() if parent.isValid() else len(self.rows)
        before: Any = self.rows[at].item_id if at < len(self.rows) else None
        if data.hasFormat(ITEM_MIME):
            items = bytes(data.data(ITEM_MIME).data()).decode().split("\n")
            if items != [before]:
                self.move_requested.emit(items, before)
        elif paths := dropped_paths(data):
            self.files_dropped.emit(paths, before)
        return False
