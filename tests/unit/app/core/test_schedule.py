from __future__ import annotations

import pytest

from app.core import schedule as rules
from app.core.schedule import Schedule
from server.protocol.messages import LegacyPlay, Pause, Track
from server.protocol.units import Seconds, ServerMs
from tests.fakes.dialogue import prepare, server, sync_state

TRACK = Track(track_id="a", track_url="/api/track/a", title="A", filename="a.flac", duration_ms=60_000)


def started(*starts: tuple[str, float, int], duration: float | None = 60.0) -> Schedule:
    schedule = Schedule()
    for track, at, sequence in starts:
        schedule = rules.start(schedule, prepare(track, at=at, sequence=sequence, duration=duration), {}, None)
    return schedule


def shape(schedule: Schedule) -> list[tuple[str, float, float | None, bool]]:
    return [
        (s.track_id, s.start_at - server(0.0), None if s.stop_at is None else s.stop_at - server(0.0), s.follows)
        for s in schedule.segments
    ]


def pause(at: float, position: float, sequence: int) -> Pause:
    return Pause(paused_at_server_ms=server(at), paused_position_sec=position, sequence=sequence)


def test_a_decoded_length_that_disagrees_with_the_announced_one_still_hands_over_gaplessly() -> None:
    schedule = started(("a", 0.0, 1), duration=59.0)
    schedule = rules.start(schedule, prepare("b", at=60.0, sequence=2), {"a": Seconds(60.0)}, None)
    assert schedule.segments[-1].follows


def test_without_any_known_length_a_start_is_a_cut() -> None:
    schedule = rules.start(started(("a", 0.0, 1), duration=None), prepare("b", at=60.0, sequence=2), {}, None)
    assert not schedule.segments[-1].follows
    assert schedule.segments[0].stop_at == server(60.0)


def test_a_stopped_segment_is_never_followed() -> None:
    schedule = rules.pause(started(("a", 0.0, 1)), pause(30.0, 30.0, 2))
    schedule = rules.start(schedule, prepare("b", at=60.0, sequence=3), {}, None)
    assert shape(schedule) == [("a", 0.0, 30_000.0, False), ("b", 60_000.0, None, False)]


def test_a_pause_before_a_gapless_hand_over_takes_it_back() -> None:
    schedule = started(("a", 0.0, 1), ("b", 60.0, 2))
    schedule = rules.pause(schedule, pause(59.0, 59.0, 3))
    assert schedule.track is not None
    assert schedule.track.track_id == "a"
    assert shape(schedule) == [("a", 0.0, 59_000.0, False)]


def test_a_pause_before_a_chosen_next_track_keeps_it_current() -> None:
    schedule = rules.pause(started(("a", 0.0, 1), ("b", 20.0, 2)), pause(19.5, 0.0, 3))
    assert schedule.track is not None
    assert schedule.track.track_id == "b"
    assert schedule.position_at(server(25.0), None) == 0.0


def test_moving_while_paused_changes_the_position_only() -> None:
    schedule = rules.pause(started(("a", 0.0, 1)), pause(30.0, 30.0, 2))
    moved = rules.pause(schedule, pause(40.0, 12.0, 3))
    assert moved.segments == schedule.segments
    assert moved.paused_position == 12.0


def test_an_announced_next_track_is_withdrawn_by_a_newer_state() -> None:
    schedule = started(("a", 0.0, 1), ("b", 60.0, 2))
    state = sync_state(
        "playing", now=30.0, track=TRACK, start_at_server_ms=server(0.0), start_position_sec=0.0, sequence=3
    )
    assert shape(rules.adopt(schedule, state, {})) == [("a", 0.0, None, False)]


def test_the_same_state_told_again_keeps_the_announced_next_track() -> None:
    schedule = started(("a", 0.0, 1), ("b", 60.0, 2))
    state = sync_state(
        "playing", now=30.0, track=TRACK, start_at_server_ms=server(0.0), start_position_sec=0.0, sequence=2
    )
    assert rules.adopt(schedule, state, {}) == schedule


def test_a_state_that_names_the_start_we_have_changes_no_segment() -> None:
    schedule = started(("a", 0.0, 1))
    state = sync_state("playing", now=5.0, track=TRACK, start_at_server_ms=server(0.0), sequence=2)
    assert rules.adopt(schedule, state, {}).segments == schedule.segments


