"""The party's queue as this member knows it, and which tracks are wanted because of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.protocol.messages import SyncState

if TYPE_CHECKING:
    from server.protocol.messages import QueueItem, QueueUpdated


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """The whole queue in the order of playing; ``current_index`` is -1 while nothing of it is current."""

    items: tuple[QueueItem, ...] = ()
    current_index: int = -1

    @property
    def current(self) -> QueueItem | None:
        """The item that plays, or would play."""
        return self._at(self.current_index) if self.current_index >= 0 else None

    @property
    def upcoming(self) -> QueueItem | None:
        """The item to prefetch: the one after the current, or the first while nothing is current."""
        return self._at(self.current_index + 1)

    def _at(self, index: int) -> QueueItem | None:
        return self.items[index] if 0 <= index < len(self.items) else None


def queue_of(message: QueueUpdated | SyncState) -> Queue:
    """The queue that a message carries whole."""
    items = message.queue if isinstance(message, SyncState) else message.items
    return Queue(items=items, current_index=message.current_index)
