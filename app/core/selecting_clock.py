"""Our estimator: queueing only ever adds delay, so samples are selected, not averaged.

Of every burst the quickest way there and the quickest way back count; `app.core.one_way` lays a line through the
bursts that tell most, which gives offset and drift together with their uncertainty. Clean bursts outlive later ones
that met a queue: an upload that fills the way there for minutes is bridged by what is known of both quartzes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from app.core.one_way import Line, Point, fit
from app.core.program import ClockMap
from app.core.recent_rtt import RecentRtt
from server.protocol.units import LocalSec

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.profiles import Profile
    from app.core.server_clock import PingSample
    from server.protocol.units import Millis

_BURSTS: Final = 24
# These stay whatever they are worth, so that a path that became better is noticed.
_NEWEST: Final = 6
# Beyond what its round trip can explain, and this many standard deviations plus this much, a sample contradicts.
_SURE: Final = 4.0
_MARGIN_MS: Final = 1.0
_CONTRADICTIONS: Final = 3


class SelectingClock:
    """Best of each burst, weighted line through the 24 that tell most.

    A new epoch, or three samples in a row that no delay can explain, make everything known worthless.

    Args:
        profile: gives the round-trip limit.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._there: list[list[Point]] = []
        self._back: list[list[Point]] = []
        self._suspects: list[PingSample] = []
        self._line: Line | None = None
        self._epoch: str | None = None
        self._recent = RecentRtt()
        self._entered: int | None = None
        self._past_floor = math.inf

    @property
    def rtt(self) -> Millis | None:
        """The smallest round trip of the last two bursts, discarded ones too; None before the first."""
        return self._recent.value

    @property
    def doubtful(self) -> bool:
        """Whether the last sample contradicts all before it."""
        return bool(self._suspects)

    def use(self, profile: Profile) -> None:
        """Go on with another profile's limit."""
        self._profile = profile

    def reset(self) -> None:
        """Forget everything: the machine slept, or the network changed."""
        self._forget()
        self._recent = RecentRtt()

    def add(self, sample: PingSample) -> bool:
        """Take a sample; False when its round trip is over the limit."""
        if sample.epoch != self._epoch:
            self.reset()
            self._epoch = sample.epoch
        self._recent.add(sample)
        if sample.rtt > self._profile.rtt_limit:
            return False
        if self._line is not None and _contradicts(sample, self._line):
            self._suspects.append(sample)
            if len(self._suspects) == _CONTRADICTIONS:
                believed = self._suspects.copy()
                self._forget()
                self._enter(believed)
        else:
            self._suspects.clear()
            self._enter([sample])
        return True

    def map(self, now: LocalSec) -> ClockMap | None:
        """The estimate, with its uncertainty grown to ``now``; None before the first sample."""
        line = self._line
        if line is None:
            return None
        # A floor above what this path once showed may be congestion, all of it on one way.
        young = len(self._there) < _BURSTS
        congested = max(0.0, line.floor - self._past_floor) / 2 if young else 0.0
        return ClockMap(
            anchor=line.at,
            server_at_anchor=line.server_at(line.at),
            skew_ppm=line.slope * 1000,
            uncertainty_ms=math.hypot(line.sigma(max(now, line.at)), congested),
        )

    def _forget(self) -> None:
        if self._line is not None:
            self._past_floor = self._line.floor
        self._there.clear()
        self._back.clear()
        self._suspects.clear()
        self._line = None
        self._entered = None

    def _enter(self, samples: list[PingSample]) -> None:
        for sample in samples:
            if self._entered != sample.burst:
                self._there.append([])
                self._back.append([])
            self._entered = sample.burst
            self._there[-1].append(Point(at=sample.sent, lead=sample.server_received - sample.sent * 1000))
            self._back[-1].append(Point(at=sample.received, lead=sample.server_sent - sample.received * 1000))
        line = fit(self._there, self._back, 0.0 if self._line is None else self._line.slope)
        if len(self._there) > _BURSTS:
            _drop_least(self._there, line.worth_there)
            _drop_least(self._back, line.worth_back)
        self._line = line


def _drop_least(bursts: list[list[Point]], worth: Callable[[list[Point]], float]) -> None:
    del bursts[min(range(len(bursts) - _NEWEST), key=lambda number: worth(bursts[number]))]


def _contradicts(sample: PingSample, line: Line) -> bool:
    at = LocalSec((sample.sent + sample.received) / 2)
    # A delay on one way shifts the offset by half of what it adds to the round trip, never by more.
    explained = abs(sample.rtt - line.floor) / 2
    error = abs(sample.offset + at * 1000 - line.server_at(at))
    return error > explained + _SURE * line.sigma(at) + _MARGIN_MS
