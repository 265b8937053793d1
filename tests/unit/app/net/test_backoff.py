from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.net.backoff import LONGEST, delay
from server.protocol.units import Seconds


def test_the_first_retry_comes_almost_at_once() -> None:
    assert delay(0, 0.0) == 0.15
    assert delay(0, 0.999) < 0.3


def test_waits_grow_to_four_seconds_and_no_further() -> None:
    waits = [delay(attempt, 0.999) for attempt in range(12)]
    assert waits == sorted(waits)
    assert 3.9 < waits[-1] <= LONGEST
    assert Seconds(4.0) == LONGEST


@given(st.integers(min_value=0, max_value=10**9), st.floats(min_value=0, max_value=1, exclude_max=True))
def test_every_wait_is_finite_and_spread_over_the_upper_half(attempt: int, chance: float) -> None:
    shortest = delay(attempt, 0.0)
    assert 0.15 <= shortest <= delay(attempt, chance) <= 2 * shortest <= LONGEST
