"""What a session knows, frozen; see `app.core.session`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from app.core.queue import Queue
from app.core.schedule import Schedule
from app.core.shelf import Shelf

if TYPE_CHECKING:
    from app.core.player_facts import OutputLost, OutputOpened
    from app.core.queue_edit import QueueMessage
    from app.said import Said
    from server.protocol.invite import Invite
    from server.protocol.messages import ChatEntry, MemberInfo, VolumeReport
    from server.protocol.units import LocalSec


class Stage(Enum):
    """How far into a party we are.

    OUT → CONNECTING (the link is asked for) → ENTERING (CREATE or JOIN is sent) → IN → LEFT; a lost link goes from IN
    to RETURNING and from there, when it is up again, to REENTERING and IN.
    """

    OUT = auto()
    CONNECTING = auto()
    ENTERING = auto()
    IN = auto()
    RETURNING = auto()
    REENTERING = auto()
    LEFT = auto()

    @property
    def inside(self) -> bool:
        """Whether we hold a seat, connected or not."""
        return self in (Stage.IN, Stage.RETURNING, Stage.REENTERING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Our place in a party; the tokens take it again after a lost link.

    ``proven`` is false while a seat of an earlier run of the program is claimed: the relay has not agreed yet.
    """

    code: str
    member_id: str = ""
    member_token: str | None = None
    host_token: str | None = None
    is_host: bool = False
    proven: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What we came in with.

    Attributes:
        relay: the relay as we reach it.
        public: the relay as others reach it.
        name: the person's name.
        pin: the party's PIN.
        hidden: the party is not to be shown on this network.
    """

    relay: Invite
    public: Invite
    name: str
    pin: str | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Everything a session knows but the clock.

    Attributes:
        stage: see `Stage`.
        door: None before the first party.
        seat: None outside.
        since: when ``stage`` began, or its last attempt.
        away_since: when the relay was lost; None while we are connected, or outside.
        away_reason: why it cannot be reached.
        members: the relay's list.
        queue: the party's queue.
        chat: what was said, oldest first.
        volume: our volume, as the party is to know it.
        volume_told: what the party was told of it, and when.
        undo: what takes back our last edit of the queue.
        schedule: the party's timeline.
        shelf: our tracks.
        awaiting_state: we (re)entered, so the next SYNC_STATE counts whatever its sequence.
        refused: URLs of tracks that may not be opened, told once.
        output: what the sound goes to.
        output_lost: why there is no sound output.
        left_reason: why we are out.
        way_open: we are out without having been in, or refused: a seat that we claimed may still be ours.
    """

    stage: Stage = Stage.OUT
    door: Door | None = None
    seat: Seat | None = None
    since: LocalSec | None = None
    away_since: LocalSec | None = None
    away_reason: Said | None = None
    members: tuple[MemberInfo, ...] = ()
    queue: Queue = field(default_factory=Queue)
    chat: tuple[ChatEntry, ...] = ()
    volume: VolumeReport | None = None
    volume_told: tuple[VolumeReport, LocalSec] | None = None
    undo: tuple[QueueMessage, ...] = ()
    schedule: Schedule = field(default_factory=Schedule)
    shelf: Shelf = field(default_factory=Shelf)
    awaiting_state: bool = False
    refused: frozenset[str] = frozenset()
    output: OutputOpened | None = None
    output_lost: OutputLost | None = None
    left_reason: Said | None = None
    way_open: bool = False

    @property
    def is_host(self) -> bool:
        """Whether the party is ours to steer."""
        return self.seat is not None and self.seat.is_host
