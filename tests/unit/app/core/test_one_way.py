from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.one_way import Line, Point
from app.core.one_way import fit as fit_ways
from server.protocol.units import LocalSec

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE = 1_700_000_000_000.0


def way(at: float, up: float, down: float, ppm: float = 0.0) -> tuple[Point, Point]:
    """A ping whose ways took ``up`` and ``down`` ms between clocks that part by ``ppm``."""
    back = at + (up + down) / 1000
    return (
        Point(at=LocalSec(at), lead=BASE + at * ppm * 1e-3 + up),
        Point(at=LocalSec(back), lead=BASE + back * ppm * 1e-3 - down),
    )


def fit(bursts: Sequence[Sequence[tuple[Point, Point]]], slope: float = 0.0) -> Line:
    """The line through whole pings."""
    there = [[there for there, _ in burst] for burst in bursts]
    return fit_ways(there, [[back for _, back in burst] for burst in bursts], slope)


def bursts(
    delays: Sequence[tuple[float, float]], *, every: float = 8.0, ppm: float = 0.0
) -> list[list[tuple[Point, Point]]]:
    """One burst for each pair of delays."""
    return [[way(number * every, up, down, ppm)] for number, (up, down) in enumerate(delays)]


def test_one_ping_puts_the_server_in_the_middle_of_its_round_trip() -> None:
    line = fit([[way(100.0, 10, 10)]])
    assert line.server_at(LocalSec(100.0)) == pytest.approx(BASE + 100_000, abs=0.01)
    assert line.floor == pytest.approx(20, abs=0.01)


def test_one_ping_is_not_believed_to_the_millisecond() -> None:
    assert fit([[way(100.0, 100, 100)]]).sigma(LocalSec(100.0)) > 25


def test_many_pings_that_agree_are() -> None:
    assert fit(bursts([(10, 10)] * 24)).sigma(LocalSec(184.0)) < 0.5


@pytest.mark.parametrize("ppm", [-300, -40, 0, 40, 300])
def test_drift_is_found(ppm: float) -> None:
    line = fit(bursts([(10, 10)] * 24, ppm=ppm))
    assert line.slope * 1000 == pytest.approx(ppm, abs=abs(ppm) * 0.01 + 0.1)
    assert line.server_at(LocalSec(200.0)) == pytest.approx(BASE + 200_000 + 200 * ppm * 1e-3, abs=0.1)


def test_the_clean_way_back_of_a_ping_that_met_a_queue_counts() -> None:
    # No ping is clean both ways, so no round trip is short; yet both floors are seen.
    line = fit(bursts([(10, 60), (60, 10)] * 6))
    assert line.offset == pytest.approx(BASE, abs=0.05)
    assert line.floor == pytest.approx(20, abs=0.1)


def test_congestion_of_one_way_hardly_moves_the_line() -> None:
    clean, jammed = bursts([(10, 10)] * 24), bursts([(10, 10)] * 16 + [(90, 10)] * 8)
    assert fit(jammed).offset == pytest.approx(fit(clean).offset, abs=0.2)


def test_only_the_best_of_a_burst_counts() -> None:
    burst = [way(0.1 * number, up, 10) for number, up in enumerate((50, 70, 10, 90))]
    assert fit([burst]).offset == pytest.approx(BASE, abs=0.05)


def test_uncertainty_grows_away_from_the_evidence() -> None:
    line = fit(bursts([(10, 10)] * 24))
    sigmas = [line.sigma(LocalSec(line.at + age)) for age in (0, 60, 600, 3600)]
    assert sigmas == sorted(sigmas)
    assert sigmas[-1] > 1


def test_a_burst_is_worth_less_the_older_it_is_and_the_higher_above_the_floor() -> None:
    pings = bursts([(10, 10)] * 8 + [(40, 10)] * 2)
    line = fit(pings)
    there = [line.worth_there([there for there, _ in burst]) for burst in pings]
    back = [line.worth_back([back for _, back in burst]) for burst in pings]
    assert there[:8] == sorted(there[:8])
    assert max(there[8:]) < min(there[:8])
    # The queue was on the way there: the way back of the same pings is worth most, being newest.
    assert back == sorted(back)


delay = st.floats(min_value=0, max_value=400)


@given(st.lists(st.tuples(delay, delay), min_size=1, max_size=24), st.floats(min_value=-100, max_value=100))
def test_the_line_lies_between_the_floors_of_both_ways(delays: list[tuple[float, float]], ppm: float) -> None:
    pings = bursts([(5 + up, 5 + down) for up, down in delays], ppm=ppm)
    line = fit(pings)
    assert line.floor >= 0
    assert 0 < line.sigma(line.at) < 1000
    # The worst that queues can do is half the longest of them, plus what drift adds over the window.
    worst = max(max(pair) for pair in delays) / 2
    true = BASE + line.at * ppm * 1e-3
    assert abs(line.offset - true) <= worst + 0.1 * 24 * 8 * abs(ppm) * 1e-3 + 25
