from __future__ import annotations

from app.core.queue import Queue, queue_of
from server.protocol.messages import QueueUpdated
from tests.fakes.dialogue import item, sync_state

ITEMS = (item("a"), item("b"))


def test_while_nothing_is_current_the_first_item_comes_next() -> None:
    queue = Queue(items=ITEMS)
    assert queue.current is None
    assert queue.upcoming is ITEMS[0]


def test_the_item_after_the_current_comes_next_and_after_the_last_none() -> None:
    assert Queue(items=ITEMS, current_index=0).upcoming is ITEMS[1]
    last = Queue(items=ITEMS, current_index=1)
    assert last.current is ITEMS[1]
    assert last.upcoming is None


def test_an_index_beyond_the_queue_is_no_item() -> None:
    assert Queue(items=ITEMS, current_index=7).current is None


def test_both_messages_carry_the_queue_whole() -> None:
    assert queue_of(QueueUpdated(items=ITEMS, current_index=1)) == Queue(items=ITEMS, current_index=1)
    assert queue_of(sync_state(queue=ITEMS, current_index=0)) == Queue(items=ITEMS, current_index=0)
