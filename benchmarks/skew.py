"""How far apart two players in one room are heard: ours, and the peers that are installed, in the same run.

``python -m benchmarks.skew --seconds 60 --runs 3 --peer snapcast --peer vlc``, and with ``--server pipewire``,
``--output pulse``, ``--busy`` (every core has another program to run), ``--seconds 600`` (a trend would show).
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from benchmarks.peers import snapcast, vlc
from tests.rig.analysis import Series, Span, Spread, everywhere, spread, steps
from tests.rig.member import Member, cost
from tests.rig.room import Heard, Rig
from tests.rig.tracks import CODECS, make_track
from tests.support.pipewire import PipeWireServer
from tests.support.pulse import PulseServer
from tests.support.sound_room import SINKS, end

#: The first seconds belong to the start, which is reported on its own.
SETTLED_SEC: Final = 5.0
#: What is written is heard about so much later; a member's own count is that much ahead of its sound.
NOTICED_SEC: Final = 0.5

Server: TypeAlias = PulseServer | PipeWireServer
SERVERS: Final[dict[str, type[Server]]] = {"pulseaudio": PulseServer, "pipewire": PipeWireServer}

#: The costed process, and what its two members say of themselves, where they say something.
Playing: TypeAlias = tuple[int, Sequence[Member]]
Pair: TypeAlias = Callable[[Server, Path, Path], AbstractAsyncContextManager[Playing]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One run: what was heard, and what it cost."""

    steady: Spread
    start_ms: float
    holes: tuple[str, ...]
    torn: int
    cpu_percent: float
    memory_mb: float
    trends: str

    def __str__(self) -> str:
        return (
            f"{self.steady} | first second {self.start_ms:.3f} ms | gaps {len(self.holes)}, steps {self.torn} | "
            f"one member: {self.cpu_percent:.1f} % of a core, {self.memory_mb:.0f} MB{self.trends}"
            + "".join(f"\n  {hole}" for hole in self.holes)
        )


@asynccontextmanager
async def unisono(server: Server, folder: Path, track: Path, *, output: str = "auto") -> AsyncIterator[Playing]:
    """Our own two members; the guest's process is the one that is costed."""
    async with Rig(server, folder) as rig:
        host = await rig.host([track], "--play", "--wait-guests", "1", "--output", output)
        guest = await rig.guest(await rig.invite(host), "--output", output)
        await asyncio.gather(host.phase("playing"), guest.phase("playing"))
        yield guest.pid, (host, guest)


async def measure(pair: Pair, server: Server, folder: Path, track: Path, seconds: float) -> Result:
    """Let a pair play for a while and listen."""
    recording = server.record(folder / "heard.raw")
    try:
        async with pair(server, folder, track) as (costed, members):
            await asyncio.sleep(SETTLED_SEC)
            cpu_before, since = cost(costed)[0], time.monotonic()
            await asyncio.sleep(seconds)
            cpu, memory = cost(costed)
            percent = (cpu - cpu_before) / (time.monotonic() - since) * 100
            trends = [readings(member) for member in members]
    finally:
        path = recording.stop()
    heard = Heard(path)
    left, right = heard.spans
    start = max(left[0].start, right[0].start)
    series = heard.skew().locked
    steady = series.between(start + SETTLED_SEC, start + SETTLED_SEC + seconds)
    first = series.between(start, start + 1.0)
    return Result(
        steady=spread(steady),
        start_ms=spread(first).worst,
        holes=tuple(holes(heard, track, members)),
        torn=sum(
            len(steps(each.between(start + SETTLED_SEC, start + SETTLED_SEC + seconds)))
            for each in heard.positions(track)
        ),
        cpu_percent=percent,
        memory_mb=memory,
        trends="".join((f" | heard {slope(steady.times, steady.values):+.3f} ppm", *trends)) if members else "",
    )


def holes(heard: Heard, track: Path, members: Sequence[Member]) -> Iterator[str]:
    """Every gap: when, whose, how long, and whose doing it was."""
    sides = heard.silences
    for number, (one, other, followed) in enumerate(zip(sides, reversed(sides), heard.positions(track), strict=True)):
        member = members[number] if members else None
        for hole in one:
            if everywhere(hole, [other]):
                doing = "in all channels: the recorder's, the sound server's or the whole machine's"
            elif member is None:
                doing = "in this channel only"
            else:
                doing = noticed(member, followed, hole)
            name = member.name if member else SINKS[number]
            yield f"gap: {name} at {hole.start:.3f} s, {hole.length * 1000:.1f} ms, {doing}"


