"""A track that nobody here can play is passed over, and the host learns why."""

from __future__ import annotations

from server.party import Phase
from server.protocol import messages as m
from tests.unit.server.party.script import Script, url


def queue(party: Script, host: str, *names: str) -> list[str]:
    """Put links in the queue; their track ids."""
    party.say(host, m.QueueAdd(items=tuple(url(name) for name in names)))
    return [item.track_id or "" for item in party.state.queue.items]


def fail(party: Script, track_id: str, *members: str) -> None:
    for member in members:
        party.say(member, m.TrackStatus(track_id=track_id, state="failed", error="no decoder"))


def reasons(party: Script, member: str) -> list[str]:
    return [
        text.message for text in party.told[member] if isinstance(text, m.ErrorMessage) and text.code == "unplayable"
    ]


def playing(party: Script) -> str | None:
    play = party.state.playback
    return None if play.track is None or play.phase is Phase.STOPPED else play.track.track_id


def test_what_everybody_has_failed_with_gives_way_to_the_next_item(party: Script, host: str, guest: str) -> None:
    first, second = queue(party, host, "a", "b")
    party.say(host, m.HostPlay())
    fail(party, first, host)
    assert playing(party) == first
    fail(party, first, guest)
    assert playing(party) == second
    assert reasons(party, host) == ["Nobody here can play “a.flac”. The next one follows."]
    assert reasons(party, guest) == []
    party.ready([host, guest], second)
    assert party.last(guest, m.PreparePlay).track_id == second


def test_after_the_last_item_the_party_falls_silent(party: Script, host: str, guest: str) -> None:
    (only,) = queue(party, host, "a")
    party.say(host, m.HostPlay())
    party.ready([host, guest], only)
    party.wait(2000)
    fail(party, only, host, guest)
    assert playing(party) is None
    assert party.last(guest, m.Stop).sequence == party.state.playback.sequence
    assert reasons(party, host) == ["Nobody here can play “a.flac”. It was the last one."]


def test_one_member_that_can_is_enough(party: Script, host: str, guest: str) -> None:
    first, _ = queue(party, host, "a", "b")
    party.say(host, m.HostPlay())
    party.ready([guest], first)
    fail(party, first, host)
    party.wait(5000)
    assert playing(party) == first
    party.lose(guest)
    assert playing(party) != first


def test_a_member_that_never_tells_may_well_be_playing(party: Script, host: str) -> None:
    first, _ = queue(party, host, "a", "b")
    party.join("Old", legacy=True)
    party.say(host, m.HostPlay())
    fail(party, first, host)
    party.wait(5000)
    assert playing(party) == first


def test_three_in_a_row_are_not_the_tracks_fault_and_the_queue_stays(party: Script, host: str) -> None:
    tracks = queue(party, host, "a", "b", "c", "d")
    party.say(host, m.HostPlay())
    for track_id in tracks[:3]:
        fail(party, track_id, host)
    assert playing(party) is None
    assert "3 in a row" in reasons(party, host)[-1]
    assert party.state.queue.current == party.state.queue.items[2].item_id
    # The next try begins to count anew.
    party.say(host, m.HostNext())
    assert playing(party) == tracks[3]


def test_a_track_that_is_heard_ends_the_row(party: Script, host: str) -> None:
    tracks = queue(party, host, "a", "b", "c", "d", "e")
    party.say(host, m.HostPlay())
    for track_id in tracks[:2]:
        fail(party, track_id, host)
    party.ready([host], tracks[2])
    party.say(host, m.HostNext())
    fail(party, tracks[3], host)
    assert playing(party) == tracks[4]


def test_what_failed_while_it_was_fetched_ahead_is_passed_over_when_its_turn_comes(party: Script, host: str) -> None:
    first, second, third = queue(party, host, "a", "b", "c")
    party.say(host, m.HostPlay())
    party.ready([host], first, 10.0)
    fail(party, second, host)
    party.wait(1200 + 10_000)
    assert playing(party) == third


def test_a_paused_party_waits_for_the_host_to_go_on(party: Script, host: str) -> None:
    (only,) = queue(party, host, "a")
    party.say(host, m.HostPlay())
    party.ready([host], only)
    party.wait(2000)
    party.say(host, m.HostPause())
    fail(party, only, host)
    assert party.state.playback.phase is Phase.PAUSED
    party.say(host, m.HostPlay())
    assert playing(party) is None


def test_without_its_host_the_party_goes_on_all_the_same(party: Script, host: str, guest: str) -> None:
    first, second = queue(party, host, "a", "b")
    party.say(host, m.HostPlay())
    party.lose(host)
    fail(party, first, guest)
    assert playing(party) == second
    assert reasons(party, guest) == []
