"""A party's timeline as members are told it. Nothing here changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from msgspec import structs

from server.party import queue as queues
from server.party.state import Phase
from server.party.timing import waiting_for
from server.protocol.messages import LegacyPlay, PlayAt, PreparePlay, QueueUpdated, SyncState
from server.protocol.timeline import ends_at, position_at
from server.protocol.units import Seconds, ServerMs

if TYPE_CHECKING:
    from server.party.state import PartyState, Upcoming
    from server.protocol.messages import Message, Track, TrackStatusWord

_Scheduled = TypeVar("_Scheduled", PreparePlay, PlayAt)

#: Phases with a start on the timeline.
TIMED: Final = frozenset({Phase.SCHEDULED, Phase.PLAYING})

_WORDS: Final[dict[Phase, TrackStatusWord]] = {
    Phase.STOPPED: "stopped",
    Phase.WAITING: "preparing",
    Phase.SCHEDULED: "preparing",
    Phase.PLAYING: "playing",
    Phase.PAUSED: "paused",
}


def duration(state: PartyState) -> Seconds | None:
    """The length of the current track: as members decoded it, else as it was announced."""
    play = state.playback
    if play.exact_duration is not None:
        return play.exact_duration
    if play.track is None or play.track.duration_ms is None:
        return None
    return Seconds(play.track.duration_ms / 1000)


def end(state: PartyState) -> ServerMs | None:
    """When the last sample of the current track is heard; None while that is unknown or nothing plays."""
    play, length = state.playback, duration(state)
    if length is None or play.phase not in TIMED:
        return None
    return ends_at(start_at=play.start_at, start_position=play.start_position, duration=length)


def position(state: PartyState, now: ServerMs) -> Seconds:
    """Where the party is in the current track."""
    play = state.playback
    if play.phase in TIMED:
        return position_at(now, start_at=play.start_at, start_position=play.start_position, duration=duration(state))
    return play.paused_position if play.phase is Phase.PAUSED else play.start_position


def waiting(state: PartyState) -> tuple[str, ...]:
    """Ids of the members that the start waits for; empty in every phase but WAITING."""
    play = state.playback
    if play.phase is not Phase.WAITING or play.track is None:
        return ()
    return tuple(member.id for member in waiting_for(state.members.values(), play.track.track_id))


def queue_updated(state: PartyState) -> QueueUpdated:
    """The whole queue."""
    queue = state.queue
    return QueueUpdated(items=tuple(queue.items), current_index=queues.index_of(queue, queue.current))


def sync_state(state: PartyState, now: ServerMs) -> SyncState:
    """Where the party is."""
    play, queue = state.playback, state.queue
    timed, paused = play.phase in TIMED, play.phase is Phase.PAUSED
    return SyncState(
        server_now_ms=now,
        status=_WORDS[play.phase],
        track=play.track,
        start_at_server_ms=play.start_at if timed else None,
        start_position_sec=play.start_position if timed or play.phase is Phase.WAITING else None,
        paused_at_server_ms=play.paused_at if paused else None,
        paused_position_sec=play.paused_position if paused else None,
        queue=tuple(queue.items),
        current_index=queues.index_of(queue, queue.current),
        sequence=play.sequence,
        waiting_for=waiting(state),
    )


def present(state: PartyState, track: Track, kind: type[_Scheduled]) -> _Scheduled:
    """The current track's start."""
    play = state.playback
    return _scheduled(kind, track, play.start_at, play.start_position, play.sequence)


def announcement(state: PartyState, upcoming: Upcoming) -> PreparePlay:
    """The next track's start."""
    return _scheduled(PreparePlay, upcoming.track, upcoming.start_at, Seconds(0.0), state.playback.sequence)


def legacy_play(state: PartyState, track: Track) -> LegacyPlay:
    """The start in the words of clients older than scheduled playback."""
    return LegacyPlay(
        track_url=track.track_url,
        title=track.title,
        filename=track.filename,
        server_timestamp=state.playback.start_at,
        position_sec=state.playback.start_position,
    )


def catch_up(state: PartyState) -> list[Message]:
    """What a member that knows no SYNC_STATE needs to join what plays."""
    play = state.playback
    if play.track is None:
        return []
    if play.phase is Phase.SCHEDULED:
        return [present(state, play.track, PreparePlay)]
    if play.phase is Phase.PLAYING:
        return [present(state, play.track, PlayAt), legacy_play(state, play.track)]
    return []


def _scheduled(
    kind: type[_Scheduled], track: Track, start_at: ServerMs, start_position: Seconds, sequence: int
) -> _Scheduled:
    return kind(
        start_at_server_ms=start_at, start_position_sec=start_position, sequence=sequence, **structs.asdict(track)
    )
