"""The monotonic clock and the wall clock, read as one.

They are read one after the other, and the machine may do something else in between: for 30 µs where another process
woke up, for milliseconds where the cores are busy. All of it would pass for a step of the wall clock.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

# Three reads in a row take 0.3 µs.
_CLOSE_SEC: Final = 2e-6
_TRIES: Final = 5


def two_clocks(monotonic: Callable[[], float] = time.monotonic) -> tuple[float, float]:
    """The monotonic clock and the wall clock now, in seconds; some microseconds apart unless every try fails."""
    _, now, wall = min(_tries(monotonic))
    return now, wall


def _tries(monotonic: Callable[[], float]) -> list[tuple[float, float, float]]:
    tries: list[tuple[float, float, float]] = []
    while not tries or (len(tries) < _TRIES and tries[-1][0] > _CLOSE_SEC):
        before = monotonic()
        wall = time.time()  # noqa: TID251 - its distance from the monotonic clock is what is wanted
        took = monotonic() - before
        tries.append((took, before + took / 2, wall))
    return tries
