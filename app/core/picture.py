"""The picture of a party that people are shown, drawn from what the session knows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.player_facts import Reading, Sounding
from app.core.session_state import Door, Seat, Stage, State
from app.core.shelf import announced_length, track_key
from app.core.view import (
    Banner,
    BannerKind,
    ChatLineView,
    MemberView,
    PartyView,
    Phase,
    QueueItemView,
    TrackView,
    UploadView,
    WayBackView,
)
from app.said import Said, Saying
from server.protocol.units import LocalSec, Seconds, ServerMs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.program import ClockMap, Segment
    from app.core.queue import Queue
    from app.core.schedule import Schedule
    from app.core.session import Session
    from app.core.shelf import Entry
    from server.protocol.messages import ChatEntry, MemberInfo, QueueItem, Track

_ENTERING: Final = (Stage.CONNECTING, Stage.ENTERING)
#: A link that comes back within this time is not worth a banner.
_NOTICEABLE: Final = Seconds(1.5)
#: After this time it is not a hiccup: a person may want to know why, and do something about it.
_LOST: Final = Seconds(20.0)
#: A machine that has been asked to play since longer than this came late; before, it is only not ready yet.
_LATE: Final = Seconds(1.0)
#: What another try may mend; a file that cannot be decoded stays what it is.
_PASSING: Final = frozenset({"unreachable", "not-found", "disk-full", "decoder-crashed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the picture shows beside the party itself.

    Attributes:
        reading: what is heard.
        uploads: our files on their way.
        volume: own volume.
        muted: own mute.
        output_offset_ms: the sound delay in force.
        preparing_party: the bundled relay is being started for us.
        shown_nearby: whether the party is shown on this network; None where that is not ours to choose.
        way_back: the party that an earlier run of the program was killed in.
    """

    reading: Reading
    uploads: tuple[UploadView, ...] = ()
    volume: float = 1.0
    muted: bool = False
    output_offset_ms: float = 0.0
    preparing_party: bool = False
    shown_nearby: bool | None = None
    way_back: WayBackView | None = None


