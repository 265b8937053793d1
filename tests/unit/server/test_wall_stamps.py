from __future__ import annotations

import pytest

from server.wall_stamps import WallStamps

WALL = 1_700_000_000.0


@pytest.fixture
def stamps() -> WallStamps:
    return WallStamps(wall=WALL + 100, monotonic=100.0)


def test_a_stamp_is_as_old_on_either_clock(stamps: WallStamps) -> None:
    assert stamps.when(WALL + 101, wall=WALL + 101.25, monotonic=101.25) == pytest.approx(101)


@pytest.mark.parametrize("step", [3600.0, 0.05, -0.05, -3600.0])
def test_a_step_between_a_stamp_and_its_use_is_no_age(stamps: WallStamps, step: float) -> None:
    assert stamps.when(WALL + 101, wall=WALL + 101.01 + step, monotonic=101.01) is None


def test_what_else_waited_through_the_step_is_worth_nothing_too(stamps: WallStamps) -> None:
    stamps.when(WALL + 101.0, wall=WALL + 101.1 + 0.05, monotonic=101.1)
    assert stamps.when(WALL + 101.09, wall=WALL + 101.2 + 0.05, monotonic=101.2) is None


def test_a_wrong_clock_that_stays_wrong_is_as_good_as_any(stamps: WallStamps) -> None:
    stamps.when(WALL + 101.0, wall=WALL + 101.1 - 7200, monotonic=101.1)
    assert stamps.when(WALL + 102 - 7200, wall=WALL + 102.5 - 7200, monotonic=102.5) == pytest.approx(102)


def test_slewing_is_no_step(stamps: WallStamps) -> None:
    assert stamps.when(WALL + 160, wall=WALL + 160.02, monotonic=160.0) == pytest.approx(159.98)


def test_a_stamp_from_the_future_says_nothing(stamps: WallStamps) -> None:
    assert stamps.when(WALL + 102, wall=WALL + 101, monotonic=101.0) is None
