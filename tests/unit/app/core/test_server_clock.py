from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.app.core.conftest import Bench


def test_the_round_trip_leaves_out_what_the_relay_held(bench: Bench) -> None:
    assert bench.ping(10.0, up=20, down=30, held=500).rtt == pytest.approx(50, abs=1e-3)


def test_the_offset_is_exact_when_both_ways_are_equal(bench: Bench) -> None:
    assert bench.ping(10.0, up=40, down=40, held=5).offset == pytest.approx(bench.base, abs=1e-3)


def test_the_offset_is_off_by_half_the_difference_of_the_ways(bench: Bench) -> None:
    assert bench.ping(10.0, up=40, down=10).offset == pytest.approx(bench.base + 15, abs=1e-3)


def test_stamps_that_contradict_themselves_give_no_negative_round_trip(bench: Bench) -> None:
    assert bench.ping(10.0, up=-3, down=1).rtt == 0.0
