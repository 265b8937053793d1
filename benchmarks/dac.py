"""What two players on one sound card sound like: skew, starts, cost; no network, no decoder.

    python -m benchmarks.dac [--seconds 60] [--starts 20] [--busy] [--interface pulse|portaudio] [--rate 44100]

Two processes play the same noise through a PulseAudio of the benchmark's own; its monitor is cross-correlated.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import numpy as np

from app.core.program import SILENCE, ClockMap, Programme, Segment
from app.playback.outputs import OutputPreference
from app.playback.player import TrackSource
from app.playback.timed_player import TimedPlayer
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise
from tests.fakes.sound_room import RATE, SoundRoom, lag

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRACK = "noise"


async def member(interface: str, rate: int) -> None:
    """Play by commands on stdin: ``start SERVER_MS POSITION``, ``stop``, ``read``; ends with its input."""
    samples = noise(120, rate)
    player = TimedPlayer(
        loader=MemoryLoader({TRACK: MemoryPcm(samples, rate)}), outputs=OutputPreference(interface=interface)
    )
    await player.open(lambda _: None)
    player.set_clock(ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0))
    player.load(TrackSource(track_id=TRACK, location="/noise"))
    print("ready", flush=True)
    spent, since = time.process_time(), time.monotonic()
    while line := await asyncio.to_thread(sys.stdin.readline):
        word, *rest = line.split()
        if word == "start":
            segment = Segment(track_id=TRACK, start_at=ServerMs(float(rest[0])), start_position=Seconds(float(rest[1])))
            player.set_programme(Programme(segments=(segment,)))
        elif word == "stop":
            player.set_programme(SILENCE)
        elif word == "read":
            reading = player.reading()
            figures = {key: getattr(reading, key) for key in reading.__slots__}
            cpu = (time.process_time() - spent) / (time.monotonic() - since)
            print(json.dumps({**figures, "cpu_percent": 100 * cpu}), flush=True)
            spent, since = time.process_time(), time.monotonic()
    await player.close()


class Member:
    """A member process."""

    def __init__(self, room: SoundRoom, sink: str, interface: str, rate: int) -> None:
        environment = {**room.environment, "PULSE_SINK": sink}
        command = [sys.executable, "-m", "benchmarks.dac", "--member", "--interface", interface, "--rate", str(rate)]
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._answer() == "ready"

    def _answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def tell(self, command: str) -> None:
        """Give a command."""
        assert self.process.stdin
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def read(self) -> dict[str, float]:
        """Its reading, and its cost since the last one."""
        self.tell("read")
        figures: dict[str, float] = json.loads(self._answer())
        return figures

    def close(self) -> None:
        """End it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)


def skews(recording: NDArray[np.float32], window: float = 0.25) -> NDArray[np.float64]:
    """Milliseconds by which the right member is later, window by window."""
    size = int(window * RATE)
    found = []
    for start in range(0, len(recording) - size, size):
        part = recording[start : start + size]
        delay = lag(part[:, 0], part[:, 2])
        found.append(np.nan if delay is None else delay * 1000)
    return np.array(found)


def gaps(recording: NDArray[np.float32]) -> list[int]:
    """Per member, stretches of 2 ms without a sound."""
    size = RATE // 500
    pieces = recording[: len(recording) // size * size, (0, 2)].reshape(-1, size, 2)
    return [int(count) for count in (np.abs(pieces).max(axis=1) < 1e-4).sum(axis=0)]


def describe(name: str, values: NDArray[np.float64]) -> None:
    good = values[~np.isnan(values)]
    print(
        f"{name}: n={len(good)} (unclear {len(values) - len(good)}) median {np.median(np.abs(good)):.4f} "
        f"p95 {np.percentile(np.abs(good), 95):.4f} max {np.abs(good).max():.4f} sd {good.std():.4f} ms"
    )


def steady(room: SoundRoom, members: list[Member], seconds: float) -> None:
    at = (time.monotonic() + 1.2) * 1000
    ears = room.record()
    for one in members:
        one.tell(f"start {at} 0")
    time.sleep(1.3)
    for one in members:
        one.read()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(2)
        for index, one in enumerate(members):
            if os.environ.get("VERBOSE"):
                figures = one.read()
                print(index, {key: round(value, 4) for key, value in figures.items() if isinstance(value, float)})
    for one in members:
        if not os.environ.get("VERBOSE"):
            print({k: round(v, 4) if isinstance(v, float) else v for k, v in one.read().items()})
        one.tell("stop")
    recording = ears.finish()
    sounding = np.abs(recording[:, (0, 2)]).max(axis=1) > 1e-3
    first, last = np.flatnonzero(sounding)[[0, -1]]
    recording = recording[first : last - RATE // 10]
    values = skews(recording)
    print("silent stretches of 2 ms:", gaps(recording))
    describe(f"steady {seconds:g} s", values[4:])
    describe("first second", values[:4])


def starts(room: SoundRoom, members: list[Member], count: int) -> None:
    first, early = [], []
    for index in range(count):
        ears = room.record()
        at = (time.monotonic() + 1.0) * 1000
        position = 0 if index % 2 else 7.3
        for one in members:
            one.tell(f"start {at} {position}")
        time.sleep(2.2)
        for one in members:
            one.tell("stop")
        time.sleep(0.3)
        recording = ears.finish()
        onset = np.flatnonzero(np.abs(recording[:, (0, 2)]).max(axis=1) > 1e-3)
        if len(onset) == 0:
            print("start", index, "not heard")
            continue
        part = recording[onset[0] : onset[0] + RATE // 8]
        delay = lag(part[:, 0], part[:, 2])
        first.append(np.nan if delay is None else delay * 1000)
        early.append(np.nanmax(np.abs(skews(recording[onset[0] : onset[0] + RATE], 0.125))))
    describe("starts, first 125 ms", np.array(first))
    describe("starts, worst of first second", np.array(early))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--interface", default="pulse")
    parser.add_argument("--rate", type=int, default=44_100)
    parser.add_argument("--busy", action="store_true", help="occupy every core meanwhile")
    parser.add_argument("--member", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.member:
        asyncio.run(member(options.interface, options.rate))
        return
    burners = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range((os.cpu_count() or 1) if options.busy else 0)
    ]
    try:
        with SoundRoom() as room:
            members = [Member(room, sink, options.interface, options.rate) for sink in ("left", "right")]
            time.sleep(1)
            if options.seconds:
                steady(room, members, options.seconds)
            if options.starts:
                starts(room, members, options.starts)
            for one in members:
                one.close()
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


if __name__ == "__main__":
    main()
