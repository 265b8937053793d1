"""Where the party is, folded from the relay's decisions, and the programme that follows from it.

Rules:

* A decision older than the newest seen is dropped; one already known changes nothing.
* Whatever is heard goes on until the instant at which the next decision takes effect, so a seek or a next is
  heard as one cut, not as a gap of the lead time.
* A start at the very end of the present track is gapless: the new segment follows the old one sample by sample.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import msgspec

from app.core.program import Programme, Segment
from server.protocol.messages import Pause, PlayAt, PreparePlay, SyncState, Track
from server.protocol.timeline import position_at
from server.protocol.units import Seconds, ServerMs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.protocol.messages import LegacyPlay, TrackStatusWord

#: Durations travel in rounded milliseconds, and containers announce them some samples off.
_GAPLESS_TOLERANCE_MS: Final = 20.0
#: Two starts closer than this are the same start.
_SAME_START_MS: Final = 0.5
#: A segment that ended this long ago is not heard on any clock that still counts.
_KEEP_ENDED_MS: Final = 10_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The party's timeline as this member knows it.

    Attributes:
        status: the relay's word for the party.
        track: the track of the newest decision; the next one already while the one before it is still heard.
        previous: the track of the decision before, which is heard until ``start_at``.
        start_at: server time of the current start; None while stopped or while a start waits for members.
        start_position: seconds into the track at ``start_at``.
        paused_position: where a paused party resumes.
        sequence: the newest decision seen.
        waiting_for: ids of members that a start waits for.
        segments: what is, and will be, heard.
    """

    status: TrackStatusWord = "stopped"
    track: Track | None = None
    previous: Track | None = None
    start_at: ServerMs | None = None
    start_position: Seconds = Seconds(0.0)
    paused_position: Seconds = Seconds(0.0)
    sequence: int = 0
    waiting_for: tuple[str, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def programme(self) -> Programme:
        """What the player is told."""
        return Programme(segments=self.segments, sequence=self.sequence)

    def position_at(self, now: ServerMs, duration: Seconds | None) -> Seconds:
        """The party's position at ``now``, whatever this member hears."""
        if self.status == "paused" or self.start_at is None:
            return self.paused_position if self.status == "paused" else self.start_position
        return position_at(now, start_at=self.start_at, start_position=self.start_position, duration=duration)

    def heard_at(self, now: ServerMs) -> Segment | None:
        """The segment that covers ``now``; None in silence."""
        for segment in reversed(self.segments):
            if segment.start_at <= now:
                return segment if segment.stop_at is None or now < segment.stop_at else None
        return None

    def track_called(self, track_id: str) -> Track | None:
        """What is known of a track that is heard or about to be."""
        return next((track for track in (self.track, self.previous) if track and track.track_id == track_id), None)


def start(
    schedule: Schedule, message: PreparePlay | PlayAt, durations: Mapping[str, Seconds], now: ServerMs | None
) -> Schedule:
    """A start was decided. ``durations`` are decoded lengths by track id, ``now`` is server time where it is known."""
    if message.sequence < schedule.sequence:
        return schedule
    begin = ServerMs(message.start_at_server_ms)
    position = Seconds(message.start_position_sec)
    known = _has(schedule.segments, message.track_id, begin) and message.sequence == schedule.sequence
    if known and schedule.status == "playing":
        return schedule
    segments = schedule.segments if known else _begin(schedule, message.track_id, begin, position, durations)
    return replace(
        schedule,
        status="playing",
        track=_track_of(message),
        previous=_previous(schedule, message.track_id),
        start_at=begin,
        start_position=position,
        sequence=message.sequence,
        waiting_for=(),
        segments=_pruned(segments, now),
    )


def from_legacy(schedule: Schedule, message: LegacyPlay) -> PlayAt | None:
    """A start as relays tell it that know no PREPARE_PLAY; None when it is the one we have already."""
    known = schedule.track is not None and schedule.track.track_url == message.track_url
    if known and schedule.start_at is not None and abs(schedule.start_at - message.server_timestamp) <= _SAME_START_MS:
        return None
    return PlayAt(
        # No id comes with it; the end of the URL is as good, and fits an id's length.
        track_id=message.track_url[-64:],
        track_url=message.track_url,
        title=message.title,
        filename=message.filename,
        duration_ms=None,
        start_at_server_ms=message.server_timestamp,
        start_position_sec=message.position_sec,
        sequence=schedule.sequence,
    )


def pause(schedule: Schedule, message: Pause) -> Schedule:
    """All fall silent at one instant, or while paused the position moved."""
    if message.sequence < schedule.sequence:
        return schedule
    at = ServerMs(message.paused_at_server_ms)
    segments = schedule.segments
    # A gapless hand-over that the pause came before does not happen: the track before it is current again.
    withdrawn = bool(segments) and segments[-1].follows and segments[-1].start_at >= at
    return replace(
        schedule,
        status="paused",
        track=schedule.previous if withdrawn and schedule.previous is not None else schedule.track,
        start_at=None,
        paused_position=Seconds(message.paused_position_sec),
        sequence=message.sequence,
        waiting_for=(),
        segments=_cut(segments, at),
    )


def stop(schedule: Schedule, sequence: int) -> Schedule:
    """Everybody falls silent at once; the track stays shown."""
    if sequence < schedule.sequence:
        return schedule
    return Schedule(sequence=sequence, track=schedule.track)


def adopt(schedule: Schedule, state: SyncState, durations: Mapping[str, Seconds], *, trusted: bool = False) -> Schedule:
    """Where the party is, told whole: after joining, after a reconnect, or while a start waits.

    Args:
        schedule: what was known.
        state: what the relay says.
        durations: decoded lengths by track id.
        trusted: whether it answers our own joining. Then it counts even with a smaller sequence: the relay was
            replaced, and counts anew.
    """
    if state.sequence < schedule.sequence and not trusted:
        return schedule
    if state.status == "stopped" or state.track is None:
        return Schedule(sequence=state.sequence, track=state.track)
    base = replace(
        schedule,
        sequence=state.sequence,
        track=state.track,
        previous=_previous(schedule, state.track.track_id),
        waiting_for=state.waiting_for,
    )
    if state.status == "paused":
        cut_at = state.paused_at_server_ms if state.paused_at_server_ms is not None else state.server_now_ms
        return replace(
            base,
            status="paused",
            start_at=None,
            paused_position=Seconds(state.paused_position_sec or 0.0),
            segments=_cut(schedule.segments, ServerMs(cut_at)),
        )
    if state.start_at_server_ms is None:
        return replace(base, status="preparing", start_at=None, start_position=Seconds(state.start_position_sec or 0.0))
    begin = ServerMs(state.start_at_server_ms)
    position = Seconds(state.start_position_sec or 0.0)
    segments = schedule.segments
    same = state.sequence == schedule.sequence and schedule.status == "playing"
    if same and any(_is(segment, state.track.track_id, begin) for segment in segments):
        # Known, and perhaps with the next track announced behind it, which SYNC_STATE does not tell.
        return schedule
    if not _has(segments, state.track.track_id, begin):
        segments = _begin(schedule, state.track.track_id, begin, position, durations)
    return replace(
        base,
        status="playing",
        start_at=begin,
        start_position=position,
        segments=_pruned(segments, ServerMs(state.server_now_ms)),
    )


def _begin(
    schedule: Schedule, track_id: str, begin: ServerMs, position: Seconds, durations: Mapping[str, Seconds]
) -> tuple[Segment, ...]:
    """The segments with a new one that takes over at ``begin``."""
    earlier = tuple(segment for segment in schedule.segments if segment.start_at < begin)
    gapless = position == 0.0 and bool(earlier) and _ends_at(earlier[-1], schedule, begin, durations)
    new = Segment(track_id=track_id, start_at=begin, start_position=position, follows=gapless)
    return (*(earlier if gapless else _cut(earlier, begin)), new)


def _ends_at(last: Segment, schedule: Schedule, begin: ServerMs, durations: Mapping[str, Seconds]) -> bool:
    if last.stop_at is not None:
        return False
    lengths = [durations[last.track_id]] if last.track_id in durations else []
    if schedule.track is not None and schedule.track.track_id == last.track_id and schedule.track.duration_ms:
        lengths.append(Seconds(schedule.track.duration_ms / 1000))
    ends = (last.start_at + (length - last.start_position) * 1000 for length in lengths)
    return any(abs(end - begin) <= _GAPLESS_TOLERANCE_MS for end in ends)


def _cut(segments: tuple[Segment, ...], at: ServerMs) -> tuple[Segment, ...]:
    """Nothing is heard from ``at`` on."""
    return tuple(
        segment if segment.stop_at is not None and segment.stop_at <= at else replace(segment, stop_at=at)
        for segment in segments
        if segment.start_at < at
    )


def _pruned(segments: tuple[Segment, ...], now: ServerMs | None) -> tuple[Segment, ...]:
    """Without what ended long ago; the one before the current stays, because a follower is anchored to it."""
    if now is None:
        return segments
    keep = len(segments) - 1
    while keep > 0 and segments[keep].start_at > now - _KEEP_ENDED_MS:
        keep -= 1
    if keep > 0 and segments[keep].follows:
        keep -= 1
    return segments[max(0, keep) :]


def _has(segments: tuple[Segment, ...], track_id: str, begin: ServerMs) -> bool:
    return bool(segments) and _is(segments[-1], track_id, begin)


def _is(segment: Segment, track_id: str, begin: ServerMs) -> bool:
    same = segment.track_id == track_id and abs(segment.start_at - begin) <= _SAME_START_MS
    return same and segment.stop_at is None


def _previous(schedule: Schedule, track_id: str) -> Track | None:
    known = schedule.track
    return schedule.previous if known is None or known.track_id == track_id else known


def _track_of(message: PreparePlay | PlayAt) -> Track:
    return msgspec.convert(message, Track, from_attributes=True)
