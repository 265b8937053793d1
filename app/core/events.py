"""What happens to a session. Link and player facts are events too; see `Event`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from app.core.link_facts import LinkEvent
from app.core.player_facts import PlayerEvent

if TYPE_CHECKING:
    from app.core.player_facts import Reading, TrackSource
    from app.core.queue_edit import EditKind
    from app.core.way_back import WayBack
    from server.protocol.invite import Invite
    from server.protocol.messages import ClientMessage, Reaction
    from server.protocol.units import LocalSec, ServerMs


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """The person wants into a party: the one that the invite's code names, or without a code a new one.

    Attributes:
        relay: the relay's address as we reach it.
        name: the person's name.
        pin: the party's PIN, if it has one.
        public: the address that others reach the relay at, for the invite; None when it is ``relay``.
    """

    relay: Invite
    name: str
    pin: str | None = None
    public: Invite | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComeBack:
    """The person wants the seat again that an earlier run of the program had.

    Attributes:
        way: what takes the seat.
        relay: the relay's address as we reach it now.
        public: the address that others reach it at now.
    """

    way: WayBack
    relay: Invite
    public: Invite


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveAsked:
    """The person leaves, or ends the party for everybody."""

    end_party: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HostAsked:
    """The person asks the party for something that the host alone may ask."""

    message: ClientMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayAsked:
    """Start or resume; with an item, start that one."""

    item_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueEditAsked:
    """The host edits the queue; ``before_item_id`` is where to, None is the end."""

    kind: EditKind
    item_ids: tuple[str, ...] = ()
    before_item_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoAsked:
    """Take back the last edit of the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAsked:
    """Say a text of at most `CHAT_LIMIT` characters, or a reaction."""

    text: str = ""
    reaction: Reaction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeChosen:
    """The person's own volume in [0, 1], and whether they let the host set it."""

    volume: float
    host_may_set: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ResyncAsked:
    """Fresh clock burst, re-anchor, jump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAsked:
    """Try again what failed: the way to the relay, and tracks that could not be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOffered:
    """One of our files is at the relay.

    Attributes:
        source: the relay's ids with our own file's path as ``location``.
        url: the relay's URL of it.
        filename: its name without folders.
        artist: as its tags say.
        play: start it; otherwise it is queued.
        before_item_id: where in the queue; None is the end.
    """

    source: TrackSource
    url: str
    filename: str
    artist: str = ""
    play: bool = False
    before_item_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PingSent:
    """A ping that the session asked for was written at ``at``; None: the link was down."""

    ping_id: int
    at: LocalSec | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Time passed; some ten of these a second.

    Attributes:
        reading: what is heard now.
        wall: this machine's wall clock, for relays that answer no ping; nothing else may depend on it.
        boot: the clock that runs on while the machine sleeps, where the system has one.
    """

    reading: Reading
    wall: ServerMs
    boot: LocalSec | None = None


Event: TypeAlias = (
    LinkEvent
    | PlayerEvent
    | Enter
    | ComeBack
    | LeaveAsked
    | HostAsked
    | PlayAsked
    | QueueEditAsked
    | UndoAsked
    | ChatAsked
    | VolumeChosen
    | ResyncAsked
    | RetryAsked
    | FileOffered
    | PingSent
    | Tick
)
