"""The specification's estimator: every round trip under the limit counts, in an exponential moving average."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from app.core.program import ClockMap
from app.core.recent_rtt import RecentRtt
from server.protocol.units import LocalSec, Millis, ServerMs

if TYPE_CHECKING:
    from app.core.profiles import Profile
    from app.core.server_clock import PingSample

# Two quartz clocks part by at most about this much; what is not measured grows at this rate.
_UNKNOWN_SKEW: Final = 50e-6


class SmoothingClock:
    """Offset by moving average, no drift. Selectable for comparison and for old relays; `SelectingClock` is better.

    Args:
        profile: gives the round-trip limit and the weight of the old value.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._offset: float | None = None
        self._variance = 0.0
        self._recent = RecentRtt()
        self._epoch: str | None = None
        self._heard = LocalSec(0.0)
        self._renewals = 0

    @property
    def rtt(self) -> Millis | None:
        """The smallest round trip of the last two bursts; None before the first sample."""
        return self._recent.value

    @property
    def doubtful(self) -> bool:
        """Never: an average takes everything in."""
        return False

    @property
    def renewals(self) -> int:
        """How often it began anew."""
        return self._renewals

    def use(self, profile: Profile) -> None:
        """Go on with other numbers."""
        self._profile = profile

    def reset(self) -> None:
        """Forget everything."""
        self._renewals += self._offset is not None
        self._offset = None
        self._variance = 0.0
        self._recent = RecentRtt()

    def add(self, sample: PingSample) -> bool:
        """Average a sample in; the first one is taken whole. False when it is over the limit, or torn by a step."""
        if sample.torn:
            return False
        if self._epoch is not None and sample.epoch not in (None, self._epoch):
            self.reset()
        self._epoch = sample.epoch
        # The specification knows one stamp of the relay, so the time that the relay held the ping is in here.
        rtt = Millis((sample.received - sample.sent) * 1000)
        self._recent.add(sample)
        if rtt > self._profile.rtt_limit:
            return False
        offset = sample.server_sent + rtt / 2 - sample.received * 1000
        if self._offset is None:
            self._offset, self._variance = offset, (rtt / 2) ** 2
        else:
            keep = self._profile.smoothing
            self._variance = keep * (self._variance + (1 - keep) * (offset - self._offset) ** 2)
            self._offset = keep * self._offset + (1 - keep) * offset
        self._heard = sample.received
        return True

    def map(self, now: LocalSec) -> ClockMap | None:
        """The estimate at ``now``; None before the first sample."""
        if self._offset is None:
            return None
        age_ms = max(0.0, now - self._heard) * 1000
        return ClockMap(
            anchor=now,
            server_at_anchor=ServerMs(now * 1000 + self._offset),
            uncertainty_ms=math.sqrt(self._variance) + age_ms * _UNKNOWN_SKEW,
        )
