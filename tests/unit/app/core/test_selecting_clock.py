from __future__ import annotations

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


def test_two_samples_that_no_delay_explains_raise_doubt_and_change_nothing(bench: Bench) -> None:
    clock = SelectingClock(DEFAULT)
    last = settle(clock, bench)
    before = clock.map(LocalSec(last))
    bench.base += 250
    assert clock.add(bench.ping(last + 8))
    assert clock.add(bench.ping(last + 8.1))
    assert clock.doubtful
    assert clock.map(LocalSec(last)) == before


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
