from __future__ import annotations

import asyncio

import pytest

from app.core.program import ClockMap, Programme, Segment
from app.playback.outputs import OutputPreference
from app.playback.outputs.null import NullDriver
from app.playback.player import OutputLost, OutputOpened, PlayerEvent, TrackSource
from app.playback.timed_player import TimedPlayer
from app.said import english
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.outputs import SilentDriver
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise


async def test_a_device_that_moves_is_told_by_its_new_name() -> None:
    driver = SilentDriver("speaker")
    told: list[PlayerEvent] = []
    player = TimedPlayer(loader=MemoryLoader({}), driver=driver)
    await player.open(told.append)
    driver.opened[0].move("headset")
    await asyncio.sleep(0)
    assert told[-1] == OutputOpened(interface="silent", device="headset")
    await player.close()


async def test_silent_until_it_is_opened() -> None:
    player = TimedPlayer(loader=MemoryLoader({}), driver=NullDriver())
    assert player.reading().latency_ms == 0
    player.unload("never loaded")
    await player.close()


async def test_no_output_is_told_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    told: list[PlayerEvent] = []
    player = TimedPlayer(loader=MemoryLoader({}), outputs=OutputPreference(interface="pulse"))
    await player.open(told.append)
    (lost,) = told
    assert isinstance(lost, OutputLost)
    assert "Connect" in english(lost.said) or "Start it" in english(lost.said)
    await player.close()


async def test_a_track_is_told_where_it_will_be_entered_as_soon_as_that_is_known() -> None:
    loader = MemoryLoader({"a": MemoryPcm(noise(20, 48_000), 48_000)})
    player = TimedPlayer(loader=loader, driver=SilentDriver("speaker"), clock=lambda: LocalSec(600.0))
    segment = Segment(track_id="a", start_at=ServerMs(120_000), start_position=Seconds(3))
    other = Segment(track_id="b", start_at=ServerMs(900_000), start_position=Seconds(0))
    player.set_programme(Programme(segments=(segment, other)))
    player.load(TrackSource(track_id="a", location="/a"))
    assert loader.loaded[0].wanted == []
    player.set_clock(ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0))
    assert loader.loaded[0].wanted == [pytest.approx(483)]
    player.set_clock(ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(-500_000), uncertainty_ms=0))
    assert loader.loaded[0].wanted[-1] == 3
    await player.close()
