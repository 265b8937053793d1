"""The relay's clock as seen from here: pings in, a `ClockMap` out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from server.protocol.units import Millis

if TYPE_CHECKING:
    from app.core.profiles import Profile
    from app.core.program import ClockMap
    from server.protocol.units import LocalSec, ServerMs


# Stamps of one machine may be taken by two clocks that differ by some microseconds.
_TORN_MS: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PingSample:
    """One TIME_PING and its TIME_PONG.

    Attributes:
        sent: local time just before the ping was written.
        received: local time just after the pong was read.
        server_received: the relay's stamp on receipt; equal to ``server_sent`` where the relay gives none.
        server_sent: the relay's stamp before its answer.
        epoch: id of the relay's clock; a new one makes everything known worthless.
        burst: pings of one burst share this number; only the best of a burst counts.
    """

    sent: LocalSec
    received: LocalSec
    server_received: ServerMs
    server_sent: ServerMs
    epoch: str | None
    burst: int

    @property
    def rtt(self) -> Millis:
        """Round trip without the time the relay held it (RFC 5905, section 8: delay)."""
        held = self.server_sent - self.server_received
        return Millis(max(0.0, (self.received - self.sent) * 1000 - held))

    @property
    def torn(self) -> bool:
        """Whether a clock stepped between its stamps: the answer would have been there before the question was."""
        held = self.server_sent - self.server_received
        return held < -_TORN_MS or (self.received - self.sent) * 1000 - held < -_TORN_MS

    @property
    def offset(self) -> Millis:
        """Server time minus local time in ms at the middle of the round trip (RFC 5905, section 8: offset)."""
        server = (self.server_received + self.server_sent) / 2
        return Millis(server - (self.sent + self.received) * 500)


class ServerClock(Protocol):
    """An estimator of server time: `SelectingClock` is ours, `SmoothingClock` the specification's EWMA."""

    def add(self, sample: PingSample) -> bool:
        """Take a sample; False when it was discarded (over the profile's limit, or torn by a step)."""
        ...

    def map(self, now: LocalSec) -> ClockMap | None:
        """The estimate, with its uncertainty grown to ``now``; None before the first sample."""
        ...

    def reset(self) -> None:
        """Forget the offset: the machine slept, or the network changed."""
        ...

    def use(self, profile: Profile) -> None:
        """Go on with another profile's numbers; what is known stays known."""
        ...

    @property
    def doubtful(self) -> bool:
        """Whether the last sample contradicts all before it: ping again at once (`PingEvent.DOUBT`)."""
        ...

    @property
    def renewals(self) -> int:
        """How often an estimate was given up for a new one; where it grew, the music has to jump."""
        ...

    @property
    def rtt(self) -> Millis | None:
        """The smallest round trip of the last two bursts, over the limit or not; shown to people."""
        ...
