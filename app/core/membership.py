"""Getting into a party, staying in it over lost links, and out of it again: pure functions on the session's state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.effects import CloseLink, Departed, Effect, OpenLink, Send, Tell
from app.core.session_state import Door, Seat, Stage, State
from app.core.shelf import unreported
from app.core.view import Notice
from app.said import Said, Saying, refusal
from server.protocol.errors import ErrorCode
from server.protocol.messages import (
    SCHEDULED,
    Create,
    Created,
    EndParty,
    ErrorMessage,
    HostGranted,
    Join,
    Joined,
    Leave,
    RequestSyncState,
)
from server.protocol.units import LocalSec, Seconds
from server.protocol.version import PROTOCOL_VERSION

if TYPE_CHECKING:
    from app.core.events import ComeBack, Enter, LeaveAsked
    from app.core.link_facts import LinkDown, LinkFailed
    from server.protocol.messages import Message

#: A relay that accepts a connection and then says nothing for this long is no relay.
ANSWER_WITHIN: Final = Seconds(10.0)
#: After a refusal that passes, the seat is asked for again.
_ASK_AGAIN: Final = Seconds(2.0)

_CAPABILITIES: Final = (SCHEDULED,)
# Refusals that say something about this moment, not about us.
_PASSING: Final = frozenset(
    {ErrorCode.RATE_LIMITED, ErrorCode.SHUTTING_DOWN, ErrorCode.INTERNAL, ErrorCode.RELAY_FULL, ErrorCode.TOO_SLOW}
)


def enter(state: State, event: Enter, now: LocalSec) -> tuple[State, list[Effect]]:
    """The person wants into a party; one that we are in is left."""
    door = Door(relay=event.relay, public=event.public or event.relay, name=event.name, pin=event.pin)
    return _to_the_door(state, door, None, now)


def come_back(state: State, event: ComeBack, now: LocalSec) -> tuple[State, list[Effect]]:
    """The person wants the seat of an earlier run again: as after a lost link, only that nothing is known yet."""
    way = event.way
    door = Door(relay=event.relay, public=event.public, name=way.name, pin=way.pin, hidden=way.hidden)
    seat = Seat(
        code=way.code,
        member_id=way.member_id,
        member_token=way.member_token,
        host_token=way.host_token,
        is_host=way.host_token is not None,
        proven=False,
    )
    return _to_the_door(state, door, seat, now)


def link_up(state: State, now: LocalSec) -> tuple[State, list[Effect]]:
    """Connected: ask for a party, or for our seat in it."""
    if state.door is None:
        return state, []
    if state.seat is None:
        return replace(state, stage=Stage.ENTERING, since=now), [Send(message=_knock(state.door))]
    return replace(state, stage=Stage.REENTERING, since=now), [Send(message=_knock_again(state.door, state.seat))]


def link_down(state: State, event: LinkDown, now: LocalSec) -> State:
    """The link is lost, or another attempt failed; inside a party everything goes on as it is."""
    if state.stage.inside:
        away_since = now if state.away_since is None else state.away_since
        return replace(state, stage=Stage.RETURNING, since=now, away_since=away_since, away_reason=event.reason)
    return replace(state, stage=Stage.CONNECTING, since=now) if state.stage is Stage.ENTERING else state


def link_failed(state: State, event: LinkFailed) -> tuple[State, list[Effect]]:
    """Trying again is pointless."""
    return depart(state, event.said, Notice(code=event.code, said=event.said, fatal=True))


def seated(state: State, message: Created | Joined, now: LocalSec) -> tuple[State, list[Effect]]:
    """The relay gave us a seat, or our old one."""
    old = state.seat
    seat = Seat(
        code=message.code,
        member_id=message.member_id or (old.member_id if old else ""),
        member_token=message.member_token or (old.member_token if old else None),
        host_token=message.host_token or (old.host_token if old else None),
        is_host=isinstance(message, Created) or message.is_host,
    )
    back = old is not None
    state = replace(
        state,
        stage=Stage.IN,
        seat=seat,
        since=now,
        away_since=None,
        away_reason=None,
        awaiting_state=True,
        volume_told=None,
        shelf=unreported(state.shelf),
    )
    return state, [Send(message=RequestSyncState())] if back else []


def granted(state: State, message: HostGranted) -> State:
    """We are host now."""
    seat = state.seat
    return replace(state, seat=seat and replace(seat, is_host=True, host_token=message.host_token))


def refused(state: State, message: ErrorMessage, now: LocalSec) -> tuple[State, list[Effect]]:
    """The relay refused something; on the way in that ends the attempt, inside it is told and life goes on."""
    gone = message.code == ErrorCode.UNKNOWN_CODE and state.stage is Stage.REENTERING
    said = Said(what=Saying.PARTY_OVER) if gone else refusal(message.code, message.message)
    notice = Notice(code=message.code, said=said)
    if state.stage in (Stage.ENTERING, Stage.CONNECTING):
        return depart(state, said, replace(notice, fatal=True))
    if state.stage is not Stage.REENTERING or state.seat is None or state.door is None:
        return state, [Tell(notice=notice)]
    if message.code in _PASSING:
        return state, []  # asked again by `still_waiting`
    if message.code == ErrorCode.WRONG_TOKEN and state.seat.member_token is not None:
        seat = Seat(code=state.seat.code, proven=state.seat.proven)
        return replace(state, seat=seat, since=now), [Send(message=_knock_again(state.door, seat))]
    return depart(replace(state, seat=replace(state.seat, proven=True)), said, replace(notice, fatal=True))


def still_waiting(state: State, now: LocalSec) -> tuple[State, list[Effect]]:
    """Time passed: ask again for the seat, or give up on a relay that says nothing."""
    if state.since is None or state.door is None:
        return state, []
    waited = now - state.since
    if state.stage is Stage.ENTERING and waited > ANSWER_WITHIN:
        said = Said(what=Saying.NO_RELAY, where=f"{state.door.relay.host}:{state.door.relay.port}")
        return depart(state, said, Notice(code="not-a-relay", said=said, fatal=True))
    if state.stage is Stage.REENTERING and waited > _ASK_AGAIN and state.seat is not None:
        return replace(state, since=now), [Send(message=_knock_again(state.door, state.seat))]
    return state, []


def leave(state: State, event: LeaveAsked) -> tuple[State, list[Effect]]:
    """The person leaves, or ends the party for all."""
    if state.stage in (Stage.OUT, Stage.LEFT):
        return state, []
    goodbye: Message = EndParty() if event.end_party and state.is_host else Leave()
    reason = Said(what=Saying.ENDED_IT if event.end_party else Saying.LEFT)
    state, effects = depart(state, reason, None)
    return state, [Send(message=goodbye), *effects]


def depart(state: State, reason: Said, notice: Notice | None) -> tuple[State, list[Effect]]:
    """We are out: only the reason and the sound output stay."""
    left = replace(
        _outside(state),
        stage=Stage.LEFT,
        door=state.door,
        left_reason=reason,
        way_open=state.seat is None or not state.seat.proven,
    )
    told: list[Effect] = [Tell(notice=notice)] if notice is not None else []
    return left, [CloseLink(), *told, Departed(reason=reason)]


def _outside(state: State) -> State:
    """What stays without a party: the output, and the tracks until they are let go."""
    return State(
        output=state.output,
        output_lost=state.output_lost,
        volume=state.volume,
        shelf=replace(state.shelf, own_files={}),
    )


def _to_the_door(state: State, door: Door, seat: Seat | None, now: LocalSec) -> tuple[State, list[Effect]]:
    fresh = replace(_outside(state), stage=Stage.CONNECTING, door=door, seat=seat, since=now)
    goodbye: list[Effect] = [Send(message=Leave()), CloseLink()] if state.stage.inside else []
    return fresh, [*goodbye, OpenLink(relay=door.relay)]


def _knock(door: Door) -> Message:
    if not door.relay.code:
        return Create(name=door.name, capabilities=_CAPABILITIES, protocol=PROTOCOL_VERSION, pin=door.pin)
    return Join(
        code=door.relay.code, name=door.name, capabilities=_CAPABILITIES, protocol=PROTOCOL_VERSION, pin=door.pin
    )


def _knock_again(door: Door, seat: Seat) -> Message:
    return Join(
        code=seat.code,
        name=door.name,
        capabilities=_CAPABILITIES,
        protocol=PROTOCOL_VERSION,
        pin=door.pin,
        member_token=seat.member_token,
        host_token=seat.host_token,
    )
