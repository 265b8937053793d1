"""A party without a network: what members say goes in, what they would be told comes out."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, TypeVar

from server.party import (
    Broadcast,
    Drop,
    Effect,
    Enter,
    Found,
    Lost,
    Over,
    Party,
    PartySettings,
    PartyState,
    Refuse,
    Said,
    Seat,
    Send,
    Tick,
)
from server.party.effects import Audience
from server.protocol import messages as m
from server.protocol.units import Millis, ServerMs

if TYPE_CHECKING:
    from collections.abc import Iterable

M = TypeVar("M", bound=m.Message)

T0 = 1_000_000.0
UPLOAD = m.Track(
    track_id="up1", track_url="/api/track/up1", title="Upload", filename="u.flac", duration_ms=10_000.0, sha256="a" * 64
)


class Script:
    """Plays the shell: seats connections, keeps the time, and keeps what each member was told."""

    def __init__(self, settings: PartySettings | None = None, *, pin: str | None = None) -> None:
        self.settings = settings or PartySettings()
        self.now = T0
        self._secrets = itertools.count(1)
        self._connections = itertools.count(1)
        succession = self.settings.host_succession
        self.state = PartyState(
            code="ACDEFG", created_at=ServerMs(T0), host_token=self.mint(), pin=pin, host_succession=succession
        )
        self.party = self.revive(self.state)
        self.seats: dict[int, str] = {}
        self.open: set[str] = set()
        self.told: dict[str, list[m.Message]] = {}
        self.effects: list[Effect] = []
        self.refused: list[Refuse] = []
        self.over: list[str] = []

    def revive(self, state: PartyState) -> Party:
        find = {UPLOAD.track_id: UPLOAD}.get
        return Party(state, settings=self.settings, mint=self.mint, find_track=find)

    def mint(self) -> str:
        return f"{next(self._secrets):012d}-secret"

    def create(self, name: str = "Ada", *, legacy: bool = False, pin: str | None = None) -> str:
        connection = next(self._connections)
        request = m.Create(name=name, capabilities=() if legacy else (m.SCHEDULED,), pin=pin)
        self._apply(self.party.handle(Found(connection=connection, request=request), ServerMs(self.now)))
        return self.seats[connection]

    def join(self, name: str = "Bob", *, legacy: bool = False, **fields: Any) -> str:
        connection = next(self._connections)
        request = m.Join(code="ACDEFG", name=name, capabilities=() if legacy else (m.SCHEDULED,), **fields)
        self._apply(self.party.handle(Enter(connection=connection, request=request), ServerMs(self.now)))
        return self.seats.get(connection, "")

    def say(self, member_id: str, message: m.Message) -> None:
        self._apply(self.party.handle(Said(member_id=member_id, message=message), ServerMs(self.now)))  # type: ignore[arg-type]

    def lose(self, member_id: str) -> None:
        self.open.discard(member_id)
        self._apply(self.party.handle(Lost(member_id=member_id), ServerMs(self.now)))

    def wait(self, ms: float) -> None:
        """Let time pass, waking the party exactly when it wants to be woken."""
        until = self.now + ms
        while (due := self.party.due(ServerMs(self.now))) is not None and due <= until:
            self.now = max(self.now, due)
            self._apply(self.party.handle(Tick(), ServerMs(self.now)))
        self.now = until

    def leap(self, ms: float) -> None:
        """Let time pass unnoticed, as over a restart, then wake the party once."""
        self.now += ms
        self._apply(self.party.handle(Tick(), ServerMs(self.now)))

    def ready(self, members: Iterable[str], track_id: str, seconds: float | None = None, rate: int = 48_000) -> None:
        frames = None if seconds is None else round(seconds * rate)
        for member_id in members:
            status = m.TrackStatus(
                track_id=track_id, state="ready", progress=1.0, frames=frames, rate=None if frames is None else rate
            )
            self.say(member_id, status)

    def last(self, member_id: str, kind: type[M]) -> M:
        return next(message for message in reversed(self.told[member_id]) if isinstance(message, kind))

    def kinds(self, member_id: str) -> list[str]:
        return [type(message).__name__ for message in self.told[member_id]]

    def clear(self) -> None:
        for told in self.told.values():
            told.clear()
        self.effects.clear()

    def _apply(self, effects: list[Effect]) -> None:
        self.effects += effects
        for effect in effects:
            match effect:
                case Seat():
                    self.seats[effect.connection] = effect.member_id
                    self.open.add(effect.member_id)
                    self.told.setdefault(effect.member_id, [])
                case Send():
                    assert effect.member_id in self.open, f"{effect} goes to nobody"
                    self.told[effect.member_id].append(effect.message)
                case Broadcast():
                    for member_id in self.open:
                        member = self.state.members.get(member_id)
                        if effect.audience is Audience.ALL or (member is not None and not member.scheduled):
                            self.told[member_id].append(effect.message)
                case Refuse():
                    self.refused.append(effect)
                case Over():
                    self.over.append(effect.reason)
                    self.open.clear()
                case Drop():
                    self.open.discard(effect.member_id)


def errors(script: Script, member_id: str) -> list[str]:
    return [message.code for message in script.told[member_id] if isinstance(message, m.ErrorMessage)]


def url(name: str, duration_ms: float | None = 10_000.0) -> m.QueueItem:
    return m.QueueItem(track_url=f"https://example.org/{name}.flac", duration_ms=duration_ms)


def quick(**changes: Any) -> PartySettings:
    return PartySettings(**{"gate": Millis(3000.0), **changes})
