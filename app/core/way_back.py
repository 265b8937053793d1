"""The way back into a party for a member whose program was killed: what it takes, in words that a file can keep.

Pure: the shell keeps the text and tells the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from app.core.session_state import Stage
from server.protocol.invite import Invite  # noqa: TC001 - msgspec reads the annotations

if TYPE_CHECKING:
    from app.core.session_state import State

#: How long the relay of somebody else keeps a party that everybody lost; see docs/relay.md, ``empty_grace_sec``.
_RELAY_KEEPS_SEC: Final = 600.0
#: A relay that died with us counts no time until it runs again: long enough for a machine that has to be repaired, and
#: short enough that nobody is asked about last night's party.
_WE_KEEP_SEC: Final = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayPlace:
    """Where a relay of our own listens and keeps its things; ``data_dir`` is a path."""

    data_dir: str
    port: int
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayBack:
    """What takes our seat in a party again. Its tokens are secrets: who has them is the host.

    Attributes:
        relay: the relay as we reached it.
        public: the relay as others reach it.
        code: the party's.
        name: ours in it.
        member_id: our seat.
        member_token: takes the seat again.
        host_token: makes us host again; None for guests.
        pin: the party's PIN, if it has one.
        place: of the relay that we ran for this party; None where it was somebody else's.
        hidden: the party was not to be shown on this network.
    """

    relay: Invite
    public: Invite
    code: str
    name: str
    member_id: str
    member_token: str
    host_token: str | None = None
    pin: str | None = None
    place: RelayPlace | None = None
    hidden: bool = False

    def is_fresh(self, age_sec: float) -> bool:
        """Whether the party can still be there, so many seconds after we were last known to live.

        A clock that was set back in between makes nothing stale.
        """
        return age_sec <= (_RELAY_KEEPS_SEC if self.place is None else _WE_KEEP_SEC)


def way_back(state: State, place: RelayPlace | None, *, hidden: bool) -> WayBack | None:
    """The way back into the party that we are in; None outside, and on a relay that gave us no token."""
    seat, door = state.seat, state.door
    if not state.stage.inside or door is None or seat is None or not seat.proven or seat.member_token is None:
        return None
    return WayBack(
        relay=door.relay,
        public=door.public,
        code=seat.code,
        name=door.name,
        member_id=seat.member_id,
        member_token=seat.member_token,
        host_token=seat.host_token if seat.is_host else None,
        pin=door.pin,
        place=place,
        hidden=hidden or door.hidden,
    )


def is_closed(state: State) -> bool:
    """Whether no way leads back any more: the party was left or ended, or refused us."""
    return state.stage is Stage.LEFT and not state.way_open


def way_text(way: WayBack) -> str:
    """The text that `read_way` understands."""
    return msgspec.json.encode(way).decode()


def read_way(text: str) -> WayBack:
    """What `way_text` wrote.

    Raises:
        ValueError: something else wrote it, or only a part of it is there.
    """
    try:
        return msgspec.json.decode(text, type=WayBack)
    except msgspec.MsgspecError as error:
        raise ValueError(str(error)) from error
