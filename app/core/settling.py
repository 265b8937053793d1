"""What follows from a session's state alone: which tracks to get, and what the party is told of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.core.effects import Effect, RetryLink, Send, Tell
from app.core.session_state import Stage, State
from app.core.shelf import afresh, reports, source_of, want
from app.core.view import Notice
from app.said import Said, Saying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.player_facts import TrackSource
    from server.protocol.messages import QueueItem, Track
    from server.protocol.units import LocalSec


def stock(state: State) -> tuple[State, list[Effect]]:
    """Get the current track and the one after it, let go of what is neither wanted nor heard."""
    refusals: list[Effect] = []
    sources: list[tuple[TrackSource, str | None]] = []
    base_url = state.door.relay.http_url if state.door is not None else ""
    for item in _wanted(state):
        source = source_of(item, state.shelf, base_url)
        if source is not None:
            sources.append(source)
        elif (item.track_url or "") not in state.refused:
            state = replace(state, refused=state.refused | {item.track_url or ""})
            name = item.title or item.filename
            said = Said(what=Saying.TRACK_NOT_OPENED, name=name)
            refusals.append(Tell(notice=Notice(code="bad-track-url", said=said)))
    heard = frozenset(segment.track_id for segment in state.schedule.segments)
    shelf, effects = want(state.shelf, sources, heard)
    return replace(state, shelf=shelf), [*refusals, *effects]


def retry(state: State) -> tuple[State, list[Effect]]:
    """The person asks for another try: do not wait for the relay's next attempt, and get failed tracks once more."""
    shelf, effects = afresh(state.shelf)
    hurry: list[Effect] = [RetryLink()] if state.stage is Stage.RETURNING else []
    return replace(state, shelf=shelf), [*hurry, *effects]


def report(state: State, now: LocalSec) -> tuple[State, list[Effect]]:
    """Tell the party how far our tracks are, as often as it needs to know."""
    if state.stage is not Stage.IN:
        return state, []
    shelf, told = reports(state.shelf, now)
    return replace(state, shelf=shelf), [Send(message=status) for status in told]


def _wanted(state: State) -> Iterator[Track | QueueItem]:
    if state.schedule.track is not None:
        yield state.schedule.track
    elif state.queue.current is not None:
        yield state.queue.current
    if state.queue.upcoming is not None:
        yield state.queue.upcoming
