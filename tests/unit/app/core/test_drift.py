"""The drift policy as dialogues: what is read, when, and what is done about it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from app.core.drift import Action, Decision, DriftPolicy
from app.core.profiles import DEFAULT, INTERNET, LAN, PROFILES, Profile
from server.protocol.units import LocalSec, Millis


@dataclass(slots=True)
class Dialogue:
    """A policy that is read to every 2 s."""

    policy: DriftPolicy
    now: float = 100.0

    def reads(self, drift: float, *, after: float = 2.0, uncertainty: float = 1.0) -> Decision:
        self.now += after
        return self.policy.decide(Millis(drift), Millis(uncertainty), LocalSec(self.now))

    def twice(self, drift: float) -> list[Action]:
        return [self.reads(drift).action, self.reads(drift).action]


def dialogue(profile: Profile = DEFAULT) -> Dialogue:
    return Dialogue(DriftPolicy(profile))


@pytest.mark.parametrize("drift", [0.0, 1.0, -19.9])
def test_what_slewing_removes_in_time_is_left_to_it(drift: float) -> None:
    assert dialogue().twice(drift) == [Action.SLEW, Action.SLEW]


@pytest.mark.parametrize(
    ("drift", "first", "second"),
    [
        (20.0, Action.NONE, Action.NUDGE),
        (-199.9, Action.NONE, Action.NUDGE),
        (200.0, Action.NONE, Action.SOFT),
        (-799.9, Action.NONE, Action.SOFT),
    ],
)
def test_a_jump_needs_two_readings_that_agree(drift: float, first: Action, second: Action) -> None:
    assert dialogue().twice(drift) == [first, second]


@pytest.mark.parametrize(
    ("drift", "action"),
    [
        (800.0, Action.AGGRESSIVE),
        (-999.9, Action.AGGRESSIVE),
        (1000.0, Action.HARD),
        (-60_000.0, Action.HARD),
    ],
)
def test_a_large_drift_does_not_wait_for_a_second_reading(drift: float, action: Action) -> None:
    assert dialogue().reads(drift).action is action


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_profile_decides_by_its_own_steps(profile: Profile) -> None:
    assert dialogue(profile).twice(profile.soft - 0.1)[1] is Action.NUDGE
    assert dialogue(profile).twice(profile.soft)[1] is Action.SOFT
    assert dialogue(profile).reads(profile.aggressive).action is Action.AGGRESSIVE
    assert dialogue(profile).reads(profile.hard).action is Action.HARD


def test_a_change_of_profile_counts_from_the_next_reading() -> None:
    talk = dialogue(LAN)
    talk.policy.use(INTERNET)
    assert talk.reads(900).action is Action.NONE
    assert talk.reads(900).action is Action.SOFT


def test_readings_that_disagree_are_waited_out() -> None:
    talk = dialogue()
    assert talk.reads(300).reason == "waiting for a second reading"
    assert talk.reads(-300).action is Action.NONE
    assert talk.reads(100).action is Action.NONE
    assert talk.reads(500).action is Action.NONE
    assert talk.reads(420).action is Action.SOFT


def test_readings_agree_when_slewing_explains_their_difference() -> None:
    talk = dialogue()
    talk.reads(24)
    assert talk.reads(22).action is Action.NUDGE


def test_a_reading_from_long_ago_is_no_second_reading() -> None:
    talk = dialogue()
    talk.reads(300)
    assert talk.reads(300, after=30).action is Action.NONE
    assert talk.reads(300).action is Action.SOFT


def test_nothing_jumps_right_after_a_start() -> None:
    talk = dialogue()
    talk.policy.started(LocalSec(talk.now))
    decision = talk.reads(5000, after=0.9)
    assert (decision.action, decision.reason) == (Action.NONE, "just started")
    assert talk.reads(5000, after=0.1).action is Action.HARD


def test_a_start_makes_earlier_readings_worthless() -> None:
    talk = dialogue()
    talk.reads(300)
    talk.policy.started(LocalSec(talk.now))
    assert talk.twice(300) == [Action.NONE, Action.SOFT]


def test_after_a_jump_it_waits_five_seconds() -> None:
    talk = dialogue()
    assert talk.reads(900).action is Action.AGGRESSIVE
    assert talk.reads(900).reason == "cooling down after a jump"
    assert talk.reads(900).action is Action.NONE
    assert talk.reads(900).action is Action.AGGRESSIVE


def test_a_drift_that_may_be_none_moves_nothing() -> None:
    talk = dialogue()
    talk.reads(60, uncertainty=40)
    assert talk.reads(60, uncertainty=40).reason == "the clock is not sure enough"
    assert talk.reads(60, uncertainty=10).action is Action.NUDGE


def test_a_hard_drift_moves_even_a_clock_that_is_not_sure() -> None:
    assert dialogue().reads(1200, uncertainty=5000).action is Action.HARD


def test_a_fourth_jump_within_a_minute_does_not_happen() -> None:
    talk = dialogue()
    for _ in range(3):
        assert talk.reads(900, after=6).action is Action.AGGRESSIVE
    fourth = talk.reads(900, after=6)
    assert fourth == Decision(action=Action.NONE, reason="too many jumps in a minute", resync_visible=True)
    # Nor later, however large it gets: the person is asked.
    assert talk.reads(5000, after=70).action is Action.NONE
    # What needs no jump goes on.
    calm = talk.reads(3)
    assert (calm.action, calm.resync_visible) == (Action.SLEW, True)


def test_three_jumps_a_minute_may_go_on_for_ever() -> None:
    talk = dialogue()
    assert all(talk.reads(900, after=21).action is Action.AGGRESSIVE for _ in range(20))


def test_resync_lets_it_jump_again() -> None:
    talk = dialogue()
    for _ in range(4):
        talk.reads(900, after=6)
    talk.policy.resynced(LocalSec(talk.now))
    after = talk.reads(900)
    assert (after.action, after.resync_visible) == (Action.AGGRESSIVE, False)


def test_a_new_start_lets_it_jump_again() -> None:
    talk = dialogue()
    for _ in range(4):
        talk.reads(900, after=6)
    talk.policy.started(LocalSec(talk.now))
    assert not talk.policy.state.stopped
    assert not talk.reads(5).resync_visible


def test_resync_is_offered_above_its_threshold_and_withdrawn_below_a_lower_one() -> None:
    talk = dialogue()
    shown = [talk.reads(drift).resync_visible for drift in (1400, -1501, 1400, 801, 800, 1400)]
    assert shown == [False, True, True, True, False, False]


def test_a_reason_tells_the_figure() -> None:
    assert dialogue().reads(-3.21).reason == "drift -3.2 ms"


def test_only_corrections_that_move_the_position_are_jumps() -> None:
    assert [action.value for action in Action if action.jumps] == ["nudge", "soft", "aggressive", "hard"]


def rejoin(talk: Dialogue, drift: float, *, uncertainty: float = 0.2) -> Decision:
    talk.now += 2
    return talk.policy.rejoin(Millis(drift), Millis(uncertainty), LocalSec(talk.now))


@pytest.mark.parametrize("drift", [1.0, -15.0, 700.0])
def test_a_drift_that_came_with_a_renewed_clock_is_jumped_at_once(drift: float) -> None:
    talk = dialogue()
    assert talk.twice(300.0)[1] is Action.SOFT
    decision = rejoin(talk, drift)
    assert decision.action is Action.NUDGE, "without a second reading and a cool-down"
    assert "renewed" in decision.reason


@pytest.mark.parametrize(("drift", "uncertainty"), [(0.9, 0.1), (30.0, 20.0)])
def test_a_renewed_clock_that_says_the_same_moves_nothing(drift: float, uncertainty: float) -> None:
    assert rejoin(dialogue(), drift, uncertainty=uncertainty).action is Action.SLEW


def test_renewed_clocks_are_no_way_around_the_limit_of_jumps() -> None:
    talk = dialogue()
    assert [rejoin(talk, 100.0).action for _ in range(4)] == [*[Action.NUDGE] * 3, Action.NONE]
    decision = rejoin(talk, 0.1)
    assert decision.action is Action.SLEW
    assert decision.resync_visible
    assert decision.resync_visible
    talk.policy.started(LocalSec(talk.now))
    talk.now += 60
    assert rejoin(talk, 100.0).action is Action.NUDGE
