"""Tracks that nobody here can play: a party of silent members would only wait for their end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.party import picture
from server.party import queue as queues
from server.party.state import Phase
from server.party.timing import can_nobody_play
from server.protocol.errors import ErrorCode
from server.protocol.messages import ErrorMessage

if TYPE_CHECKING:
    from server.party.effects import Out
    from server.party.state import PartyState
    from server.protocol.messages import QueueItem

#: So many in a row, and it is not the tracks: running through the queue would only lose it.
_GIVE_UP: Final = 3


def is_stuck(state: PartyState) -> bool:
    """Whether the party plays, or is about to play, what everybody has failed with."""
    play = state.playback
    if play.track is None or play.phase not in {Phase.WAITING, *picture.TIMED}:
        return False
    return can_nobody_play(state.members.values(), play.track.track_id)


def pass_over(state: PartyState, out: Out) -> QueueItem | None:
    """Tell the host why the current track is passed over; returns what to play instead, None for silence."""
    play = state.playback
    play.unplayable += 1
    item = queues.following(state.queue)
    if item is None:
        rest = "It was the last one."
    elif play.unplayable >= _GIVE_UP:
        item, rest = None, f"That is {_GIVE_UP} in a row, so the music stops: look at what the members say."
    else:
        rest = "The next one follows."
    name = "this track" if play.track is None else f"“{play.track.title or play.track.filename}”"
    text = f"Nobody here can play {name}. {rest}"
    out.remark(text)
    host = state.members.get(state.host_id or "")
    if host is not None and host.connected:
        out.to(host.id, ErrorMessage(code=ErrorCode.UNPLAYABLE, message=text))
    return item
