"""Cold starts in a row: a new relay and two new members each time, and how far apart they are heard.

``python -m benchmarks.starts --count 50 [--server pipewire]``
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.skew import SERVERS, Server, unisono
from tests.rig.analysis import Spread, spread
from tests.rig.room import Heard
from tests.rig.tracks import make_track

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEARD_SEC: Final = 5.0
_SETTLED_SEC: Final = 2.0


async def start(server: Server, folder: Path) -> tuple[Spread, Spread, int]:
    """One start: its first second, what came after two, and the gaps."""
    track = make_track(folder, "wav", seconds=2 * _HEARD_SEC)
    recording = server.record(folder / "heard.raw")
    try:
        async with unisono(server, folder, track):
            await asyncio.sleep(_HEARD_SEC)
    finally:
        path = recording.stop()
    heard = Heard(path)
    left, right = heard.spans
    begin = max(left[0].start, right[0].start)
    series = heard.skew(hop_sec=0.05).locked
    first, later = series.between(begin, begin + 1), series.between(begin + _SETTLED_SEC, begin + _HEARD_SEC)
    return spread(first), spread(later), sum(map(len, heard.silences))


def main(arguments: Sequence[str]) -> int:
    """Print a line a start and the worst of all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--server", choices=sorted(SERVERS), default="pulseaudio")
    options = parser.parse_args(arguments)
    first, later, holes = [], [], 0
    with SERVERS[options.server]() as server:
        for number in range(1, options.count + 1):
            with tempfile.TemporaryDirectory(prefix="start-") as folder:
                early, late, gaps = asyncio.run(start(server, Path(folder)))
            first.append(early.worst)
            later.append(late.worst)
            holes += gaps
            print(
                f"{number}: first second {early.worst:.3f} ms, after 2 s {late.worst:.3f} ms, gaps {gaps}", flush=True
            )
    over = sum(1 for worst in later if not worst <= 1)
    print(
        f"{options.count} starts: first second max {max(first):.3f} ms, after 2 s max {max(later):.3f} ms, "
        f"{over} over 1 ms, gaps {holes}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
