"""How far apart two players in one room are heard: ours, and the peers that are installed, in the same run.

``python -m benchmarks.skew --seconds 60 --runs 3 --peer snapcast --peer vlc``
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.peers import snapcast, vlc
from tests.rig.analysis import Spread, spread, steps
from tests.rig.member import cost
from tests.rig.room import Heard, Rig
from tests.rig.tracks import CODECS, make_track
from tests.support.pulse import PulseServer

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The first seconds belong to the start, which is reported on its own.
SETTLED_SEC: Final = 5.0

Pair = Callable[[PulseServer, Path, Path], AbstractAsyncContextManager[tuple[int, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One run: what was heard, and what it cost."""

    steady: Spread
    start_ms: float
    holes: int
    torn: int
    cpu_percent: float
    memory_mb: float

    def __str__(self) -> str:
        return (
            f"{self.steady} | start {self.start_ms:+.3f} ms | gaps {self.holes}, steps {self.torn} | "
            f"one member: {self.cpu_percent:.1f} % of a core, {self.memory_mb:.0f} MB"
        )


@asynccontextmanager
async def unisono(server: PulseServer, folder: Path, track: Path) -> AsyncIterator[tuple[int, int]]:
    """Our own two members; the guest's process is the one that is costed."""
    async with Rig(server, folder) as rig:
        host = await rig.host([track], "--play", "--wait-guests", "1")
        guest = await rig.guest(await rig.invite(host))
        await asyncio.gather(host.phase("playing"), guest.phase("playing"))
        yield host.pid, guest.pid


async def measure(pair: Pair, server: PulseServer, folder: Path, track: Path, seconds: float) -> Result:
    """Let a pair play for a while and listen."""
    recording = server.record(folder / "heard.raw")
    try:
        async with pair(server, folder, track) as (_, costed):
            await asyncio.sleep(SETTLED_SEC)
            cpu_before, since = cost(costed)[0], time.monotonic()
            await asyncio.sleep(seconds)
            cpu, memory = cost(costed)
            percent = (cpu - cpu_before) / (time.monotonic() - since) * 100
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
        start_ms=float(np.median(first.values)) if first.values.size else float("nan"),
        holes=sum(map(len, heard.gaps)),
        torn=sum(
            len(steps(each.between(start + SETTLED_SEC, start + SETTLED_SEC + seconds)))
            for each in heard.positions(track)
        ),
        cpu_percent=percent,
        memory_mb=memory,
    )


def main(arguments: Sequence[str]) -> int:
    """Print a line a run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="of steady state")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--codec", choices=sorted(CODECS), default="wav")
    parser.add_argument("--peer", action="append", choices=["snapcast", "vlc"], default=[])
    options = parser.parse_args(arguments)
    pairs: dict[str, Pair] = {"unisono": unisono}
    if "vlc" in options.peer:
        pairs["vlc"] = vlc
    if "snapcast" in options.peer:
        if shutil.which("snapserver") and shutil.which("snapclient"):
            pairs["snapcast"] = snapcast
        else:
            print("snapcast: snapserver and snapclient are not installed, left out")
    print(f"# {options.seconds:.0f} s of {options.codec} a run, PulseAudio {_pulse_version()}")
    with PulseServer() as server:
        for name, pair in pairs.items():
            for run in range(1, options.runs + 1):
                with tempfile.TemporaryDirectory(prefix="skew-") as folder:
                    track = make_track(Path(folder), options.codec, seconds=options.seconds + 3 * SETTLED_SEC)
                    result = asyncio.run(measure(pair, server, Path(folder), track, options.seconds))
                print(f"{name} {run}: {result}", flush=True)
    return 0


def _pulse_version() -> str:
    return subprocess.run(["pulseaudio", "--version"], capture_output=True, text=True, check=False).stdout.split()[-1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
