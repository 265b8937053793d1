"""When is a frame heard: a robust line through what the output says about its own timing.

A straight line (offset and rate of the sound card) is fitted to all reports with exponentially fading weight. The
bandwidth therefore never depends on how noisy the reports are, and the rate needs no second loop.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from server.protocol.units import LocalSec, Seconds

# Long enough to average 20 ms of jitter to a fraction of a millisecond, short against a card's thermal drift.
_MEMORY: Final = Seconds(10.0)
_SPREAD_MEMORY: Final = Seconds(4.0)
# Sound cards are rarely further off; only the first second of reports is held back by this.
_RATE_PRIOR: Final = 1e-4
_SPREAD_PRIOR: Final = Seconds(0.001)
# No report is trusted more closely than this: the clock is read a little after the fact.
_SPREAD_FLOOR: Final = Seconds(20e-6)
_HUBER: Final = 2.5
# So far out, that often and for so long is no jitter: the mapping has really moved.
_STEP_SPREADS: Final = 6.0
_STEP_REPORTS: Final = 6
_STEP_LASTS: Final = Seconds(0.1)
_SETTLED_REPORTS: Final = 5.0
# Before that, a report this far off says that the ones before it were taken while the stream still started up.
_STARTUP_STEP: Final = Seconds(0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class DacLine:
    """Frames written as an affine function of local time.

    Attributes:
        frame: the frame the line is anchored at.
        heard_at: when that frame is heard.
        period: seconds of local time from frame to frame.
        uncertainty: one standard deviation of ``heard_at``; infinite before the first report.
    """

    frame: float
    heard_at: LocalSec
    period: Seconds
    uncertainty: Seconds

    def time_of(self, frame: float) -> LocalSec:
        """When a frame is heard."""
        return LocalSec(self.heard_at + (frame - self.frame) * self.period)

    def frame_at(self, local: LocalSec) -> float:
        """The frame heard at a local instant."""
        return self.frame + (local - self.heard_at) / self.period


class DacClock:
    """Turns timing reports into a `DacLine`; survives jitter, outliers, gaps and a moved stream.

    Args:
        rate: nominal frames per second of the device.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._skew = 0.0
        self._prior_skew = 0.0
        self._base_frame = 0.0
        self._base_local = LocalSec(0.0)
        self._origin = 0.0  # all sums are about the newest report, so nothing grows
        self._offset = 0.0
        self._weight = self._sum_x = self._sum_y = self._sum_xx = self._sum_xy = 0.0
        self._variance = _SPREAD_PRIOR**2
        self._suspects: list[tuple[float, bool]] = []

    def observe(self, frame: float, heard_at: LocalSec) -> bool:
        """Take a report that ``frame`` is heard at ``heard_at``; True when the mapping was found to have moved."""
        if self._weight == 0:
            self._base_frame, self._base_local = frame, heard_at
        x = (frame - self._base_frame) / self._rate
        y = heard_at - self._base_local - x
        residual = y - (self._offset + self._skew * (x - self._origin))
        moved = self._is_step(x, residual)
        if moved:
            self._restart()
            self._base_frame, self._base_local = frame, heard_at
            x = y = residual = 0.0
        self._take(x, y, residual)
        return moved

    def reset(self) -> None:
        """The stream moved or ran dry: keep the rate as a first guess, learn the offset anew."""
        self._restart()

    @property
    def settled(self) -> bool:
        """Whether enough was heard to place a start."""
        return self._weight >= _SETTLED_REPORTS

    def line(self) -> DacLine | None:
        """The present estimate; None before the first report."""
        if self._weight == 0:
            return None
        return DacLine(
            frame=self._base_frame + self._origin * self._rate,
            heard_at=LocalSec(self._base_local + self._origin + self._offset),
            period=Seconds((1 + self._skew) / self._rate),
            uncertainty=self._uncertainty(),
        )

    def _restart(self) -> None:
        prior = self._skew
        self.__init__(self._rate)  # type: ignore[misc]
        self._skew = self._prior_skew = prior

    def _is_step(self, x: float, residual: float) -> bool:
        if not self.settled:
            return self._weight > 0 and abs(residual) > _STARTUP_STEP
        late = residual > 0
        out = abs(residual) > _STEP_SPREADS * self._spread()
        if not out or (self._suspects and self._suspects[-1][1] != late):
            self._suspects.clear()
        if out:
            self._suspects.append((x, late))
        return len(self._suspects) >= _STEP_REPORTS and x - self._suspects[0][0] >= _STEP_LASTS

    def _take(self, x: float, y: float, residual: float) -> None:
        elapsed = max(0.0, x - self._origin)
        self._shift(x - self._origin, math.exp(-elapsed / _MEMORY))
        self._origin = x
        spread = self._spread()
        excess = abs(residual) / (_HUBER * spread)
        trust = 1.0 if excess <= 1 or not self.settled else 1 / excess
        self._weight += trust
        self._sum_y += trust * y
        blend = max(1 - math.exp(-elapsed / _SPREAD_MEMORY), 1 / (self._weight + 1))
        bounded = min(abs(residual), 2 * _HUBER * spread)
        self._variance += blend * (bounded**2 - self._variance)
        self._solve()

    def _shift(self, by: float, keep: float) -> None:
        weight, sum_x, sum_y = self._weight, self._sum_x, self._sum_y
        self._sum_xx = keep * (self._sum_xx - 2 * by * sum_x + by * by * weight)
        self._sum_xy = keep * (self._sum_xy - by * sum_y)
        self._sum_x = keep * (sum_x - by * weight)
        self._sum_y = keep * sum_y
        self._weight = keep * weight

    def _solve(self) -> None:
        mean_x, mean_y = self._sum_x / self._weight, self._sum_y / self._weight
        prior = self._spread() ** 2 / _RATE_PRIOR**2
        scatter = max(0.0, self._sum_xx - self._sum_x * mean_x)
        slope = self._sum_xy - self._sum_x * mean_y
        self._skew = (slope + prior * self._prior_skew) / (scatter + prior)
        self._offset = mean_y - self._skew * mean_x

    def _spread(self) -> float:
        return max(math.sqrt(self._variance), _SPREAD_FLOOR)

    def _uncertainty(self) -> Seconds:
        mean_x = self._sum_x / self._weight
        scatter = max(0.0, self._sum_xx - self._sum_x * mean_x)
        prior = self._spread() ** 2 / _RATE_PRIOR**2
        return Seconds(self._spread() * math.sqrt(1 / self._weight + mean_x**2 / (scatter + prior)))
