"""Offset and drift from the two ways of many pings, each way judged by itself.

A ping's way there and its way back each show the offset of the clocks plus the way's delay, with opposite signs.
Delay is only ever added, so each way has a floor; a sample near the floor of its way tells much, one far above
little. Weighing the ways apart keeps the clean half of a ping whose other half met a queue, which weighing by round
trip throws away; in the simulation (benchmarks/clock.py) that halves the error.

Both ways share one drift. That their floors are equally long cannot be measured and is assumed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from server.protocol.units import LocalSec, ServerMs

if TYPE_CHECKING:
    from collections.abc import Sequence

# What remains uncertain at the floor itself: both event loops' stamping, plus a share of the way's usual queue.
_STAMP_MS: Final = 0.1
_QUEUE_SHARE: Final = 0.5
_QUEUE_CAP_MS: Final = 1.0
# A laptop's quartz warms and wanders within minutes: older evidence counts less, and extrapolation is doubted.
_MEMORY_SEC: Final = 240.0
_WANDER: Final = 0.5e-3  # ms per s
# How far the quickest ping may still be above the floor: this share of the round trip over the number of pings, and
# this share of the usual queue until more than a few bursts are alike quick. One or two lucky bursts among many slow
# ones are no floor; several that agree are.
_UNSEEN: Final = 0.5
_USUAL: Final = 6
_ENOUGH: Final = 2.5
# Each pass straightens the floors with the slope of the one before. Usually two suffice; a clock that is 300 ppm off
# and was not known before takes six.
_PASSES: Final = 8
_SAME_SLOPE: Final = 1e-4  # ms per s


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One way of one ping: ``lead`` is the server's stamp minus ours at ``at``, in ms."""

    at: LocalSec
    lead: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """A belief about the drift, in ms per s."""

    mean: float
    sigma: float


#: Two quartz clocks differ by tens of ppm; without this a young fit would believe any slope.
ANY_QUARTZ: Final = Slope(mean=0.0, sigma=50e-3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Server time as a line over local time.

    Attributes:
        at: local time of the newest evidence.
        offset: server minus local time in ms at ``at``.
        slope: drift in ms per s.
        floor: the estimated shortest round trip in ms.
        crossed: by how many ms the ways contradict each other: a clock stepped between these points.
        pivot: where the line is known best, in s before or after ``at``.
        var_pivot: variance there, ms².
        var_slope: variance of the slope, (ms/s)².
    """

    at: LocalSec
    offset: float
    slope: float
    floor: float
    crossed: float
    pivot: float
    var_pivot: float
    var_slope: float

    def server_at(self, local: LocalSec) -> ServerMs:
        """Server time at a local instant."""
        return ServerMs(local * 1000 + self._lead(local))

    def sigma(self, local: LocalSec) -> float:
        """One standard deviation of `server_at` in ms; a constant difference of the ways is not in it."""
        away = local - self.at - self.pivot
        return math.sqrt(self.var_pivot + away**2 * (self.var_slope + _WANDER**2))

    def delays_there(self, burst: Sequence[Point]) -> list[float]:
        """By how many ms each way there took longer than at its shortest, as far as this line is right."""
        return [p.lead - self._lead(p.at) - self.floor / 2 for p in burst]

    def delays_back(self, burst: Sequence[Point]) -> list[float]:
        """The same of the ways back."""
        return [self._lead(p.at) - p.lead - self.floor / 2 for p in burst]

    def worth_there(self, burst: Sequence[Point]) -> float:
        """How much a burst tells of the way there; see `_worth`."""
        return self._worth(burst, min(self.delays_there(burst)))

    def worth_back(self, burst: Sequence[Point]) -> float:
        """How much a burst tells of the way back; see `_worth`."""
        return self._worth(burst, min(self.delays_back(burst)))

    def _worth(self, burst: Sequence[Point], above: float) -> float:
        """A burst's weight at its age, by how far its best ping lies above the floor."""
        return math.exp((burst[-1].at - self.at) / _MEMORY_SEC) / (_STAMP_MS + max(0.0, above)) ** 2

    def _lead(self, local: LocalSec) -> float:
        return self.offset + (local - self.at) * self.slope


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """Weighted moments of one way: centre, and spread around it."""

    weight: float
    x: float
    y: float
    xx: float
    xy: float
    unseen: float  # ms that the floor may lie below all that was seen


def fit(
    there: Sequence[Sequence[Point]], back: Sequence[Sequence[Point]], slope: float, *, prior: Slope = ANY_QUARTZ
) -> Line:
    """The line through bursts of either way, oldest burst first; only the best point of a burst counts.

    Args:
        there: at least one burst of at least one point.
        back: the same; the newest burst of both is the same one, the others need not be.
        slope: the drift to begin with, ms per s: that of the line before, else the prior's.
        prior: what is known of the drift without any of these points.
    """
    newest, base = back[-1][-1].at, back[-1][-1].lead
    flat_there = [[(p.at - newest, p.lead - base) for p in burst] for burst in there]
    flat_back = [[(p.at - newest, p.lead - base) for p in burst] for burst in back]
    for _ in range(_PASSES):
        up, down = _weigh(flat_there, slope, sign=1), _weigh(flat_back, slope, sign=-1)
        var_slope = 1 / (up.xx + down.xx + 1 / prior.sigma**2)
        before, slope = slope, (up.xy + down.xy + prior.mean / prior.sigma**2) * var_slope
        if abs(slope - before) < _SAME_SLOPE:
            break
    highest, lowest = up.y - slope * up.x, down.y - slope * down.x
    floor = max(0.0, highest - lowest)
    unseen = _UNSEEN * floor / sum(len(burst) for burst in there)
    return Line(
        at=newest,
        offset=base + (highest + lowest) / 2,
        slope=slope,
        floor=floor,
        crossed=max(0.0, lowest - highest),
        pivot=(up.x + down.x) / 2,
        var_pivot=(1 / up.weight + up.unseen**2 + 1 / down.weight + down.unseen**2) / 4 + unseen * unseen,
        var_slope=var_slope,
    )


def _weigh(bursts: Sequence[Sequence[tuple[float, float]]], slope: float, *, sign: int) -> _Way:
    best = [min((sign * (y - slope * x), x, y) for x, y in burst) for burst in bursts]
    floor = min(flat for flat, _, _ in best)
    queue = median(flat - floor for flat, _, _ in best)
    sigma = _STAMP_MS + _QUEUE_SHARE * min(_QUEUE_CAP_MS, queue)
    weights = [math.exp(x / _MEMORY_SEC) / (sigma + flat - floor) ** 2 for flat, x, _ in best]
    total = sum(weights)
    alike = total * total / sum(w * w for w in weights)
    # The older ones were kept because they are quick: only the newest tell how long the queue usually is.
    usual = median(flat - floor for flat, _, _ in best[-_USUAL:])
    mean_x = sum(w * x for w, (_, x, _) in zip(weights, best, strict=True)) / total
    mean_y = sum(w * y for w, (_, _, y) in zip(weights, best, strict=True)) / total
    xx = sum(w * (x - mean_x) ** 2 for w, (_, x, _) in zip(weights, best, strict=True))
    xy = sum(w * (x - mean_x) * (y - mean_y) for w, (_, x, y) in zip(weights, best, strict=True))
    return _Way(
        weight=total, x=mean_x, y=mean_y, xx=xx, xy=xy, unseen=_UNSEEN * usual * min(1.0, (_ENOUGH / alike) ** 3)
    )
