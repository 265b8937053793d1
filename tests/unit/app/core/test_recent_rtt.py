from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.core.profiles import DEFAULT
from app.core.recent_rtt import RecentRtt
from app.core.selecting_clock import SelectingClock
from app.core.smoothing_clock import SmoothingClock

if TYPE_CHECKING:
    from tests.unit.app.core.conftest import Bench


def test_nothing_is_known_at_first() -> None:
    assert RecentRtt().value is None


def test_the_smallest_of_the_last_two_bursts_counts(bench: Bench) -> None:
    recent = RecentRtt()
    seen = []
    for at, up, burst in ((1.0, 30, 1), (1.1, 10, 1), (1.2, 20, 1), (9.0, 80, 2), (9.1, 40, 2), (17.0, 90, 3)):
        recent.add(bench.ping(at, up=up, down=0, burst=burst))
        seen.append(recent.value)
    assert seen == pytest.approx([30, 10, 10, 10, 10, 40], abs=1e-3)


@pytest.mark.parametrize("kind", [SelectingClock, SmoothingClock])
def test_both_clocks_show_it(kind: type[SelectingClock | SmoothingClock], bench: Bench) -> None:
    clock = kind(DEFAULT)
    clock.add(bench.ping(1.0, up=10, down=5))
    assert clock.rtt == pytest.approx(15, abs=1e-3)
    clock.reset()
    assert clock.rtt is None
