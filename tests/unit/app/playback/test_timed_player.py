from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from app.playback.outputs import OutputPreference
from app.playback.outputs.null import NullDriver
from app.playback.player import OutputLost, OutputOpened, PlayerEvent
from app.playback.timed_player import TimedPlayer
from app.said import english
from tests.fakes.pcm import MemoryLoader

if TYPE_CHECKING:
    import pytest

    from app.playback.outputs import Device, Output, OutputClient
    from tests.support.logs import ExpectedLogs

PATIENCE_SEC = 10


class SlowDriver:
    """Opens when it is allowed to."""

    interface = "slow"

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.allowed = threading.Event()
        self.opened: list[SilentOutput] = []

    def open(self, client: OutputClient, device: str | None) -> Output:
        self.asked.set()
        self.allowed.wait(PATIENCE_SEC)
        self.opened.append(SilentOutput(client))
        return self.opened[-1]

    def devices(self) -> list[Device]:
        return []


class SilentOutput:
    """An output that asks for nothing and breaks when told to."""

    interface = "slow"
    device = "slow"

    def __init__(self, client: OutputClient) -> None:
        self.client = client
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


async def test_an_output_that_opens_after_nobody_wants_it_is_closed() -> None:
    driver = SlowDriver()
    player = TimedPlayer(loader=MemoryLoader({}), driver=driver)
    opening = asyncio.get_running_loop().create_task(player.open(lambda _: None))
    assert await asyncio.to_thread(driver.asked.wait, PATIENCE_SEC)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    driver.allowed.set()
    async with asyncio.timeout(PATIENCE_SEC):
        while not driver.opened or not driver.opened[0].closed.is_set():  # noqa: ASYNC110 - a thread's doing
            await asyncio.sleep(0.01)
    await player.close()


async def test_closing_waits_for_an_output_that_is_still_being_opened() -> None:
    driver = SlowDriver()
    player = TimedPlayer(loader=MemoryLoader({}), driver=driver)
    opening = asyncio.get_running_loop().create_task(player.open(lambda _: None))
    assert await asyncio.to_thread(driver.asked.wait, PATIENCE_SEC)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    asyncio.get_running_loop().call_later(0.05, driver.allowed.set)
    await player.close()
    assert driver.opened[0].closed.is_set()


async def test_a_broken_output_is_replaced_and_its_late_words_are_not_heard(expect_log: ExpectedLogs) -> None:
    expect_log("Output lost: unplugged")
    driver = SlowDriver()
    driver.allowed.set()
    told: list[PlayerEvent] = []
    player = TimedPlayer(loader=MemoryLoader({}), driver=driver)
    await player.open(told.append)
    first = driver.opened[0].client
    first.lost("unplugged")
    async with asyncio.timeout(PATIENCE_SEC):
        while len(told) < 2:  # noqa: ASYNC110 - a thread's doing
            await asyncio.sleep(0.01)
    first.lost("again")
    first.moved("elsewhere")
    await asyncio.sleep(0)
    assert told == [OutputOpened(interface="slow", device="slow")] * 2
    assert len(driver.opened) == 2
    assert driver.opened[0].closed.is_set()
    await player.close()


async def test_a_device_that_moves_is_told_by_its_new_name() -> None:
    driver = SlowDriver()
    driver.allowed.set()
    told: list[PlayerEvent] = []
    player = TimedPlayer(loader=MemoryLoader({}), driver=driver)
    await player.open(told.append)
    driver.opened[0].client.moved("headset")
    await asyncio.sleep(0)
    assert told[-1] == OutputOpened(interface="slow", device="headset")
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
