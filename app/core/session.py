"""The session: events in, effects out, for one member of one party.

Pure: local time is an argument, and the same events at the same times give the same effects. State is frozen and
replaced; what has to be loaded, played and reported is derived from it after every event, so no path can forget it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TypeAlias, assert_never

from app.core import hosting, loudspeaker, membership, schedule, settling, talk
from app.core.effects import Effect, RetryLink, Send, SetProgramme, Tell
from app.core.events import (
    ChatAsked,
    ComeBack,
    Enter,
    Event,
    LeaveAsked,
    PingSent,
    ResyncAsked,
    RetryAsked,
    Tick,
    VolumeChosen,
)
from app.core.link_facts import LinkDown, LinkFailed, LinkUp, Received
from app.core.player_facts import (
    OutputLost,
    OutputOpened,
    TrackCover,
    TrackFailed,
    TrackProgress,
    TrackReady,
    TrackWaveform,
    Underrun,
)
from app.core.program import SILENCE, Programme
from app.core.queue import queue_of
from app.core.session_state import Seat, Stage, State
from app.core.shelf import note
from app.core.synchroniser import Synchroniser, SyncOptions
from app.core.view import Notice
from app.said import Said, Saying, quoted
from server.protocol.messages import (
    HOST_ENDED,
    REMOVED,
    ChatHeard,
    ChatHistory,
    Created,
    Ended,
    ErrorMessage,
    HostGranted,
    Joined,
    Kicked,
    LegacyPlay,
    Pause,
    PlayAt,
    PreparePlay,
    QueueUpdated,
    RequestSyncState,
    Room,
    SetVolume,
    Stop,
    SyncState,
    TimePong,
)
from server.protocol.units import LocalSec, Seconds

#: What only matters inside a party.
_PartyMessage: TypeAlias = (
    Room | HostGranted | QueueUpdated | SyncState | PreparePlay | PlayAt | LegacyPlay | Pause | Stop
)

#: What people ask for.
_Wish: TypeAlias = (
    Enter | ComeBack | LeaveAsked | ResyncAsked | RetryAsked | ChatAsked | VolumeChosen | hosting.Steering
)


class Session:
    """One member of one party after the other.

    Args:
        options: how it keeps time.
    """

    def __init__(self, options: SyncOptions | None = None) -> None:
        self._options = options or SyncOptions()
        self._sync = Synchroniser(self._options)
        self._state = State()
        self._programme: Programme = SILENCE
        self._stocked: tuple[object, object, object] = (None, None, None)

    @property
    def state(self) -> State:
        """What is known of the party."""
        return self._state

    @property
    def sync(self) -> Synchroniser:
        """What is known of time."""
        return self._sync

    def use(self, options: SyncOptions) -> None:
        """Keep time by these from now on."""
        self._options = options
        self._sync.use(options)

    def handle(self, event: Event, now: LocalSec) -> list[Effect]:
        """Take one event; the effects are to be carried out in order, at once."""
        effects = self._received(event, now) if isinstance(event, Received) else self._happened(event, now)
        return effects + self._settled(now)

    def _happened(self, event: Event, now: LocalSec) -> list[Effect]:
        match event:
            case Tick():
                return self._tick(event, now)
            case PingSent():
                self._sync.ping_sent(event.ping_id, event.at)
            case LinkUp() | LinkDown() | LinkFailed():
                return self._link(event, now)
            case TrackProgress() | TrackReady() | TrackFailed() | TrackCover() | TrackWaveform():
                return self._track(event)
            case OutputOpened() | OutputLost():
                self._state, effects = loudspeaker.output(self._state, event)
                return effects
            case Underrun() | Received():
                pass
            case _:
                return self._asked(event, now)
        return []

    def _asked(self, event: _Wish, now: LocalSec) -> list[Effect]:
        effects: list[Effect] = []
        match event:
            case Enter():
                self._state, effects = membership.enter(self._state, event, now)
                self._sync = Synchroniser(self._options)
            case ComeBack():
                self._state, effects = membership.come_back(self._state, event, now)
                self._sync = Synchroniser(self._options)
            case LeaveAsked():
                self._state, effects = membership.leave(self._state, event)
            case ResyncAsked():
                return self._sync.resync(now)
            case RetryAsked():
                self._state, effects = settling.retry(self._state)
            case VolumeChosen():
                self._state = loudspeaker.chosen(self._state, event)
            case ChatAsked():
                effects = talk.say(self._state, event)
            case _:
                self._state, effects = hosting.steer(self._state, event)
        return effects

    def _link(self, event: LinkUp | LinkDown | LinkFailed, now: LocalSec) -> list[Effect]:
        match event:
            case LinkUp():
                self._state, effects = membership.link_up(self._state, now)
                return effects + self._sync.connected(now)
            case LinkDown():
                self._sync.disconnected(now)
                self._state = membership.link_down(self._state, event, now)
                return []
            case LinkFailed():
                self._sync.disconnected(now)
                self._state, effects = membership.link_failed(self._state, event)
                return effects
            case _:
                assert_never(event)

    def _received(self, event: Received, now: LocalSec) -> list[Effect]:
        message = event.message
        effects: list[Effect] = []
        match message:
            case TimePong():
                renewed, effects = self._sync.pong(message, event.at)
                if renewed:
                    # The relay was restarted; its server time may be another, so the timeline is asked for anew.
                    self._state = replace(self._state, awaiting_state=True)
                    effects.append(Send(message=RequestSyncState()))
            case Created() | Joined():
                self._state, effects = membership.seated(self._state, message, now)
            case ErrorMessage():
                self._state, effects = membership.refused(self._state, message, now)
            case Ended():
                effects = self._over(_reason(message, Saying.PARTY_ENDED), None)
            case Kicked():
                reason = _reason(message, Saying.KICKED)
                effects = self._over(reason, Notice(code="kicked", said=reason, fatal=True))
            case SetVolume():
                effects = loudspeaker.turned(self._state, message)
            case ChatHeard() | ChatHistory():
                self._state = talk.heard(self._state, message)
            case _:
                effects = self._party(message, now) if self._state.stage.inside else []
        return effects

    def _party(self, message: _PartyMessage, now: LocalSec) -> list[Effect]:
        state = self._state
        durations = state.shelf.durations
        match message:
            case Room():
                self._state = replace(state, members=message.snapshot.members, seat=_seat(state, message))
            case HostGranted():
                self._state = membership.granted(state, message)
            case QueueUpdated():
                self._state = replace(state, queue=queue_of(message))
            case SyncState():
                adopted = schedule.adopt(state.schedule, message, durations, trusted=state.awaiting_state)
                self._state = replace(state, schedule=adopted, queue=queue_of(message), awaiting_state=False)
            case PreparePlay() | PlayAt():
                server_now = self._sync.server_now(now)
                self._state = replace(state, schedule=schedule.start(state.schedule, message, durations, server_now))
                if isinstance(message, PreparePlay):
                    return self._sync.start_announced(now)
            case LegacyPlay():
                start = schedule.from_legacy(state.schedule, message)
                return [] if start is None else self._party(start, now)
            case Pause():
                self._state = replace(state, schedule=schedule.pause(state.schedule, message))
            case Stop():
                self._state = replace(state, schedule=schedule.stop(state.schedule, message.sequence))
            case _:
                assert_never(message)
        return []

    def _tick(self, event: Tick, now: LocalSec) -> list[Effect]:
        self._state, effects = membership.still_waiting(self._state, now)
        server_now = self._sync.server_now(now)
        segment = self._state.schedule.heard_at(server_now) if server_now is not None else None
        woke, more = self._sync.tick(event, segment, now)
        effects += more
        if woke and self._state.stage is Stage.RETURNING:
            effects.append(RetryLink())
        if woke and self._state.stage is Stage.IN:
            effects.append(Send(message=RequestSyncState()))
        return effects

    def _track(self, event: TrackProgress | TrackReady | TrackFailed | TrackCover | TrackWaveform) -> list[Effect]:
        current = self._state.schedule.track
        needed = self._state.schedule.start_position if current and current.track_id == event.track_id else Seconds(0.0)
        shelf, effects = note(self._state.shelf, event, needed)
        self._state = replace(self._state, shelf=shelf)
        entry = shelf.entries.get(event.track_id)
        if isinstance(event, TrackFailed) and entry is not None and entry.state == "failed":
            effects.append(Tell(notice=Notice(code=event.code, said=event.said)))
        return effects

    def _over(self, reason: Said, notice: Notice | None) -> list[Effect]:
        self._state, effects = membership.depart(self._state, reason, notice)
        return effects

    def _settled(self, now: LocalSec) -> list[Effect]:
        """What follows from the state, whatever led to it: loading, the programme, reports."""
        effects: list[Effect] = []
        wants = (self._state.schedule, self._state.queue, self._state.door)
        # Ten ticks a second mostly change none of these.
        if any(new is not old for new, old in zip(wants, self._stocked, strict=True)):
            self._stocked = wants
            self._state, effects = settling.stock(self._state)
        programme = self._state.schedule.programme
        if programme.segments != self._programme.segments:
            self._programme = programme
            effects.append(SetProgramme(programme=programme))
            self._sync.playing(now, playing=bool(programme.segments))
        self._state, told = settling.report(self._state, now)
        self._state, volume = loudspeaker.report(self._state, now)
        return effects + told + volume


def _seat(state: State, room: Room) -> Seat | None:
    """Our seat as the member list has it: the host may have been changed."""
    seat = state.seat
    mine = next((row for row in room.snapshot.members if seat is not None and row.id == seat.member_id), None)
    return seat if seat is None or mine is None else replace(seat, is_host=mine.is_host)


def _reason(message: Ended | Kicked, ours: Saying) -> Said:
    """Why we are out: in our words where the relay's code says that they fit, else in the host's."""
    fits = not message.reason or message.code in (HOST_ENDED, REMOVED)
    return Said(what=ours) if fits else quoted(message.reason)
