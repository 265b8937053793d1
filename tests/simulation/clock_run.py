"""One member's clock in virtual time: the real ping plan, a simulated network, simulated quartzes."""

from __future__ import annotations

import random
import statistics
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from app.core.ping_plan import PingEvent, PingPlan
from app.core.profiles import DEFAULT
from app.core.program import ClockMap
from app.core.wake import WakeDetector
from server.protocol.messages import TimePong
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.simulation.network import Network, Quartz

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.core.profiles import Profile
    from app.core.server_clock import PingSample
    from tests.simulation.network import Exchange, Path

_WATCH_EVERY: Final = 0.1
_TICK: Final = 0.5


class Estimator(Protocol):
    """As much of `ServerClock` as a simulation needs."""

    @property
    def doubtful(self) -> bool: ...

    @property
    def renewals(self) -> int: ...

    def add(self, sample: PingSample) -> bool: ...

    def map(self, now: LocalSec) -> ClockMap | None: ...

    def reset(self) -> None: ...


class MinOfEight:
    """The quickest of the last eight pings, taken whole: a common way elsewhere."""

    doubtful = False
    renewals = 0

    def __init__(self) -> None:
        self._last: list[PingSample] = []

    def add(self, sample: PingSample) -> bool:
        self._last = [*self._last[-7:], sample]
        return True

    def map(self, now: LocalSec) -> ClockMap | None:
        if not self._last:
            return None
        best = min(self._last, key=lambda sample: sample.rtt)
        return ClockMap(anchor=now, server_at_anchor=ServerMs(now * 1000 + best.offset))

    def reset(self) -> None:
        self._last.clear()


class MedianOfMany:
    """The median offset of the last 200 pings: another common way."""

    doubtful = False
    renewals = 0

    def __init__(self) -> None:
        self._last: list[float] = []

    def add(self, sample: PingSample) -> bool:
        self._last = [*self._last[-199:], sample.offset]
        return True

    def map(self, now: LocalSec) -> ClockMap | None:
        if not self._last:
            return None
        return ClockMap(anchor=now, server_at_anchor=ServerMs(now * 1000 + statistics.median(self._last)))

    def reset(self) -> None:
        self._last.clear()


