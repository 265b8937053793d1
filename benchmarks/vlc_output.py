"""Prints how exactly libVLC's own output is heard: against a timed player, on one sound card, recorded by one clock.

Run from the project's root: ``python -m benchmarks.vlc_output [--starts 20] [--minutes 5]``. Needs PulseAudio.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from statistics import fmean, pstdev
from typing import TYPE_CHECKING

import numpy as np

from app.core.program import SILENCE, ClockMap, Programme, Segment
from app.playback.outputs import OutputPreference
from app.playback.player import TrackSource
from app.playback.timed_player import TimedPlayer
from app.playback.vlc_player import VlcPlayer
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise
from tests.fakes.sound_room import RATE, SoundRoom, lag

if TYPE_CHECKING:
    from app.playback.player import Player

CLOCK = ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0)
LOOP_SEC = 60.0
SLOW_HZ = 300.0


def loader(seconds: float) -> MemoryLoader:
    """One track of repeated noise."""
    once = noise(LOOP_SEC, RATE)
    return MemoryLoader({"a": MemoryPcm(np.tile(once, (max(1, round(seconds / LOOP_SEC)), 1)), RATE)})


def play(players: tuple[Player, ...], start: float) -> None:
    """The same programme for all."""
    segment = Segment(track_id="a", start_at=ServerMs(start * 1000), start_position=Seconds(0))
    for player in players:
        player.set_programme(Programme(segments=(segment,)))


async def hear(room: SoundRoom, seconds: float = 1.6) -> float | None:
    """By how many ms libVLC is heard later than it should, now."""
    recording = room.record()
    await asyncio.sleep(seconds)
    heard = (await asyncio.to_thread(recording.finish))[-RATE:]
    # While libVLC slews, the two differ by up to a millisecond within the window: only slow waves still compare.
    spectrum = np.fft.rfft(heard, axis=0)
    spectrum[np.fft.rfftfreq(len(heard), 1 / RATE) > SLOW_HZ] = 0
    slow = np.fft.irfft(spectrum, len(heard), axis=0).astype(np.float32)
    skew = lag(slow[:, 0], slow[:, 2])
    return None if skew is None else skew * 1000


def summary(name: str, figures: list[float]) -> str:
    """One line."""
    sizes = np.abs(figures)
    return (
        f"{name:<28} n {len(figures):<3} mean {fmean(figures):+6.2f}  sd {pstdev(figures):5.2f}  "
        f"p95 {np.percentile(sizes, 95):5.2f}  max {sizes.max():5.2f} ms"
    )


async def measure(room: SoundRoom, starts: int, minutes: float) -> None:
    """Starts and late entries, then one long run."""
    timed = TimedPlayer(loader=loader(60 * minutes + 60), outputs=OutputPreference(interface="pulse", device="left"))
    vlc = VlcPlayer(loader=loader(60 * minutes + 60))
    players: tuple[Player, ...] = (timed, vlc)
    for player in players:
        await player.open(lambda _event: None)
        player.set_clock(CLOCK)
        player.load(TrackSource(track_id="a", location="/a"))
    for name, ahead in (("start", 1.2), ("late entry", -5.0)):
        heard, said = [], []
        for _ in range(starts):
            play(players, time.monotonic() + ahead)
            await asyncio.sleep(max(0.0, ahead) + 2.0)
            skew = await hear(room)
            if skew is not None:
                heard.append(skew)
                said.append(vlc.reading().drift_ms + skew)
            for player in players:
                player.set_programme(SILENCE)
            await asyncio.sleep(0.5)
        print(f"{name}: {starts - len(heard)} of {starts} could not be compared")
        print(summary(f"{name}: heard late", heard))
        print(summary(f"{name}: error of its opinion", said))
    play(players, time.monotonic() + 1.2)
    began = time.monotonic()
    figures = []
    while time.monotonic() - began < 60 * minutes:
        await asyncio.sleep(5)
        skew = await hear(room)
        if skew is not None:
            figures.append(skew)
    if figures:
        print(summary(f"{minutes:g} min: heard late", figures))
        print(f"first {figures[0]:+.2f}, last {figures[-1]:+.2f} ms")
    for player in players:
        await player.close()


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=5.0)
    options = parser.parse_args()
    with SoundRoom() as room:
        for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER", "HOME"):
            os.environ[name] = room.environment[name]
        os.environ["PULSE_SINK"] = "right"
        asyncio.run(measure(room, options.starts, options.minutes))


if __name__ == "__main__":
    main()
