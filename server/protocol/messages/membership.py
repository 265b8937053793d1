"""Membership: creating, joining and leaving a party."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType

from server.protocol.messages.base import Message, Record
from server.protocol.units import (
    WireCount,
    WireFigure,
    WireFraction,
    WireId,
    WireName,
    WireSentence,
    WireToken,
    WireWord,
)

#: Capability of a member that starts by PREPARE_PLAY; without it the relay also sends PLAY.
SCHEDULED = "scheduled"
#: Codes of ENDED and of KICKED, for clients that say it in their own language.
HOST_ENDED = "host-ended"
REMOVED = "removed"

Capabilities = Annotated[tuple[WireWord, ...], Meta(max_length=16)]
Pin = Annotated[str, Meta(min_length=1, max_length=16)]
WireCode = Annotated[str, Meta(min_length=1, max_length=16)]
TrackState = Literal["none", "downloading", "ready", "failed"]


class Create(Message, frozen=True, kw_only=True, tag="CREATE"):
    """Open a party and become its host."""

    name: WireName
    capabilities: Capabilities = ()
    protocol: WireCount | None = None
    pin: Pin | None = None


class Created(Message, frozen=True, kw_only=True, tag="CREATED"):
    """The party is open."""

    code: WireCode
    member_id: WireId | None = None
    member_token: WireToken | None = None
    host_token: WireToken | None = None


class Join(Message, frozen=True, kw_only=True, tag="JOIN"):
    """Enter a party; with ``member_token`` take the same seat again, with ``host_token`` host it again."""

    code: WireCode
    name: WireName
    capabilities: Capabilities = ()
    protocol: WireCount | None = None
    pin: Pin | None = None
    member_token: WireToken | None = None
    host_token: WireToken | None = None


class Joined(Message, frozen=True, kw_only=True, tag="JOINED"):
    """The seat is taken."""

    code: WireCode
    member_id: WireId | None = None
    member_token: WireToken | None = None
    is_host: bool = False
    host_token: WireToken | None = None


class MemberSync(Record, frozen=True, kw_only=True):
    """A member's own last SYNC_REPORT, as the host's list shows it. Milliseconds and parts per million."""

    drift_ms: WireFigure
    uncertainty_ms: WireFigure
    rtt_ms: WireFigure
    rate_ppm: WireFigure = 0.0


class MemberInfo(Record, frozen=True, kw_only=True):
    """One row of the member list."""

    id: WireId
    name: WireName
    is_host: bool
    connected: bool
    track_state: TrackState = "none"
    progress: WireFraction | None = None
    legacy: bool = False
    sync: MemberSync | None = None
    #: The member's own volume, where it tells it, and whether the host may set it.
    volume: WireFraction | None = None
    volume_open: bool = False
    #: By how much this member's copy of the current track is longer than the party's, where they differ, in ms.
    length_off_ms: WireFigure | None = None


class RoomSnapshot(Record, frozen=True, kw_only=True):
    """Who is here, and the party's settings."""

    members: tuple[MemberInfo, ...]
    #: How many there are, where the list shows guests only the first of them; None if it is whole.
    member_count: WireCount | None = None
    has_pin: bool = False
    host_succession: bool = True


class Room(Message, frozen=True, kw_only=True, tag="ROOM"):
    """The whole member list, whenever it changes."""

    newest_wins: ClassVar[bool] = True

    snapshot: RoomSnapshot


class Leave(Message, frozen=True, kw_only=True, tag="LEAVE"):
    """Give up the seat."""

    reason: WireSentence | None = None


class EndParty(Message, frozen=True, kw_only=True, tag="END_PARTY"):
    """The host ends the party for everybody."""

    reason: WireSentence | None = None


class Ended(Message, frozen=True, kw_only=True, omit_defaults=False, tag="ENDED"):
    """The party is over; ``code`` is there where ``reason`` is the relay's own sentence, and names it."""

    reason: WireSentence = ""
    code: WireWord | UnsetType = UNSET


class Kick(Message, frozen=True, kw_only=True, tag="KICK"):
    """The host sends a member away."""

    target_id: WireId


class Kicked(Message, frozen=True, kw_only=True, omit_defaults=False, tag="KICKED"):
    """You were sent away; ``code`` as in ENDED."""

    reason: WireSentence = ""
    code: WireWord | UnsetType = UNSET


class HostTransfer(Message, frozen=True, kw_only=True, tag="HOST_TRANSFER"):
    """The host makes another member host."""

    target_id: WireId


class VolumeReport(Message, frozen=True, kw_only=True, tag="VOLUME"):
    """A member's own volume, linear in [0, 1], and whether it lets the host set it."""

    volume: WireFraction
    host_may_set: bool = False


class HostVolume(Message, frozen=True, kw_only=True, tag="HOST_VOLUME"):
    """The host sets the volume of a member that allows it."""

    target_id: WireId
    volume: WireFraction


class SetVolume(Message, frozen=True, kw_only=True, tag="SET_VOLUME"):
    """The host has set your volume. A member that does not allow it passes this over."""

    volume: WireFraction


class HostGranted(Message, frozen=True, kw_only=True, tag="HOST_GRANTED"):
    """You are host now; ``host_token`` is new and the previous one is void."""

    host_token: WireToken


class ErrorMessage(Message, frozen=True, kw_only=True, tag="ERROR"):
    """The last request was refused: a stable code, and a sentence for a person."""

    code: WireWord
    message: WireSentence
