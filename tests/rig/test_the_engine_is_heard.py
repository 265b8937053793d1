"""The engine alone on a real sound server: where its samples are heard, against the schedule."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.core.program import ClockMap, Programme, Segment
from app.playback.outputs import OutputPreference
from app.playback.player import Sounding, TrackSource
from app.playback.timed_player import TimedPlayer
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise
from tests.rig.analysis import positions, spread, steps
from tests.rig.room import Heard
from tests.support.sound_room import RATE, SINKS

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.support.pulse import PulseServer

pytestmark = pytest.mark.rig

LENGTH_SEC = 12
CLOCK = ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0)


class Pair:
    """Two players, one on each loudspeaker."""

    def __init__(self) -> None:
        self.players = [
            TimedPlayer(
                loader=MemoryLoader(
                    {
                        "one": MemoryPcm(noise(LENGTH_SEC, RATE), RATE),
                        "first half": MemoryPcm(noise(LENGTH_SEC, RATE)[: 2 * RATE + 321], RATE),
                        "second half": MemoryPcm(noise(LENGTH_SEC, RATE)[2 * RATE + 321 :], RATE),
                    }
                ),
                outputs=OutputPreference(interface="pulse", device=sink),
            )
            for sink in SINKS
        ]

    async def open(self) -> None:
        for player in self.players:
            await player.open(lambda _: None)
            player.set_clock(CLOCK)
            for track in ("one", "first half", "second half"):
                player.load(TrackSource(track_id=track, location=f"/{track}"))

    def play(self, *segments: Segment) -> None:
        for player in self.players:
            player.set_programme(Programme(segments=segments))

    async def wait_until(self, server_ms: float) -> None:
        await asyncio.sleep(max(0.0, server_ms / 1000 - time.monotonic()) + 0.1)


@pytest.fixture
async def pair(pulse_env: PulseServer) -> AsyncIterator[Pair]:
    pair = Pair()
    await pair.open()
    yield pair
    for player in pair.players:
        await player.close()


def segment(track: str, start_ms: float, position: float = 0, *, stop_ms: float | None = None) -> Segment:
    return Segment(
        track_id=track,
        start_at=ServerMs(start_ms),
        start_position=Seconds(position),
        stop_at=None if stop_ms is None else ServerMs(stop_ms),
    )


async def test_two_starts_are_heard_as_far_apart_as_scheduled(
    pair: Pair, pulse_env: PulseServer, tmp_path: Path
) -> None:
    recording = pulse_env.record(tmp_path / "room.raw")
    await recording.begun()
    first = time.monotonic() * 1000 + 2500
    second = first + 2000.4
    pair.play(segment("one", first, stop_ms=first + 1000), segment("one", second, 6.25, stop_ms=second + 1000))
    await pair.wait_until(second + 1000)
    heard = Heard(recording.stop())
    assert spread(heard.skew().locked).worst < 1
    reference = noise(LENGTH_SEC, RATE)[:, 0].astype(np.float64)
    for signal, spans in zip((heard.left, heard.right), heard.spans, strict=True):
        assert [span.length for span in spans] == pytest.approx([1.0, 1.0], abs=0.005)
        line = positions(signal, reference, RATE).locked
        lag = line.values - line.times
        # The second start lies 2.0004 s after the first and 6.25 s further on in the track.
        assert lag[-1] - lag[0] == pytest.approx(6.25 - 2.0004, abs=0.0005)


async def test_a_hand_over_is_heard_without_a_seam(pair: Pair, pulse_env: PulseServer, tmp_path: Path) -> None:
    recording = pulse_env.record(tmp_path / "room.raw")
    await recording.begun()
    start = time.monotonic() * 1000 + 2500
    # The true length is 2006.6875 ms; announced is a rounded one.
    follower = Segment(track_id="second half", start_at=ServerMs(start + 2007), start_position=Seconds(0), follows=True)
    pair.play(segment("first half", start), follower)
    await pair.wait_until(start + 5000)
    heard = Heard(recording.stop())
    reference = noise(LENGTH_SEC, RATE)[:, 0].astype(np.float64)
    for signal, gaps in zip((heard.left, heard.right), heard.gaps, strict=True):
        assert not gaps
        assert not steps(positions(signal, reference, RATE).locked)
    assert spread(heard.skew().locked).worst < 1


async def test_a_device_change_is_soon_over(pulse_env: PulseServer) -> None:
    module = pulse_env.pactl("load-module", "module-null-sink", "sink_name=headset", "rate=44100").strip()
    pulse_env.pactl("set-default-sink", "headset")
    loader = MemoryLoader({"one": MemoryPcm(noise(LENGTH_SEC, RATE), RATE)})
    player = TimedPlayer(loader=loader, outputs=OutputPreference(interface="pulse"))
    devices: list[str] = []
    try:
        await player.open(lambda event: devices.append(getattr(event, "device", "")))
        player.set_clock(CLOCK)
        player.load(TrackSource(track_id="one", location="/one"))
        player.set_programme(Programme(segments=(segment("one", time.monotonic() * 1000),)))
        await until(lambda: _in_sync(player))
    finally:
        gone = time.monotonic()
        pulse_env.pactl("unload-module", module)
        pulse_env.pactl("set-default-sink", "left")
    await until(lambda: "headset" not in devices[-1] and _in_sync(player))
    # A second is promised; two programs were started meanwhile.
    assert time.monotonic() - gone < 2
    await player.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - what is waited for happens on the audio clock, without an event
            await asyncio.sleep(0.01)


def _in_sync(player: TimedPlayer) -> bool:
    reading = player.reading()
    return reading.sounding is Sounding.PLAYING and abs(reading.drift_ms) < 1
