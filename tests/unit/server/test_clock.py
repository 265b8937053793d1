from __future__ import annotations

from server.clock import RelayClock


def test_server_time_is_the_wall_clock_once_and_then_the_monotonic_one() -> None:
    monotonic = [100.0]
    clock = RelayClock(offset_ms=1_700_000_000_000.0, epoch="e", monotonic=lambda: monotonic[0])
    assert clock.now() == 1_700_000_100_000.0
    monotonic[0] += 0.0125
    assert clock.now() == 1_700_000_100_012.5


def test_a_started_clock_never_runs_backwards() -> None:
    clock = RelayClock.set_by_wall("e")
    first = clock.now()
    assert first > 1_700_000_000_000.0
    assert clock.now() >= first
    assert clock.epoch == "e"


def test_server_time_of_an_earlier_instant_is_known_too() -> None:
    clock = RelayClock(offset_ms=1_000.0, epoch="e", monotonic=lambda: 5.0)
    assert clock.at(4.5) == 5_500.0
