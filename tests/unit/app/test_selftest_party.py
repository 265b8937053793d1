from __future__ import annotations

from app.selftest_party import judge
from app.selftest_report import Sight


def playing(*, ahead_ms: float = 0.0, drift_ms: float = 0.0, count: int = 10) -> list[Sight]:
    at = [0.5 * index for index in range(count)]
    return [Sight(at=one, position=one + ahead_ms / 1000, drift_ms=drift_ms) for one in at]


def test_members_together_pass() -> None:
    check = judge(playing(), playing(ahead_ms=0.3))
    assert check.passed
    assert check.figures["skewMedianMs"] == 0.3


def test_members_apart_fail() -> None:
    assert not judge(playing(), playing(ahead_ms=-11.0)).passed


def test_members_together_but_off_their_schedule_fail() -> None:
    assert not judge(playing(drift_ms=20.0), playing(drift_ms=20.0)).passed


def test_too_few_readings_fail() -> None:
    check = judge(playing(count=2), playing(count=2))
    assert not check.passed
    assert "2 of the host" in check.detail
