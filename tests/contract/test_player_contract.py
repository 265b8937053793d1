"""What every player promises, on every output that is at hand."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from app.core.program import SILENCE, ClockMap, Programme, Segment
from app.playback import output_keeper
from app.playback.outputs import OutputPreference
from app.playback.player import (
    OutputLost,
    OutputOpened,
    Player,
    PlayerEvent,
    Reading,
    Sounding,
    TrackFailed,
    TrackReady,
    TrackSource,
)
from app.playback.timed_player import TimedPlayer
from app.playback.vlc_player import VlcPlayer
from app.said import english
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise
from tests.support.pulse import PulseServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.support.logs import ExpectedLogs

RATE = 48_000
CLOCK = ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0)
PATIENCE_SEC = 10


def now_ms() -> float:
    return time.monotonic() * 1000


def song(start_ms: float, position: float = 0, *, track: str = "a", stop_ms: float | None = None) -> Programme:
    stop = None if stop_ms is None else ServerMs(stop_ms)
    return Programme(
        segments=(Segment(track_id=track, start_at=ServerMs(start_ms), start_position=Seconds(position), stop_at=stop),)
    )


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_SEC):
        while not condition():  # noqa: ASYNC110 - what is waited for happens on the audio clock, without an event
            await asyncio.sleep(0.01)


class Stage:
    """A player with its loader and what it told."""

    def __init__(self, player: Player, loader: MemoryLoader, *, tolerance_ms: float = 2) -> None:
        self.player = player
        self.tolerance_ms = tolerance_ms
        self.loader = loader
        self.told: list[PlayerEvent] = []

    def load(self, track: str = "a") -> None:
        self.player.load(TrackSource(track_id=track, location=f"/{track}"))

    def sounding(self) -> Sounding:
        return self.player.reading().sounding

    async def playing(self) -> None:
        await until(lambda: self.sounding() is Sounding.PLAYING)

    async def on_schedule(self) -> Reading:
        """A reading within tolerance. On a busy machine libVLC may start late: its player says so, and is to jump."""
        if isinstance(self.player, VlcPlayer) and not self._is_near(self.player.reading()):
            self.player.jump()
            await until(lambda: self._is_near(self.player.reading()))
        reading = self.player.reading()
        assert self._is_near(reading)
        return reading

    def _is_near(self, reading: Reading) -> bool:
        return abs(reading.drift_ms) < self.tolerance_ms


#: libVLC's own output promises less than a timed one.
VLC_TOLERANCE_MS = 25


@pytest.fixture(params=["null", "pulse", "portaudio", "vlc"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if request.param != "null":
        request.getfixturevalue("pulse_env")
    loader = MemoryLoader(
        {
            "a": MemoryPcm(noise(20, RATE), RATE),
            "b": MemoryPcm(noise(20, 44_100, seed=2), 44_100),
            "half": MemoryPcm(noise(20, RATE), RATE, available=RATE),
        }
    )
    if request.param == "vlc":
        stage = Stage(VlcPlayer(loader=loader), loader, tolerance_ms=VLC_TOLERANCE_MS)
    else:
        stage = Stage(TimedPlayer(loader=loader, outputs=OutputPreference(interface=request.param)), loader)
    await stage.player.open(stage.told.append)
    stage.player.set_clock(CLOCK)
    yield stage
    await stage.player.close()
    assert loader.closed
    assert all(track.closed for track in loader.loaded)


async def test_opening_tells_where_sound_goes(stage: Stage) -> None:
    assert any(isinstance(event, OutputOpened) for event in stage.told)


async def test_loading_tells_the_true_length(stage: Stage) -> None:
    stage.load()
    await until(lambda: TrackReady(track_id="a", frames=20 * RATE, rate=RATE) in stage.told)


async def test_loading_twice_is_loading_once(stage: Stage) -> None:
    stage.load()
    stage.load()
    assert len(stage.loader.loaded) == 1


async def test_a_track_that_failed_is_loaded_afresh_even_while_the_programme_names_it(stage: Stage) -> None:
    stage.player.set_programme(song(now_ms(), track="gone"))
    stage.load("gone")
    await until(lambda: any(isinstance(event, TrackFailed) for event in stage.told))
    stage.player.unload("gone")
    stage.load("gone")
    assert len(stage.loader.loaded) == 2
    await until(lambda: sum(isinstance(event, TrackFailed) for event in stage.told) == 2)


async def test_is_silent_until_the_start_and_then_plays_on_schedule(stage: Stage) -> None:
    stage.load()
    start = now_ms() + 600
    stage.player.set_programme(song(start))
    assert stage.sounding() is Sounding.SILENT
    await stage.playing()
    await until(lambda: stage.player.reading().position > 0.3)
    reading = await stage.on_schedule()
    assert reading.track_id == "a"
    assert reading.position == pytest.approx(reading.at - start / 1000, abs=stage.tolerance_ms / 1000 + 0.001)
    assert 0 < reading.latency_ms < 500


async def test_late_entry_plays_where_the_party_is(stage: Stage) -> None:
    stage.load("b")
    start = now_ms() - 5000
    stage.player.set_programme(song(start, 2.0, track="b"))
    await stage.playing()
    reading = await stage.on_schedule()
    assert reading.position == pytest.approx(reading.at - start / 1000 + 2, abs=stage.tolerance_ms / 1000 + 0.001)


async def test_a_stop_makes_it_silent(stage: Stage) -> None:
    stage.load()
    start = now_ms() + 300
    stage.player.set_programme(song(start))
    await stage.playing()
    stage.player.set_programme(song(start, stop_ms=now_ms() + 300))
    await until(lambda: stage.sounding() is Sounding.SILENT)
    assert now_ms() >= start + 300


async def test_a_seek_plays_at_the_new_position(stage: Stage) -> None:
    stage.load()
    stage.player.set_programme(song(now_ms() + 300))
    await stage.playing()
    at = now_ms() + 400
    stage.player.set_programme(song(at, 12.0))
    await until(lambda: stage.sounding() is Sounding.PLAYING and stage.player.reading().position > 12)
    await stage.on_schedule()


async def test_what_is_not_decoded_is_starved_until_it_is(stage: Stage) -> None:
    stage.load("half")
    stage.player.set_programme(song(now_ms() - 3000, track="half"))
    await until(lambda: stage.sounding() is Sounding.STARVED)
    stage.loader.tracks["half"].held_at = 15 * RATE
    await stage.playing()
    await stage.on_schedule()


async def test_a_clock_that_moves_is_followed_by_a_jump_on_request(stage: Stage) -> None:
    stage.load()
    stage.player.set_programme(song(now_ms() - 1000))
    await stage.playing()
    stage.player.set_clock(ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(50), uncertainty_ms=0))
    stage.player.jump()
    await until(lambda: stage.player.reading().jumps > 0 and abs(stage.player.reading().drift_ms) < stage.tolerance_ms)


async def test_an_output_offset_moves_what_is_heard(stage: Stage) -> None:
    stage.load()
    start = now_ms() - 1000
    stage.player.set_output_offset(200)
    stage.player.set_programme(song(start))
    await stage.playing()
    reading = await stage.on_schedule()
    assert reading.position == pytest.approx(reading.at - start / 1000 + 0.2, abs=stage.tolerance_ms / 1000 + 0.001)


async def test_unloading_what_is_heard_waits_for_the_programme(stage: Stage) -> None:
    stage.load()
    stage.player.set_programme(song(now_ms() - 1000))
    await stage.playing()
    stage.player.unload("a")
    assert not stage.loader.loaded[0].closed
    stage.player.set_programme(SILENCE)
    await until(lambda: stage.loader.loaded[0].closed)
    stage.player.unload("a")


async def test_telling_the_same_twice_changes_nothing(stage: Stage) -> None:
    stage.load()
    programme = song(now_ms() + 300)
    for _ in range(3):
        stage.player.set_programme(programme)
        stage.player.set_clock(CLOCK)
        stage.player.set_volume(0.5)
        stage.player.set_slewing(True)
    await stage.playing()
    await until(lambda: stage.player.reading().position > 0.2)
    assert stage.player.reading().jumps == 0
    assert stage.player.reading().underruns == 0


async def test_a_timed_player_applies_an_output_offset_at_once() -> None:
    loader = MemoryLoader({"a": MemoryPcm(noise(20, RATE), RATE)})
    stage = Stage(TimedPlayer(loader=loader, outputs=OutputPreference(interface="null")), loader)
    await stage.player.open(stage.told.append)
    stage.player.set_clock(CLOCK)
    stage.load()
    start = now_ms() - 1000
    stage.player.set_programme(song(start))
    await stage.playing()
    stage.player.set_output_offset(-80)
    stage.player.set_output_offset(-80)
    await until(lambda: stage.player.reading().jumps > 0 and abs(stage.player.reading().drift_ms) < 2)
    reading = stage.player.reading()
    assert reading.position == pytest.approx(reading.at - start / 1000 - 0.08, abs=0.003)
    await stage.player.close()


def on_pulse(**tracks: MemoryPcm) -> Stage:
    loader = MemoryLoader(tracks or {"a": MemoryPcm(noise(20, RATE), RATE)})
    return Stage(TimedPlayer(loader=loader, outputs=OutputPreference(interface="pulse")), loader)


async def play_on(stage: Stage, server: PulseServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", server.env()["PULSE_SERVER"])
    await stage.player.open(stage.told.append)
    stage.player.set_clock(CLOCK)
    stage.load()
    stage.player.set_programme(song(now_ms() - 1000))
    await stage.playing()


async def test_without_an_output_the_programme_is_kept_for_a_retry(
    pulse_env: PulseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = on_pulse()
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    await stage.player.open(stage.told.append)
    lost = stage.told[-1]
    assert isinstance(lost, OutputLost)
    assert lost.code == "no-audio-output"
    assert "try again" in english(lost.said)
    stage.player.set_clock(CLOCK)
    stage.load()
    start = now_ms() - 2000
    stage.player.set_programme(song(start))
    assert stage.sounding() is Sounding.SILENT
    monkeypatch.setenv("PULSE_SERVER", pulse_env.env()["PULSE_SERVER"])
    await stage.player.retry_output()
    await stage.playing()
    reading = stage.player.reading()
    assert reading.position == pytest.approx(reading.at - start / 1000, abs=0.003)
    await stage.player.close()


async def test_a_server_that_ends_is_told_and_a_retry_comes_back(
    pulse_env: PulseServer, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    expect_log("Output lost")
    stage = on_pulse()
    with PulseServer() as short_lived:
        await play_on(stage, short_lived, monkeypatch)
    await until(lambda: isinstance(stage.told[-1], OutputLost))
    monkeypatch.setenv("PULSE_SERVER", pulse_env.env()["PULSE_SERVER"])
    await stage.player.retry_output()
    await stage.playing()
    assert abs(stage.player.reading().drift_ms) < 2
    await stage.player.close()


async def test_a_server_that_comes_back_by_itself_needs_no_person(
    pulse_env: PulseServer, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    expect_log("Output lost")
    stage = on_pulse()
    with PulseServer() as short_lived:
        await play_on(stage, short_lived, monkeypatch)
        monkeypatch.setenv("PULSE_SERVER", pulse_env.env()["PULSE_SERVER"])
    await until(lambda: sum(isinstance(event, OutputOpened) for event in stage.told) == 2)
    await stage.playing()
    assert not any(isinstance(event, OutputLost) for event in stage.told)
    await stage.player.close()


async def test_a_device_that_vanishes_is_replaced_by_the_default_one(pulse_env: PulseServer) -> None:
    module = pulse_env.pactl("load-module", "module-null-sink", "sink_name=headset", "rate=44100").strip()
    stage = on_pulse()
    try:
        pulse_env.pactl("set-default-sink", "headset")
        await stage.player.open(stage.told.append)
        assert stage.told[-1] == OutputOpened(interface="pulse", device="headset")
        stage.player.set_clock(CLOCK)
        stage.load()
        stage.player.set_programme(song(now_ms() - 1000))
        await stage.playing()
    finally:
        pulse_env.pactl("unload-module", module)
        pulse_env.pactl("set-default-sink", "left")
    await until(lambda: isinstance(stage.told[-1], OutputOpened) and stage.told[-1].device != "headset")
    await until(lambda: stage.sounding() is Sounding.PLAYING and abs(stage.player.reading().drift_ms) < 2)
    await stage.player.close()


async def test_a_chosen_device_that_vanishes_is_replaced_within_a_second_and_played_on_when_it_is_back(
    pulse_env: PulseServer, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    expect_log("Output lost", always=False)
    monkeypatch.setattr(output_keeper, "_LOOK_SEC", 0.1)
    plug = ("load-module", "module-null-sink", "sink_name=headset", "rate=44100")
    module = pulse_env.pactl(*plug).strip()
    loader = MemoryLoader({"a": MemoryPcm(noise(20, RATE), RATE)})
    outputs = OutputPreference(interface="pulse", device="headset")
    stage = Stage(TimedPlayer(loader=loader, outputs=outputs), loader)
    try:
        await stage.player.open(stage.told.append)
        stage.player.set_clock(CLOCK)
        stage.load()
        stage.player.set_programme(song(now_ms() - 1000))
        await stage.playing()
        pulse_env.pactl("unload-module", module)
        default = OutputOpened(interface="pulse", device="left", instead_of="headset")
        await until(lambda: stage.told[-1] == default)
        await until(lambda: stage.sounding() is Sounding.PLAYING and abs(stage.player.reading().drift_ms) < 2)
        module = pulse_env.pactl(*plug).strip()
        await until(lambda: stage.told[-1] == OutputOpened(interface="pulse", device="headset"))
        await until(lambda: stage.sounding() is Sounding.PLAYING and abs(stage.player.reading().drift_ms) < 2)
    finally:
        await stage.player.close()
        pulse_env.pactl("unload-module", module)


async def test_a_loudspeaker_that_is_plugged_in_needs_no_person(
    pulse_env: PulseServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output_keeper, "_LOOK_SEC", 0.1)
    stage = on_pulse()
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    await stage.player.open(stage.told.append)
    assert isinstance(stage.told[-1], OutputLost)
    monkeypatch.setenv("PULSE_SERVER", pulse_env.env()["PULSE_SERVER"])
    await until(lambda: isinstance(stage.told[-1], OutputOpened))
    await stage.player.close()
