from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.view import MemberView
from app.ui.health import MARKS_MS, Health, health_of, member_health, scale_position

BEA = MemberView(id="b", name="Bea", is_host=False, is_self=False, connected=True, track_state="ready", drift_ms=1.0)


@pytest.mark.parametrize(
    ("drift", "uncertainty", "grade"),
    [
        pytest.param(None, None, Health.UNKNOWN, id="nothing reported"),
        pytest.param(math.nan, 1.0, Health.UNKNOWN, id="no number"),
        pytest.param(4.9, None, Health.GOOD, id="under 5"),
        pytest.param(-4.9, 0.05, Health.GOOD, id="under 5, early"),
        pytest.param(4.9, 0.2, Health.WARN, id="doubt counts against it"),
        pytest.param(5.0, None, Health.WARN, id="5 is not under 5"),
        pytest.param(-19.9, None, Health.WARN, id="under 20"),
        pytest.param(20.0, None, Health.BAD, id="20"),
    ],
)
def test_grades_follow_what_can_be_heard(drift: float | None, uncertainty: float | None, grade: Health) -> None:
    assert health_of(drift, uncertainty) is grade


def test_a_member_who_is_away_has_no_grade() -> None:
    assert member_health(BEA) is Health.GOOD
    assert member_health(replace(BEA, connected=False)) is Health.UNKNOWN


def test_early_is_left_late_is_right_and_in_time_is_the_middle() -> None:
    assert scale_position(0.0) == 0.0
    assert scale_position(3.0) < 0 < scale_position(-3.0)


def test_each_mark_is_as_far_from_the_next() -> None:
    places = [scale_position(-mark) for mark in MARKS_MS]
    steps = [b - a for a, b in itertools.pairwise(places)]
    assert steps == pytest.approx([steps[0]] * len(steps))
    assert places[-1] == pytest.approx(1.0)


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_later_member_never_stands_further_left(one: float, other: float) -> None:
    early, late = max(one, other), min(one, other)
    assert -1 <= scale_position(early) <= scale_position(late) <= 1
