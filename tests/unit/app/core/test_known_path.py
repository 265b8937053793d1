"""How a queue is told from a longer path, and the queueing way from the free one."""

from __future__ import annotations

import pytest

from app.core.known_path import KnownPath
from app.core.one_way import Slope

#: Delays of a way that is free, and of one that is congested: 1 ms and 50 ms on average above their shortest.
FREE = [0.04, 0.1, 0.16, 0.2, 0.4, 0.7, 1.0, 1.5, 2.0, 3.0]
BUSY = [0.0, 9.0, 14.0, 22.0, 30.0, 44.0, 60.0, 75.0, 90.0, 120.0]

KNOWN = KnownPath(slope=Slope(mean=0.0, sigma=0.005), floor=40.0, variance=0.01, there=1.0, back=1.0)


def test_nothing_is_to_be_split_at_the_known_floor() -> None:
    split = KNOWN.split(0.0, FREE, FREE)
    assert (split.there, split.sigma) == (0.0, 0.0)


def test_a_queue_is_on_the_way_that_scatters() -> None:
    assert KNOWN.split(30.0, BUSY, FREE).there == pytest.approx(30.0, abs=0.5)
    assert KNOWN.split(30.0, FREE, BUSY).there == pytest.approx(0.0, abs=0.5)


def test_two_ways_that_scatter_alike_are_split_evenly_and_not_for_sure() -> None:
    split = KNOWN.split(30.0, BUSY, BUSY)
    assert split.there == pytest.approx(15.0, abs=1.0)
    assert split.sigma > 5


def test_a_longer_path_without_any_scatter_is_another_path() -> None:
    still = [0.0] * 24
    split = KNOWN.split(30.0, still, still)
    assert split.there == 15.0
    assert split.sigma == pytest.approx(30 / 12**0.5, rel=0.1), "or the same one with a queue that stands still"


def test_one_ping_tells_little() -> None:
    split = KNOWN.split(30.0, [0.0], [0.0])
    assert split.there == pytest.approx(15.0, abs=0.5)
    assert split.sigma > 5
