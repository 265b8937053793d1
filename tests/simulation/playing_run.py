"""A guest that plays in virtual time: the real session and engine, a simulated network, quartzes and sound card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from app.core.effects import Effect, Jump, Send, SendPing, SetClock, SetProgramme
from app.core.events import Enter, PingSent, Tick
from app.core.link_facts import LinkDown, LinkUp, Received
from app.core.player_facts import Sounding
from app.core.session import Session
from app.playback.engine import Engine
from app.playback.plan import Plan
from app.said import quoted
from server.protocol.messages import Join, Joined, RequestSyncState, SyncState, TimePong, Track
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.dialogue import RELAY, member, room
from tests.fakes.pcm import MemoryPcm, MemoryTrack
from tests.simulation.network import Network, Quartz

if TYPE_CHECKING:
    from server.protocol.messages import ServerMessage
    from tests.simulation.network import Path

RATE: Final = 8_000
_BLOCK: Final = 160
_DEPTH: Final = 0.2
_STEP: Final = 0.005
_TICK: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What a listener hears, and should hear, at one true instant.

    Attributes:
        at: true seconds.
        off_ms: heard minus due, without the path's constant asymmetry; None in silence.
    """

    at: float
    off_ms: float | None


class PlayingRun:
    """A guest in a party that plays one long track from true second 2 on.

    Args:
        path: the network.
        seed: of everything random.
        seconds: how long the run may become.
    """

    def __init__(self, path: Path, seed: int, *, seconds: float) -> None:
        self.true = 0.0
        self.local = Quartz(ppm=20, wander_ppm=0.2, start=1000.0, seed=seed)
        self.server = Quartz(ppm=-15, wander_ppm=0.2, start=1.7e9, seed=seed + 1000)
        self.heard: list[Heard] = []
        self.jumps = 0
        self._path = path
        self._network = Network(path, seed)
        self._epoch = 1
        self._asleep = 0.0
        self._session = Session()
        self._letters: list[tuple[float, ServerMessage]] = []
        self._ticked = 0.0
        self._first = 0
        self._begins = ServerMs(self.server.read(0.0) * 1000 + 2000)
        self._engine = Engine(clock=lambda: self.now, on_event=_ignore, on_lost=_ignore, on_moved=_ignore)
        self._engine.begin(RATE)
        silence = np.zeros((round((seconds + 20) * RATE), 2), np.float32)
        self._engine.plan = Plan(tracks={"a": MemoryTrack(MemoryPcm(silence, RATE))})
        self._happen(Enter(relay=replace(RELAY, code="ACDEFG"), name="Bea"))
        self.reconnect()

    @property
    def now(self) -> LocalSec:
        """The guest's clock."""
        return LocalSec(self.local.read(self.true))

    def play(self, seconds: float) -> list[Heard]:
        """Let time pass; what was heard in it, every 20 ms."""
        count, end = len(self.heard), self.true + seconds
        while self.true < end:
            self.true += _STEP
            self._deliver()
            self._tick()
            self._fill()
        return self.heard[count:]

    def suspend(self, seconds: float) -> None:
        """The machine sleeps, its sound card too; the connection survives."""
        self._asleep += seconds
        self.local.halt(self.true, self.true + seconds)
        self.true += seconds
        self._ticked = self.true
        self._letters.clear()

    def step_server(self, seconds: float) -> None:
        """The relay's clock steps, unseen."""
        self.server.step(self.true, seconds)

    def restart_relay(self, away: float) -> None:
        """The relay's machine starts anew and has another clock; its parties go on by their old schedule."""
        self._happen(LinkDown(at=self.now, reason=quoted("gone"), retry_in=Seconds(1)))
        self._letters.clear()
        self.play(away)
        self._epoch += 1
        self.server.step(self.true, 0.4)
        self.reconnect()

    def reconnect(self) -> None:
        """The link comes up."""
        self._happen(LinkUp(at=self.now))

    def _happen(self, event: Enter | LinkUp | LinkDown | Tick | PingSent | Received) -> None:
        for effect in self._session.handle(event, self.now):
            self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        plan = self._engine.plan
        match effect:
            case SendPing():
                self._ping(effect.ping_id)
            case SetClock():
                self._engine.plan = replace(plan, clock=effect.clock)
            case SetProgramme():
                self._engine.plan = replace(plan, programme=effect.programme)
            case Jump():
                self.jumps += 1
                self._engine.plan = replace(plan, jump_serial=plan.jump_serial + 1)
            case Send(message=Join()):
                self._answer(
                    Joined(code="ACDEFG", member_id="bea", member_token="m2"), room(member("Bea")), self._state()
                )
            case Send(message=RequestSyncState()):
                self._answer(self._state())
            case _:
                pass

    def _ping(self, ping_id: int) -> None:
        sent = self.now
        exchange = self._network.ping(self.true)
        pong = TimePong(
            client_now_ms=sent * 1000,
            ping_id=ping_id,
            server_now_ms=self.server.read(exchange.server_sent) * 1000,
            server_received_ms=self.server.read(exchange.server_received) * 1000,
            epoch=f"epoch {self._epoch}",
        )
        self._letters.append((exchange.received, pong))
        self._happen(PingSent(ping_id=ping_id, at=sent))

    def _answer(self, *messages: ServerMessage) -> None:
        arrives = self._network.ping(self.true).received
        self._letters += [(arrives, message) for message in messages]

    def _state(self) -> SyncState:
        return SyncState(
            server_now_ms=self.server.read(self.true) * 1000,
            status="playing",
            track=Track(track_id="a", track_url="/a", title="A", filename="a.wav", duration_ms=None),
            start_at_server_ms=self._begins,
            start_position_sec=0.0,
            sequence=1,
        )

    def _deliver(self) -> None:
        until = self.true
        arrived = sorted((item for item in self._letters if item[0] <= until), key=lambda item: item[0])
        self._letters = [item for item in self._letters if item[0] > until]
        for at, message in arrived:
            self._happen(Received(at=LocalSec(self.local.read(at)), message=message))

    def _tick(self) -> None:
        wake = self._session.sync.wake_at(self.now)
        if self.true - self._ticked < _TICK and (wake is None or wake > self.now):
            return
        self._ticked = self.true
        reading = self._engine.reading(self.now)
        boot = LocalSec(self.now + self._asleep)
        self._happen(Tick(reading=reading, wall=ServerMs(self.true * 1000), boot=boot))

    def _fill(self) -> None:
        awake = self.true - self._asleep
        while self._first / RATE <= awake:
            heard_at = LocalSec(self.local.read(self.true + self._first / RATE - awake) + _DEPTH)
            self._engine.heard(self._first, heard_at)
            self._engine.render(self._first, _BLOCK)
            self._first += _BLOCK
            self._listen()

    def _listen(self) -> None:
        reading = self._engine.reading(self.now)
        off: float | None = None
        if reading.sounding is Sounding.PLAYING:
            due = self.server.read(self.true) * 1000 - self._begins + self._path.asymmetry_ms
            off = reading.position * 1000 - due
        self.heard.append(Heard(at=self.true, off_ms=off))


def _ignore(_: object) -> None:
    """Nothing is wanted of it."""


def heard_jumps(heard: list[Heard]) -> int:
    """How often the music was cut: what a listener hears moves by more than slewing ever moves it."""
    offs = [one.off_ms for one in heard if one.off_ms is not None]
    return sum(abs(after - before) > 0.3 for before, after in pairwise(offs))


def right_after(heard: list[Heard], bound: float) -> float:
    """Seconds from the beginning of ``heard`` until all that follows is within ``bound`` ms."""
    wrong = [one.at for one in heard if one.off_ms is None or abs(one.off_ms) > bound]
    return wrong[-1] - heard[0].at + 0.02 if wrong else 0.0
