from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.queue import Queue
from app.core.queue_edit import Edit, EditKind, edit_of
from app.said import english
from server.party import queue as relay
from server.party.state import Queue as RelayQueue
from server.protocol.messages import QueueAdd, QueueClear, QueueItem, QueueMove, QueueRemove

if TYPE_CHECKING:
    from collections.abc import Sequence


def queue(names: str, current: int = -1) -> Queue:
    items = tuple(QueueItem(item_id=name, track_id=name, title=name.upper()) for name in names)
    return Queue(items=items, current_index=current)


def at_the_relay(before: Queue, messages: Sequence[object]) -> RelayQueue:
    """What the relay's own queue makes of them."""
    current = before.current
    held = RelayQueue(items=list(before.items), current=current.item_id if current is not None else None)
    for message in messages:
        match message:
            case QueueRemove():
                relay.remove(held, message.item_ids)
            case QueueClear():
                held.items[:] = [item for item in held.items if item.item_id == held.current]
            case QueueMove():
                relay.move(held, message.item_id, message.before_item_id)
            case QueueAdd():
                relay.add(held, message.items, before=message.before_item_id, limit=500, mint=lambda: "new")
    return held


def names(held: RelayQueue) -> str:
    return "".join(item.item_id or "?" for item in held.items)


def edited(before: Queue, kind: EditKind, ids: str = "", to: str | None = None) -> tuple[str, str, str]:
    """The queue after the edit, after its undo, and the words."""
    edit = edit_of(before, kind, list(ids), to)
    assert edit is not None
    done = names(at_the_relay(before, edit.messages))
    return done, names(at_the_relay(before, [*edit.messages, *edit.undo])), english(edit.said)


@pytest.mark.parametrize(
    ("kind", "ids", "to", "result", "words"),
    [
        (EditKind.REMOVE, "c", None, "abde", "Removed “C”"),
        (EditKind.REMOVE, "ace", None, "bd", "Removed 3 tracks"),
        (EditKind.CLEAR, "", None, "b", "Removed 4 tracks"),
        (EditKind.MOVE, "d", "a", "dabce", "Moved “D”"),
        (EditKind.MOVE, "ac", None, "bdeac", "Moved 2 tracks"),
        (EditKind.MOVE, "bd", "d", "acbde", "Moved 2 tracks"),
        (EditKind.PLAY_NEXT, "e", None, "abecd", "To be played next: “E”"),
        (EditKind.PLAY_NEXT, "bda", None, "badce", "To be played next: 2 tracks"),
    ],
)
def test_an_edit_and_its_undo(kind: EditKind, ids: str, to: str | None, result: str, words: str) -> None:
    done, undone, said = edited(queue("abcde", current=1), kind, ids, to)
    assert (done, undone) == (result, "abcde")
    assert said == words


def test_without_a_current_item_next_is_first_and_clearing_takes_all() -> None:
    assert edited(queue("abc"), EditKind.PLAY_NEXT, "c")[0] == "cab"
    assert edited(queue("abc"), EditKind.CLEAR)[:2] == ("", "abc")


def test_after_the_last_item_next_is_the_end() -> None:
    assert edited(queue("abc", current=2), EditKind.PLAY_NEXT, "a")[:2] == ("bca", "abc")


@pytest.mark.parametrize(
    ("kind", "ids", "to"),
    [
        (EditKind.REMOVE, "x", None),
        (EditKind.REMOVE, "", None),
        (EditKind.MOVE, "a", "b"),
        (EditKind.MOVE, "", "a"),
        (EditKind.PLAY_NEXT, "b", None),
        (EditKind.PLAY_NEXT, "a", None),
    ],
)
def test_what_changes_nothing_is_no_edit(kind: EditKind, ids: str, to: str | None) -> None:
    assert edit_of(queue("abc", current=0), kind, list(ids), to) is None


def test_clearing_what_holds_only_the_current_item_is_no_edit() -> None:
    assert edit_of(queue("a", current=0), EditKind.CLEAR, [], None) is None


def test_an_item_without_a_title_goes_by_its_filename() -> None:
    before = Queue(items=(QueueItem(item_id="a", filename="a.mp3"),))
    edit = edit_of(before, EditKind.REMOVE, ["a"], None)
    assert isinstance(edit, Edit)
    assert english(edit.said) == "Removed “a.mp3”"


@given(st.data())
def test_every_undo_restores_the_order(data: st.DataObject) -> None:
    whole = "abcdefgh"
    before = queue(whole, current=data.draw(st.integers(-1, 7)))
    kind = data.draw(st.sampled_from(EditKind))
    ids = data.draw(st.lists(st.sampled_from(whole), unique=True))
    to = data.draw(st.none() | st.sampled_from(whole))
    edit = edit_of(before, kind, ids, to)
    if edit is not None:
        assert names(at_the_relay(before, [*edit.messages, *edit.undo])) == whole
