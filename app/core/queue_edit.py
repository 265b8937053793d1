"""Edits of the queue, and what takes each of them back. Pure: from the queue as it is to the messages of both.

What a removal takes out is put back as it was, under the same item ids and in the same places; what a move moved goes
back before the item that used to follow it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final, TypeAlias

from app.said import Said, Saying
from server.protocol.messages import QueueAdd, QueueClear, QueueMove, QueueRemove

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.queue import Queue
    from server.protocol.messages import QueueItem

QueueMessage: TypeAlias = QueueAdd | QueueRemove | QueueMove | QueueClear
#: What is said of one item, by its title, and of several.
_OneOrMany: TypeAlias = tuple[Saying, Saying]
_REMOVED: Final[_OneOrMany] = (Saying.REMOVED_ONE, Saying.REMOVED_MANY)
_MOVED: Final[_OneOrMany] = (Saying.MOVED_ONE, Saying.MOVED_MANY)
_NEXT: Final[_OneOrMany] = (Saying.NEXT_ONE, Saying.NEXT_MANY)


class EditKind(Enum):
    """What is done to the queue."""

    REMOVE = auto()
    CLEAR = auto()  # all but the current item
    MOVE = auto()
    PLAY_NEXT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit.

    Attributes:
        messages: do it.
        undo: take it back.
        said: what was done.
    """

    messages: tuple[QueueMessage, ...]
    undo: tuple[QueueMessage, ...]
    said: Said


def edit_of(queue: Queue, kind: EditKind, item_ids: Sequence[str], before: str | None) -> Edit | None:
    """The edit that was asked for; None where it would change nothing."""
    wanted = set(item_ids)
    chosen = [item for item in queue.items if item.item_id in wanted]
    match kind:
        case EditKind.REMOVE:
            return _remove(queue, chosen)
        case EditKind.CLEAR:
            return _clear(queue)
        case EditKind.MOVE:
            return _move(queue, chosen, before, _MOVED)
        case _:  # play next
            chosen = [item for item in chosen if item is not queue.current]
            upcoming = queue.upcoming
            before = upcoming.item_id if upcoming is not None else None
            return _move(queue, chosen, before, _NEXT)


def _remove(queue: Queue, chosen: Sequence[QueueItem]) -> Edit | None:
    if not chosen:
        return None
    ids = tuple(item.item_id for item in chosen if item.item_id is not None)
    return Edit(messages=(QueueRemove(item_ids=ids),), undo=_put_back(queue, set(ids)), said=_of(_REMOVED, chosen))


def _clear(queue: Queue) -> Edit | None:
    others = [item for item in queue.items if item is not queue.current]
    if not others:
        return None
    gone = {item.item_id for item in others if item.item_id is not None}
    return Edit(messages=(QueueClear(),), undo=_put_back(queue, gone), said=_of(_REMOVED, others))


def _move(queue: Queue, chosen: Sequence[QueueItem], before: str | None, sayings: _OneOrMany) -> Edit | None:
    ids = {item.item_id for item in chosen}
    order = [item.item_id for item in queue.items]
    # The place is named by an item that stays where it is.
    start = order.index(before) if before in order else len(order)
    before = next((item_id for item_id in order[start:] if item_id not in ids), None)
    messages = tuple(QueueMove(item_id=item.item_id, before_item_id=before) for item in chosen if item.item_id)
    if not messages or _moved(order, messages) == order:
        return None
    following = _following(order)
    # From the last one on, so that what each goes before is in its place already.
    undo = tuple(QueueMove(item_id=m.item_id, before_item_id=following[m.item_id]) for m in reversed(messages))
    return Edit(messages=messages, undo=undo, said=_of(sayings, chosen))


def _moved(order: Sequence[str | None], moves: Sequence[QueueMove]) -> list[str | None]:
    result = list(order)
    for move in moves:
        result.remove(move.item_id)
        place = len(result) if move.before_item_id is None else result.index(move.before_item_id)
        result.insert(place, move.item_id)
    return result


def _following(order: Sequence[str | None]) -> dict[str | None, str | None]:
    return dict(zip(order, [*order[1:], None], strict=True))


def _put_back(queue: Queue, gone: set[str]) -> tuple[QueueMessage, ...]:
    """One message for each run of items that stood together."""
    messages: list[QueueMessage] = []
    run: list[QueueItem] = []
    for item in queue.items:
        if item.item_id in gone:
            run.append(item)
        elif run:
            messages.append(QueueAdd(items=tuple(run), before_item_id=item.item_id))
            run = []
    if run:
        messages.append(QueueAdd(items=tuple(run)))
    return tuple(messages)


def _of(sayings: _OneOrMany, items: Sequence[QueueItem]) -> Said:
    one, many = sayings
    if len(items) == 1:
        return Said(what=one, name=items[0].title or items[0].filename)
    return Said(what=many, count=len(items))
