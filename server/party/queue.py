"""The queue: which items there are, and which comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from server.protocol.errors import ErrorCode, ProtocolError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from server.party.state import Queue
    from server.protocol.messages import QueueItem


def index_of(queue: Queue, item_id: str | None) -> int:
    """Where an item stands; -1 if nowhere."""
    return next((i for i, item in enumerate(queue.items) if item.item_id == item_id), -1)


def item_at(queue: Queue, item_id: str) -> QueueItem:
    """The item.

    Raises:
        ProtocolError: there is none.
    """
    index = index_of(queue, item_id)
    if index < 0:
        raise ProtocolError(ErrorCode.UNKNOWN_ITEM, "This item is not in the queue any more.")
    return queue.items[index]


def following(queue: Queue) -> QueueItem | None:
    """The item after the current one; the first one while nothing is current."""
    index = index_of(queue, queue.current) + 1
    return queue.items[index] if index < len(queue.items) else None


def preceding(queue: Queue) -> QueueItem | None:
    """The item before the current one."""
    index = index_of(queue, queue.current) - 1
    return queue.items[index] if index >= 0 else None


def find_track(queue: Queue, track_id: str) -> QueueItem | None:
    """An item that plays this track, the nearest from the current one on, else the first."""
    start = max(0, index_of(queue, queue.current))
    ordered = queue.items[start:] + queue.items[:start]
    return next((item for item in ordered if item.track_id == track_id), None)


def with_id(item: QueueItem, item_id: str) -> QueueItem:
    """The same item under an id."""
    return replace(item, item_id=item_id)


def add(
    queue: Queue, items: Sequence[QueueItem], *, before: str | None, limit: int, mint: Callable[[], str]
) -> list[QueueItem]:
    """Put resolved items in, each with an id of its own; returns them as they stand there.

    Raises:
        ProtocolError: too many, or no such place.
    """
    if len(queue.items) + len(items) > limit:
        raise ProtocolError(ErrorCode.QUEUE_FULL, f"The queue is full: it holds {limit} tracks.")
    place = len(queue.items) if before is None else index_of(queue, item_at(queue, before).item_id)
    taken = {item.item_id for item in queue.items}
    added: list[QueueItem] = []
    for item in items:
        item_id = item.item_id if item.item_id is not None and item.item_id not in taken else mint()
        taken.add(item_id)
        added.append(with_id(item, item_id))
    queue.items[place:place] = added
    return added


def remove(queue: Queue, item_ids: Collection[str]) -> QueueItem | None:
    """Take items out; returns what follows the current item if that was among them.

    Raises:
        ProtocolError: none of them is there.
    """
    gone = set(item_ids)
    if not any(item.item_id in gone for item in queue.items):
        raise ProtocolError(ErrorCode.UNKNOWN_ITEM, "This item is not in the queue any more.")
    successor = None
    if queue.current in gone:
        rest = queue.items[index_of(queue, queue.current) + 1 :]
        successor = next((item for item in rest if item.item_id not in gone), None)
        queue.current = None
    queue.items[:] = [item for item in queue.items if item.item_id not in gone]
    return successor


def move(queue: Queue, item_id: str, before: str | None) -> None:
    """Move an item before another, or to the end.

    Raises:
        ProtocolError: one of them is not there.
    """
    item = item_at(queue, item_id)
    if before is not None:
        item_at(queue, before)
    if before == item_id:
        return
    queue.items.remove(item)
    place = len(queue.items) if before is None else index_of(queue, before)
    queue.items.insert(place, item)
