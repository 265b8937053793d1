"""Our estimator: queueing only ever adds delay, so samples are selected, not averaged.

Of every burst the quickest way there and the quickest way back count; `app.core.one_way` lays a line through the
bursts that tell most, which gives offset and drift together with their uncertainty. Clean bursts outlive later ones
that met a queue: an upload that fills the way there for minutes is bridged by what is known of both quartzes.

What a clock that stepped, slept or was replaced leaves behind, `app.core.known_path` makes use of.
"""

from __future__ import annotations

import math
from dataclasses import replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from app.core.known_path import KnownPath
from app.core.one_way import ANY_QUARTZ, Line, Point, Slope, fit
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
# A quartz that slept wakes up cooler, and a relay may come back on another machine. ms per s.
_OTHER_DRIFT: Final = 5e-3


class _Verdict(Enum):
    """What a sample says of the line."""

    AGREES = auto()
    CONTRADICTS = auto()  # no queue explains it, unless the path itself became another one
    DISPROVES = auto()  # nothing does: the relay would have answered before it was asked, or after it was heard


class SelectingClock:
    """Best of each burst, weighted line through the 24 that tell most.

    A new epoch, a sample that disproves what is believed, or three in a row that contradict it make the offset
    worthless.

    Args:
        profile: gives the round-trip limit.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._there: list[list[Point]] = []
        self._back: list[list[Point]] = []
        self._suspects: list[PingSample] = []
        self._fitted: Line | None = None
        self._line: Line | None = None
        self._known: KnownPath | None = None
        self._epoch: str | None = None
        self._recent = RecentRtt()
        self._entered: int | None = None
        self._torn = False
        self._held: PingSample | None = None
        self._clean_from = LocalSec(-math.inf)
        self._provisional = False
        self._renewals = 0

    @property
    def rtt(self) -> Millis | None:
        """The smallest round trip of the last two bursts, discarded ones too; None before the first."""
        return self._recent.value

    @property
    def doubtful(self) -> bool:
        """Whether the last sample contradicts all before it."""
        return bool(self._suspects) or self._torn

    @property
    def renewals(self) -> int:
        """How often an estimate was given up for a new one."""
        return self._renewals

    def use(self, profile: Profile) -> None:
        """Go on with another profile's limit."""
        self._profile = profile

    def reset(self) -> None:
        """Forget the offset: the machine slept, or the network changed."""
        self._forget()
        self._recent = RecentRtt()

    def add(self, sample: PingSample) -> bool:
        """Take a sample; False when its round trip is over the limit, or a clock stepped in the midst of it."""
        if sample.epoch != self._epoch:
            self.reset()
            self._epoch = sample.epoch
        self._torn = sample.torn
        if sample.torn:
            return False
        self._recent.add(sample)
        if sample.rtt > self._profile.rtt_limit:
            return False
        if sample.sent < self._clean_from:
            # It was under way when a clock stepped: one of its stamps is the old clock's.
            return True
        if self._provisional:
            self._drop()
        verdict = self._judge(sample)
        if verdict is _Verdict.AGREES:
            self._agree(sample)
        else:
            self._contradict(sample, proven=verdict is _Verdict.DISPROVES)
        return True

    def map(self, now: LocalSec) -> ClockMap | None:
        """The estimate, with its uncertainty grown to ``now``; None before the first sample."""
        line = self._line
        if line is None:
            return None
        return ClockMap(
            anchor=line.at,
            server_at_anchor=line.server_at(line.at),
            skew_ppm=line.slope * 1000,
            uncertainty_ms=line.sigma(max(now, line.at)),
        )

    def _judge(self, sample: PingSample) -> _Verdict:
        line = self._fitted
        if line is None:
            return _Verdict.AGREES
        at = LocalSec((sample.sent + sample.received) / 2)
        error = abs(sample.offset + at * 1000 - line.server_at(at)) - _SURE * line.sigma(at) - _MARGIN_MS
        # What the line itself may be off by while nothing but queueing was seen.
        error -= (line.floor - self._floor) / 2
        if error <= _leeway(sample, self._floor):
            return _Verdict.AGREES
        return _Verdict.CONTRADICTS if error <= sample.rtt / 2 else _Verdict.DISPROVES

    @property
    def _floor(self) -> float:
        """The shortest round trip as far as it is known, here or from before."""
        line = self._fitted
        seen = math.inf if line is None else line.floor
        return seen if self._known is None or len(self._there) >= _BURSTS else min(seen, self._known.floor)

    def _agree(self, sample: PingSample) -> None:
        if any(_overlap(sample, suspect, self._floor) for suspect in self._suspects):
            # So slow that it would agree with either: it decides nothing.
            return
        self._suspects.clear()
        held, self._held = self._held, None
        if held is None and self._is_too_quick(sample):
            self._held = sample
        else:
            self._enter([sample] if held is None else [held, sample])

    def _contradict(self, sample: PingSample, *, proven: bool) -> None:
        self._held = None
        self._suspects.append(sample)
        if not proven and len(self._suspects) < _CONTRADICTIONS:
            return
        suspects = self._suspects.copy()
        self._forget()
        # The first of them may have been under way when the clock stepped. Better than nothing, but no longer.
        self._clean_from = suspects[0].received
        clean = [suspect for suspect in suspects if suspect.sent >= self._clean_from]
        self._enter(clean or suspects)
        self._provisional = not clean

    def _is_too_quick(self, sample: PingSample) -> bool:
        """Whether it beats all before it: the path became better, or the local clock halted while it was under way."""
        return len(self._there) >= _NEWEST and sample.rtt < self._floor - _MARGIN_MS

    def _forget(self) -> None:
        line = self._fitted
        if line is not None:
            self._renewals += 1
            if self._known is None or len(self._there) >= _NEWEST:
                self._known = self._remember(line)
        self._drop()

    def _drop(self) -> None:
        self._there.clear()
        self._back.clear()
        self._suspects.clear()
        self._fitted = self._line = self._held = self._entered = None
        self._clean_from = LocalSec(-math.inf)
        self._provisional = False

    def _remember(self, line: Line) -> KnownPath:
        return KnownPath(
            slope=Slope(mean=line.slope, sigma=math.hypot(math.sqrt(line.var_slope), _OTHER_DRIFT)),
            floor=line.floor,
            variance=line.var_pivot,
            there=_usual([delay for burst in self._there for delay in line.delays_there(burst)]),
            back=_usual([delay for burst in self._back for delay in line.delays_back(burst)]),
        )

    def _enter(self, samples: list[PingSample]) -> None:
        for sample in samples:
            if self._entered != sample.burst:
                self._there.append([])
                self._back.append([])
            self._entered = sample.burst
            self._there[-1].append(Point(at=sample.sent, lead=sample.server_received - sample.sent * 1000))
            self._back[-1].append(Point(at=sample.received, lead=sample.server_sent - sample.received * 1000))
        prior = ANY_QUARTZ if self._known is None else self._known.slope
        slope = prior.mean if self._fitted is None else self._fitted.slope
        line = fit(self._there, self._back, slope, prior=prior)
        if len(self._there) > _BURSTS:
            _drop_least(self._there, line.worth_there)
            _drop_least(self._back, line.worth_back)
        span = line.at - self._there[0][0].at
        if line.crossed > _MARGIN_MS + _SURE * span * math.sqrt(line.var_slope):
            # What is older came before a step that was no more than a long way when it was judged.
            self._forget()
            self._enter(samples[-1:])
            return
        self._fitted = line
        self._line = self._informed(line)

    def _informed(self, line: Line) -> Line:
        """While it is young: where on this path a round trip above the known floor was spent."""
        known = self._known
        if known is None or len(self._there) >= _BURSTS or line.floor < known.floor - _MARGIN_MS:
            return line
        excess = max(0.0, line.floor - known.floor)
        there = [delay for burst in self._there for delay in line.delays_there(burst)]
        back = [delay for burst in self._back for delay in line.delays_back(burst)]
        split = known.split(excess, there, back)
        return replace(
            line,
            offset=line.offset + excess / 2 - split.there,
            var_pivot=known.variance + split.sigma**2,
        )


def _usual(delays: list[float]) -> float:
    """The mean delay of a free way; the slower three quarters may have met a queue or woken a radio."""
    return max(0.0, sorted(delays)[len(delays) // 4]) / -math.log(3 / 4)


def _drop_least(bursts: list[list[Point]], worth: Callable[[list[Point]], float]) -> None:
    del bursts[min(range(len(bursts) - _NEWEST), key=lambda number: worth(bursts[number]))]


def _overlap(one: PingSample, two: PingSample, floor: float) -> bool:
    """Whether one offset explains both."""
    return abs(one.offset - two.offset) <= _leeway(one, floor) + _leeway(two, floor) + _MARGIN_MS


def _leeway(sample: PingSample, floor: float) -> float:
    """By how much a queue may have moved a sample's offset."""
    return abs(sample.rtt - floor) / 2
