from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.core.profiles import DEFAULT, INTERNET, MOBILE
from app.core.server_clock import PingSample
from app.core.smoothing_clock import SmoothingClock
from server.protocol.units import LocalSec, ServerMs

if TYPE_CHECKING:
    from tests.unit.app.core.conftest import Bench


def sample(*, sent_ms: float, received_ms: float, server_ms: float) -> PingSample:
    return PingSample(
        sent=LocalSec(sent_ms / 1000),
        received=LocalSec(received_ms / 1000),
        server_received=ServerMs(server_ms),
        server_sent=ServerMs(server_ms),
        epoch=None,
        burst=1,
    )


def offset(clock: SmoothingClock, now_ms: float) -> float:
    estimate = clock.map(LocalSec(now_ms / 1000))
    assert estimate is not None
    return estimate.server_at(LocalSec(now_ms / 1000)) - now_ms


def test_a_worked_example() -> None:
    clock = SmoothingClock(DEFAULT)
    # Round trip 100, so the server is read as 10 000 + 50 when we show 1 100: offset 8 950, taken whole.
    assert clock.add(sample(sent_ms=1000, received_ms=1100, server_ms=10_000))
    assert offset(clock, 1100) == pytest.approx(8950)
    # Round trip 60, offset 11 000 + 30 − 2 060 = 8 970; 0.8 × 8 950 + 0.2 × 8 970 = 8 954.
    assert clock.add(sample(sent_ms=2000, received_ms=2060, server_ms=11_000))
    assert offset(clock, 2060) == pytest.approx(8954)
    # Round trip 900 is over 800: discarded, nothing changes.
    assert not clock.add(sample(sent_ms=3000, received_ms=3900, server_ms=12_700))
    assert offset(clock, 3900) == pytest.approx(8954)


def test_nothing_is_known_before_the_first_sample() -> None:
    clock = SmoothingClock(DEFAULT)
    assert clock.map(LocalSec(1.0)) is None
    assert clock.rtt is None


def test_mobile_smooths_more_and_internet_discards_less() -> None:
    clock = SmoothingClock(DEFAULT)
    clock.add(sample(sent_ms=1000, received_ms=1100, server_ms=10_000))
    clock.use(MOBILE)
    clock.add(sample(sent_ms=2000, received_ms=2060, server_ms=11_000))
    assert offset(clock, 2060) == pytest.approx(0.9 * 8950 + 0.1 * 8970)
    clock.use(INTERNET)
    assert clock.add(sample(sent_ms=3000, received_ms=4100, server_ms=12_000))


def test_a_new_epoch_starts_afresh(bench: Bench) -> None:
    clock = SmoothingClock(DEFAULT)
    clock.add(bench.ping(1.0))
    bench.epoch, bench.base = "two", bench.base + 5000
    clock.add(bench.ping(2.0))
    assert offset(clock, 2000) == pytest.approx(bench.base, abs=0.01)


def test_a_relay_without_epochs_is_averaged_on(bench: Bench) -> None:
    clock = SmoothingClock(DEFAULT)
    clock.add(bench.ping(1.0))
    clock.add(replace(bench.ping(2.0), epoch=None))
    assert offset(clock, 2000) == pytest.approx(bench.base, abs=0.01)


def test_uncertainty_begins_with_half_the_round_trip_and_grows_with_age(bench: Bench) -> None:
    clock = SmoothingClock(DEFAULT)
    clock.add(bench.ping(1.0, up=20, down=20))
    fresh, old = clock.map(LocalSec(1.05)), clock.map(LocalSec(601.05))
    assert fresh is not None
    assert old is not None
    assert fresh.uncertainty_ms == pytest.approx(20, abs=0.1)
    assert old.uncertainty_ms == pytest.approx(50, abs=0.2)


def test_an_average_never_doubts_and_reset_forgets(bench: Bench) -> None:
    clock = SmoothingClock(DEFAULT)
    clock.add(bench.ping(1.0))
    bench.base += 5000
    clock.add(bench.ping(2.0))
    assert not clock.doubtful
    clock.reset()
    assert clock.map(LocalSec(2.0)) is None


def test_it_counts_how_often_it_began_anew(bench: Bench) -> None:
    clock = SmoothingClock(DEFAULT)
    clock.reset()
    assert clock.renewals == 0
    clock.add(bench.ping(1.0))
    clock.reset()
    assert clock.renewals == 1


def test_an_answer_from_before_its_question_is_no_sample(bench: Bench) -> None:
    clock = SmoothingClock(DEFAULT)
    halted = bench.ping(1.0, up=20, down=20)
    assert not clock.add(replace(halted, received=LocalSec(halted.received - 0.5)))
    assert clock.map(LocalSec(1.1)) is None
