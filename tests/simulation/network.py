"""A deterministic bad network: what TCP over WiFi, the internet and a phone does to a ping.

Each way is a pipe that keeps order and only ever adds delay: propagation, jitter, congestion bursts that may hit one
way alone, a radio that sleeps and is woken at a beacon, lost segments that hold up everything behind them.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Bursts:
    """Congestion: a queue that fills for a while. Seconds and milliseconds."""

    every: float
    lasts: float
    delay_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sleeper:
    """A radio in power-save: a frame for it waits for the next beacon, unless it was awake a moment ago."""

    beacon_ms: float = 102.4
    awake_ms: float = 120.0
    chance: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One direction of a path.

    Attributes:
        base_ms: propagation; nothing is quicker.
        jitter_ms: mean of what contention adds to every frame.
        bursts: congestion, if any.
        sleeper: power-save at the receiving end, if any.
        stall_chance: that a segment is lost.
        stall_ms: until its retransmission arrives, at least; a third of the stalls takes twice as long.
    """

    base_ms: float
    jitter_ms: float
    bursts: Bursts | None = None
    sleeper: Sleeper | None = None
    stall_chance: float = 0.0
    stall_ms: float = 200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """Both directions, and how late the two event loops take their stamps (mean, ms)."""

    name: str
    up: Way
    down: Way
    loop_ms: float = 0.05
    stall_chance: float = 0.01
    stall_ms: float = 12.0

    @property
    def asymmetry_ms(self) -> float:
        """Half the constant difference of the ways: no estimator can see it."""
        return (self.up.base_ms - self.down.base_ms) / 2


PATHS: Final[Mapping[str, Path]] = MappingProxyType(
    {
        path.name: path
        for path in (
            Path(
                name="wired LAN",
                up=Way(base_ms=0.15, jitter_ms=0.05),
                down=Way(base_ms=0.15, jitter_ms=0.05),
            ),
            Path(
                name="WiFi LAN",
                up=Way(base_ms=0.8, jitter_ms=1.2, bursts=Bursts(every=25, lasts=3, delay_ms=15), stall_chance=0.001),
                down=Way(
                    base_ms=0.8,
                    jitter_ms=0.8,
                    bursts=Bursts(every=25, lasts=3, delay_ms=10),
                    sleeper=Sleeper(),
                    stall_chance=0.001,
                ),
            ),
            Path(
                name="internet",
                up=Way(base_ms=21, jitter_ms=1.6, bursts=Bursts(every=40, lasts=8, delay_ms=80), stall_chance=0.003),
                down=Way(base_ms=17, jitter_ms=1.2, bursts=Bursts(every=80, lasts=6, delay_ms=30), stall_chance=0.003),
            ),
            Path(
                name="bad hotspot",
                up=Way(base_ms=32, jitter_ms=18, bursts=Bursts(every=18, lasts=9, delay_ms=220), stall_chance=0.02),
                down=Way(
                    base_ms=28,
                    jitter_ms=10,
                    bursts=Bursts(every=30, lasts=6, delay_ms=90),
                    sleeper=Sleeper(chance=0.5),
                    stall_chance=0.02,
                ),
            ),
        )
    }
)


# An upload fills the queue of a router that has too large a one.
_JAM_MS: Final = 120.0


