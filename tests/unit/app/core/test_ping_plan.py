"""The ping plan driven by a shell in virtual time: a relay that answers after 10 ms, or does not."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import pytest

from app.core.ping_plan import BURST, PingEvent, PingPlan
from app.core.profiles import DEFAULT, MOBILE, Profile
from server.protocol.messages import TimePong
from server.protocol.units import LocalSec

RTT = 0.010


def pong(ping_id: int, **more: float | str | None) -> TimePong:
    fields = {"server_now_ms": 5000.0, "server_received_ms": 4999.0, "epoch": "one", **more}
    return TimePong(client_now_ms=0.0, ping_id=ping_id, **fields)  # type: ignore[arg-type]


@dataclass(slots=True)
class Shell:
    """Does what the plan says and writes down when it pinged."""

    plan: PingPlan
    now: float = 100.0
    answers: bool = True
    sent: list[float] = field(default_factory=list)
    bursts: list[int] = field(default_factory=list)

    def tell(self, *events: PingEvent) -> None:
        for event in events:
            self.plan.on_event(event, LocalSec(self.now))

    def run(self, seconds: float) -> list[float]:
        """Let time pass; the times of the pings, from 0 at the beginning of this run."""
        begin, end, count = self.now, self.now + seconds, len(self.sent)
        while (at := self.plan.next_at(LocalSec(self.now))) is not None and at < end:
            self.now = max(self.now, at)
            ping_id = self.plan.due(LocalSec(self.now))
            if ping_id is not None:
                self.sent.append(self.now)
                self.plan.sent(ping_id, LocalSec(self.now))
                if self.answers:
                    self.now += RTT
                    sample = self.plan.pong(pong(ping_id), LocalSec(self.now))
                    assert sample is not None
                    self.bursts.append(sample.burst)
        self.now = end
        return [at - begin for at in self.sent[count:]]


def shell(*events: PingEvent, profile: Profile = DEFAULT) -> Shell:
    shell = Shell(PingPlan(profile))
    shell.tell(*events)
    return shell


def starts(pings: list[float]) -> list[float]:
    """When bursts began: pings after a pause of more than 0.1 s."""
    return [round(at, 1) for before, at in zip([-9.0, *pings], pings, strict=False) if at - before > 0.1]


def test_nothing_is_planned_before_the_link_is_up() -> None:
    plan = PingPlan(DEFAULT)
    assert plan.next_at(LocalSec(1.0)) is None
    assert plan.due(LocalSec(1.0)) is None


def test_on_connect_four_bursts_of_eight_converge_within_seconds() -> None:
    pings = shell(PingEvent.CONNECTED).run(7)
    assert starts(pings) == [0.0, 0.5, 2.0, 6.0]
    assert len(pings) == 4 * BURST


def test_pings_of_a_burst_follow_each_answer() -> None:
    run = shell(PingEvent.CONNECTED)
    pings = run.run(0.4)
    assert len(pings) == BURST
    assert all(later - earlier == pytest.approx(RTT + 0.02) for earlier, later in itertools.pairwise(pings))
    assert set(run.bursts) == {1}


def test_while_idle_a_burst_comes_every_thirty_seconds_once_drift_is_known() -> None:
    pings = shell(PingEvent.CONNECTED, PingEvent.IDLE).run(130)
    assert starts(pings) == [0.0, 0.5, 2.0, 6.0, 14.0, 22.0, 30.0, 60.0, 90.0, 120.0]


def test_while_playing_bursts_come_every_eight_seconds_with_sentinels_between() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    run.run(60)
    pings = run.run(80)
    sizes = [sum(at <= other < at + 1 for other in pings) for at in starts(pings)]
    assert sum(size > 1 for size in sizes) == 10
    assert {size for size in sizes if size > 1} == {5}
    # While a reserve is saved, never longer than two sentinels' intervals without hearing from the relay.
    assert max(later - earlier for earlier, later in itertools.pairwise(pings)) < 2.8


def test_what_is_saved_while_playing_is_enough_for_three_bursts_when_something_happens() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    run.run(160)
    guarded = run.run(80)
    assert max(later - earlier for earlier, later in itertools.pairwise(guarded)) < 2.8
    assert len(guarded) == pytest.approx(80, abs=4), "what cannot be saved is used"
    run.tell(PingEvent.RENEWED)
    assert len(run.run(3)) == 3 * BURST


def test_on_a_slow_path_an_urgent_burst_does_not_wait_for_each_answer() -> None:
    plan = PingPlan(DEFAULT)
    plan.on_event(PingEvent.CONNECTED, LocalSec(1.0))
    first = plan.due(LocalSec(1.0))
    assert first is not None
    plan.sent(first, LocalSec(1.0))
    assert plan.next_at(LocalSec(1.3)) == pytest.approx(2.1), "nobody knows yet whether this relay answers"
    assert plan.pong(pong(first), LocalSec(1.3)) is not None
    asked = []
    for at in (1.32, 1.37, 1.42):
        assert plan.next_at(LocalSec(at - 0.01)) == pytest.approx(at)
        ping_id = plan.due(LocalSec(at + 1e-6))
        assert ping_id is not None
        plan.sent(ping_id, LocalSec(at))
        asked.append(ping_id)
    samples = [plan.pong(pong(ping_id), LocalSec(1.6)) for ping_id in asked]
    assert [sample and sample.sent for sample in samples] == [1.32, 1.37, 1.42]


def test_a_burst_by_the_clock_waits_for_each_answer() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    run.run(100)
    before = len(run.sent)
    while len(run.sent) == before or run.sent[-1] - run.sent[-2] > 1:
        run.run(0.005)
    run.answers = False
    assert len(run.run(0.5)) <= 1


def test_all_that_waits_behind_one_stall_is_given_up_together() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    run.run(60)
    run.answers = False
    run.tell(PingEvent.RESUMED)
    pings = run.run(2.0)
    assert len(pings) > 8
    assert run.plan.unanswered == 1


def test_a_clock_that_was_given_up_while_it_was_being_learnt_changes_no_plan() -> None:
    run = shell(PingEvent.CONNECTED)
    run.run(0.1)
    run.tell(PingEvent.RENEWED)
    assert starts(run.run(7))[-3:] == [0.4, 1.9, 5.9]


def test_sentinels_belong_to_the_burst_before_them() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    run.run(60)
    run.bursts.clear()
    run.run(40)
    assert len(set(run.bursts)) == 6


def test_a_radio_that_may_sleep_is_left_alone_between_bursts() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING, profile=MOBILE)
    run.run(60)
    assert len(starts(run.run(60))) == 4


def test_a_profile_can_change_meanwhile() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    run.run(60)
    run.plan.use(MOBILE)
    run.run(20)
    assert len(starts(run.run(60))) == 4


def test_pings_never_exceed_the_relays_allowance() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    for number in range(60):
        run.tell((PingEvent.PREPARE_PLAY, PingEvent.HARD_RESYNC, PingEvent.DOUBT)[number % 3])
        run.run(1.7)
    tokens, last = 32.0, 100.0
    for at in run.sent:
        tokens = min(32.0, tokens + at - last) - 1
        last = at
        assert tokens >= 0
    # Nor does it leave much of it unused when it is asked for so much.
    assert len(run.sent) > 100


@pytest.mark.parametrize("event", [PingEvent.PREPARE_PLAY, PingEvent.DOUBT])
def test_a_start_that_is_announced_and_a_doubt_call_a_burst_at_once(event: PingEvent) -> None:
    run = shell(PingEvent.CONNECTED)
    run.run(60)
    run.tell(event)
    pings = run.run(1)
    assert len(pings) == BURST
    assert pings[0] == pytest.approx(0)


def test_a_burst_under_way_is_not_doubled() -> None:
    run = shell(PingEvent.CONNECTED)
    run.run(0.1)
    run.tell(PingEvent.PREPARE_PLAY)
    run.run(0.35)
    assert len(run.sent) == BURST


@pytest.mark.parametrize("event", [PingEvent.RESUMED, PingEvent.HARD_RESYNC, PingEvent.RENEWED])
def test_after_sleep_hard_resync_and_a_step_four_bursts_converge_again(event: PingEvent) -> None:
    run = shell(PingEvent.CONNECTED)
    run.run(60)
    run.tell(event)
    assert starts(run.run(5)) == [0.0, 0.5, 2.0, 4.0]


def test_a_pong_that_was_under_way_during_sleep_is_no_sample() -> None:
    plan = PingPlan(DEFAULT)
    plan.on_event(PingEvent.CONNECTED, LocalSec(1.0))
    ping_id = plan.due(LocalSec(1.0))
    assert ping_id is not None
    plan.sent(ping_id, LocalSec(1.0))
    plan.on_event(PingEvent.RESUMED, LocalSec(1.2))
    assert plan.pong(pong(ping_id), LocalSec(1.3)) is None


def test_a_lost_link_ends_all_plans_and_a_new_one_begins_with_a_full_allowance() -> None:
    run = shell(PingEvent.CONNECTED)
    run.run(7)
    run.tell(PingEvent.DISCONNECTED)
    assert run.run(60) == []
    run.tell(PingEvent.CONNECTED)
    assert len(run.run(7)) == 4 * BURST


def test_a_link_that_is_down_when_the_ping_is_due_ends_the_burst() -> None:
    plan = PingPlan(DEFAULT)
    plan.on_event(PingEvent.CONNECTED, LocalSec(1.0))
    ping_id = plan.due(LocalSec(1.0))
    assert ping_id is not None
    plan.sent(ping_id, None)
    assert plan.next_at(LocalSec(1.0)) == 1.5


def test_a_lost_pong_times_out_and_the_burst_goes_on() -> None:
    run = shell(PingEvent.CONNECTED)
    run.answers = False
    assert run.run(3.5) == pytest.approx([0.0, 1.1, 2.2, 3.3])
    run.answers = True
    # The rest of it at 4.4 s, and the two bursts that came due meanwhile as one.
    assert len(run.run(1.5)) == 4 + BURST


def test_a_late_pong_is_no_sample() -> None:
    plan = PingPlan(DEFAULT)
    plan.on_event(PingEvent.CONNECTED, LocalSec(1.0))
    first = plan.due(LocalSec(1.0))
    assert first is not None
    plan.sent(first, LocalSec(1.0))
    assert plan.due(LocalSec(2.2)) is None
    second = plan.due(LocalSec(2.2))
    assert second is not None
    plan.sent(second, LocalSec(2.2))
    assert plan.pong(pong(first), LocalSec(2.21)) is None
    assert plan.pong(pong(second), LocalSec(2.22)) is not None


def test_a_pong_nobody_asked_for_is_no_sample() -> None:
    assert PingPlan(DEFAULT).pong(pong(1), LocalSec(1.0)) is None


def test_a_sample_carries_both_stamps_of_the_relay() -> None:
    plan = PingPlan(DEFAULT)
    plan.on_event(PingEvent.CONNECTED, LocalSec(1.0))
    ping_id = plan.due(LocalSec(1.0))
    assert ping_id is not None
    plan.sent(ping_id, LocalSec(1.001))
    sample = plan.pong(pong(ping_id), LocalSec(1.02))
    assert sample is not None
    assert (sample.sent, sample.received) == (1.001, 1.02)
    assert (sample.server_received, sample.server_sent, sample.epoch) == (4999.0, 5000.0, "one")


def test_a_relay_with_one_stamp_is_taken_to_answer_at_once() -> None:
    plan = PingPlan(DEFAULT)
    plan.on_event(PingEvent.CONNECTED, LocalSec(1.0))
    ping_id = plan.due(LocalSec(1.0))
    assert ping_id is not None
    plan.sent(ping_id, LocalSec(1.0))
    sample = plan.pong(pong(ping_id, server_received_ms=None, epoch=None), LocalSec(1.02))
    assert sample is not None
    assert sample.server_received == sample.server_sent == 5000.0


def test_a_relay_that_never_answers_is_told_apart() -> None:
    run = shell(PingEvent.CONNECTED)
    run.answers = False
    run.run(2.9)
    assert not run.plan.silent(LocalSec(run.now))
    run.run(0.2)
    assert run.plan.silent(LocalSec(run.now))
    run.answers = True
    run.run(2)
    assert not run.plan.silent(LocalSec(run.now))
    run.tell(PingEvent.DISCONNECTED)
    assert not run.plan.silent(LocalSec(run.now + 60))


def test_pings_that_are_no_longer_answered_are_counted() -> None:
    run = shell(PingEvent.CONNECTED, PingEvent.PLAYING)
    run.run(60)
    assert run.plan.unanswered == 0
    run.answers = False
    run.run(9)
    assert run.plan.unanswered >= 2
    run.answers = True
    run.run(5)
    assert run.plan.unanswered == 0


def test_a_relay_that_never_answered_is_not_a_dead_link() -> None:
    run = shell(PingEvent.CONNECTED)
    run.answers = False
    run.run(10)
    assert run.plan.unanswered == 0
