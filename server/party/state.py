"""Everything a party remembers, as plain data that can be stored and read back.

Mutable on purpose: a copy of two thousand members for each of their reports would cost more than deciding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from server.protocol.messages import SCHEDULED, MemberSync, QueueItem, Track, TrackState
from server.protocol.units import Millis, Seconds, ServerMs


class Phase(StrEnum):
    """Where the party is in its track.

    STOPPED → WAITING (for members to be ready) → SCHEDULED (start lies ahead) → PLAYING ⇄ PAUSED; a new start
    leads back to WAITING or SCHEDULED from anywhere, a stop to STOPPED.
    """

    STOPPED = "stopped"
    WAITING = "waiting"
    SCHEDULED = "scheduled"
    PLAYING = "playing"
    PAUSED = "paused"


@dataclass(slots=True, kw_only=True)
class Readiness:
    """What a member said about one track; ``frames`` and ``rate`` (Hz) of its decoded PCM once known."""

    state: TrackState = "none"
    progress: float = 0.0
    frames: int | None = None
    rate: int | None = None

    @property
    def duration(self) -> Seconds | None:
        """The length of the decoded PCM, once known."""
        return None if self.frames is None or self.rate is None else Seconds(self.frames / self.rate)


@dataclass(slots=True, kw_only=True)
class Member:
    """One seat.

    ``away_since`` holds while it is not connected; ``gated_out`` is the track whose start has waited for this member
    long enough; ``held`` is the sound that its output does not give back, as it said last.
    """

    id: str
    name: str
    token: str
    since: ServerMs
    capabilities: tuple[str, ...] = ()
    connected: bool = True
    away_since: ServerMs = ServerMs(0.0)
    gated_out: str = ""
    tracks: dict[str, Readiness] | None = None
    sync: MemberSync | None = None
    held: Millis = Millis(0.0)
    volume: float | None = None
    volume_open: bool = False

    @property
    def scheduled(self) -> bool:
        """Whether it starts by PREPARE_PLAY and reports its readiness."""
        return SCHEDULED in self.capabilities

    def readiness(self, track_id: str) -> Readiness | None:
        """What it said about a track; None if nothing."""
        return self.tracks.get(track_id) if self.tracks else None


@dataclass(slots=True, kw_only=True)
class Upcoming:
    """The next track, announced to start where the present one ends."""

    item_id: str
    track: Track
    start_at: ServerMs


@dataclass(slots=True, kw_only=True)
class Playback:
    """The timeline.

    ``start_at`` holds in SCHEDULED and PLAYING, ``paused_at`` in PAUSED, ``gate_until`` in WAITING;
    ``exact_duration`` is the current track's length as members decoded it, while announced ones are rounded;
    ``unplayable`` counts tracks in a row that nobody could play.
    """

    phase: Phase = Phase.STOPPED
    sequence: int = 0
    track: Track | None = None
    exact_duration: Seconds | None = None
    start_at: ServerMs = ServerMs(0.0)
    start_position: Seconds = Seconds(0.0)
    paused_at: ServerMs = ServerMs(0.0)
    paused_position: Seconds = Seconds(0.0)
    gate_until: ServerMs = ServerMs(0.0)
    upcoming: Upcoming | None = None
    unplayable: int = 0


@dataclass(slots=True, kw_only=True)
class Queue:
    """Items in their order, each with an ``item_id``; ``current`` is the id of the one that plays or was stopped."""

    items: list[QueueItem] = field(default_factory=list)
    current: str | None = None


@dataclass(slots=True, kw_only=True)
class PartyState:
    """One party. ``host_id`` is None while nobody hosts; ``host_token`` lets the host come back."""

    code: str
    created_at: ServerMs
    host_token: str
    pin: str | None = None
    host_id: str | None = None
    host_succession: bool = True
    members: dict[str, Member] = field(default_factory=dict)
    queue: Queue = field(default_factory=Queue)
    playback: Playback = field(default_factory=Playback)
    empty_since: ServerMs | None = None

    def connected(self) -> list[Member]:
        """The members that are there now."""
        return [member for member in self.members.values() if member.connected]