class Painter:
    """Draws one session's picture.

    Rows of members and of the queue are kept from picture to picture while they hold: a party of hundreds with a
    queue of a thousand is drawn several times a second.

    Args:
        session: what to draw; only looked at.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._members: tuple[tuple[MemberInfo, ...], str, tuple[MemberView, ...]] = ((), "", ())
        self._chat: tuple[tuple[ChatEntry, ...], tuple[ChatLineView, ...]] = ((), ())
        self._queue: tuple[Queue, Mapping[str, Entry], tuple[QueueItemView, ...]] | None = None

    def draw(self, around: Surroundings, now: LocalSec) -> PartyView:
        """Everything that can be shown at ``now``."""
        session, state, clock = self._session, self._session.state, self._session.sync.clock
        base = PartyView(
            uploads=around.uploads,
            volume=around.volume,
            muted=around.muted,
            host_may_set_volume=state.volume is None or state.volume.host_may_set,
            output_offset_ms=around.output_offset_ms,
            output_device=state.output.device if state.output is not None else "",
            left_reason=state.left_reason,
            banner=_banner(state, around, session, now),
        )
        if not state.stage.inside or state.seat is None or not state.seat.proven or state.door is None:
            phase = _outside(state, preparing=around.preparing_party)
            return replace(base, phase=phase, way_back=around.way_back)
        base = self._with_party(base, state.seat, state.door)
        server_now = session.sync.server_now(now)
        heard = _shown(state.schedule, server_now) if server_now is not None else None
        position, at = _position(state, heard, around.reading, clock, now)
        phase = _phase(state, heard, around.reading)
        return replace(
            base,
            phase=phase,
            joining_late=phase is Phase.PREPARING and _is_late(heard, server_now),
            position=position,
            position_at=at,
            shown_nearby=around.shown_nearby,
            starts_at=_starts_at(state, clock, now),
            track=_track(state, heard),
            waiting_for=tuple(row.name for row in state.members if row.id in state.schedule.waiting_for),
            queue=self._queue_rows(),
            chat=self._chat_lines(state.seat.member_id),
            sync=session.sync.view(now),
            synchronised=session.sync.synchronised,
        )

    def moment(self, reading: Reading, now: LocalSec) -> object:
        """Changes when time alone has changed what the picture says, so that it is drawn at once."""
        schedule, server_now = self._session.state.schedule, self._session.sync.server_now(now)
        shown = _shown(schedule, server_now) if server_now is not None else None
        return reading.sounding, reading.track_id, shown.start_at if shown is not None else None

    def _with_party(self, base: PartyView, seat: Seat, door: Door) -> PartyView:
        invite = replace(door.public, code=seat.code)
        return replace(
            base,
            is_host=seat.is_host,
            self_id=seat.member_id,
            code=seat.code,
            invite_short=invite.short,
            invite_url=invite.join_url,
            members=self._member_rows(seat.member_id),
        )

    def _member_rows(self, self_id: str) -> tuple[MemberView, ...]:
        members = self._session.state.members
        if self._members[0] is not members or self._members[1] != self_id:
            self._members = (members, self_id, tuple(_member(row, self_id) for row in members))
        return self._members[2]

    def _chat_lines(self, self_id: str) -> tuple[ChatLineView, ...]:
        said = self._session.state.chat
        if self._chat[0] is not said:
            self._chat = (said, tuple(_line(entry, self_id) for entry in said))
        return self._chat[1]

    def _queue_rows(self) -> tuple[QueueItemView, ...]:
        state = self._session.state
        queue, entries = state.queue, state.shelf.entries
        if self._queue is None or self._queue[0] is not queue or self._queue[1] is not entries:
            rows = tuple(_item(item, index, state) for index, item in enumerate(queue.items))
            self._queue = (queue, entries, rows)
        return self._queue[2]


def _outside(state: State, *, preparing: bool) -> Phase:
    # Inside, but not shown so: the relay has yet to agree that an earlier run's seat is ours.
    if preparing or state.stage in _ENTERING or state.stage.inside:
        return Phase.CONNECTING
    return Phase.LEFT if state.stage is Stage.LEFT else Phase.IDLE


def _shown(schedule: Schedule, now: ServerMs) -> Segment | None:
    """What is heard, unless something else was asked for: then that is shown at once, as being prepared."""
    ahead = schedule.start_at is not None and schedule.start_at > now
    if ahead and not schedule.segments[-1].follows:
        return None
    return schedule.heard_at(now)


def _phase(state: State, heard: Segment | None, reading: Reading) -> Phase:
    status = state.schedule.status
    if status == "preparing":
        return Phase.WAITING
    if status == "paused":
        # The pause may lie a moment ahead; what people asked for is shown at once.
        return Phase.PAUSED
    if status == "stopped":
        return Phase.STOPPED
    if heard is None or reading.sounding is Sounding.STARVED:
        return Phase.PREPARING
    return Phase.PLAYING


def _is_late(heard: Segment | None, server_now: ServerMs | None) -> bool:
    """Whether the others hear this for a while already."""
    return heard is not None and server_now is not None and server_now - heard.start_at > _LATE * 1000


def _position(
    state: State, heard: Segment | None, reading: Reading, clock: ClockMap | None, now: LocalSec
) -> tuple[Seconds, LocalSec]:
    if heard is not None and reading.sounding is Sounding.PLAYING and reading.track_id == heard.track_id:
        return reading.position, reading.at
    if clock is None:
        return state.schedule.start_position, now
    if heard is not None:
        return heard.position_at(clock.server_at(now)), now
    return state.schedule.position_at(clock.server_at(now), None), now


def _starts_at(state: State, clock: ClockMap | None, now: LocalSec) -> LocalSec | None:
    start = state.schedule.start_at
    if clock is None or start is None or start <= clock.server_at(now):
        return None
    return clock.local_at(start)


def _track(state: State, heard: Segment | None) -> TrackView | None:
    track: Track | None = state.schedule.track
    if heard is not None and state.schedule.status == "playing":
        track = state.schedule.track_called(heard.track_id) or track
    if track is None:
        return None
    entry = state.shelf.entries.get(track.track_id)
    return TrackView(
        track_id=track.track_id,
        title=track.title or track.filename,
        filename=track.filename,
        duration=_length(track, entry),
        artist=track.artist or "",
        cover=entry.cover if entry is not None else None,
        waveform=entry.waveform if entry is not None else None,
        decoded_fraction=entry.fraction if entry is not None else 0.0,
    )


def _length(item: Track | QueueItem, entry: Entry | None) -> Seconds | None:
    return (entry.duration if entry is not None else None) or announced_length(item)


def _item(item: QueueItem, index: int, state: State) -> QueueItemView:
    key = track_key(item)
    entry = state.shelf.entries.get(key) if key is not None else None
    return QueueItemView(
        item_id=item.item_id or f"#{index}",
        track_id=item.track_id,
        title=item.title or item.filename,
        duration=_length(item, entry),
        is_current=index == state.queue.current_index,
        artist=item.artist or "",
        state=entry.state if entry is not None else "none",
        progress=entry.fraction if entry is not None else 0.0,
    )


def _line(entry: ChatEntry, self_id: str) -> ChatLineView:
    return ChatLineView(
        member_id=entry.member_id,
        name=entry.name,
        sent_at=ServerMs(entry.sent_at_server_ms),
        text=entry.text,
        reaction=entry.reaction or "",
        is_self=entry.member_id == self_id,
    )


def _member(row: MemberInfo, self_id: str) -> MemberView:
    sync = row.sync
    return MemberView(
        id=row.id,
        name=row.name,
        is_host=row.is_host,
        is_self=row.id == self_id,
        connected=row.connected,
        track_state=row.track_state,
        progress=row.progress,
        legacy=row.legacy,
        drift_ms=sync.drift_ms if sync is not None else None,
        uncertainty_ms=sync.uncertainty_ms if sync is not None else None,
        rtt_ms=sync.rtt_ms if sync is not None else None,
        volume=row.volume,
        volume_open=row.volume_open,
        length_off_ms=row.length_off_ms,
    )


def _banner(state: State, around: Surroundings, session: Session, now: LocalSec) -> Banner | None:
    """The most important sentence, by the order of `BannerKind`."""
    return (
        _libvlc_banner(state)
        or _output_banner(state)
        or _link_banner(state, now)
        or _resync_banner(session, now)
        or _track_banner(state)
        or _clock_banner(state, session, around, now)
        or _host_banner(state)
    )


def _libvlc_banner(state: State) -> Banner | None:
    if "libvlc-missing" not in {entry.error_code for entry in state.shelf.entries.values()}:
        return None
    return Banner(kind=BannerKind.LIBVLC_MISSING, said=Said(what=Saying.NO_LIBVLC), action="install-libvlc")


def _output_banner(state: State) -> Banner | None:
    if state.output_lost is None:
        return None
    return Banner(kind=BannerKind.NO_OUTPUT, said=state.output_lost.said, action="retry-output")


def _link_banner(state: State, now: LocalSec) -> Banner | None:
    if state.away_since is None or now - state.away_since < _NOTICEABLE:
        return None
    music = bool(state.schedule.segments)
    if now - state.away_since < _LOST:
        soon = Saying.RECONNECTING if music else Saying.RECONNECTING_SILENT
        return Banner(kind=BannerKind.RECONNECTING, said=Said(what=soon))
    said = Said(what=Saying.STILL_AWAY if music else Saying.STILL_AWAY_SILENT, then=state.away_reason)
    return Banner(kind=BannerKind.RELAY_UNREACHABLE, said=said, action="retry")


def _resync_banner(session: Session, now: LocalSec) -> Banner | None:
    view = session.sync.view(now)
    if view is None or not view.resync_visible:
        return None
    side = Saying.AHEAD if view.drift_ms > 0 else Saying.BEHIND
    said = Said(what=side, figure=abs(view.drift_ms) / 1000)
    return Banner(kind=BannerKind.NEEDS_RESYNC, said=said, action="resync")


def _track_banner(state: State) -> Banner | None:
    track = state.schedule.track
    entry = state.shelf.entries.get(track.track_id) if track is not None else None
    if entry is None or entry.state != "failed" or entry.error is None:
        return None
    by_kind = "skip" if state.is_host else ""
    action = "retry" if entry.error_code in _PASSING else by_kind
    return Banner(kind=BannerKind.TRACK_FAILED, said=entry.error, action=action)


def _clock_banner(state: State, session: Session, around: Surroundings, now: LocalSec) -> Banner | None:
    waited = state.since is not None and now - state.since > 2 * _NOTICEABLE
    if not state.stage.inside or session.sync.synchronised or around.preparing_party or not waited:
        return None
    return Banner(kind=BannerKind.NOT_SYNCHRONISED, said=Said(what=Saying.NO_SERVER_TIME))


def _host_banner(state: State) -> Banner | None:
    if not state.stage.inside or not state.members or any(row.is_host and row.connected for row in state.members):
        return None
    return Banner(kind=BannerKind.HOST_GONE, said=Said(what=Saying.HOST_AWAY))
