from __future__ import annotations

import pytest

from server.party import Phase
from server.protocol import messages as m
from tests.unit.server.party.script import T0, UPLOAD, Script, errors, url

PLAY = m.HostPlay(track_id="up1")


def play(party: Script, *members: str, **fields: object) -> None:
    """Start the upload with everybody ready, and stand at the first sample."""
    party.say(members[0], m.HostPlay(track_id="up1", **fields))  # type: ignore[arg-type]
    party.ready(members, "up1", 10.0)
    party.wait(1200)


def test_a_start_waits_for_all_then_comes_after_the_lead_time(party: Script, host: str, guest: str) -> None:
    party.say(host, PLAY)
    state = party.last(guest, m.SyncState)
    assert (state.status, state.waiting_for, state.start_position_sec) == ("preparing", (host, guest), 0.0)
    party.wait(100)
    party.ready([host], "up1")
    assert "PreparePlay" not in party.kinds(guest)
    party.ready([guest], "up1")
    prepare = party.last(guest, m.PreparePlay)
    assert prepare.start_at_server_ms == T0 + 100 + 1200
    assert prepare.track_url == UPLOAD.track_url
    party.wait(1199)
    assert "PlayAt" not in party.kinds(guest)
    party.wait(1)
    assert party.last(guest, m.PlayAt).start_at_server_ms == prepare.start_at_server_ms
    assert party.state.playback.phase is Phase.PLAYING


def test_members_see_the_circle_of_the_waited_for_shrink(party: Script, host: str, guest: str) -> None:
    party.say(host, PLAY)
    party.ready([guest], "up1")
    party.wait(400)
    assert party.last(guest, m.SyncState).waiting_for == (host,)


def test_nobody_is_waited_for_longer_than_the_gate_nor_twice(party: Script, host: str, guest: str) -> None:
    party.say(host, PLAY)
    party.ready([host], "up1")
    party.wait(3000)
    assert party.last(guest, m.PreparePlay).start_at_server_ms == T0 + 4200
    party.wait(2000)
    party.clear()
    party.say(host, PLAY)
    assert party.kinds(host) == ["QueueUpdated", "PreparePlay"]


def test_a_member_that_fails_or_leaves_holds_nobody_up(party: Script, host: str, guest: str) -> None:
    third = party.join("Eve")
    party.say(host, PLAY)
    party.ready([host], "up1")
    party.say(guest, m.TrackStatus(track_id="up1", state="failed", error="no decoder"))
    assert "PreparePlay" not in party.kinds(host)
    party.lose(third)
    assert "PreparePlay" in party.kinds(host)


def test_the_host_can_end_the_wait(party: Script, host: str, guest: str) -> None:
    party.say(host, PLAY)
    party.say(host, m.HostStartNow())
    assert party.last(guest, m.PreparePlay).start_at_server_ms == T0 + 1200
    party.clear()
    party.say(host, m.HostStartNow())
    assert party.kinds(guest) == []


def test_members_without_scheduling_never_gate_and_get_the_old_message(party: Script) -> None:
    host = party.create(legacy=True)
    guest = party.join(legacy=True)
    party.say(host, m.HostPlay(track_url="https://example.org/a.mp3", position_sec=2.0))
    assert party.kinds(guest)[-1] == "PreparePlay"
    party.wait(1200)
    old = party.last(guest, m.LegacyPlay)
    assert (old.server_timestamp, old.position_sec, old.filename) == (T0 + 1200, 2.0, "a.mp3")


def test_the_lead_time_follows_the_slowest_round_trip(party: Script, host: str, guest: str) -> None:
    party.say(host, m.SyncReport(drift_ms=0, uncertainty_ms=0, rtt_ms=2.0))
    party.say(guest, m.SyncReport(drift_ms=0, uncertainty_ms=0, rtt_ms=100.0))
    party.say(host, PLAY)
    party.ready([host, guest], "up1")
    assert party.last(host, m.PreparePlay).start_at_server_ms == T0 + 800 + 300


