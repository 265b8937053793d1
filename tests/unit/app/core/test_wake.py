from __future__ import annotations

from app.core.wake import WakeDetector
from server.protocol.units import LocalSec, Seconds


def test_regular_ticks_are_no_sleep() -> None:
    wake = WakeDetector(Seconds(5.0))
    assert not any(wake.tick(LocalSec(100.0 + tick), Seconds(500.0 + tick)) for tick in range(10))


def test_a_boot_clock_that_ran_ahead_is_a_sleep() -> None:
    wake = WakeDetector(Seconds(5.0))
    wake.tick(LocalSec(100.0), Seconds(500.0))
    assert wake.tick(LocalSec(101.0), Seconds(531.0))
    assert not wake.tick(LocalSec(102.0), Seconds(532.0))


def test_without_a_boot_clock_a_gap_is_a_sleep() -> None:
    wake = WakeDetector(Seconds(5.0))
    assert not wake.tick(LocalSec(100.0), None)
    assert not wake.tick(LocalSec(104.0), None)
    assert wake.tick(LocalSec(160.0), None)
    assert not wake.tick(LocalSec(161.0), None)


def test_a_boot_clock_that_appears_late_is_no_sleep() -> None:
    wake = WakeDetector(Seconds(5.0))
    wake.tick(LocalSec(100.0), None)
    assert not wake.tick(LocalSec(101.0), Seconds(9000.0))
