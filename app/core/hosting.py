"""What the host asks of the party: pure functions on the session's state."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias, assert_never

from msgspec import structs

from app.core.effects import Effect, Send, Tell
from app.core.events import FileOffered, HostAsked, PlayAsked, QueueEditAsked, UndoAsked
from app.core.queue_edit import edit_of
from app.core.session_state import Stage, State
from app.core.view import Notice
from app.said import Said, Saying
from server.protocol.messages import HostPlay, QueueAdd, QueueItem

#: What the wire takes.
_TITLE: Final = 256


#: What only the host may ask.
Steering: TypeAlias = HostAsked | PlayAsked | QueueEditAsked | UndoAsked | FileOffered


def steer(state: State, event: Steering) -> tuple[State, list[Effect]]:
    """Do what the host asks."""
    match event:
        case HostAsked():
            return state, allowed(state, [Send(message=event.message)])
        case PlayAsked():
            return state, play(state, event.item_id)
        case QueueEditAsked():
            return edit(state, event)
        case UndoAsked():
            return undo(state)
        case FileOffered():
            return offer(state, event)
        case _:
            assert_never(event)


def allowed(state: State, effects: list[Effect]) -> list[Effect]:
    """The effects if we may steer the party now; otherwise a sentence that says why not."""
    if state.stage is not Stage.IN:
        return [Tell(notice=Notice(code="not-connected", said=Said(what=Saying.NOT_CONNECTED)))]
    if not state.is_host:
        return [Tell(notice=Notice(code="not-host", said=Said(what=Saying.HOST_CONTROLS)))]
    return effects


def play(state: State, item_id: str | None) -> list[Effect]:
    """Start an item; without one resume, or start what the queue has."""
    if item_id is not None:
        return allowed(state, [Send(message=HostPlay(item_id=item_id))])
    if state.schedule.status != "stopped":
        # Also while it plays here: a pause may be under way. The relay does nothing where nothing is paused.
        return allowed(state, [Send(message=HostPlay())])
    item = state.queue.current or state.queue.upcoming
    if item is None or item.item_id is None:
        said = Said(what=Saying.NOTHING_TO_PLAY)
        return allowed(state, [Tell(notice=Notice(code="no-track", said=said))])
    return allowed(state, [Send(message=HostPlay(item_id=item.item_id))])


def offer(state: State, event: FileOffered) -> tuple[State, list[Effect]]:
    """One of our files is at the relay: start it or queue it, and play our own copy of it."""
    source = event.source
    own = {**state.shelf.own_files, source.track_id: source.location}
    if source.sha256:
        own[source.sha256] = source.location
    state = replace(state, shelf=replace(state.shelf, own_files=own))
    item = QueueItem(
        track_id=source.track_id,
        track_url=event.url,
        title=source.title[:_TITLE],
        filename=event.filename,
        duration_ms=source.duration * 1000 if source.duration is not None else None,
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        artist=event.artist[:_TITLE] or None,
    )
    if not event.play:
        return state, allowed(state, [Send(message=QueueAdd(items=(item,), before_item_id=event.before_item_id))])
    now = HostPlay(**structs.asdict(item))
    return state, allowed(state, [Send(message=now)])


def edit(state: State, event: QueueEditAsked) -> tuple[State, list[Effect]]:
    """Change the queue, and remember what takes it back."""
    done = edit_of(state.queue, event.kind, event.item_ids, event.before_item_id)
    if done is None:
        return state, []
    notice = Notice(code="queue-edited", said=done.said, news=True, action="undo")
    effects: list[Effect] = [*(Send(message=message) for message in done.messages), Tell(notice=notice)]
    if (told := allowed(state, effects)) is not effects:
        return state, told
    return replace(state, undo=done.undo), effects


def undo(state: State) -> tuple[State, list[Effect]]:
    """Take back the last edit of the queue, once."""
    if not state.undo:
        return state, []
    effects: list[Effect] = [Send(message=message) for message in state.undo]
    if (told := allowed(state, effects)) is not effects:
        return state, told
    return replace(state, undo=()), effects
