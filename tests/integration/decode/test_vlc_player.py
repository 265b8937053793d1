"""What is heard of the player on libVLC's own output, and how it takes losses."""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from aiohttp import web

from app.core.program import SILENCE, ClockMap, Programme, Segment
from app.playback.outputs import OutputPreference
from app.playback.player import OutputLost, OutputOpened, Player, PlayerEvent, Sounding, TrackReady, TrackSource
from app.playback.timed_player import TimedPlayer
from app.playback.vlc_player import VlcPlayer
from app.said import english
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes import sound_room
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise
from tests.fakes.sound_room import SoundRoom, lag

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from tests.integration.decode.conftest import Room

RATE = 48_000
#: Within this libVLC's output leaves a late start as it is.
LIBVLC_TOLERANCE_SEC = 0.06
#: A late start is known, although libVLC's clock does not show it: to a millisecond, unless it is told late.
OPINION_SEC = 0.01
CLOCK = ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0)


@pytest.fixture(scope="module")
def sound() -> Iterator[SoundRoom]:
    if not sound_room.available():
        pytest.skip("PulseAudio is not installed")
    with SoundRoom() as room:
        yield room


@pytest.fixture(autouse=True)
def _in_the_room(sound: SoundRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH", "PULSE_SERVER", "HOME"):
        monkeypatch.setenv(name, sound.environment[name])
    monkeypatch.setenv("PULSE_SINK", "right")
    # No way around the sound server.
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/nowhere")


def loader() -> MemoryLoader:
    return MemoryLoader({"a": MemoryPcm(noise(60, RATE), RATE)})


class Stage:
    def __init__(self, player: Player) -> None:
        self.player = player
        self.told: list[PlayerEvent] = []

    async def open(self) -> None:
        await self.player.open(self.told.append)
        self.player.set_clock(CLOCK)
        self.player.load(TrackSource(track_id="a", location="/a"))

    def play(self, start: float) -> None:
        segment = Segment(track_id="a", start_at=ServerMs(start * 1000), start_position=Seconds(0))
        self.player.set_programme(Programme(segments=(segment,)))

    def count(self, kind: type[PlayerEvent]) -> int:
        return sum(isinstance(event, kind) for event in self.told)

    async def playing(self) -> None:
        await until(lambda: self.player.reading().sounding is Sounding.PLAYING)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage(VlcPlayer(loader=loader()))
    yield stage
    await stage.player.close()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.02)


async def heard_seconds(player: Player, seconds: float) -> None:
    """Until so much of the track was heard."""
    await until(lambda: player.reading().position > seconds)


async def test_is_heard_within_libvlcs_own_tolerance_of_a_timed_player(stage: Stage, sound: SoundRoom) -> None:
    timed = Stage(TimedPlayer(loader=loader(), outputs=OutputPreference(interface="pulse", device="left")))
    await asyncio.gather(stage.open(), timed.open())
    # Of two speeds no lag can be told.
    stage.player.set_slewing(False)
    for ahead in (1.5, -4.0):  # a start, and a late entry
        recording = sound.record()
        start = time.monotonic() + ahead
        stage.play(start)
        timed.play(start)
        await heard_seconds(stage.player, 3.0 + max(0.0, -ahead))
        heard = recording.finish()
        middle = heard[-RATE:]
        skew = lag(middle[:, 0], middle[:, 2])
        assert skew is not None
        assert abs(skew) < LIBVLC_TOLERANCE_SEC
        assert abs(stage.player.reading().drift_ms / 1000 + skew) < OPINION_SEC
        stage.player.set_programme(SILENCE)
        timed.player.set_programme(SILENCE)
    await timed.player.close()


