from __future__ import annotations

from server.protocol.messages import QueueUpdated
from tests.fakes.dialogue import Dialogue, item, loads, prepare, sync_state, told


def test_an_address_that_is_not_opened_is_told_once() -> None:
    talk = Dialogue()
    talk.join(sync_state())
    update = QueueUpdated(items=(item("a", track_url="file:///etc/passwd"),))
    effects = talk.receive(update)
    assert told(effects) == ["bad-track-url"]
    assert loads(effects) == []
    assert told(talk.receive(update)) == []


def test_the_queues_current_item_is_wanted_before_a_track_is_announced() -> None:
    talk = Dialogue()
    talk.join(sync_state())
    effects = talk.receive(QueueUpdated(items=(item("a"), item("b"), item("c")), current_index=0))
    assert [location[-1] for location in loads(effects)] == ["a", "b"]


def test_the_last_track_of_the_queue_has_nothing_to_prefetch() -> None:
    talk = Dialogue()
    talk.join(sync_state())
    talk.receive(prepare("a", at=101.0))
    assert loads(talk.receive(QueueUpdated(items=(item("a"),), current_index=0))) == []
