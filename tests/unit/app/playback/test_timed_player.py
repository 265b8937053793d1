from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from app.playback.outputs import OutputPreference
from app.playback.outputs.null import NullDriver
from app.playback.player import OutputLost, OutputOpened, PlayerEvent
from app.playback.timed_player import TimedPlayer
from tests.fakes.outputs import SilentDriver
from tests.fakes.pcm import MemoryLoader

if TYPE_CHECKING:
    import pytest


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
    assert "Connect" in lost.message or "Start it" in lost.message
    await player.close()
