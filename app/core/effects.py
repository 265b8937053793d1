"""What a session wants done. The controller carries these out and decides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from app.core.player_facts import TrackSource
    from app.core.program import ClockMap, Programme
    from app.core.view import Notice
    from app.said import Said
    from server.protocol.invite import Invite
    from server.protocol.messages import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLink:
    """Connect to a relay."""

    relay: Invite


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseLink:
    """Leave the relay alone from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryLink:
    """Do not wait for the next attempt: the machine woke up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Send a frame."""

    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SendPing:
    """Send a TIME_PING now and answer with `app.core.events.PingSent`."""

    ping_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Decode a track."""

    source: TrackSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Unload:
    """Let a track go."""

    track_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProgramme:
    """Play this from now on."""

    programme: Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClock:
    """Server time is this from now on."""

    clock: ClockMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """Go to the scheduled position by one crossfade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnVolume:
    """The host set our volume, and the person allows it."""

    volume: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """Tell the person once."""

    notice: Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOffset:
    """The clock took a sample: one line in the specification's words. Milliseconds."""

    rtt_ms: float
    offset_ms: float
    smoothed_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LogDrift:
    """The drift loop looked: one line in the specification's words. Seconds; ``action`` and ``reason`` in words."""

    current: float
    ideal: float
    drift: float
    action: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Departed:
    """The party is over for us: nothing of it is kept open."""

    reason: Said


Effect: TypeAlias = (
    OpenLink
    | CloseLink
    | RetryLink
    | Send
    | SendPing
    | Load
    | Unload
    | SetProgramme
    | SetClock
    | Jump
    | TurnVolume
    | Tell
    | LogOffset
    | LogDrift
    | Departed
)
