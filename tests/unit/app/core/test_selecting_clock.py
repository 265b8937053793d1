from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.core.profiles import DEFAULT, INTERNET
from app.core.selecting_clock import SelectingClock
from server.protocol.units import LocalSec

if TYPE_CHECKING:
    from tests.unit.app.core.conftest import Bench


def error(clock: SelectingClock, bench: Bench, at: float) -> float:
    """Estimate minus truth in ms."""
    estimate = clock.map(LocalSec(at))
    assert estimate is not None
    return estimate.server_at(LocalSec(at)) - bench.server(at)


def settle(clock: SelectingClock, bench: Bench, *, bursts: int = 10, start: float = 0.0) -> float:
    """Clean pings, one burst every 8 s; returns when the last one was."""
    for number in range(bursts):
        for ping in range(3):
            clock.add(bench.ping(start + number * 8 + ping * 0.05, burst=int(start) + number))
    return start + (bursts - 1) * 8


def test_nothing_is_known_before_the_first_sample() -> None:
    clock = SelectingClock(DEFAULT)
    assert clock.map(LocalSec(0.0)) is None
    assert clock.rtt is None
    assert not clock.doubtful


def test_the_first_sample_gives_an_estimate(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    assert clock.add(bench.ping(5.0, up=10, down=10))
    assert error(clock, bench, 5.0) == pytest.approx(0, abs=0.01)


def test_a_slow_ping_after_a_quick_one_changes_next_to_nothing(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    clock.add(bench.ping(5.0, burst=1))
    clock.add(bench.ping(5.1, up=300, burst=1))
    assert error(clock, bench, 5.5) == pytest.approx(0, abs=0.05)


def test_drift_is_followed_between_samples(bench: Bench) -> None:
    bench.ppm = 60
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench, bursts=20)
    assert error(clock, bench, last + 60) == pytest.approx(0, abs=0.1)


def test_uncertainty_grows_with_age(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    fresh, old = clock.map(LocalSec(last)), clock.map(LocalSec(last + 600))
    assert fresh is not None
    assert old is not None
    assert fresh.uncertainty_ms < 0.2
    assert old.uncertainty_ms > 2 * fresh.uncertainty_ms
    assert fresh.server_at_anchor == old.server_at_anchor


def test_a_round_trip_over_the_limit_is_discarded_but_shown(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    assert not clock.add(bench.ping(5.0, up=900, down=1))
    assert clock.map(LocalSec(6.0)) is None
    assert clock.rtt == pytest.approx(901)
    clock.use(INTERNET)
    assert clock.add(bench.ping(7.0, up=900, down=1))


def test_a_new_epoch_makes_all_before_worthless(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    bench.epoch, bench.base = "two", bench.base - 4321
    clock.add(bench.ping(last + 8))
    assert error(clock, bench, last + 8) == pytest.approx(0, abs=0.05)


def test_two_samples_that_hardly_a_delay_explains_raise_doubt_and_change_nothing(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    for number in range(10):
        clock.add(bench.ping(number * 8.0, up=20, down=20, burst=number))
    before = clock.map(LocalSec(72.0))
    bench.base += 12
    assert clock.add(bench.ping(80.0, up=20, down=20))
    assert clock.add(bench.ping(80.1, up=20, down=20))
    assert clock.doubtful
    assert clock.map(LocalSec(72.0)) == before


def test_a_sample_that_disproves_the_clock_is_believed_at_once(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    bench.base += 250
    clock.add(bench.ping(last + 8))
    assert error(clock, bench, last + 8) == pytest.approx(0, abs=0.1)
    assert clock.renewals == 1
    assert not clock.doubtful


def test_a_step_that_stays_within_the_round_trip_is_believed_after_three(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    for number in range(10):
        clock.add(bench.ping(number * 8.0, up=20, down=20, burst=number))
    bench.base += 12
    for ping in range(3):
        assert clock.renewals == 0
        clock.add(bench.ping(80 + ping * 0.1, up=20, down=20, burst=99))
    assert clock.renewals == 1
    assert error(clock, bench, 80.3) == pytest.approx(0, abs=0.2)


def test_a_slow_sample_that_would_agree_with_either_ends_no_doubt(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    for number in range(10):
        clock.add(bench.ping(number * 8.0, up=20, down=20, burst=number))
    bench.base += 12
    clock.add(bench.ping(80, up=20, down=20, burst=99))
    clock.add(bench.ping(80.1, up=20, down=120, burst=99))
    assert clock.doubtful
    clock.add(bench.ping(80.3, up=20, down=20, burst=99))
    clock.add(bench.ping(80.4, up=20, down=20, burst=99))
    assert error(clock, bench, 80.5) == pytest.approx(0, abs=0.2)


def test_what_was_under_way_during_a_step_is_given_up_as_soon_as_there_is_better(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    bench.base += 300
    torn = bench.ping(last + 8, up=100, down=100, burst=99)
    # Sent by the clock before the step, received by the one after it, which is 0.15 s behind.
    torn = replace(torn, received=LocalSec(torn.received - 0.15))
    assert clock.add(torn)
    assert clock.renewals == 1
    clock.add(bench.ping(last + 8.02, up=100, down=100, burst=99))
    assert clock.renewals == 1, "this one was under way with it"
    clock.add(bench.ping(last + 8.3, burst=99))
    assert error(clock, bench, last + 8.3) == pytest.approx(0, abs=0.05)
    assert clock.renewals == 1


def test_an_answer_from_before_its_question_shows_a_step_and_is_no_sample(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    before = clock.map(LocalSec(last))
    halted = bench.ping(last + 8, up=30, down=30)
    assert not clock.add(replace(halted, received=LocalSec(halted.received - 0.5)))
    assert clock.doubtful
    assert clock.map(LocalSec(last)) == before
    assert clock.rtt == pytest.approx(2.0)


def test_a_ping_that_beats_all_before_it_waits_for_one_that_confirms_it(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    for number in range(10):
        clock.add(bench.ping(number * 8.0, up=20, down=20, burst=number))
    before = clock.map(LocalSec(72.0))
    quick = bench.ping(80.0, up=20, down=20, burst=99)
    # The local clock halted for 30 ms on its way back.
    clock.add(replace(quick, received=LocalSec(quick.received - 0.03)))
    assert clock.map(LocalSec(72.0)) == before
    bench.base += 30
    for ping in range(3):
        clock.add(bench.ping(80.1 + ping * 0.1, up=20, down=20, burst=99))
    assert error(clock, bench, 80.4) == pytest.approx(0, abs=0.2)


def test_points_whose_ways_contradict_each_other_are_given_up_for_the_newest(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    # One slow ping leaves so much open that what comes after a step does not contradict it.
    clock.add(bench.ping(1.0, up=300, down=300))
    bench.base += 800
    clock.add(bench.ping(2.0, up=10, down=10))
    assert error(clock, bench, 2.0) == pytest.approx(0, abs=0.1)


def test_a_third_one_in_a_row_is_believed(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    bench.base += 250
    for ping in range(3):
        clock.add(bench.ping(last + 8 + ping * 0.1, burst=99))
    assert not clock.doubtful
    assert error(clock, bench, last + 9) == pytest.approx(0, abs=0.1)


def test_one_that_agrees_in_between_ends_the_doubt(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    for ping in range(6):
        bench.base += 250
        clock.add(bench.ping(last + 8 + ping * 0.2))
        bench.base -= 250
        clock.add(bench.ping(last + 8.1 + ping * 0.2))
    assert not clock.doubtful
    assert error(clock, bench, last + 10) == pytest.approx(0, abs=0.1)


def test_a_long_queue_is_no_contradiction(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    for ping in range(5):
        clock.add(bench.ping(last + 8 + ping, up=500, burst=99))
        assert not clock.doubtful
    assert error(clock, bench, last + 14) == pytest.approx(0, abs=0.2)


def test_reset_forgets(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    settle(clock, bench)
    clock.reset()
    assert clock.map(LocalSec(100.0)) is None
    assert clock.rtt is None
    bench.base += 99_999
    clock.add(bench.ping(200.0))
    assert error(clock, bench, 200.0) == pytest.approx(0, abs=0.05)


def test_after_a_reset_into_congestion_the_paths_old_floor_keeps_the_uncertainty_honest(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    clock.reset()
    for ping in range(24):
        clock.add(bench.ping(last + 60 + ping * 0.1, up=80, burst=77))
    estimate = clock.map(LocalSec(last + 63))
    assert estimate is not None
    assert abs(error(clock, bench, last + 63)) <= 2 * estimate.uncertainty_ms


def test_the_old_floor_counts_no_more_once_the_new_path_is_well_known(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    clock.reset()
    for number in range(24):
        clock.add(bench.ping(last + 60 + number * 8, up=40, down=40, burst=100 + number))
    estimate = clock.map(LocalSec(last + 60 + 23 * 8))
    assert estimate is not None
    assert estimate.uncertainty_ms < 2


def test_clean_bursts_outlive_an_upload_that_fills_the_way_there(bench: Bench) -> None:
    bench.ppm = 20
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench, bursts=24)
    for number in range(1, 76):
        clock.add(bench.ping(last + number * 8, up=60 + number % 7 * 10, burst=1000 + number))
    estimate = clock.map(LocalSec(last + 600))
    assert estimate is not None
    # Without memory it would be off by 30 ms.
    assert abs(error(clock, bench, last + 600)) < 1
    assert estimate.uncertainty_ms < 2


def test_a_path_that_became_quicker_is_believed(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    for number in range(24):
        clock.add(bench.ping(number * 8.0, up=40, down=20, burst=number))
    assert error(clock, bench, 184.0) == pytest.approx(10, abs=0.2)
    for number in range(24, 27):
        clock.add(bench.ping(number * 8.0, up=5, down=5, burst=number))
    assert error(clock, bench, 208.0) == pytest.approx(0, abs=0.5)
