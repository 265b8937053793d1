from __future__ import annotations

import pytest

from app.core.drift import Action
from app.core.effects import Effect, Jump, RetryLink, SendPing, SetClock
from app.core.events import ResyncAsked
from app.core.profiles import INTERNET
from app.core.smoothing_clock import SmoothingClock
from app.core.synchroniser import SyncOptions
from tests.fakes.dialogue import Dialogue, only, prepare, sync_state


def test_auto_takes_the_profile_of_the_measured_round_trip() -> None:
    talk = Dialogue(SyncOptions(profile=INTERNET))
    talk.join(sync_state())
    talk.wait(1.0)
    assert talk.session.sync.profile.name != "internet"


def test_a_chosen_profile_stays() -> None:
    talk = Dialogue(SyncOptions(profile=INTERNET, auto=False))
    talk.join(sync_state())
    talk.wait(1.0)
    assert talk.session.sync.profile is INTERNET


def test_the_specifications_estimator_can_be_chosen() -> None:
    talk = Dialogue(SyncOptions(clock=SmoothingClock))
    talk.join(sync_state())
    talk.wait(1.0)
    now = talk.session.sync.server_now(talk.now)
    assert now == pytest.approx(talk.now * 1000 + 5_000_000.0, abs=1.0)


def test_an_answer_that_took_too_long_changes_nothing() -> None:
    talk = Dialogue(pongs=False)
    talk.join(sync_state())
    talk.now = type(talk.now)(talk.now + 0.95)
    talk.epoch = None
    talk.pongs = True
    before = talk.session.sync.clock
    talk._pong(1)
    assert talk.session.sync.clock == before


def test_another_profile_is_taken_up_in_the_middle_of_a_party() -> None:
    talk = Dialogue(SyncOptions())
    talk.join(sync_state())
    talk.wait(1.0)
    for _ in range(2):
        talk.session.use(SyncOptions(profile=INTERNET, auto=False))
        assert talk.session.sync.profile is INTERNET
    talk.session.use(SyncOptions())
    assert talk.session.sync.profile is not INTERNET


def playing(talk: Dialogue, *, drift_ms: float = 0.0) -> None:
    talk.join(sync_state())
    talk.receive(prepare(at=101.0))
    talk.wait(12.0)
    talk.hears(position=11.0, drift_ms=drift_ms, uncertainty_ms=0.1)


def test_an_answer_that_contradicts_the_clock_calls_a_burst_at_once() -> None:
    talk = Dialogue()
    playing(talk)
    talk.server_ahead += 500.0
    effects = talk.wait(4.0)
    assert talk.session.sync.server_now(talk.now) == pytest.approx(talk.now * 1000 + talk.server_ahead, abs=1.0)
    assert len(only(effects, SendPing)) >= 4, "one stood guard, a burst followed"


def test_a_small_step_is_doubted_before_it_is_believed() -> None:
    talk = Dialogue()
    playing(talk)
    talk.server_ahead += 4.0
    talk.wait(4.0)
    assert talk.session.sync.server_now(talk.now) == pytest.approx(talk.now * 1000 + talk.server_ahead, abs=0.5)


def test_a_dead_link_has_to_prove_itself_after_two_lost_answers() -> None:
    talk = Dialogue()
    playing(talk)
    talk.pongs = False
    effects = talk.wait(6.0)
    asked = only(effects, SendPing)
    assert only(effects, RetryLink)
    assert effects.index(asked[1]) < effects.index(only(effects, RetryLink)[0]), "not for the guard's ping alone"


def test_one_lost_answer_is_a_stall() -> None:
    talk = Dialogue()
    playing(talk)
    talk.pongs = False
    effects = talk.wait(0.1)
    while not only(effects, SendPing):
        effects = talk.wait(0.1)
    talk.pongs = True
    assert only(talk.wait(5.0), RetryLink) == []


def test_uncertainty_grows_with_the_age_of_what_is_known() -> None:
    talk = Dialogue()
    playing(talk)
    fresh = talk.session.sync.view(talk.now)
    talk.pongs = False
    talk.wait(300.0)
    old = talk.session.sync.view(talk.now)
    assert fresh is not None
    assert old is not None
    assert old.uncertainty_ms > fresh.uncertainty_ms


def test_a_hard_drift_keeps_what_is_known_of_the_clock() -> None:
    talk = Dialogue()
    playing(talk, drift_ms=1200.0)
    talk.wait(0.1)
    known = talk.session.sync.view(talk.now)
    talk.pongs = False
    assert only(talk.wait(2.5), Jump)
    after = talk.session.sync.view(talk.now)
    assert known is not None
    assert after is not None
    assert after.uncertainty_ms < 2 * known.uncertainty_ms


def test_music_takes_up_a_clock_that_stepped_by_one_jump() -> None:
    talk = Dialogue()
    playing(talk)
    talk.wait(30.0)
    talk.server_ahead += 500.0
    effects = talk.wait(8.0)
    assert len(only(effects, Jump)) == 1
    jump = effects.index(only(effects, Jump)[0])
    ahead = [round(effect.clock.server_at(talk.now) - talk.now * 1000) for effect in only(effects[:jump], SetClock)]
    # Until it is sure, the player goes by what it had: nothing in between is heard.
    assert ahead[-1] == round(talk.server_ahead)
    assert set(ahead[:-1]) <= {round(talk.server_ahead) - 500}


def test_a_clock_that_stays_unsure_is_taken_up_after_a_while() -> None:
    talk = Dialogue(SyncOptions(clock=SmoothingClock))
    playing(talk)
    talk.wait(30.0)
    talk.server_ahead += 500.0
    talk.epoch = "e2"
    effects: list[Effect] = []
    while not only(effects, SendPing):
        effects = talk.wait(0.1)
    talk.pongs = False
    assert only(talk.wait(1.8), SetClock) == []
    effects = talk.wait(0.4)
    assert only(effects, SetClock)
    assert len(only(effects, Jump)) == 1
    assert only(talk.wait(1.8), Jump) == [], "once more only when it is sure"


def test_a_renewed_clock_that_says_the_same_leaves_the_music_alone() -> None:
    talk = Dialogue()
    playing(talk)
    talk.wait(30.0)
    talk.boot_ahead = 0.5
    effects = talk.wait(5.0)
    assert only(effects, SetClock)
    assert only(effects, Jump) == []


def test_who_asks_for_a_resync_sees_it_though_there_was_little_to_do() -> None:
    talk = Dialogue()
    playing(talk)
    talk.wait(30.0)
    assert only(talk.happen(ResyncAsked()), Jump)
    talk.wait(0.9)
    view = talk.session.sync.view(talk.now)
    assert view is not None
    assert view.action == Action.HARD


def test_in_silence_a_renewed_clock_is_taken_up_at_once() -> None:
    talk = Dialogue()
    playing(talk)
    talk.wait(30.0)
    talk.silence()
    talk.server_ahead += 500.0
    effects = talk.wait(3.0)
    assert only(effects, SetClock)
    assert only(effects, Jump) == []
    assert talk.session.sync.server_now(talk.now) == pytest.approx(talk.now * 1000 + talk.server_ahead, abs=1.0)


def test_without_a_link_after_a_sleep_the_old_clock_goes_on_to_be_kept() -> None:
    talk = Dialogue()
    playing(talk)
    talk.wait(30.0)
    talk.boot_ahead = 30.0
    talk.pongs = False
    talk.hears(position=41.0, drift_ms=300.0, uncertainty_ms=0.1)
    assert len(only(talk.wait(5.0), Jump)) == 1
