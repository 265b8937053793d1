"""What two players on one sound card sound like: skew, starts, cost; no network, no decoder.

``python -m benchmarks.dac --seconds 60 --starts 20 [--server pipewire] [--interface portaudio] [--busy]``

Two processes play the same noise through a sound server of the benchmark's own, whose one card is recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from app.core.program import SILENCE, ClockMap, Programme, Segment
from app.playback.outputs import OutputPreference
from app.playback.player import TrackSource
from app.playback.timed_player import TimedPlayer
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise
from tests.rig.analysis import Series, positions, spread, steps
from tests.rig.room import Heard
from tests.support.pipewire import PipeWireServer
from tests.support.pulse import PulseServer
from tests.support.sound_room import RATE, SINKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Server = PulseServer | PipeWireServer

TRACK = "noise"
TRACK_SEC = 60


async def member(interface: str, device: str, rate: int) -> None:
    """Play by commands on stdin: ``start SERVER_MS POSITION``, ``stop``, ``read``; ends with its input."""
    player = TimedPlayer(
        loader=MemoryLoader({TRACK: MemoryPcm(noise(TRACK_SEC, rate), rate)}),
        outputs=OutputPreference(interface=interface, device=device),
    )
    await player.open(lambda event: print(event, file=sys.stderr))
    player.set_clock(ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0))
    player.load(TrackSource(track_id=TRACK, location="/noise"))
    print("ready", flush=True)
    spent, since = time.process_time(), time.monotonic()
    while line := await asyncio.to_thread(sys.stdin.readline):
        word, *rest = line.split()
        if word == "start":
            player.set_programme(programme(float(rest[0]), float(rest[1])))
        elif word == "stop":
            player.set_programme(SILENCE)
        elif word == "read":
            reading = player.reading()
            figures = {key: getattr(reading, key) for key in reading.__slots__}
            cpu = (time.process_time() - spent) / (time.monotonic() - since)
            print(json.dumps({**figures, "cpu_percent": 100 * cpu}), flush=True)
            spent, since = time.process_time(), time.monotonic()
    await player.close()


def programme(start_ms: float, position: float) -> Programme:
    """The track again and again without a seam, so that a long run needs little memory."""
    segments = [
        Segment(
            track_id=TRACK,
            start_at=ServerMs(start_ms + (1000 * (TRACK_SEC * turn - position) if turn else 0)),
            start_position=Seconds(0 if turn else position),
            follows=turn > 0,
        )
        for turn in range(20)
    ]
    return Programme(segments=tuple(segments))


class Member:
    """A member process."""

    def __init__(self, server: Server, device: str, options: argparse.Namespace) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "benchmarks.dac", "--member", device),
                *("--interface", options.interface, "--rate", str(options.rate)),
            ],
            env=server.env(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._answer() == "ready"

    def tell(self, command: str) -> None:
        """Give a command."""
        assert self.process.stdin
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def read(self) -> dict[str, Any]:
        """Its reading, and its cost since the last one."""
        self.tell("read")
        figures: dict[str, Any] = json.loads(self._answer())
        return {key: round(value, 4) if isinstance(value, float) else value for key, value in figures.items()}

    def close(self) -> None:
        """End it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(10)

    def _answer(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


def steady(server: Server, folder: Path, members: list[Member], options: argparse.Namespace) -> None:
    """Play on, listen, and print what was heard."""
    recording = server.record(folder / "steady.raw")
    at = (time.monotonic() + 1.5) * 1000
    for one in members:
        one.tell(f"start {at} 0")
    time.sleep(2)
    readings: list[list[dict[str, Any]]] = [[one.read()] for one in members]
    end = time.monotonic() + options.seconds
    while time.monotonic() < end:
        time.sleep(2)
        for index, one in enumerate(members):
            readings[index].append(one.read())
            if options.verbose:
                print(index, readings[index][-1])
    for one in members:
        one.tell("stop")
    time.sleep(0.5)
    heard = Heard(recording.stop())
    begin = min(span.start for spans in heard.spans for span in spans)
    skew = heard.skew().locked
    print("steady:", spread(skew.between(begin + 2, 1e9)))
    print("first second:", spread(skew.between(begin, begin + 1)))
    spectrum = np.fft.rfft(noise(TRACK_SEC, options.rate)[:, 0].astype(np.float64))
    reference = np.fft.irfft(spectrum, TRACK_SEC * RATE) * (RATE / options.rate)
    for side, signal, holes, told in zip(SINKS, (heard.left, heard.right), heard.gaps, readings, strict=True):
        track = positions(signal[: round((begin + TRACK_SEC) * RATE)], reference, RATE).locked
        torn = [round(hole.length * 1000, 1) for hole in holes]
        stepped = [(round(one.time, 1), round(one.ms, 2)) for one in steps(track)]
        print(f"{side}: gaps of {torn} ms, steps {stepped}, slope {slope(told):+.2f} ppm")
        print(told[-1])


def slope(told: list[dict[str, Any]]) -> float:
    """The trend of a member's own drift readings after settling."""
    settled = [(one["at"], one["drift_ms"]) for one in told if one["sounding"] == "playing"][4:]
    if len(settled) <= 4:
        return float("nan")
    at, drift = np.array(settled).T
    return float(np.polyfit(at, drift, 1)[0]) * 1000


def starts(server: Server, folder: Path, members: list[Member], count: int) -> None:
    """Start and stop again and again."""
    first: list[float] = []
    worst: list[float] = []
    for index in range(count):
        recording = server.record(folder / "start.raw")
        while recording.seconds() < 0.1:
            time.sleep(0.02)
        at = (time.monotonic() + 0.8) * 1000
        for one in members:
            one.tell(f"start {at} {0 if index % 2 else 7.3}")
        time.sleep(2)
        for one in members:
            one.tell("stop")
        time.sleep(0.5)
        skew = Heard(recording.stop()).skew(hop_sec=0.05).locked
        first.append(float(skew.values[0]))
        worst.append(float(np.abs(skew.values).max()))
    print("starts, first 100 ms:", spread(_series(first)))
    print("starts, worst of the first second:", spread(_series(worst)))


def _series(values: list[float]) -> Series:
    filled: NDArray[np.float64] = np.array(values)
    return Series(times=np.arange(filled.size, dtype=np.float64), values=filled, match=np.ones(filled.size))


def main() -> None:
    """Measure as asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--server", choices=("pulse", "pipewire"), default="pulse")
    parser.add_argument("--interface", default="auto")
    parser.add_argument("--rate", type=int, default=44_100)
    parser.add_argument("--busy", action="store_true", help="occupy every core meanwhile")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--member", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.member:
        asyncio.run(member(options.interface, options.member, options.rate))
        return
    burners = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range((os.cpu_count() or 1) if options.busy else 0)
    ]
    kind = PipeWireServer if options.server == "pipewire" else PulseServer
    try:
        with kind() as server, tempfile.TemporaryDirectory() as folder:
            members = [Member(server, sink, options) for sink in SINKS]
            time.sleep(1)
            if options.seconds:
                steady(server, Path(folder), members, options)
            if options.starts:
                starts(server, Path(folder), members, options.starts)
            for one in members:
                one.close()
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


if __name__ == "__main__":
    main()