async def test_a_device_can_be_chosen(sound: SoundRoom) -> None:
    stage = Stage(VlcPlayer(loader=loader(), device="left"))
    await stage.open()
    stage.play(time.monotonic() - 2)
    await stage.playing()
    recording = sound.record()
    await heard_seconds(stage.player, stage.player.reading().position + 1)
    heard = recording.finish()[-RATE // 2 :]
    assert np.abs(heard[:, 0]).max() > 0.01
    assert np.abs(heard[:, 2]).max() < 0.001
    await stage.player.close()


async def test_volume_is_a_linear_gain(stage: Stage, sound: SoundRoom) -> None:
    await stage.open()
    levels = []
    for volume in (1.0, 0.5):
        stage.player.set_volume(volume)
        stage.play(time.monotonic() + 1.0)
        await stage.playing()
        await heard_seconds(stage.player, 1.0)
        recording = sound.record()
        await heard_seconds(stage.player, 2.5)
        levels.append(float(np.sqrt(np.mean(np.square(recording.finish()[-RATE:, 2])))))
        stage.player.set_programme(SILENCE)
    assert levels[1] / levels[0] == pytest.approx(0.5, abs=0.08)


async def test_a_wrong_position_is_slewed_in_steps_of_a_thousandth(stage: Stage) -> None:
    await stage.open()
    stage.play(time.monotonic() + 1.0)
    await heard_seconds(stage.player, 2.0)
    stage.player.set_clock(ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(10), uncertainty_ms=0))
    await until(lambda: stage.player.reading().rate_ppm != 0)
    assert stage.player.reading().rate_ppm == pytest.approx(1000)
    assert stage.player.reading().jumps == 0
    stage.player.set_slewing(False)
    await until(lambda: stage.player.reading().rate_ppm == 0)


async def test_without_an_output_it_says_so_and_a_retry_plays(
    stage: Stage, sound: SoundRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    await stage.open()
    [lost] = [event for event in stage.told if isinstance(event, OutputLost)]
    assert lost.code == "no-audio-output"
    assert "try again" in english(lost.said)
    start = time.monotonic() - 2
    stage.play(start)
    assert stage.player.reading().sounding is Sounding.SILENT
    monkeypatch.setenv("PULSE_SERVER", sound.environment["PULSE_SERVER"])
    await stage.player.retry_output()
    await stage.playing()
    reading = stage.player.reading()
    assert reading.position == pytest.approx(reading.at - start, abs=0.025)


async def test_a_speaker_process_that_dies_is_replaced(stage: Stage) -> None:
    await stage.open()
    stage.play(time.monotonic() - 2)
    await stage.playing()
    assert isinstance(stage.player, VlcPlayer)
    assert stage.player._speaker is not None
    stage.player._speaker._process.kill()
    await until(lambda: stage.count(OutputOpened) == 2)
    await stage.playing()
    assert stage.count(OutputLost) == 0


async def test_a_sound_server_that_ends_is_told_and_a_retry_comes_back(stage: Stage, sound: SoundRoom) -> None:
    await stage.open()
    stage.play(time.monotonic() - 2)
    await stage.playing()
    sound.stop()
    try:
        await until(lambda: stage.count(OutputLost) > 0)
    finally:
        sound.start()
    await stage.player.retry_output()
    await stage.playing()


async def test_a_missing_libvlc_says_how_to_install_it(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNISONO_LIBVLC", "/nowhere/libvlc.so.5")
    await stage.open()
    [lost] = [event for event in stage.told if isinstance(event, OutputLost)]
    assert "libVLC" in english(lost.said)
    assert "then try again" in english(lost.said)


async def test_an_endless_stream_is_played(room: Room, sound: SoundRoom, media: Callable[[str], Path]) -> None:
    data = media("cbr.mp3").read_bytes()
    leaving = asyncio.Event()

    async def stream(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "audio/mpeg"})
        response.enable_chunked_encoding()
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):  # the decoder leaves as soon as it knows the stream for endless
            for _ in range(10):
                await response.write(data)
            await leaving.wait()
        return response

    application = web.Application()
    application.router.add_get("/radio", stream)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stage = Stage(VlcPlayer(loader=room.loader))
    await stage.player.open(stage.told.append)
    stage.player.set_clock(CLOCK)
    host, port = runner.addresses[0][:2]
    stage.player.load(TrackSource(track_id="a", location=f"http://{host}:{port}/radio", title="Radio"))
    await until(lambda: stage.count(TrackReady) == 1)
    stage.play(time.monotonic() + 1.5)
    await heard_seconds(stage.player, 1.5)
    recording = sound.record()
    await heard_seconds(stage.player, 3.0)
    assert np.abs(recording.finish()[:, 2]).max() > 0.01
    assert stage.player.reading().drift_ms == 0
    await stage.player.close()
    leaving.set()
    await runner.cleanup()