def test_pause_lies_in_the_future_and_resume_continues_there(party: Script, host: str, guest: str) -> None:
    play(party, host, guest)
    party.wait(2000)
    party.say(host, m.HostPause())
    pause = party.last(guest, m.Pause)
    assert pause.paused_at_server_ms == party.now + 500
    assert pause.paused_position_sec == pytest.approx(2.5)
    party.wait(60_000)
    party.clear()
    party.say(host, m.HostPlay())
    prepare = party.last(guest, m.PreparePlay)
    assert prepare.start_position_sec == pause.paused_position_sec
    assert prepare.start_at_server_ms == party.now + 1200
    assert prepare.sequence > pause.sequence


def test_a_pause_is_planned_by_the_measured_round_trips(party: Script, host: str, guest: str) -> None:
    play(party, host, guest)
    for rtt, margin in ((4.0, 458.0), (120.0, 690.0), (2000.0, 700.0)):
        party.say(guest, m.SyncReport(drift_ms=0, uncertainty_ms=0, rtt_ms=rtt))
        party.say(host, m.HostPause())
        assert party.last(guest, m.Pause).paused_at_server_ms == party.now + margin
        party.say(host, m.HostPlay())
        party.wait(1500)


def test_a_pause_waits_for_the_output_that_holds_the_most(party: Script, host: str, guest: str) -> None:
    play(party, host, guest)
    for held, margin in ((360.0, 458.0), (560.0, 608.0), (900.0, 700.0), (0.0, 458.0)):
        party.say(guest, m.SyncReport(drift_ms=0, uncertainty_ms=0, rtt_ms=4.0, held_ms=held))
        party.say(host, m.HostPause())
        assert party.last(host, m.Pause).paused_at_server_ms == party.now + margin
        party.say(host, m.HostPlay())
        party.wait(1500)


def test_a_pause_never_reaches_into_the_next_track(party: Script, host: str, guest: str) -> None:
    play(party, host, guest)
    party.wait(9_900)
    party.say(host, m.HostPause())
    pause = party.last(guest, m.Pause)
    assert pause.paused_at_server_ms == T0 + 1200 + 10_000
    assert pause.paused_position_sec == 9.75


def test_pausing_while_members_are_waited_for_keeps_the_wanted_position(party: Script, host: str) -> None:
    party.say(host, m.HostPlay(track_id="up1", position_sec=4.0))
    party.say(host, m.HostPause())
    assert party.last(host, m.Pause).paused_position_sec == 4.0
    party.wait(5000)
    assert party.state.playback.phase is Phase.PAUSED


def test_pausing_twice_or_in_silence_changes_nothing(party: Script, host: str) -> None:
    party.clear()
    party.say(host, m.HostPause())
    assert party.kinds(host) == []


def test_resume_can_name_a_position(party: Script, host: str) -> None:
    play(party, host)
    party.say(host, m.HostPause())
    party.say(host, m.HostPlay(position_sec=7.0))
    assert party.last(host, m.PreparePlay).start_position_sec == 7.0
    party.wait(2000)
    party.say(host, m.HostPlay(position_sec=1.0))
    assert party.last(host, m.PreparePlay).start_position_sec == 1.0
    sequence = party.state.playback.sequence
    party.say(host, m.HostPlay())
    assert party.state.playback.sequence == sequence


def test_seeking_schedules_while_playing_and_only_moves_while_paused(party: Script, host: str) -> None:
    play(party, host)
    party.say(host, m.HostSeek(position_sec=5.0))
    prepare = party.last(host, m.PreparePlay)
    assert (prepare.start_position_sec, prepare.start_at_server_ms) == (5.0, party.now + 1200)
    party.say(host, m.HostPause())
    party.say(host, m.HostSeek(position_sec=100.0))
    pause = party.last(host, m.Pause)
    assert (pause.paused_position_sec, pause.paused_at_server_ms) == (9.75, party.now)


def test_seeking_while_waiting_moves_the_start(party: Script, host: str) -> None:
    party.say(host, PLAY)
    party.say(host, m.HostSeek(position_sec=5.0))
    assert party.last(host, m.SyncState).start_position_sec == 5.0
    party.ready([host], "up1")
    assert party.last(host, m.PreparePlay).start_position_sec == 5.0