def test_a_start_that_waits_keeps_what_is_heard() -> None:
    schedule = started(("a", 0.0, 1))
    track = Track(track_id="b", track_url="/api/track/b", title="B", filename="b.flac")
    state = sync_state("preparing", now=30.0, track=track, sequence=2, waiting_for=("bea",))
    waiting = rules.adopt(schedule, state, {})
    assert waiting.status == "preparing"
    assert waiting.waiting_for == ("bea",)
    assert waiting.segments == schedule.segments
    assert waiting.position_at(server(30.0), None) == 0.0


def test_a_paused_state_cuts_what_we_missed_to_stop() -> None:
    schedule = started(("a", 0.0, 1))
    told = sync_state(
        "paused", now=40.0, track=TRACK, paused_at_server_ms=server(30.0), paused_position_sec=30.0, sequence=2
    )
    assert shape(rules.adopt(schedule, told, {})) == [("a", 0.0, 30_000.0, False)]
    vague = sync_state("paused", now=40.0, track=TRACK, sequence=2)
    assert shape(rules.adopt(schedule, vague, {})) == [("a", 0.0, 40_000.0, False)]


def test_a_stopped_state_is_silence() -> None:
    assert rules.adopt(started(("a", 0.0, 1)), sync_state("stopped", sequence=2), {}).segments == ()


def test_an_older_state_counts_only_as_an_answer_to_our_entering() -> None:
    schedule = started(("a", 0.0, 9))
    assert rules.adopt(schedule, sync_state("stopped", sequence=2), {}) == schedule
    assert rules.adopt(schedule, sync_state("stopped", sequence=2), {}, trusted=True).sequence == 2


def test_an_older_stop_is_dropped() -> None:
    schedule = started(("a", 0.0, 9))
    assert rules.stop(schedule, 3) == schedule


def test_what_ended_long_ago_is_forgotten_but_not_what_is_followed() -> None:
    schedule = started(("a", 0.0, 1), ("b", 60.0, 2), ("c", 120.0, 3))
    later = rules.start(schedule, prepare("d", at=180.0, sequence=4), {}, server(175.0))
    assert [s.track_id for s in later.segments] == ["b", "c", "d"]
    cut = rules.start(started(("a", 0.0, 1), ("b", 20.0, 2)), prepare("c", at=61.0, sequence=3), {}, server(60.0))
    assert [s.track_id for s in cut.segments] == ["b", "c"]


def test_a_start_that_is_known_ends_a_wait_without_a_new_segment() -> None:
    schedule = started(("a", 0.0, 1))
    state = sync_state("preparing", track=TRACK, sequence=1)
    waiting = rules.adopt(schedule, state, {})
    again = rules.start(waiting, prepare("a", at=0.0, sequence=1), {}, None)
    assert again.status == "playing"
    assert again.segments == schedule.segments


@pytest.mark.parametrize(
    ("now", "heard"), [(-1.0, None), (10.0, "a"), (59.0, "a"), (61.0, None)], ids=["before", "in", "late", "after"]
)
def test_what_is_heard_at_an_instant(now: float, heard: str | None) -> None:
    schedule = rules.pause(started(("a", 0.0, 1)), pause(60.0, 60.0, 2))
    segment = schedule.heard_at(server(now))
    assert (segment.track_id if segment else None) == heard


def test_the_partys_position_is_clamped_to_the_track() -> None:
    schedule = started(("a", 0.0, 1))
    assert schedule.position_at(server(10.0), Seconds(60.0)) == 10.0
    assert schedule.position_at(server(100.0), Seconds(60.0)) == 59.75


def test_a_track_is_known_by_name_while_it_is_current_or_just_was() -> None:
    schedule = started(("a", 0.0, 1), ("b", 60.0, 2))
    assert schedule.track_called("a") is not None
    assert schedule.track_called("b") is not None
    assert schedule.track_called("c") is None


def test_a_legacy_start_is_new_when_the_time_differs() -> None:
    schedule = started(("a", 0.0, 1))
    legacy = LegacyPlay(
        track_url="/api/track/a", title="A", filename="a", server_timestamp=ServerMs(server(1.0)), position_sec=0.0
    )
    assert rules.from_legacy(schedule, legacy) is not None
