from __future__ import annotations

import pytest

from server.party import PartySettings, Phase
from server.protocol import messages as m
from tests.unit.server.party.script import Script, errors, url


@pytest.fixture
def party() -> Script:
    return Script(PartySettings(max_queue=5))


@pytest.fixture
def host(party: Script) -> str:
    host = party.create()
    party.say(host, m.QueueAdd(items=(url("a"), url("b"), url("c"))))
    return host


def ids(party: Script) -> list[str]:
    return [item.item_id or "" for item in party.state.queue.items]


def titles(party: Script, member: str) -> list[str]:
    return [item.title for item in party.last(member, m.QueueUpdated).items]


def test_items_get_ids_titles_and_places(party: Script, host: str) -> None:
    assert len(set(ids(party))) == 3
    before = ids(party)[1]
    party.say(host, m.QueueAdd(items=(m.QueueItem(track_id="up1", item_id="mine"),), before_item_id=before))
    assert titles(party, host) == ["a.flac", "Upload", "b.flac", "c.flac"]
    assert ids(party)[1] == "mine"
    party.say(host, m.QueueAdd(items=(m.QueueItem(track_id="up1", item_id="mine", title="Mine"),)))
    assert titles(party, host)[-1] == "Mine"
    assert len(set(ids(party))) == 5


def test_a_full_queue_takes_nothing_of_an_addition(party: Script, host: str) -> None:
    party.say(host, m.QueueAdd(items=(url("d"), url("e"), url("f"))))
    assert errors(party, host) == ["queue-full"]
    assert titles(party, host) == ["a.flac", "b.flac", "c.flac"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (m.QueueAdd(items=(url("d"),), before_item_id="x"), "unknown-item"),
        (m.QueueRemove(item_ids=("x",)), "unknown-item"),
        (m.QueueMove(item_id="x"), "unknown-item"),
        (m.HostPlay(item_id="x"), "unknown-item"),
        (m.HostPlay(track_id="gone"), "no-track"),
        (m.HostPlay(track_url="/api/track/gone"), "bad-track-url"),
        (m.HostPlay(track_url="file:///etc/passwd"), "bad-track-url"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_not_there_is_refused_and_changes_nothing(
    party: Script, host: str, message: m.Message, code: str
) -> None:
    before = ids(party)
    party.say(host, message)
    assert errors(party, host) == [code]
    assert ids(party) == before


def test_items_move_before_others_or_to_the_end(party: Script, host: str) -> None:
    a, b, c = ids(party)
    party.say(host, m.QueueMove(item_id=c, before_item_id=a))
    assert ids(party) == [c, a, b]
    party.say(host, m.QueueMove(item_id=c))
    assert ids(party) == [a, b, c]
    party.say(host, m.QueueMove(item_id=b, before_item_id=b))
    assert ids(party) == [a, b, c]
    party.say(host, m.QueueMove(item_id=b, before_item_id="x"))
    assert errors(party, host) == ["unknown-item"]


def test_clearing_keeps_what_plays(party: Script, host: str) -> None:
    party.say(host, m.HostPlay(item_id=ids(party)[1]))
    party.say(host, m.QueueClear())
    assert titles(party, host) == ["b.flac"]
    assert party.last(host, m.QueueUpdated).current_index == 0


def test_removing_what_plays_goes_on_with_the_next(party: Script, host: str) -> None:
    a, b, c = ids(party)
    party.say(host, m.HostPlay(item_id=a))
    party.say(host, m.QueueRemove(item_ids=(a, b)))
    assert party.state.queue.current == c
    assert party.state.playback.phase is Phase.WAITING
    party.say(host, m.QueueRemove(item_ids=(c,)))
    assert party.kinds(host)[-2:] == ["Stop", "QueueUpdated"]
    assert party.last(host, m.QueueUpdated) == m.QueueUpdated(items=())


def test_removing_what_is_paused_is_silence(party: Script, host: str) -> None:
    a, _, _ = ids(party)
    party.say(host, m.HostPlay(item_id=a))
    party.say(host, m.HostPause())
    party.say(host, m.QueueRemove(item_ids=(a,)))
    assert party.kinds(host)[-2:] == ["Stop", "QueueUpdated"]


def test_removing_another_item_leaves_the_music_alone(party: Script, host: str) -> None:
    a, b, _ = ids(party)
    party.say(host, m.HostPlay(item_id=a))
    party.say(host, m.QueueRemove(item_ids=(b,)))
    assert party.state.queue.current == a


def test_a_track_from_outside_is_put_after_the_current_one(party: Script, host: str) -> None:
    party.say(host, m.HostPlay(item_id=ids(party)[0]))
    party.say(host, m.HostPlay(track_id="up1"))
    assert titles(party, host) == ["a.flac", "Upload", "b.flac", "c.flac"]
    assert party.last(host, m.QueueUpdated).current_index == 1
    party.say(host, m.HostPlay(track_url="https://example.org/c.flac"))
    assert titles(party, host) == ["a.flac", "Upload", "b.flac", "c.flac"]
    assert party.last(host, m.QueueUpdated).current_index == 3
    party.say(host, m.HostPlay(track_url="https://example.org/z.flac"))
    assert titles(party, host)[-1] == "z.flac"


def test_play_without_anything_starts_the_queue_or_says_what_is_missing(party: Script, host: str) -> None:
    party.say(host, m.HostPlay(position_sec=2.0))
    assert party.last(host, m.SyncState).start_position_sec == 2.0
    empty = Script()
    alone = empty.create()
    empty.say(alone, m.HostPlay())
    assert errors(empty, alone) == ["no-track"]
