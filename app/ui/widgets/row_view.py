"""A list whose rows are all as high as each other, whatever they show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractItemView, QListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QModelIndex, QPersistentModelIndex


class RowView(QListView):
    """Repaints the rows that changed, and nothing else."""

    def dataChanged(
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Qt: rows are as high as before, so that nothing is laid out anew and painted twice."""
        QAbstractItemView.dataChanged(self, first, last, roles)
