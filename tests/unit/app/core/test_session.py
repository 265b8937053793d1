from __future__ import annotations

import math
from dataclasses import replace

import pytest

from app.core.effects import (
    CloseLink,
    Departed,
    Jump,
    LogDrift,
    OpenLink,
    RetryLink,
    SendPing,
    SetClock,
    SetProgramme,
    Unload,
)
from app.core.events import Enter, HostAsked, LeaveAsked, PingSent, PlayAsked, ResyncAsked, RetryAsked
from app.core.link_facts import LinkDown, LinkFailed, LinkUp
from app.core.player_facts import OutputLost, OutputOpened, Sounding, TrackFailed, TrackProgress, TrackReady, Underrun
from app.core.session_state import Stage
from app.said import Said, Saying, quoted, refusal
from server.protocol.messages import (
    HOST_ENDED,
    REMOVED,
    Create,
    Ended,
    EndParty,
    ErrorMessage,
    HostGranted,
    HostPause,
    HostPlay,
    Join,
    Joined,
    Kicked,
    Leave,
    LegacyPlay,
    Pause,
    QueueUpdated,
    RequestSyncState,
    Stop,
    SyncReport,
    Track,
    TrackStatus,
)
from server.protocol.units import Seconds
from tests.fakes.dialogue import (
    RELAY,
    Dialogue,
    item,
    loads,
    member,
    only,
    play_at,
    prepare,
    programme,
    quiet,
    room,
    sent,
    server,
    sync_state,
    told,
)


def ready(track: str = "a", seconds: float = 60.0) -> TrackReady:
    return TrackReady(track_id=track, frames=int(seconds * 48_000), rate=48_000)


def pause(at: float, position: float, sequence: int = 2) -> Pause:
    return Pause(paused_at_server_ms=server(at), paused_position_sec=position, sequence=sequence)


class TestComingIn:
    def test_a_host_opens_the_link_creates_a_party_and_pings_at_once(self) -> None:
        talk = Dialogue()
        assert talk.happen(Enter(relay=RELAY, name="Host")) == [OpenLink(relay=RELAY)]
        effects = talk.happen(LinkUp(at=talk.now))
        (create,) = sent(effects)
        assert create == Create(name="Host", capabilities=("scheduled",), protocol=1)
        assert only(effects, SendPing)
        assert only(effects, SetClock)
        talk.create()
        assert talk.session.state.is_host

    def test_a_guest_joins_with_code_and_pin(self) -> None:
        talk = Dialogue()
        talk.happen(Enter(relay=replace(RELAY, code="ACDEFG"), name="Bea", pin="1234"))
        (join,) = sent(talk.happen(LinkUp(at=talk.now)))
        assert join == Join(code="ACDEFG", name="Bea", pin="1234", capabilities=("scheduled",), protocol=1)

    def test_a_wrong_code_ends_the_attempt_with_a_sentence(self) -> None:
        talk = Dialogue()
        talk.happen(Enter(relay=replace(RELAY, code="ACDEFG"), name="Bea"))
        talk.happen(LinkUp(at=talk.now))
        effects = talk.receive(ErrorMessage(code="unknown-code", message="No such party."))
        assert told(effects) == ["unknown-code"]
        assert only(effects, CloseLink)
        assert only(effects, Departed) == [Departed(reason=refusal("unknown-code", ""))]
        assert talk.session.state.stage is Stage.LEFT

    def test_an_unreachable_relay_ends_the_attempt(self) -> None:
        talk = Dialogue()
        talk.happen(Enter(relay=RELAY, name="Host"))
        effects = talk.happen(LinkFailed(at=talk.now, code="relay-unreachable", said=quoted("Nobody there.")))
        assert told(effects) == ["relay-unreachable"]
        assert talk.session.state.left_reason == quoted("Nobody there.")

    def test_a_relay_that_says_nothing_is_given_up(self) -> None:
        talk = Dialogue()
        talk.happen(Enter(relay=RELAY, name="Host"))
        talk.happen(LinkUp(at=talk.now))
        assert told(talk.wait(9.0)) == []
        assert told(talk.wait(2.0)) == ["not-a-relay"]

    def test_entering_another_party_leaves_the_present_one(self) -> None:
        talk = Dialogue()
        talk.create()
        effects = talk.happen(Enter(relay=RELAY, name="Host"))
        assert sent(effects) == [Leave()]
        assert [type(effect) for effect in effects[1:3]] == [CloseLink, OpenLink]

    def test_a_link_that_is_lost_before_the_answer_asks_again_when_it_is_back(self) -> None:
        talk = Dialogue()
        talk.happen(Enter(relay=RELAY, name="Host"))
        talk.happen(LinkUp(at=talk.now))
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        assert sent(talk.happen(LinkUp(at=talk.now)), Create)

    def test_party_messages_before_the_seat_are_ignored(self) -> None:
        talk = Dialogue()
        assert quiet(talk.receive(prepare(at=101.0))) == []

    def test_a_link_without_a_party_does_nothing(self) -> None:
        talk = Dialogue(pongs=False)
        assert quiet(talk.happen(LinkUp(at=talk.now))) == []
        assert quiet(talk.happen(LinkDown(at=talk.now, reason=quoted(""), retry_in=Seconds(1.0)))) == []


