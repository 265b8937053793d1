"""The programme: which sample of which track is to be heard at which instant of server time.

It is the one thing a session tells a player about time, always whole, so telling it twice does no harm.
Server time becomes local time through a `ClockMap`; refining the clock never changes the programme.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.protocol.units import LocalSec, Seconds, ServerMs


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMap:
    """Server time as an affine function of local time.

    ``server_ms = server_at_anchor + (local - anchor) * 1000 * (1 + skew_ppm / 1e6)``

    Attributes:
        anchor: local time of the newest evidence.
        server_at_anchor: server time at that instant.
        skew_ppm: by how many parts per million the relay's clock runs faster than ours.
        uncertainty_ms: one standard deviation of ``server_at_anchor``; infinite while nothing is known.
    """

    anchor: LocalSec
    server_at_anchor: ServerMs
    skew_ppm: float = 0.0
    uncertainty_ms: float = float("inf")

    def server_at(self, local: LocalSec) -> ServerMs:
        """Server time at a local instant."""
        return ServerMs(self.server_at_anchor + (local - self.anchor) * 1000 * (1 + self.skew_ppm * 1e-6))

    def local_at(self, server: ServerMs) -> LocalSec:
        """The local instant of a server time."""
        elapsed = (server - self.server_at_anchor) / (1000 * (1 + self.skew_ppm * 1e-6))
        return LocalSec(self.anchor + elapsed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of one track: heard from ``start_position`` on at ``start_at``, silent again from ``stop_at`` on.

    Attributes:
        track_id: a track that the player was asked to load.
        start_at: server time at which ``start_position`` is heard.
        start_position: seconds into the track.
        stop_at: server time of the first silent instant; None plays to the track's end.
        follows: this segment begins exactly where the one before it ends, so its first sample comes right after
            the last one of that track even if the duration was announced in rounded milliseconds.
    """

    track_id: str
    start_at: ServerMs
    start_position: Seconds
    stop_at: ServerMs | None = None
    follows: bool = False

    def position_at(self, server: ServerMs) -> Seconds:
        """The scheduled position at a server time; before ``start_at`` it is smaller than ``start_position``."""
        return Seconds(self.start_position + (server - self.start_at) / 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Segments in the order of their start; empty means silence.

    Attributes:
        sequence: the relay's decision that this came from.
    """

    segments: tuple[Segment, ...] = ()
    sequence: int = 0


SILENCE = Programme()
