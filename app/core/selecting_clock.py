"""Our estimator: queueing only ever adds delay, so samples are selected, not averaged.

The quickest ping of a burst is the burst's winner. A line through the last winners, each weighted by how much its
round trip lies above the quickest of all, gives offset and drift together with their uncertainty.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.core.program import ClockMap
from server.protocol.units import LocalSec, Millis, ServerMs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.profiles import Profile
    from app.core.server_clock import PingSample

_WINNERS: Final = 24
# Time stamping itself: scheduling of both event loops, seen on an idle loopback.
_STAMP_MS: Final = 0.3
# Two quartz clocks differ by tens of ppm; without this a young fit would believe any slope.
_SKEW_PRIOR_PPM: Final = 50.0
# A quartz in a laptop wanders by this much over minutes as the laptop warms and cools.
_WANDER_PPM: Final = 0.5
# Beyond what its round trip can explain, and this many standard deviations plus this much, a sample contradicts.
_SURE: Final = 4.0
_MARGIN_MS: Final = 1.0
_CONTRADICTIONS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Offset as a function of local time; variances in ms² and ms²/s²."""

    at: LocalSec
    server_at: ServerMs
    slope: float  # ms per s
    var: float
    covar: float
    var_slope: float
    floor: float
    newest: LocalSec

    def server(self, local: LocalSec) -> float:
        return self.server_at + (local - self.at) * (1000 + self.slope)

    def sigma(self, local: LocalSec) -> float:
        x = local - self.at
        fitted = self.var + 2 * x * self.covar + x * x * self.var_slope
        aged = max(0.0, local - self.newest) * _WANDER_PPM * 1e-3
        return math.sqrt(max(0.0, fitted) + aged * aged)


class SelectingClock:
    """Best of each burst, weighted line through the last 24.

    A new epoch, or three samples in a row that no delay can explain, make everything known worthless.

    Args:
        profile: gives the round-trip limit.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._winners: deque[PingSample] = deque(maxlen=_WINNERS)
        self._suspects: list[PingSample] = []
        self._line: _Line | None = None
        self._epoch: str | None = None
        self._rtt: Millis | None = None
        self._burst: int | None = None

    @property
    def rtt(self) -> Millis | None:
        """The smallest round trip of the newest burst, discarded ones too; None before the first."""
        return self._rtt

    def use(self, profile: Profile) -> None:
        """Go on with another profile's limit."""
        self._profile = profile

    def reset(self) -> None:
        """Forget everything: the machine slept, or the network changed."""
        self._winners.clear()
        self._suspects.clear()
        self._line = None
        self._rtt = None
        self._burst = None

    def add(self, sample: PingSample) -> bool:
        """Take a sample; False when its round trip is over the limit."""
        if sample.epoch != self._epoch:
            self.reset()
            self._epoch = sample.epoch
        self._rtt = sample.rtt if self._rtt is None or sample.burst != self._burst else min(self._rtt, sample.rtt)
        self._burst = sample.burst
        if sample.rtt > self._profile.rtt_limit:
            return False
        if self._line is not None and _contradicts(sample, self._line):
            self._suspects.append(sample)
            if len(self._suspects) < _CONTRADICTIONS:
                return True
            self._winners.clear()
            for suspect in self._suspects:
                self._enter(suspect)
        else:
            self._enter(sample)
        self._suspects.clear()
        self._line = _fit(self._winners)
        return True

    def map(self, now: LocalSec) -> ClockMap | None:
        """The estimate, with its uncertainty grown to ``now``; None before the first sample."""
        line = self._line
        if line is None:
            return None
        return ClockMap(
            anchor=line.newest,
            server_at_anchor=ServerMs(line.server(line.newest)),
            skew_ppm=line.slope * 1000,
            uncertainty_ms=line.sigma(max(now, line.newest)),
        )

    def _enter(self, sample: PingSample) -> None:
        if not self._winners or self._winners[-1].burst != sample.burst:
            self._winners.append(sample)
        elif sample.rtt <= self._winners[-1].rtt:
            self._winners[-1] = sample


def _middle(sample: PingSample) -> LocalSec:
    return LocalSec((sample.sent + sample.received) / 2)


def _server(sample: PingSample) -> float:
    return (sample.server_received + sample.server_sent) / 2


def _contradicts(sample: PingSample, line: _Line) -> bool:
    at = _middle(sample)
    # A delay on one way only shifts the offset by half of what it adds to the round trip, never by more.
    explained = abs(sample.rtt - line.floor) / 2
    return abs(_server(sample) - line.server(at)) > explained + _SURE * line.sigma(at) + _MARGIN_MS


def _fit(winners: Sequence[PingSample]) -> _Line:
    """Weighted least squares with a prior on the slope (Bishop, Pattern Recognition, section 3.3)."""
    floor = min(sample.rtt for sample in winners)
    newest = winners[-1]
    at, server_at = _middle(newest), _server(newest)
    s0 = s1 = y0 = y1 = 0.0
    s2 = 1 / (_SKEW_PRIOR_PPM * 1e-3) ** 2
    for sample in winners:
        weight = 1 / (_STAMP_MS + (sample.rtt - floor) / 2) ** 2
        x = _middle(sample) - at
        y = _server(sample) - server_at - x * 1000
        s0 += weight
        s1 += weight * x
        s2 += weight * x * x
        y0 += weight * y
        y1 += weight * x * y
    det = s0 * s2 - s1 * s1
    return _Line(
        at=at,
        server_at=ServerMs(server_at + (s2 * y0 - s1 * y1) / det),
        slope=(s0 * y1 - s1 * y0) / det,
        var=s2 / det,
        covar=-s1 / det,
        var_slope=s0 / det,
        floor=floor,
        newest=at,
    )
