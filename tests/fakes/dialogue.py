"""A session in a dialogue: what happens goes in, what it wants comes out, and time is typed in."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from app.core.effects import Effect, Load, LogDrift, LogOffset, Send, SendPing, SetClock, SetProgramme, Tell
from app.core.events import Enter, Event, PingSent, Tick
from app.core.link_facts import LinkUp, Received
from app.core.player_facts import Reading, Sounding
from app.core.session import Session
from server.protocol.invite import Invite
from server.protocol.messages import (
    Created,
    Joined,
    MemberInfo,
    PlayAt,
    PreparePlay,
    QueueItem,
    Room,
    RoomSnapshot,
    SyncState,
    TimePong,
)
from server.protocol.units import LocalSec, Seconds, ServerMs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.core.synchroniser import SyncOptions
    from server.protocol.messages import ServerMessage

RELAY = Invite(host="relay.example", port=8750)
#: Server time is local time plus this many ms.
SERVER_AHEAD = 5_000_000.0

_E = TypeVar("_E", bound=Effect)


def server(local: float) -> ServerMs:
    """Server time at a local instant."""
    return ServerMs(local * 1000 + SERVER_AHEAD)


def prepare(
    track: str = "a", *, at: float, position: float = 0.0, sequence: int = 1, duration: float | None = 60.0
) -> PreparePlay:
    """PREPARE_PLAY for a start at a local instant."""
    return PreparePlay(
        track_id=track,
        track_url=f"/api/track/{track}",
        title=track.upper(),
        filename=f"{track}.flac",
        duration_ms=None if duration is None else duration * 1000,
        start_at_server_ms=server(at),
        start_position_sec=position,
        sequence=sequence,
    )


def play_at(message: PreparePlay) -> PlayAt:
    """The PLAY_AT that confirms a PREPARE_PLAY."""
    return PlayAt(**{name: getattr(message, name) for name in message.__struct_fields__})


def item(track: str, **fields: Any) -> QueueItem:
    """A queue item."""
    return QueueItem(item_id=f"i-{track}", track_id=track, title=track.upper(), filename=f"{track}.flac", **fields)


def sync_state(status: Any = "stopped", *, now: float = 0.0, **fields: Any) -> SyncState:
    """SYNC_STATE at a local instant."""
    return SyncState(server_now_ms=server(now), status=status, **fields)


def member(name: str, *, is_host: bool = False, connected: bool = True, **fields: Any) -> MemberInfo:
    """A row of the member list; its id is the name in small letters."""
    return MemberInfo(id=name.lower(), name=name, is_host=is_host, connected=connected, **fields)


def room(*members: MemberInfo) -> Room:
    """The member list."""
    return Room(snapshot=RoomSnapshot(members=members))


class Dialogue:
    """Drives one session.

    Args:
        options: how it keeps time.
        wall: what the wall clock is ahead of local time, in ms.
        pongs: answer pings at once, as a relay 10 ms away does.
    """

    def __init__(self, options: SyncOptions | None = None, *, wall: float = 0.0, pongs: bool = True) -> None:
        self.session = Session(options)
        self.now = LocalSec(100.0)
        self.wall = wall
        self.pongs = pongs
        self.epoch: str | None = "e1"
        self.reading = Reading(at=self.now, sounding=Sounding.SILENT)
        self.server_ahead = SERVER_AHEAD
        self.boot_ahead: float | None = 0.0

    def happen(self, event: Event) -> list[Effect]:
        """An event now; pings are answered 10 ms later where `pongs` says so."""
        effects = self.session.handle(event, self.now)
        for effect in list(effects):
            if isinstance(effect, SendPing):
                effects += self.session.handle(PingSent(ping_id=effect.ping_id, at=self.now), self.now)
                if self.pongs:
                    effects += self._pong(effect.ping_id)
        return effects

    def receive(self, *messages: ServerMessage) -> list[Effect]:
        """Messages now."""
        return [effect for message in messages for effect in self.happen(Received(at=self.now, message=message))]

    def wait(self, seconds: float, *, step: float = 0.1) -> list[Effect]:
        """Time passes in ticks."""
        effects: list[Effect] = []
        end = self.now + seconds
        while self.now < end - 1e-9:
            self.now = LocalSec(min(end, self.now + step))
            effects += self.tick()
        return effects

    def tick(self) -> list[Effect]:
        """One tick now."""
        self.reading = replace(self.reading, at=self.now)
        return self.happen(self.tick_event())

    def tick_event(self) -> Tick:
        """The tick that would come now."""
        boot = None if self.boot_ahead is None else LocalSec(self.now + self.boot_ahead)
        return Tick(reading=self.reading, wall=ServerMs(self.now * 1000 + self.wall), boot=boot)

    def hears(self, track: str = "a", position: float = 0.0, *, drift_ms: float = 0.0, **fields: Any) -> None:
        """From now on the player reads this."""
        self.reading = Reading(
            at=self.now,
            sounding=Sounding.PLAYING,
            track_id=track,
            position=Seconds(position),
            drift_ms=drift_ms,
            **fields,
        )

    def silence(self, sounding: Sounding = Sounding.SILENT) -> None:
        """From now on nothing is heard."""
        self.reading = Reading(at=self.now, sounding=sounding)

    def create(self) -> list[Effect]:
        """Become the host of a new party, as ``host``."""
        self.happen(Enter(relay=RELAY, name="Host"))
        self.happen(LinkUp(at=self.now))
        return self.receive(
            Created(code="ACDEFG", member_id="host", member_token="m1", host_token="h1"),
            room(member("Host", is_host=True)),
            sync_state(now=self.now),
        )

    def join(self, *messages: ServerMessage) -> list[Effect]:
        """Become a guest, as ``bea``; ``messages`` come right after JOINED."""
        self.happen(Enter(relay=replace(RELAY, code="ACDEFG"), name="Bea"))
        self.happen(LinkUp(at=self.now))
        return self.receive(
            Joined(code="ACDEFG", member_id="bea", member_token="m2"),
            room(member("Host", is_host=True), member("Bea")),
            *messages,
        )

    def _pong(self, ping_id: int) -> list[Effect]:
        sent = self.now
        self.now = LocalSec(self.now + 0.010)
        at = ServerMs((sent + 0.005) * 1000 + self.server_ahead)
        pong = TimePong(client_now_ms=0.0, ping_id=ping_id, server_now_ms=at, server_received_ms=at, epoch=self.epoch)
        return self.session.handle(Received(at=self.now, message=pong), self.now)


def only(effects: Sequence[Effect], kind: type[_E]) -> list[_E]:
    """The effects of one kind."""
    return [effect for effect in effects if isinstance(effect, kind)]


def sent(effects: Sequence[Effect], kind: type[Any] | None = None) -> list[Any]:
    """The messages that were sent, of one kind where given."""
    messages = [effect.message for effect in effects if isinstance(effect, Send)]
    return [message for message in messages if kind is None or isinstance(message, kind)]


def told(effects: Sequence[Effect]) -> list[str]:
    """Codes of what the person was told."""
    return [effect.notice.code for effect in effects if isinstance(effect, Tell)]


def loads(effects: Sequence[Effect]) -> list[str]:
    """Locations of what was loaded."""
    return [effect.source.location for effect in effects if isinstance(effect, Load)]


def programme(effects: Sequence[Effect]) -> list[tuple[str, float, float, float | None, bool]]:
    """The last programme that was set: track, local start, position, local stop, follows."""
    (*_, last) = only(effects, SetProgramme)
    return [
        (
            segment.track_id,
            (segment.start_at - SERVER_AHEAD) / 1000,
            segment.start_position,
            None if segment.stop_at is None else (segment.stop_at - SERVER_AHEAD) / 1000,
            segment.follows,
        )
        for segment in last.programme.segments
    ]


def quiet(effects: Sequence[Effect]) -> list[Effect]:
    """The effects without clock keeping and logs."""
    return [effect for effect in effects if not isinstance(effect, SendPing | SetClock | LogOffset | LogDrift)]


def words(effect: Effect) -> str:
    """An effect's name in words, for messages of failing tests."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", type(effect).__name__).lower()