@dataclass(slots=True)
class Pipe:
    """One way with a memory: order is kept, congestion and sleep have a history. Times in seconds."""

    way: Way
    rng: random.Random
    last_arrival: float = -1.0
    awake_until: float = -1.0
    burst_from: float = 0.0
    burst_to: float = -1.0
    jam: tuple[float, float] = (0.0, 0.0)

    def carry(self, sent: float) -> float:
        """When what was sent at ``sent`` arrives; sends come in the order of time."""
        way = self.way
        delay = way.base_ms + self.rng.expovariate(1 / way.jitter_ms) + self._congestion(sent)
        if self.rng.random() < way.stall_chance:
            delay += way.stall_ms * (2 if self.rng.random() < 1 / 3 else 1)
        arrival = self._woken(max(sent + delay / 1000, self.last_arrival))
        self.last_arrival = arrival
        return arrival

    def _congestion(self, now: float) -> float:
        jammed = self.rng.gammavariate(4.0, _JAM_MS / 4) if self.jam[0] <= now < self.jam[1] else 0.0
        bursts = self.way.bursts
        if bursts is None:
            return jammed
        while now > self.burst_to:
            self.burst_from = max(self.burst_to, 0.0) + self.rng.expovariate(1 / bursts.every)
            self.burst_to = self.burst_from + self.rng.expovariate(1 / bursts.lasts)
        if now < self.burst_from:
            return jammed
        return jammed + self.rng.gammavariate(4.0, bursts.delay_ms / 4)

    def _woken(self, arrival: float) -> float:
        sleeper = self.way.sleeper
        if sleeper is None:
            return arrival
        if arrival > self.awake_until and self.rng.random() < sleeper.chance:
            arrival += self.rng.random() * sleeper.beacon_ms / 1000
        self.awake_until = arrival + sleeper.awake_ms / 1000
        return arrival


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The true times of one ping."""

    sent: float
    server_received: float
    server_sent: float
    received: float


class Network:
    """One path in use.

    Args:
        path: which.
        seed: the same seed is the same network, packet by packet.
    """

    def __init__(self, path: Path, seed: int) -> None:
        self.path = path
        self._rng = random.Random(f"{path.name} {seed}")  # noqa: S311 - a simulation
        self._up = Pipe(path.up, self._rng)
        self._down = Pipe(path.down, self._rng)

    def ping(self, sent: float) -> Exchange:
        """Send a ping whose stamp is taken at ``sent``."""
        leaves = sent + self._loop()
        arrives = self._up.carry(leaves)
        server_received = arrives + self._loop()
        server_sent = server_received + self._rng.expovariate(1 / 0.05) / 1000
        received = self._down.carry(server_sent + self._loop()) + self._loop()
        return Exchange(sent=sent, server_received=server_received, server_sent=server_sent, received=received)

    def reroute(self, path: Path) -> None:
        """Packets take another path from now on; what is under way still arrives in order."""
        self.path = path
        self._up.way, self._down.way = path.up, path.down

    def jam_uplink(self, begin: float, end: float) -> None:
        """Fill the way there, as an upload does."""
        self._up.jam = (begin, end)

    def _loop(self) -> float:
        busy = self.path.stall_ms if self._rng.random() < self.path.stall_chance else 0.0
        return (self._rng.expovariate(1 / self.path.loop_ms) + busy * self._rng.random()) / 1000


_WALK_SEC: Final = 4000
_WARM_SEC: Final = 300.0


class Quartz:
    """A machine's clock: off by a constant, warming up, wandering, halting in sleep, stepping. True seconds to its own.

    Args:
        ppm: constant error of its rate.
        warm_ppm: what the rate gains while the machine warms, over some minutes.
        wander_ppm: standard deviation of the rate's random walk after 100 s.
        start: what it shows at true time 0.
        seed: of the wander.
    """

    def __init__(
        self, *, ppm: float = 0.0, warm_ppm: float = 0.0, wander_ppm: float = 0.0, start: float = 0.0, seed: int = 0
    ) -> None:
        self.start = start
        self._ppm = ppm
        self._warm_ppm = warm_ppm
        self._walk = _random_walk(wander_ppm, seed)
        self._halts: list[tuple[float, float]] = []
        self._steps: list[tuple[float, float]] = []

    def halt(self, begin: float, end: float) -> None:
        """Stand still, as a monotonic clock does while the machine sleeps."""
        self._halts.append((begin, end))

    def step(self, at: float, by: float) -> None:
        """Jump by ``by`` seconds."""
        self._steps.append((at, by))

    def read(self, true: float) -> float:
        """What it shows at a true instant."""
        ran = true - sum(max(0.0, min(true, end) - begin) for begin, end in self._halts)
        warmed = self._warm_ppm * (ran - _WARM_SEC * (1 - math.exp(-ran / _WARM_SEC)))
        whole = min(int(ran), _WALK_SEC - 2)
        wandered = self._walk[whole] + (self._walk[whole + 1] - self._walk[whole]) * (ran - whole)
        stepped = sum(by for at, by in self._steps if true >= at)
        return self.start + ran + 1e-6 * (self._ppm * ran + warmed + wandered) + stepped

    def true_at(self, shown: float, after: float) -> float:
        """The first true instant from ``after`` on at which it shows at least ``shown``."""
        if self.read(after) >= shown:
            return after
        low, high = after, after + 1.0
        while self.read(high) < shown:
            low, high = high, high + 2 * (high - low)
        while high - low > 1e-9:
            middle = (low + high) / 2
            low, high = (middle, high) if self.read(middle) < shown else (low, middle)
        return high


def _random_walk(ppm: float, seed: int) -> list[float]:
    """The integral of a rate that takes a random step every second."""
    rng, rate, phase = random.Random(seed), 0.0, 0.0  # noqa: S311 - a simulation
    walk = []
    for _ in range(_WALK_SEC):
        walk.append(phase)
        rate += rng.gauss(0, ppm / 10)
        phase += rate
    return walk
