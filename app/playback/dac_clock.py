"""When is a frame heard: a robust line through what the output says about its own timing.

Reports of the last half minute are kept and a line (offset and rate of the sound card) is fitted to them, newer ones
counting more. Reports are late by milliseconds when the machine is busy, hardly ever early: whatever lies outside the
spread of its neighbours gets no say, including those from before the spread was known.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Short against a card's thermal drift; a spread of 5 ms needs more reports, and hides such a drift anyway.
_MEMORY: Final = Seconds(8.0)
_LONG_MEMORY: Final = Seconds(40.0)
_LONG_SPREAD: Final = Seconds(0.005)
_KEPT: Final = 2048
# Closer ones carry no news. A fit now and then is as good as one per report, and the rarer the longer the line is.
_APART: Final = Seconds(0.015)
_FIT_EVERY: Final = Seconds(0.2)
_FIT_EVERY_AT_LAST: Final = Seconds(1.0)
_FIT_SHARE: Final = 0.05
_FIT_ROUNDS: Final = 3
# Tukey's biweight at 95 % efficiency; the factor makes a median of absolute residuals a standard deviation.
_BIWEIGHT: Final = 4.685
_MAD: Final = 1.4826
# Sound cards are rarely further off; only the first second of reports is held back by this.
_RATE_PRIOR: Final = 2e-4
# No report is trusted more closely than this: the clock is read a little after the fact.
_SPREAD_FLOOR: Final = Seconds(10e-6)
# A report with this much more doubt than the best twentieth, or as much as reports scatter, counts half as much.
_BEST: Final = 0.05
_MORE_DOUBT: Final = Seconds(20e-6)
# So far out, that often and for so long is no jitter: the mapping has really moved.
_STEP_SPREADS: Final = 6.0
_STEP_LEAST: Final = Seconds(0.0002)
_STEP_REPORTS: Final = 8
_STEP_LASTS: Final = Seconds(0.12)
# A machine that is busy for a second makes as many reports late by a millisecond or two: believed, they would be heard.
_SMALL_STEP: Final = Seconds(0.005)
_SMALL_STEP_LASTS: Final = Seconds(2.0)
_SETTLED_REPORTS: Final = 5
# Before that, a report this far off says that the ones before it were taken while the stream still started up.
_STARTUP_STEP: Final = Seconds(0.05)


@dataclass(frozen=True, slots=True, kw_only=True)
class DacLine:
    """Frames written as an affine function of local time.

    Attributes:
        frame: the frame the line is anchored at.
        heard_at: when that frame is heard.
        period: seconds of local time from frame to frame.
        uncertainty: one standard deviation of ``heard_at``.
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
        # x: seconds by the card since the first report. y: by how much more time has passed here.
        self._x: NDArray[np.float64] = np.zeros(0)
        self._y: NDArray[np.float64] = np.zeros(0)
        self._doubt: NDArray[np.float64] = np.zeros(0)
        self._base_frame = 0.0
        self._base_local = LocalSec(0.0)
        self._fitted_at = -math.inf
        self._origin = 0.0
        self._offset = 0.0
        self._skew = 0.0
        self._prior_skew = 0.0
        self._spread: float = _SPREAD_FLOOR
        self._suspects = 0
        self._line: DacLine | None = None

    def observe(self, frame: float, heard_at: LocalSec, doubt: Seconds = Seconds(0.0)) -> bool:
        """Take a report; True when the mapping was found to have moved.

        Args:
            frame: a frame of the stream.
            heard_at: when it is heard.
            doubt: by how much that may be wrong.
        """
        if not self._x.size:
            self._base_frame, self._base_local = frame, heard_at
        x = (frame - self._base_frame) / self._rate
        y = heard_at - self._base_local - x
        if self._x.size and abs(x - self._x[-1]) < _APART:
            return False
        residual = y - (self._offset + self._skew * (x - self._origin))
        moved = self._has_moved(x, residual)
        self._x = np.append(self._x[-_KEPT:], x)
        self._y = np.append(self._y[-_KEPT:], y)
        self._doubt = np.append(self._doubt[-_KEPT:], doubt)
        if moved:
            self._prior_skew = self._skew
            self._x, self._y, self._doubt = self._x[-moved:], self._y[-moved:], self._doubt[-moved:]
            self._suspects = 0
        if moved or not self.settled or x - self._fitted_at >= self._fit_pause(x):
            self._fit(x)
        return bool(moved)

    def reset(self) -> None:
        """The stream moved or ran dry: keep the rate as a first guess, learn the offset anew."""
        prior = self._skew
        self.__init__(self._rate)  # type: ignore[misc]
        self._skew = self._prior_skew = prior

    @property
    def settled(self) -> bool:
        """Whether enough was heard to place a start."""
        return self._x.size >= _SETTLED_REPORTS

    def line(self) -> DacLine | None:
        """The present estimate; None before the first report."""
        return self._line

    def _has_moved(self, x: float, residual: float) -> int:
        """How many of the newest reports, this one included, show that the ones before them no longer hold."""
        if not self.settled:
            return int(self._x.size > 0 and abs(residual) > _STARTUP_STEP)
        side = 1 if residual > 0 else -1
        if abs(residual) < max(_STEP_LEAST, _STEP_SPREADS * self._spread):
            self._suspects = 0
        else:
            self._suspects = self._suspects + side if self._suspects * side > 0 else side
        count = abs(self._suspects)
        lasts = _STEP_LASTS if abs(residual) > _SMALL_STEP else _SMALL_STEP_LASTS
        enough = count >= _STEP_REPORTS and x - self._x[-count + 1] >= lasts
        return count if enough else 0

    def _fit_pause(self, x: float) -> float:
        return max(_FIT_EVERY, min(_FIT_EVERY_AT_LAST, _FIT_SHARE * float(x - self._x[0])))

    def _fit(self, origin: float) -> None:
        x, y = self._x - origin, self._y
        noise = min(1.0, self._spread / _LONG_SPREAD)
        by_age = np.exp(x / (_MEMORY + noise * (_LONG_MEMORY - _MEMORY)))
        excess = np.clip(self._doubt - np.quantile(self._doubt, _BEST), 0, None)
        belief = 1 / (1 + (excess / max(_MORE_DOUBT, self._spread)) ** 2)
        offset, skew = self._offset + self._skew * (origin - self._origin), self._skew
        if self._x.size <= _SETTLED_REPORTS:
            offset = _median(y - skew * x, belief)
        for _ in range(_FIT_ROUNDS):
            residual = y - offset - skew * x
            self._spread = max(_MAD * _median(np.abs(residual), belief), _SPREAD_FLOOR)
            trust = np.clip(1 - (residual / (_BIWEIGHT * self._spread)) ** 2, 0, None) ** 2
            weight = by_age * trust * belief
            total = float(weight.sum())
            mean_x, mean_y = float(weight @ x) / total, float(weight @ y) / total
            prior = (self._spread / _RATE_PRIOR) ** 2
            scatter = float(weight @ (x - mean_x) ** 2) + prior
            skew = (float(weight @ ((x - mean_x) * (y - mean_y))) + prior * self._prior_skew) / scatter
            offset = mean_y - skew * mean_x
        self._origin = self._fitted_at = origin
        self._offset, self._skew = offset, skew
        self._line = DacLine(
            frame=self._base_frame + origin * self._rate,
            heard_at=LocalSec(self._base_local + origin + offset),
            period=Seconds((1 + skew) / self._rate),
            uncertainty=Seconds(self._spread * math.sqrt(1 / total + mean_x**2 / scatter)),
        )


def _median(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The value with half of the weight on either side."""
    order = np.argsort(values)
    heavier = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(heavier, heavier[-1] / 2)])