def noticed(member: Member, followed: Series, hole: Span) -> str:
    """Whether a member counted an underrun at a gap; where it was in the track ties its clock to the recorder's."""
    told = [event for event in member.of_kind("sync") if event["phase"] == "playing"]
    tie = recorder_ahead(member, followed)
    before = [event["underruns"] for event in told if event["atLocalSec"] + tie < hole.start - NOTICED_SEC]
    after = [event["underruns"] for event in told if event["atLocalSec"] + tie > hole.end + NOTICED_SEC]
    if not after:
        return "too late in the run to say who noticed"
    count = after[0] - (before[-1] if before else 0)
    if count:
        return f"the member ran dry and noticed ({count} underruns about then)"
    return "the member noticed nothing: its samples were in time and the sound server lost them"


def recorder_ahead(member: Member, followed: Series) -> float:
    """Seconds from our clock to the recording's, by where a member said it was in the track and where it was heard."""
    told = [event for event in member.of_kind("sync") if event["phase"] == "playing"]
    inside = [event for event in told if followed.values[0] <= event["positionSec"] <= followed.values[-1]]
    return float(
        np.median(
            [np.interp(event["positionSec"], followed.values, followed.times) - event["atLocalSec"] for event in inside]
        )
    )


def slope(times: Sequence[float] | np.ndarray, values_ms: Sequence[float] | np.ndarray) -> float:
    """The trend of a figure in ms over seconds, in parts per million."""
    return float(np.polyfit(times, values_ms, 1)[0]) * 1000 if len(times) > 1 else float("nan")


def readings(member: Member) -> str:
    """What a member measured of itself since it settled: its trend against the schedule, and what it corrected."""
    events = [event for event in member.of_kind("sync") if event["phase"] == "playing"]
    settled = [event for event in events if event["at"] >= events[0]["at"] + SETTLED_SEC]
    ppm = slope([event["at"] for event in settled], [event["driftMs"] for event in settled])
    last = settled[-1]
    return (
        f" | {member.name} {ppm:+.3f} ppm, corrected net {last['netCorrectionMs']:+.2f} ms, "
        f"gross {last['grossCorrectionMs']:.2f} ms, underruns {last['underruns']}"
    )


@contextlib.contextmanager
def busy() -> Iterator[None]:
    """Every core has another program to run, of ordinary priority."""
    loops = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for loop in loops:
            end(loop)


def main(arguments: Sequence[str]) -> int:
    """Print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="of steady state")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--codec", choices=sorted(CODECS), default="wav")
    parser.add_argument("--peer", action="append", choices=["snapcast", "vlc"], default=[])
    parser.add_argument("--server", choices=sorted(SERVERS), default="pulseaudio")
    parser.add_argument("--output", default="auto", help="our members' sound interface")
    parser.add_argument("--busy", action="store_true", help="keep every core busy")
    options = parser.parse_args(arguments)
    pairs: dict[str, Pair] = {"unisono": partial(unisono, output=options.output)}
    if "vlc" in options.peer:
        pairs["vlc"] = vlc
    if "snapcast" in options.peer:
        if shutil.which("snapserver") and shutil.which("snapclient"):
            pairs["snapcast"] = snapcast
        else:
            print("snapcast: snapserver and snapclient are not installed, left out")
    load = ", every core busy" if options.busy else ""
    print(f"# {options.seconds:.0f} s of {options.codec} a run, {version(options.server)}{load}")
    with SERVERS[options.server]() as server, busy() if options.busy else contextlib.nullcontext():
        for name, pair in pairs.items():
            for run in range(1, options.runs + 1):
                with tempfile.TemporaryDirectory(prefix="skew-") as folder:
                    track = make_track(Path(folder), options.codec, seconds=options.seconds + 3 * SETTLED_SEC)
                    result = asyncio.run(measure(pair, server, Path(folder), track, options.seconds))
                print(f"{name} {run}: {result}", flush=True)
    return 0


def version(program: str) -> str:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split()
    return f"{program} {told[-1] if told else ''}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
