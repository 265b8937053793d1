from __future__ import annotations

import numpy as np
import pytest

from app.playback.dac_clock import DacClock
from server.protocol.units import LocalSec, Seconds

RATE = 48_000
BLOCK = 960


def feed(
    clock: DacClock,
    seconds: float,
    *,
    ppm: float = 0.0,
    jitter: float = 0.0,
    start: float = 0.0,
    delay: float = 0.2,
    seed: int = 1,
) -> float:
    """Report every 20 ms from a card that is ``ppm`` slow; returns the time of the last report."""
    random = np.random.default_rng(seed)
    at = start
    while at < start + seconds:
        clock.observe(at * RATE, LocalSec(delay + at * (1 + ppm * 1e-6) + random.uniform(-jitter, jitter)))
        at += BLOCK / RATE
    return at


def error_at(clock: DacClock, at: float, *, ppm: float = 0.0, delay: float = 0.2) -> float:
    line = clock.line()
    assert line
    return line.time_of(at * RATE) - (delay + at * (1 + ppm * 1e-6))


def test_knows_nothing_before_the_first_report() -> None:
    clock = DacClock(RATE)
    assert clock.line() is None
    assert not clock.settled


def test_is_settled_after_a_few_reports() -> None:
    clock = DacClock(RATE)
    feed(clock, 0.3)
    assert clock.settled


@pytest.mark.parametrize("ppm", [-300, -50, 0, 50, 300])
def test_finds_the_rate_of_a_card(ppm: float) -> None:
    clock = DacClock(RATE)
    end = feed(clock, 10, ppm=ppm, jitter=0.0002)
    line = clock.line()
    assert line
    assert line.period * RATE == pytest.approx(1 + ppm * 1e-6, abs=3e-6)
    assert abs(error_at(clock, end + 0.2, ppm=ppm)) < 50e-6


@pytest.mark.parametrize("seed", range(5))
def test_averages_20_ms_of_jitter(seed: int) -> None:
    clock = DacClock(RATE)
    end = feed(clock, 20, ppm=100, jitter=0.02, seed=seed)
    assert abs(error_at(clock, end, ppm=100)) < 0.003
    line = clock.line()
    assert line
    assert 0.0003 < line.uncertainty < 0.003


def test_what_was_reported_while_the_stream_started_is_forgotten() -> None:
    clock = DacClock(RATE)
    clock.observe(0, LocalSec(0.0))
    assert clock.observe(960, LocalSec(1.42))
    feed(clock, 0.2, delay=1.4)
    assert abs(error_at(clock, 0.2, delay=1.4)) < 1e-3


def test_a_single_wild_report_moves_nothing() -> None:
    clock = DacClock(RATE)
    end = feed(clock, 5, jitter=0.0001)
    assert not clock.observe(end * RATE, LocalSec(end + 0.2 + 0.15))
    assert abs(error_at(clock, end)) < 50e-6


def test_a_mapping_that_moves_is_noticed_within_a_quarter_second() -> None:
    clock = DacClock(RATE)
    end = feed(clock, 5, jitter=0.0001)
    moved = [clock.observe((end + i * 0.02) * RATE, LocalSec(end + i * 0.02 + 0.287)) for i in range(13)]
    assert moved.count(True) == 1
    assert abs(error_at(clock, end + 0.24, delay=0.287)) < 50e-6


def test_a_second_of_late_reports_on_a_busy_machine_is_no_move_but_two_are() -> None:
    clock = DacClock(RATE)
    end = feed(clock, 10, jitter=0.0001)
    late = [clock.observe((end + i * 0.08) * RATE, LocalSec(end + i * 0.08 + 0.2015)) for i in range(14)]
    assert not any(late)
    assert abs(error_at(clock, end + 1.1)) < 50e-6
    late = [clock.observe((end + i * 0.08) * RATE, LocalSec(end + i * 0.08 + 0.2015)) for i in range(14, 30)]
    assert late.count(True) == 1
    assert abs(error_at(clock, end + 2.4, delay=0.2015)) < 50e-6


def test_outliers_on_alternating_sides_are_no_move() -> None:
    clock = DacClock(RATE)
    end = feed(clock, 5, jitter=0.0001)
    for i in range(20):
        wild = 0.05 if i % 2 else -0.05
        assert not clock.observe((end + i * 0.02) * RATE, LocalSec(end + i * 0.02 + 0.2 + wild))


def test_reset_forgets_the_offset_but_not_the_rate() -> None:
    clock = DacClock(RATE)
    feed(clock, 10, ppm=200, jitter=0.0001)
    clock.reset()
    assert clock.line() is None
    clock.observe(0, LocalSec(100))
    line = clock.line()
    assert line
    assert line.period * RATE == pytest.approx(1.0002, abs=3e-6)


def test_a_line_is_its_own_inverse() -> None:
    clock = DacClock(RATE)
    feed(clock, 1, ppm=50)
    line = clock.line()
    assert line
    assert line.frame_at(line.time_of(12_345)) == pytest.approx(12_345, abs=1e-6)


def test_reports_of_one_moment_carry_no_news() -> None:
    clock = DacClock(RATE)
    feed(clock, 1)
    before = clock.line()
    assert not clock.observe(0.98 * RATE, LocalSec(99))
    assert clock.line() == before


def test_reports_whose_question_was_long_under_way_count_little() -> None:
    # As measured on idle cores: most answers take 0.1 ms and are wrong by 0.04, one in ten is right.
    random = np.random.default_rng(3)
    clock = DacClock(RATE)
    for number in range(100):
        at, doubt = number * 0.2, 100e-6 if number % 10 else 17e-6
        wrong = 0.4 * (doubt - 17e-6) + random.normal(0, 3e-6)
        clock.observe(at * RATE, LocalSec(0.2 + at + wrong), Seconds(doubt))
    assert abs(error_at(clock, 20.2)) < 15e-6


def test_doubts_far_below_the_scatter_of_the_reports_do_not_matter() -> None:
    clocks = DacClock(RATE), DacClock(RATE)
    random = np.random.default_rng(4)
    for number in range(500):
        at, jitter = number * 0.02, random.uniform(-0.005, 0.005)
        for clock, doubt in zip(clocks, (0.0, random.uniform(0, 50e-6)), strict=True):
            clock.observe(at * RATE, LocalSec(0.2 + at + jitter), Seconds(doubt))
    assert error_at(clocks[0], 10.2) == pytest.approx(error_at(clocks[1], 10.2), abs=1e-6)
