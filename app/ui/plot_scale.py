"""Round figures for the axis of a plot. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEPS: Final = (1.0, 2.0, 5.0, 10.0)


def round_up(size: float) -> float:
    """The next of … 0.5, 1, 2, 5, 10 … that is not smaller than ``size``."""
    if size <= 0 or not math.isfinite(size):
        return 1.0
    power = 10.0 ** math.floor(math.log10(size))
    # A hair of slack: 0.5 / 0.1 is more than 5.
    return next(step * power for step in _STEPS if step * power >= size * (1 - 1e-9))


def reach(values: Iterable[float], least: float) -> float:
    """How far the axis goes: all but wild outliers fit, and noise is not blown up beyond ``least``."""
    sizes = sorted(abs(value) for value in values if math.isfinite(value))
    if not sizes:
        return round_up(least)
    usual = sizes[min(len(sizes) - 1, int(len(sizes) * 0.98))]
    return round_up(max(least, usual * 1.1))
