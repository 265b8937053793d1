"""Prints how fast tracks are decoded, how soon their first samples are there, and what a worker needs.

Run from the project's root: ``python -m benchmarks.decode [--minutes 4]``. Files are made by ffmpeg.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from app.playback.decoder import VlcTrackLoader
from app.playback.pcm_cache import PcmCache
from app.playback.player import TrackFailed, TrackReady, TrackSource
from app.said import english
from tests.media import encode, music

if TYPE_CHECKING:
    from app.playback.pcm import LoadEvent

FORMATS: dict[str, tuple[str, ...]] = {
    "wav": (),
    "flac": (),
    "mp3": ("-q:a", "2"),
    "m4a": ("-b:a", "192k"),
    "ogg": ("-c:a", "libvorbis"),
    "opus": ("-c:a", "libopus", "-b:a", "128k"),
}
RATE = 44100
REPEATS = 3


class Timing:
    """One decode."""

    def __init__(self) -> None:
        self.first = self.total = 0.0
        self.frames = self.rate = 0


async def decode(loader: VlcTrackLoader, path: Path, name: str) -> Timing:
    """Decode a file once, not from the cache."""
    timing, done = Timing(), asyncio.Event()
    began = time.perf_counter()

    def heard(event: LoadEvent) -> None:
        if isinstance(event, TrackFailed):
            sys.exit(english(event.said))
        if isinstance(event, TrackReady):
            timing.total = time.perf_counter() - began
            timing.frames, timing.rate = event.frames, event.rate
            done.set()

    track = loader.load(TrackSource(track_id=name, location=str(path)), heard)
    while not (track.pcm is not None and track.pcm.available_frames):  # noqa: ASYNC110 - nothing tells of one frame
        await asyncio.sleep(0.001)
    timing.first = time.perf_counter() - began
    await done.wait()
    track.close()
    return timing


def watch_memory(stop: threading.Event, peak: list[int]) -> None:
    """Keep the largest memory of its own (KiB, no file pages) of any child process."""
    while not stop.wait(0.01):
        try:
            tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
            children = [pid for task in tasks for pid in task.read_text(encoding="ascii").split()]
            rollups = [Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii") for pid in children]
        except OSError:  # one ended meanwhile
            continue
        lines = (line.split() for rollup in rollups for line in rollup.splitlines())
        peak[0] = max([peak[0], *(int(line[1]) for line in lines if line[0] == "Pss_Anon:")])


async def run(minutes: float) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cache = PcmCache(folder / "cache")
        loader = VlcTrackLoader(cache)
        part = music(rate=RATE, seconds=30)
        samples = np.tile(part, (max(1, round(minutes * 2)), 1))
        print(f"{'format':<8}{'x real time':>12}{'first PCM ms':>14}{'worker MiB':>12}")
        for suffix, options in FORMATS.items():
            path = encode(folder / f"track.{suffix}", samples, RATE, options)
            peak = [0]
            stop = threading.Event()
            watcher = threading.Thread(target=watch_memory, args=(stop, peak))
            if sys.platform == "linux":
                watcher.start()
            timings = [await decode(loader, path, f"{suffix} {turn}") for turn in range(REPEATS)]
            stop.set()
            if sys.platform == "linux":
                watcher.join()
            speed = median(t.frames / t.rate / t.total for t in timings)
            first = median(t.first for t in timings) * 1000
            print(f"{suffix:<8}{speed:>12.0f}{first:>14.0f}{peak[0] / 1024:>12.0f}")
        await loader.close()
        cache.close()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=4.0, help="length of each track")
    asyncio.run(run(parser.parse_args().minutes))


if __name__ == "__main__":
    main()