def test_there_is_nothing_to_seek_or_resume_in_silence(party: Script, host: str) -> None:
    party.say(host, m.HostSeek(position_sec=5.0))
    party.say(host, m.HostPlay())
    play(party, host)
    party.say(host, m.HostStop())
    party.say(host, m.HostSeek(position_sec=5.0))
    assert errors(party, host) == ["no-track"] * 3


def test_stop_is_silence_and_play_starts_the_same_track_again(party: Script, host: str) -> None:
    play(party, host)
    party.wait(3000)
    party.say(host, m.HostStop())
    assert party.last(host, m.Stop).sequence == party.state.playback.sequence
    assert party.party.due(party.state.created_at) is None
    party.clear()
    party.say(host, m.HostStop())
    assert party.kinds(host) == []
    party.say(host, m.HostPlay())
    assert party.last(host, m.PreparePlay).start_position_sec == 0.0


def test_the_next_track_is_announced_early_and_starts_at_the_exact_end(party: Script, host: str, guest: str) -> None:
    party.say(host, m.QueueAdd(items=(m.QueueItem(track_id="up1"), url("b"), url("c"))))
    party.say(host, m.HostPlay(item_id=party.state.queue.items[0].item_id))
    party.ready([host, guest], "up1", 9.8765)
    start = party.last(host, m.PreparePlay).start_at_server_ms
    party.clear()
    party.wait(start + 1876.5 - party.now - 1)
    assert "PreparePlay" not in party.kinds(guest)
    party.wait(1)
    second = party.last(guest, m.PreparePlay)
    assert second.title == "b.flac"
    assert second.start_at_server_ms == pytest.approx(start + 9876.5)
    party.wait(8000)
    assert party.last(guest, m.PlayAt).sequence == second.sequence
    assert party.last(guest, m.QueueUpdated).current_index == 1
    assert party.state.playback.start_at == second.start_at_server_ms


def test_after_the_last_track_there_is_silence(party: Script, host: str) -> None:
    play(party, host)
    party.wait(10_499)
    assert party.state.playback.phase is Phase.PLAYING
    party.wait(1)
    assert party.kinds(host)[-1] == "Stop"


def test_a_track_queued_at_the_last_moment_starts_when_the_present_one_is_over(party: Script, host: str) -> None:
    play(party, host)
    party.wait(9_700)
    party.say(host, m.QueueAdd(items=(url("late"),)))
    party.wait(299)
    assert party.last(host, m.PreparePlay).track_id == "up1"
    party.wait(1)
    assert party.last(host, m.SyncState).status == "preparing"
    party.wait(3000)
    assert party.last(host, m.PreparePlay).title == "late.flac"


def test_a_changed_queue_withdraws_the_announced_track(party: Script, host: str, guest: str) -> None:
    play(party, host, guest)
    party.say(host, m.QueueAdd(items=(url("b"), url("c"))))
    party.wait(3000)
    assert party.last(guest, m.PreparePlay).title == "b.flac"
    party.say(host, m.QueueRemove(item_ids=(party.state.queue.items[1].item_id or "",)))
    assert party.last(guest, m.SyncState).status == "playing"
    assert party.last(guest, m.PreparePlay).title == "c.flac"
    party.say(host, m.QueueClear())
    party.wait(20_000)
    assert party.kinds(guest)[-1] == "Stop"


def test_an_edit_behind_the_announced_track_leaves_it_alone(party: Script, host: str) -> None:
    play(party, host)
    party.say(host, m.QueueAdd(items=(url("b"),)))
    party.wait(3000)
    sequence = party.state.playback.sequence
    party.say(host, m.QueueAdd(items=(url("c"),)))
    assert party.state.playback.sequence == sequence