@dataclass(slots=True)
class Trace:
    """What one estimator did: ``errors`` every 0.1 s in ms, how far each sample moved the map, error over sigma."""

    errors: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    sigmas: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A pong on its way, and for a judge that sees all what its ping truly met.

    Attributes:
        pong: the message.
        exchange: its true times.
        up_ms: by how much the way there took longer than it ever takes.
        down_ms: the same of the way back.
    """

    pong: TimePong
    exchange: Exchange
    up_ms: float
    down_ms: float


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class ClockRun:
    """A member that is connected and pings; scripts move time on and let things happen to it.

    Args:
        path: the network.
        seed: of everything random.
        clocks: the estimators, fed with the same samples.
        playing: whether it pings as while playing.
        profile: of the ping plan.
    """

    def __init__(
        self,
        path: Path,
        seed: int,
        clocks: Mapping[str, Estimator],
        *,
        playing: bool = True,
        profile: Profile = DEFAULT,
    ) -> None:
        rng = random.Random(seed)  # noqa: S311 - a simulation
        self.local = Quartz(
            ppm=rng.uniform(-30, 30), warm_ppm=rng.uniform(-3, 3), wander_ppm=0.2, start=1000.0, seed=seed
        )
        self.server = Quartz(ppm=rng.uniform(-30, 30), wander_ppm=0.2, start=1.7e9, seed=seed + 1000)
        self.true = 0.0
        self.traces = {name: Trace() for name in clocks}
        self.pings: list[float] = []
        #: All that became samples, in the order of their arrival.
        self.answers: list[Answer] = []
        self._path = path
        # What no estimator can see; after a change of the path any value between both is as good as the other.
        self._unseen_ms = (path.asymmetry_ms, path.asymmetry_ms)
        self._network = Network(path, seed)
        self._clocks = clocks
        self._plan = PingPlan(profile)
        self._wake = WakeDetector(Seconds(5.0))
        self._pongs: list[tuple[float, Answer]] = []
        self._epoch = 1
        self._watched = 0.0
        self._ticked = 0.0
        self._tell(PingEvent.CONNECTED)
        self._tell(PingEvent.PLAYING if playing else PingEvent.IDLE)

    @property
    def now(self) -> LocalSec:
        return LocalSec(self.local.read(self.true))

    @property
    def path(self) -> str:
        """The network's name."""
        return self._path.name

    def error(self, name: str) -> float:
        """Error of an estimate now, in ms, without the path's constant asymmetry; a second for none at all."""
        estimate = self._clocks[name].map(self.now)
        if estimate is None:
            return 1000.0
        error = estimate.server_at(self.now) - self.server.read(self.true) * 1000
        return error - max(min(self._unseen_ms), min(max(self._unseen_ms), error))

    def sigma(self, name: str) -> float:
        """What an estimate says of its own error now, in ms."""
        estimate = self._clocks[name].map(self.now)
        return float("inf") if estimate is None else estimate.uncertainty_ms

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        end = self.true + seconds
        while True:
            due = self._next(end)
            self._watch(due)
            self.true = due
            if due >= end:
                return
            self._deliver()
            self._ping()

    def suspend(self, seconds: float) -> None:
        """The machine sleeps; what was under way is lost. Afterwards the wake is noticed as the app notices it."""
        self._wake.tick(self.now, Seconds(self.true))
        self.local.halt(self.true, self.true + seconds)
        self.true += seconds
        self._pongs.clear()
        self._watched = self._ticked = self.true
        if self._wake.tick(self.now, Seconds(self.true)):
            self.forget()
            self._tell(PingEvent.RESUMED)

    def restart_relay(self, away: float) -> None:
        """The relay ends and another comes up ``away`` seconds later, with a clock of its own."""
        self._tell(PingEvent.DISCONNECTED)
        self._pongs.clear()
        self.advance(away)
        self._epoch += 1
        self.server.step(self.true, 12.345)
        self._tell(PingEvent.CONNECTED)

    def pause(self, seconds: float) -> None:
        """A halted virtual machine: nothing runs, the local clock stands still, and nobody says so."""
        self.local.halt(self.true, self.true + seconds)
        self.true += seconds
        self._watched = self.true

    def step_local(self, seconds: float) -> None:
        """The local clock leaps ahead, and nobody says so."""
        self.local.step(self.true, seconds)

    def reroute(self, path: Path) -> None:
        """The connection goes another way from now on."""
        self._unseen_ms = (self._path.asymmetry_ms, path.asymmetry_ms)
        self._path = path
        self._network.reroute(path)

    def upload(self, seconds: float) -> None:
        """Begin to send a file that fills the way to the relay."""
        self._network.jam_uplink(self.true, self.true + seconds)

    def step_server(self, seconds: float) -> None:
        """The relay's machine is moved or halted, and nobody says so."""
        self.server.step(self.true, seconds)

    def forget(self) -> None:
        for clock in self._clocks.values():
            clock.reset()

    def _tell(self, event: PingEvent) -> None:
        self._plan.on_event(event, self.now)

    def _next(self, end: float) -> float:
        at = self._plan.next_at(self.now)
        times = [end, *(arrival for arrival, _ in self._pongs)]
        if at is not None:
            times.append(self.local.true_at(at, self.true))
        # What arrived while nothing ran is read afterwards.
        return max(self.true, min(times))

    def _deliver(self) -> None:
        arrived = [item for item in self._pongs if item[0] <= self.true]
        self._pongs = [item for item in self._pongs if item[0] > self.true]
        for _, answer in arrived:
            sample = self._plan.pong(answer.pong, self.now)
            if sample is not None:
                self.answers.append(answer)
                self._feed(sample)

    def _feed(self, sample: PingSample) -> None:
        renewals = sum(clock.renewals for clock in self._clocks.values())
        for name, clock in self._clocks.items():
            before = clock.map(self.now)
            clock.add(sample)
            after = clock.map(self.now)
            if before is not None and after is not None:
                self.traces[name].moves.append(abs(after.server_at(self.now) - before.server_at(self.now)))
        if any(clock.doubtful for clock in self._clocks.values()):
            self._tell(PingEvent.DOUBT)
        if sum(clock.renewals for clock in self._clocks.values()) > renewals:
            self._tell(PingEvent.RENEWED)

    def _ping(self) -> None:
        now = self.now
        ping_id = self._plan.due(now)
        if ping_id is None:
            return
        self.pings.append(self.true)
        self._plan.sent(ping_id, now)
        exchange = self._network.ping(self.true)
        pong = TimePong(
            client_now_ms=now * 1000,
            ping_id=ping_id,
            server_now_ms=self.server.read(exchange.server_sent) * 1000,
            server_received_ms=self.server.read(exchange.server_received) * 1000,
            epoch=f"epoch {self._epoch}",
        )
        up, down = self._path.up.base_ms, self._path.down.base_ms
        answer = Answer(
            pong=pong,
            exchange=exchange,
            up_ms=(exchange.server_received - exchange.sent) * 1000 - up,
            down_ms=(exchange.received - exchange.server_sent) * 1000 - down,
        )
        self._pongs.append((exchange.received, answer))

    def _watch(self, until: float) -> None:
        while self._watched < until:
            self.true = self._watched
            for name, clock in self._clocks.items():
                error = abs(self.error(name))
                estimate = clock.map(self.now)
                self.traces[name].errors.append(error)
                self.traces[name].sigmas.append(0.0 if estimate is None else error / estimate.uncertainty_ms)
            self._watched += _WATCH_EVERY