class TestPlaying:
    def test_a_start_loads_the_track_and_is_scheduled_in_server_time(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        effects = talk.receive(prepare("a", at=102.0, position=3.0))
        assert loads(effects) == ["http://relay.example:8750/api/track/a"]
        assert programme(effects) == [("a", 102.0, 3.0, None, False)]

    def test_play_at_confirms_without_a_sound(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        start = prepare(at=102.0)
        talk.receive(start)
        talk.wait(2.0)
        assert quiet(talk.receive(play_at(start))) == []

    def test_a_missed_prepare_is_made_up_for_by_play_at(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        assert programme(talk.receive(play_at(prepare(at=99.0)))) == [("a", 99.0, 0.0, None, False)]

    def test_an_old_decision_is_dropped(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare("b", at=103.0, sequence=5))
        assert quiet(talk.receive(prepare("a", at=102.0, sequence=4), pause(103.0, 1.0, 4), Stop(sequence=3))) == []

    def test_pause_ends_all_at_one_sample_and_resume_goes_on(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare(at=101.0))
        assert programme(talk.receive(pause(105.0, 4.0))) == [("a", 101.0, 0.0, 105.0, False)]
        effects = talk.receive(prepare(at=108.0, position=4.0, sequence=3))
        assert programme(effects) == [("a", 101.0, 0.0, 105.0, False), ("a", 108.0, 4.0, None, False)]

    def test_a_seek_is_one_cut_at_its_instant(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare(at=101.0))
        effects = talk.receive(prepare(at=105.0, position=30.0, sequence=2))
        assert programme(effects) == [("a", 101.0, 0.0, 105.0, False), ("a", 105.0, 30.0, None, False)]

    def test_the_next_track_at_the_end_of_the_present_one_follows_it(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare("a", at=101.0, duration=60.0))
        effects = talk.receive(prepare("b", at=161.0, sequence=2))
        assert programme(effects) == [("a", 101.0, 0.0, None, False), ("b", 161.0, 0.0, None, True)]

    def test_stop_is_silence_at_once(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare(at=101.0))
        assert programme(talk.receive(Stop(sequence=2))) == []

    def test_a_late_joiner_starts_from_the_state_it_is_told(self) -> None:
        talk = Dialogue()
        track = Track(track_id="a", track_url="/api/track/a", title="A", filename="a.flac", duration_ms=60_000)
        effects = talk.join(
            sync_state(
                "playing",
                now=100.0,
                track=track,
                start_at_server_ms=server(80.0),
                start_position_sec=5.0,
                sequence=7,
                queue=(item("a"), item("b")),
                current_index=0,
            )
        )
        assert loads(effects) == [f"http://relay.example:8750/api/track/{name}" for name in "ab"]
        assert programme(effects) == [("a", 80.0, 5.0, None, False)]

    def test_an_old_relays_play_is_understood_once(self) -> None:
        talk = Dialogue()
        talk.join()
        legacy = LegacyPlay(
            track_url="http://files.example/x.mp3",
            title="X",
            filename="x.mp3",
            server_timestamp=server(101.0),
            position_sec=2.0,
        )
        assert programme(talk.receive(legacy)) == [("http://files.example/x.mp3", 101.0, 2.0, None, False)]
        assert quiet(talk.receive(legacy)) == []


class TestTracks:
    def test_progress_is_told_now_and_then_and_readiness_with_its_length(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        (first,) = sent(talk.receive(prepare(at=102.0)), TrackStatus)
        assert first == TrackStatus(track_id="a", state="downloading")
        progress = TrackProgress(track_id="a", decoded=Seconds(3.0), fraction=0.05)
        assert sent(talk.happen(progress), TrackStatus) == []
        talk.wait(0.9)
        (second,) = sent(talk.wait(0.3), TrackStatus)
        assert second.progress == pytest.approx(0.05)
        (third,) = sent(talk.happen(ready()), TrackStatus)
        assert (third.state, third.frames, third.rate) == ("ready", 60 * 48_000, 48_000)

    def test_a_failed_track_is_told_to_the_person_and_the_party(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare(at=102.0))
        effects = talk.happen(TrackFailed(track_id="a", code="corrupt", said=quoted("a.flac is damaged.")))
        assert told(effects) == ["corrupt"]
        (status,) = sent(effects, TrackStatus)
        assert (status.state, status.error) == ("failed", "a.flac is damaged.")

    def test_news_of_a_track_that_is_not_wanted_is_nothing(self) -> None:
        talk = Dialogue()
        talk.create()
        assert quiet(talk.happen(ready("gone"))) == []
        assert quiet(talk.happen(Underrun(gap_ms=3.0))) == []

    def test_the_queue_decides_what_is_prefetched_and_let_go(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        effects = talk.receive(QueueUpdated(items=(item("a"), item("b")), current_index=-1))
        assert loads(effects) == ["http://relay.example:8750/api/track/a"]
        effects = talk.receive(QueueUpdated(items=(item("b"),), current_index=-1))
        assert only(effects, Unload) == [Unload(track_id="a")]


class TestStaying:
    def test_a_lost_link_changes_nothing_that_is_heard(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare(at=101.0))
        talk.happen(ready())
        talk.hears(position=5.0)
        talk.wait(2.0)
        effects = talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        effects += talk.wait(20.0)
        assert only(effects, SetProgramme) == []
        assert only(effects, SendPing) == []
        assert talk.session.state.stage is Stage.RETURNING

    def test_the_seat_is_taken_again_with_its_tokens_and_the_state_asked_for(self) -> None:
        talk = Dialogue()
        talk.create()
        talk.receive(prepare(at=101.0))
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        effects = talk.happen(LinkUp(at=talk.now))
        (join,) = sent(effects, Join)
        assert (join.code, join.member_token, join.host_token) == ("ACDEFG", "m1", "h1")
        assert only(effects, SendPing)
        effects = talk.receive(Joined(code="ACDEFG", member_id="host", member_token="m1", is_host=True))
        assert sent(effects, RequestSyncState)
        assert sent(effects, TrackStatus), "the party may have forgotten what it was told"
        assert talk.session.state.seat is not None
        assert talk.session.state.seat.host_token == "h1"

    def test_a_party_that_is_gone_after_a_reconnect_ends(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        talk.happen(LinkUp(at=talk.now))
        effects = talk.receive(ErrorMessage(code="unknown-code", message="Gone."))
        assert told(effects) == ["unknown-code"]
        assert talk.session.state.stage is Stage.LEFT

    def test_a_seat_whose_token_is_void_is_asked_for_anew(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        talk.happen(LinkUp(at=talk.now))
        (join,) = sent(talk.receive(ErrorMessage(code="wrong-token", message="No.")), Join)
        assert join.member_token is None
        assert told(talk.receive(ErrorMessage(code="wrong-token", message="No."))) == ["wrong-token"]

    def test_a_refusal_that_passes_is_tried_again(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(0.5)))
        talk.happen(LinkUp(at=talk.now))
        assert quiet(talk.receive(ErrorMessage(code="rate-limited", message="Slowly."))) == []
        assert len(sent(talk.wait(2.2), Join)) == 1

    def test_a_restarted_relay_is_noticed_and_asked(self) -> None:
        talk = Dialogue()
        talk.join(sync_state(sequence=9))
        talk.receive(prepare(at=101.0, sequence=10))
        talk.epoch = "e2"
        assert sent(talk.wait(10.0), RequestSyncState)
        track = Track(track_id="a", track_url="/api/track/a", title="A", filename="a.flac")
        effects = talk.receive(
            sync_state("playing", track=track, start_at_server_ms=server(101.5), start_position_sec=0.0, sequence=1)
        )
        assert programme(effects)[-1] == ("a", 101.5, 0.0, None, False)

    def test_being_refused_something_inside_is_only_told(self) -> None:
        talk = Dialogue()
        talk.create()
        assert told(talk.receive(ErrorMessage(code="queue-full", message="Full."))) == ["queue-full"]
        assert talk.session.state.stage is Stage.IN

    def test_the_host_can_change(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(HostGranted(host_token="h9"))
        was_host = talk.session.state.is_host
        talk.receive(room(member("Host", is_host=True), member("Bea")))
        assert (was_host, talk.session.state.is_host) == (True, False)
        talk.receive(room(member("Host", is_host=True)))
        assert talk.session.state.seat is not None

    def test_waking_up_pings_and_asks_for_the_state(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.wait(40.0)
        talk.boot_ahead = 30.0
        effects = talk.tick()
        assert sent(effects, RequestSyncState)
        assert only(effects, SendPing)

    def test_waking_up_without_a_link_connects_at_once(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.wait(1.0)
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(15.0)))
        talk.boot_ahead = 30.0
        assert only(talk.tick(), RetryLink)


class TestGoing:
    def test_a_guest_says_goodbye(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare(at=101.0))
        effects = talk.happen(LeaveAsked())
        assert sent(effects) == [Leave()]
        assert programme(effects) == []
        assert only(effects, Unload) == [Unload(track_id="a")]
        assert talk.happen(LeaveAsked()) == []

    def test_a_host_ends_the_party(self) -> None:
        talk = Dialogue()
        talk.create()
        assert sent(talk.happen(LeaveAsked(end_party=True))) == [EndParty()]

    def test_the_end_of_the_party_is_no_error(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        effects = talk.receive(Ended(reason=""))
        assert told(effects) == []
        assert talk.session.state.left_reason == Said(what=Saying.PARTY_ENDED)

    @pytest.mark.parametrize(
        ("message", "reason"),
        [
            (Ended(reason="The host has ended the party.", code=HOST_ENDED), Said(what=Saying.PARTY_ENDED)),
            (Ended(reason="Bedtime."), quoted("Bedtime.")),
            (Kicked(reason="The host has removed you.", code=REMOVED), Said(what=Saying.KICKED)),
        ],
        ids=["the relay's words", "the host's words", "sent away"],
    )
    def test_the_relays_sentence_is_said_in_our_words(self, message: Ended | Kicked, reason: Said) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(message)
        assert talk.session.state.left_reason == reason

    def test_being_sent_away_is_told(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        assert told(talk.receive(Kicked(reason=""))) == ["kicked"]


class TestAsking:
    def test_a_host_is_obeyed_and_a_guest_is_told_why_not(self) -> None:
        host, guest = Dialogue(), Dialogue()
        host.create()
        guest.join(sync_state())
        assert sent(host.happen(HostAsked(message=HostPause()))) == [HostPause()]
        assert told(guest.happen(HostAsked(message=HostPause()))) == ["not-host"]

    def test_play_starts_what_the_queue_has(self) -> None:
        talk = Dialogue()
        talk.create()
        talk.receive(QueueUpdated(items=(item("a"),), current_index=-1))
        assert sent(talk.happen(PlayAsked()), HostPlay) == [HostPlay(item_id="i-a")]

    def test_resync_is_a_fresh_burst_and_a_jump(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.wait(40.0)
        effects = talk.happen(ResyncAsked())
        assert only(effects, Jump)
        assert only(effects, SendPing)
        assert talk.session.sync.view(talk.now) is not None

    def test_the_output_comes_and_goes(self) -> None:
        talk = Dialogue()
        talk.create()
        talk.happen(OutputOpened(interface="null", device="Null"))
        opened = talk.session.state.output
        assert told(talk.happen(OutputLost(code="output-lost", said=quoted("Gone.")))) == ["output-lost"]
        assert (opened is None, talk.session.state.output) == (False, None)
        talk.happen(LeaveAsked())
        assert talk.session.state.output_lost is not None, "the output is ours, not the party's"


class TestDrift:
    def playing(self, talk: Dialogue, drift_ms: float, seconds: float = 0.0) -> None:
        talk.join(sync_state())
        talk.receive(prepare(at=101.0))
        talk.happen(ready())
        talk.wait(2.0)
        talk.hears(position=1.0, drift_ms=drift_ms, uncertainty_ms=0.1, rate_ppm=3.0, latency_ms=560.0)
        talk.wait(seconds)

    def test_the_loop_looks_every_two_seconds_and_reports_every_five(self) -> None:
        talk = Dialogue()
        self.playing(talk, 0.5)
        effects = talk.wait(20.0)
        assert len(only(effects, LogDrift)) in (9, 10)
        reports = sent(effects, SyncReport)
        assert len(reports) == 4
        assert (reports[-1].drift_ms, reports[-1].held_ms) == (0.5, 560.0)

    def test_an_output_that_holds_more_is_reported_at_once(self) -> None:
        talk = Dialogue()
        self.playing(talk, 0.5)
        talk.wait(1.0)
        talk.hears(position=2.0, drift_ms=0.5, uncertainty_ms=0.1, latency_ms=600.0)
        assert sent(talk.wait(1.0), SyncReport) == []
        talk.hears(position=3.0, drift_ms=0.5, uncertainty_ms=0.1, latency_ms=620.0)
        assert [report.held_ms for report in sent(talk.wait(1.0), SyncReport)] == [620.0]

    def test_a_soft_drift_jumps_after_two_readings(self) -> None:
        talk = Dialogue()
        self.playing(talk, 300.0)
        assert only(talk.wait(2.3), Jump) == []
        assert len(only(talk.wait(2.0), Jump)) == 1

    def test_a_hard_drift_also_measures_the_clock_afresh(self) -> None:
        talk = Dialogue()
        self.playing(talk, 1200.0)
        effects = talk.wait(2.3)
        assert len(only(effects, Jump)) == 1
        assert only(effects, SendPing)

    def test_a_drift_beyond_everything_offers_resync(self) -> None:
        talk = Dialogue()
        self.playing(talk, 1800.0)
        talk.wait(2.3)
        view = talk.session.sync.view(talk.now)
        assert view is not None
        assert view.resync_visible

    def test_starving_samples_are_no_drift(self) -> None:
        talk = Dialogue()
        self.playing(talk, 0.0)
        talk.silence(Sounding.STARVED)
        assert only(talk.wait(5.0), LogDrift) == []


class TestClock:
    def test_an_old_relay_leaves_the_wall_clock_and_says_so(self) -> None:
        talk = Dialogue(wall=1_000.0, pongs=False)
        talk.join(sync_state())
        effects = talk.wait(5.0)
        (clock,) = only(effects, SetClock)
        assert clock.clock.server_at(talk.now) == pytest.approx(talk.now * 1000 + 1_000.0)
        assert not talk.session.sync.synchronised
        view = talk.session.sync.view(talk.now)
        assert view is not None
        assert math.isinf(view.uncertainty_ms)

    def test_nothing_is_known_before_the_first_answer(self) -> None:
        talk = Dialogue(pongs=False)
        talk.join(sync_state())
        talk.receive(prepare(at=101.0))
        talk.tick()
        assert talk.session.sync.view(talk.now) is None
        assert talk.session.sync.clock is None

    def test_a_report_over_an_unknown_clock_stays_finite(self) -> None:
        talk = Dialogue(pongs=False)
        talk.join(sync_state())
        talk.wait(5.0)
        talk.receive(prepare(at=100.0))
        talk.hears()
        (report,) = sent(talk.wait(1.0), SyncReport)
        assert math.isfinite(report.uncertainty_ms)

    def test_a_pong_that_nobody_asked_for_is_ignored(self) -> None:
        talk = Dialogue()
        talk.create()
        assert talk._pong(999_999) == []

    def test_a_ping_that_could_not_be_sent_is_forgotten(self) -> None:
        talk = Dialogue(pongs=False)
        talk.create()
        assert talk.happen(PingSent(ping_id=1, at=None)) == []

    def test_auto_takes_the_profile_of_the_measured_round_trip(self) -> None:
        talk = Dialogue()
        talk.create()
        talk.wait(1.0)
        assert talk.session.sync.profile.name in ("lan", "default")
        assert talk.session.sync.wake_at(talk.now) is not None


class TestTryingAgain:
    def test_a_failed_track_is_loaded_afresh(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        (load,) = loads(talk.receive(prepare(at=talk.now)))
        talk.happen(TrackFailed(track_id="a", code="unreachable", said=quoted("Cut off.")))
        effects = talk.happen(RetryAsked())
        assert loads(effects) == [load]
        assert only(effects, Unload) == [Unload(track_id="a")]
        assert [status.state for status in quiet(sent(effects)) if isinstance(status, TrackStatus)] == ["downloading"]

    def test_what_did_not_fail_is_left_alone(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.receive(prepare(at=talk.now))
        assert talk.happen(RetryAsked()) == []

    def test_the_next_attempt_at_the_relay_comes_at_once(self) -> None:
        talk = Dialogue()
        talk.join(sync_state())
        talk.happen(LinkDown(at=talk.now, reason=quoted("reset"), retry_in=Seconds(5.0)))
        assert RetryLink() in talk.happen(RetryAsked())
