from __future__ import annotations

import pytest

from app.core.profiles import INTERNET
from app.core.smoothing_clock import SmoothingClock
from app.core.synchroniser import SyncOptions
from tests.fakes.dialogue import Dialogue, sync_state


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
