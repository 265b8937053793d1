"""One party's authority: every rule about who may do what, and when what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import UNSET, UnsetType

from server.party import picture
from server.party.chat import Chat
from server.party.deck import Deck
from server.party.desk import HostDesk
from server.party.effects import Effect, Out, Over, Refuse, Seat
from server.party.events import Enter, Event, Found, Lost, Said
from server.party.reports import Reports
from server.party.roster import Roster
from server.party.state import Member, PartyState, Phase
from server.party.throttle import Throttle
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import (
    HOST_ENDED,
    ChatSay,
    Created,
    Ended,
    EndParty,
    ErrorMessage,
    HostTransfer,
    HostVolume,
    Joined,
    Kick,
    Leave,
    RequestSyncState,
    SyncReport,
    TrackStatus,
    VolumeReport,
)
from server.protocol.units import Millis, ServerMs

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.party.settings import PartySettings
    from server.party.tracks import Catalogue

#: ROOM grows with the members and goes to all of them: the interval grows with rows times receivers, so that a party
#: of any size costs about 20 MB a second at most (120 bytes a row). Nobody reads more rows than these; a host sees all.
_ROOM_ROWS: Final = 200
_ROOM_MS: Final = 200.0
_ROOM_MS_PER_PAIR: Final = 0.006
#: Above this size only the host is told figures and progress; joining and leaving is told to all.
_SHARED_FIGURES: Final = 16
_FIGURES_MS: Final = 1000.0

#: More decisions than fit between two savings.
_SEQUENCE_GAP: Final = 1000


class Party:
    """Decides for one party; the shell carries out the effects in their order.

    Args:
        state: a new party's, or one read back from the store.
        settings: the operator's numbers.
        mint: a new secret of at least 128 bits as text; ids are cut from such texts.
        find_track: the uploads that the relay holds.
    """

    def __init__(
        self, state: PartyState, *, settings: PartySettings, mint: Callable[[], str], find_track: Catalogue
    ) -> None:
        self.state = state
        self.revision = 0
        self._ended = False
        self._decided: tuple[int, float | None] = (0, None)
        self._out = Out()
        self._deck = Deck(state, settings, self._out)
        self._roster = Roster(state, settings, self._out, mint)
        self._desk = HostDesk(state, settings, self._deck, mint, find_track)
        self._reports = Reports(state, self._deck, self._out)
        self._chat = Chat()
        self._everybody = Throttle()
        self._figures = Throttle()
        self._gate = Throttle()

    def handle(self, event: Event, now: ServerMs) -> list[Effect]:
        """Let something happen at ``now``; time never runs backwards between two calls."""
        self._advance(now)
        if self._ended:
            self._turn_away(event)
            return self._out.take()
        match event:
            case Found():
                self._found(event, now)
            case Enter():
                self._enter(event, now)
            case Said():
                self._said(event, now)
            case Lost():
                self._lost(event.member_id, now)
        self._advance(now)
        return self._out.take()

    def due(self, now: ServerMs) -> ServerMs | None:
        """When a `Tick` is needed if nothing happens before; None for never."""
        if self._ended:
            return None
        moments = (
            self._deck.due(now),
            self._roster.due(),
            self._everybody.due(),
            self._figures.due(),
            self._gate.due(),
        )
        return min((moment for moment in moments if moment is not None), default=None)

    def restored(self, now: ServerMs) -> None:
        """After a restart of the relay nobody is connected, and everybody gets the full grace time to return."""
        for member in self.state.members.values():
            self._roster.lost(member, now)
        # The last decision may not have been saved; members drop what seems older than what they have seen.
        self.state.playback.sequence += _SEQUENCE_GAP

    def is_host_token(self, token: str) -> bool:
        """Whether the bearer may upload to this party."""
        return self._roster.is_host_token(token)

    def wanted_tracks(self) -> set[str]:
        """Ids of the tracks that play or are queued."""
        play = self.state.playback
        current = () if play.track is None else (play.track.track_id,)
        return {*current, *(item.track_id for item in self.state.queue.items if item.track_id is not None)}

    def _turn_away(self, event: Event) -> None:
        if isinstance(event, Enter):
            self._out.effects.append(
                Refuse(connection=event.connection, code=ErrorCode.UNKNOWN_CODE, message="This party is over.")
            )

    def _found(self, event: Found, now: ServerMs) -> None:
        member = self._roster.found(event.request, now)
        self._out.effects.append(Seat(connection=event.connection, member_id=member.id))
        created = Created(
            code=self.state.code, member_id=member.id, member_token=member.token, host_token=self.state.host_token
        )
        self._out.to(member.id, created)
        self._welcome(member, now)

    def _enter(self, event: Enter, now: ServerMs) -> None:
        try:
            member = self._roster.admit(event.request, now)
        except ProtocolError as error:
            self._out.effects.append(Refuse(connection=event.connection, code=error.code, message=error.detail))
            return
        self._out.effects.append(Seat(connection=event.connection, member_id=member.id))
        is_host = self.state.host_id == member.id
        joined = Joined(
            code=self.state.code,
            member_id=member.id,
            member_token=member.token,
            is_host=is_host,
            host_token=self.state.host_token if is_host else None,
        )
        self._out.to(member.id, joined)
        self._welcome(member, now)
        self._roster.succeed()

    def _welcome(self, member: Member, now: ServerMs) -> None:
        self.revision += 1
        self._out.to(member.id, self._roster.room(None if member.id == self.state.host_id else _ROOM_ROWS))
        self._out.to(member.id, picture.sync_state(self.state, now))
        upcoming = self.state.playback.upcoming
        if upcoming is not None:
            self._out.to(member.id, picture.announcement(self.state, upcoming))
        if not member.scheduled:
            for message in picture.catch_up(self.state):
                self._out.to(member.id, message)
        if (history := self._chat.history()) is not None:
            self._out.to(member.id, history)
        self._everybody.request()

    def _lost(self, member_id: str, now: ServerMs) -> None:
        member = self.state.members.get(member_id)
        if member is not None and member.connected:
            self.revision += 1
            self._roster.lost(member, now)
            self._everybody.request()

    def _said(self, event: Said, now: ServerMs) -> None:
        member = self.state.members.get(event.member_id)
        if member is None:
            return
        try:
            self._obey(member, event, now)
        except ProtocolError as error:
            self._out.to(member.id, ErrorMessage(code=error.code, message=error.detail))

    def _obey(self, member: Member, event: Said, now: ServerMs) -> None:
        message = event.message
        match message:
            case SyncReport():
                self._reports.sync(member, message)
                self._figures.request()
            case VolumeReport():
                self._reports.volume(member, message)
                self._figures.request()
            case TrackStatus():
                self._reports.track(member, message)
                self._figures.request()
                self._gate.request()
            case ChatSay():
                self._out.all(self._chat.say(member, message, now))
            case RequestSyncState():
                self._out.to(member.id, picture.sync_state(self.state, now))
            case Leave():
                self._leave(member, now)
            case EndParty():
                self._require_host(member)
                if message.reason:
                    self._end(message.reason)
                else:
                    self._end("The host has ended the party.", code=HOST_ENDED)
            case Kick() | HostTransfer() | HostVolume():
                self._require_host(member)
                self.revision += 1
                self._govern(message, now)
                self._everybody.request()
            case _:
                self._require_host(member)
                self.revision += 1
                self._desk.obey(message, now)

    def _govern(self, message: Kick | HostTransfer | HostVolume, now: ServerMs) -> None:
        match message:
            case Kick():
                self._roster.kick(message.target_id, now)
            case HostTransfer():
                self._roster.transfer(message.target_id)
            case _:
                self._roster.set_volume(message.target_id, message.volume)

    def _leave(self, member: Member, now: ServerMs) -> None:
        self.revision += 1
        self._out.drop(member.id)
        self._roster.remove(member, now)
        self._everybody.request()

    def _require_host(self, member: Member) -> None:
        if self.state.host_id != member.id:
            raise ProtocolError(ErrorCode.NOT_HOST, "Only the host can do this.")

    def _end(self, reason: str, *, code: str | UnsetType = UNSET) -> None:
        self.revision += 1
        self._ended = True
        self._out.all(Ended(reason=reason, code=code))
        self._out.effects.append(Over(reason=reason))

    def _advance(self, now: ServerMs) -> None:
        if self._ended:
            return
        if self._roster.expire(now):
            self.revision += 1
            self._everybody.request()
        if self.state.members and not self._roster.succeed():
            self._pause_without_host(now)
        self._deck.tick(now)
        self._note_decisions()
        self._tell(now)
        if not self.state.members and self.state.empty_since is not None:
            self._end("Everybody has left.")
        elif self._roster.is_abandoned(now):
            self._end("Nobody came back.")

    def _note_decisions(self) -> None:
        play = self.state.playback
        decided = (play.sequence, play.exact_duration)
        if decided != self._decided:
            self._decided = decided
            self.revision += 1

    def _pause_without_host(self, now: ServerMs) -> None:
        if self.state.host_id is None and not self.state.host_succession:
            self._deck.pause(now)

    def _present_host(self) -> str | None:
        host = self.state.members.get(self.state.host_id or "")
        return host.id if host is not None and host.connected else None

    def _tell(self, now: ServerMs) -> None:
        size = len(self.state.members)
        interval = Millis(max(_ROOM_MS, size * min(size, _ROOM_ROWS) * _ROOM_MS_PER_PAIR))
        if self._everybody.release(now, interval):
            self._out.all(self._roster.room(_ROOM_ROWS))
            if size > _ROOM_ROWS and (host_id := self._present_host()) is not None:
                self._out.to(host_id, self._roster.room())
        if self._figures.release(now, Millis(max(_FIGURES_MS, interval))):
            if size <= _SHARED_FIGURES:
                self._out.all(self._roster.room())
            elif (host_id := self._present_host()) is not None:
                self._out.to(host_id, self._roster.room())
        if self._gate.release(now, interval) and self.state.playback.phase is Phase.WAITING:
            self._out.all(picture.sync_state(self.state, now))
