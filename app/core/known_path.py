"""What a clock that was given up still tells of the next one: the path is the same, and so are both quartzes.

After a restart, a sleep or a step the offset is unknown, but not how long the path's shortest round trip is. When the
first pings take longer than that, the rest is queueing, and only its split between the ways is open: half of each is
the best guess of whoever knows nothing, and off by half the queue. The pings do tell more. A queue scatters what
passes it, so where one way scatters as it always did and the other ten times as much, the queue is on the other one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.one_way import Slope

_STAMP_MS: Final = 0.05
# How close together the quickest few are tells how close to the floor they are: on a free way many come near it.
_QUICKEST: Final = 4
# A way that scatters by three times its usual is as likely to be queueing as not; ten times leaves no doubt.
_EVEN: Final = 3.0
_STEEPNESS: Final = 3.0
# How likely it is that the path itself became another one; how much longer another one may be is anybody's guess.
_OTHER_PATH: Final = 0.03
_OTHER_MS: Final = 200.0
_GRID: Final = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPath:
    """What outlives an offset.

    Attributes:
        slope: of the drift.
        floor: the shortest round trip in ms.
        variance: of the offset that belonged to it, ms².
        there: by how many ms the way there is usually longer than at its shortest.
        back: the same of the way back.
    """

    slope: Slope
    floor: float
    variance: float
    there: float
    back: float

    def split(self, excess: float, there: Sequence[float], back: Sequence[float]) -> Split:
        """How the part of a round trip that is above the known floor divides between the ways.

        Args:
            excess: ms by which the shortest of some pings' ways together are longer than the floor.
            there: those pings' delays on the way there in ms, whatever they are counted from.
            back: the same of the way back.
        """
        if excess <= 0:
            return Split(there=0.0, sigma=0.0)
        one, two = _Way.of(there, self.there), _Way.of(back, self.back)
        shares = [
            (excess * at, excess * step * one.density(excess * at) * two.density(excess * (1 - at)))
            for at, step in _grid()
        ]
        # Of another path nothing is known but that both ways are taken to be alike.
        other = _OTHER_PATH * math.exp(-excess / _OTHER_MS) / _OTHER_MS
        shares.insert(len(shares) // 2, (excess / 2, other))
        total = sum(mass for _, mass in shares)
        likely = _middle(shares, total / 2)
        # Or it is the same path after all, with a queue that stands still: then any split is possible.
        variance = (sum(mass * (at - likely) ** 2 for at, mass in shares) + other * excess**2 / 12) / total
        return Split(there=likely, sigma=math.sqrt(variance))


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Ms of the excess that belong to the way there, and their standard deviation."""

    there: float
    sigma: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How far the quickest of some pings may be above the floor of one way: a free way's density, and a busy one's."""

    busy: float  # the probability that this way is queueing
    free_ms: float
    busy_ms: float

    @classmethod
    def of(cls, delays: Sequence[float], usual: float) -> _Way:
        quickest = nsmallest(_QUICKEST, delays)
        scatter = quickest[-1] - quickest[0]
        free_ms = usual / len(delays) + _STAMP_MS
        odds = (scatter / (_EVEN * len(quickest) * free_ms)) ** _STEEPNESS
        return cls(busy=odds / (1 + odds), free_ms=free_ms, busy_ms=scatter + free_ms)

    def density(self, excess: float) -> float:
        free = (1 - self.busy) * math.exp(-excess / self.free_ms) / self.free_ms
        # However close together they are, all of them may have met the same long queue.
        return free + self.busy * self.busy_ms / (self.busy_ms + excess) ** 2


@cache
def _grid() -> tuple[tuple[float, float], ...]:
    """Points in [0, 1] and the widths around them, densest at both ends, where the densities are steep."""
    edges = [math.sin(math.pi / 2 * number / _GRID) ** 2 for number in range(_GRID + 1)]
    return tuple(((low + high) / 2, high - low) for low, high in pairwise(edges))


def _middle(shares: Sequence[tuple[float, float]], half: float) -> float:
    below = accumulate(mass for _, mass in shares)
    return next(at for (at, _), reached in zip(shares, below, strict=True) if reached >= half)
