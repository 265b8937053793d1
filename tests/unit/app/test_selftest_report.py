from __future__ import annotations

import pytest

from app.selftest_report import Check, Sight, report, sight, skews_ms


def seen(at: float, position: float) -> Sight:
    return Sight(at=at, position=position, drift_ms=0.0)


def test_one_failure_fails_the_whole() -> None:
    good, bad = Check(name="a", passed=True, detail=""), Check(name="b", passed=False, detail="no")
    assert report([good], system={})["passed"] is True
    assert report([good, bad], system={})["passed"] is False


def test_nothing_tried_is_nothing_passed() -> None:
    assert report([], system={"version": "1"}) == {"product": "unisono", "version": "1", "passed": False, "checks": []}


def test_a_check_keeps_its_figures() -> None:
    check = Check(name="relay", passed=True, detail="ready", figures={"readySec": 0.2})
    assert report([check], system={})["checks"][0]["figures"] == {"readySec": 0.2}


def test_a_playing_member_is_sighted() -> None:
    event = {"event": "sync", "phase": "playing", "atLocalSec": 5.0, "positionSec": 2, "driftMs": -0.5}
    assert sight(event) == Sight(at=5.0, position=2.0, drift_ms=-0.5)


@pytest.mark.parametrize(
    "event",
    [
        {"event": "state", "phase": "playing"},
        {"event": "sync", "phase": "preparing", "atLocalSec": 5.0, "positionSec": 2.0, "driftMs": 0.0},
        {"event": "sync", "phase": "playing", "atLocalSec": 5.0, "positionSec": 2.0, "driftMs": None},
    ],
    ids=["another event", "not playing yet", "nothing measured"],
)
def test_what_measures_nothing_is_no_sight(event: dict[str, object]) -> None:
    assert sight(event) is None


def test_members_are_compared_at_one_instant() -> None:
    host = [seen(10.0, 3.0), seen(12.0, 5.0)]
    guest = [seen(10.5, 3.502), seen(12.5, 5.497)]
    assert skews_ms(host, guest) == pytest.approx([2.0, -3.0])


def test_readings_far_apart_are_not_compared() -> None:
    assert skews_ms([seen(0.0, 0.0)], [seen(2.0, 2.0)]) == []
    assert skews_ms([], [seen(2.0, 2.0)]) == []