def test_without_any_length_a_track_plays_until_somebody_knows_it(party: Script, host: str) -> None:
    party.say(host, m.QueueAdd(items=(url("a", None), url("b"))))
    party.say(host, m.HostPlay())
    party.ready([host], party.state.queue.items[0].track_id or "")
    party.wait(100_000)
    assert party.state.playback.phase is Phase.PLAYING
    party.say(host, m.HostSeek(position_sec=50_000.0))
    party.wait(1200)
    party.ready([host], party.state.queue.items[0].track_id or "", 50_010.0)
    party.wait(10_000)
    assert party.last(host, m.PlayAt).title == "b.flac"


def test_after_a_sleep_over_the_end_the_announced_track_plays_on_time(party: Script, host: str) -> None:
    play(party, host)
    party.say(host, m.QueueAdd(items=(url("b"),)))
    party.wait(3000)
    announced = party.last(host, m.PreparePlay)
    party.leap(12_000)
    play_at = party.last(host, m.PlayAt)
    assert (play_at.title, play_at.start_at_server_ms) == ("b.flac", announced.start_at_server_ms)


def test_after_a_sleep_a_track_that_nobody_was_told_of_starts_afresh(party: Script, host: str) -> None:
    play(party, host)
    party.say(host, m.QueueAdd(items=(url("b"),)))
    party.leap(60_000)
    item = party.state.queue.items[1]
    assert party.last(host, m.SyncState).track == m.Track(
        track_id=item.track_id or "",
        track_url="https://example.org/b.flac",
        title="b.flac",
        filename="b.flac",
        duration_ms=10_000.0,
        item_id=item.item_id,
    )


def test_most_members_decide_how_long_a_track_is(party: Script, host: str, guest: str) -> None:
    third = party.join("Eve")
    play(party, host, guest)
    party.ready([third], "up1", 10.5)
    assert party.state.playback.exact_duration == 10.0
    assert any("10.500 s" in str(effect) for effect in party.effects)
    party.ready([guest, host], "up1", 10.5)
    assert party.state.playback.exact_duration == 10.5


def test_next_and_previous_walk_through_the_queue(party: Script, host: str) -> None:
    party.say(host, m.QueueAdd(items=(url("a"), url("b"))))
    party.say(host, m.HostNext())
    assert party.state.queue.current == party.state.queue.items[0].item_id
    party.say(host, m.HostNext())
    assert party.state.queue.current == party.state.queue.items[1].item_id
    party.say(host, m.HostPrevious())
    assert party.state.queue.current == party.state.queue.items[0].item_id
    party.wait(4200 + 3001)
    party.say(host, m.HostPrevious())
    assert party.last(host, m.PreparePlay).start_position_sec == 0.0
    assert party.last(host, m.PreparePlay).start_at_server_ms == party.now + 1200
    party.say(host, m.HostNext())
    party.say(host, m.HostNext())
    assert party.state.playback.phase is Phase.STOPPED
    party.say(host, m.HostPrevious())
    assert party.state.queue.current == party.state.queue.items[0].item_id


def test_previous_at_the_very_start_of_everything_does_nothing(party: Script, host: str) -> None:
    party.clear()
    party.say(host, m.HostPrevious())
    assert party.kinds(host) == []
    play(party, host)
    party.say(host, m.HostPrevious())
    assert party.last(host, m.PreparePlay).start_position_sec == 0.0


def test_previous_while_paused_goes_to_the_start_of_the_paused_track(party: Script, host: str) -> None:
    play(party, host)
    party.wait(5000)
    party.say(host, m.HostPause())
    party.say(host, m.HostPrevious())
    assert party.last(host, m.Pause).paused_position_sec == 0.0


def test_previous_while_members_are_waited_for_keeps_waiting(party: Script, host: str) -> None:
    party.say(host, PLAY)
    party.say(host, m.HostPrevious())
    assert party.state.playback.phase is Phase.WAITING


def test_a_member_with_another_version_of_the_track_is_told_with_its_row(party: Script, host: str, guest: str) -> None:
    party.say(host, PLAY)
    party.ready([host], "up1", 10.0)
    party.ready([guest], "up1", 10.5)
    party.wait(2000)
    rows = {row.id: row for row in party.last(guest, m.Room).snapshot.members}
    assert rows[guest].length_off_ms == pytest.approx(500)
    assert rows[host].length_off_ms is None
