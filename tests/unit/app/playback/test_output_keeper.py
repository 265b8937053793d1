from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from app.playback import output_keeper
from app.playback.local_time import monotonic
from app.playback.output_keeper import OutputKeeper
from app.playback.plan import Plan
from app.playback.player import OutputLost, OutputOpened, PlayerEvent
from app.said import Said, Saying
from tests.fakes.outputs import PATIENCE_SEC, SilentDriver

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.support.logs import ExpectedLogs


class Stage:
    """A keeper, its driver and what it told."""

    def __init__(self, driver: SilentDriver, device: str | None) -> None:
        self.driver = driver
        self.told: list[PlayerEvent] = []
        self.keeper = OutputKeeper(driver, device, clock=monotonic, plan=Plan, tell=self.told.append)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_SEC):
            while not condition():  # noqa: ASYNC110 - a thread's doing
                await asyncio.sleep(0.005)

    async def tells(self, *events: PlayerEvent) -> None:
        await self.until(lambda: self.told[-len(events) :] == list(events))


def gone(device: str) -> Said:
    return Said(what=Saying.OUTPUT_GONE, name=device)


def opened(device: str, instead_of: str | None = None) -> OutputOpened:
    return OutputOpened(interface="silent", device=device, instead_of=instead_of)


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Callable[..., Stage]]:
    """Makes stages; what is missing is looked for all the time."""
    monkeypatch.setattr(output_keeper, "_LOOK_SEC", 0.01)
    stages: list[Stage] = []

    def make(*present: str, device: str | None = None) -> Stage:
        stages.append(Stage(SilentDriver(*present), device))
        return stages[-1]

    yield make
    for one in stages:
        await one.keeper.close()


async def test_a_broken_output_is_replaced_and_its_late_words_are_not_heard(
    stage: Callable[..., Stage], expect_log: ExpectedLogs
) -> None:
    expect_log("Output lost: unplugged")
    room = stage("speaker")
    await room.keeper.open()
    first = room.driver.opened[0].client
    first.lost("unplugged")
    await room.tells(opened("speaker"), opened("speaker"))
    first.lost("again")
    first.moved("elsewhere")
    await asyncio.sleep(0)
    assert len(room.told) == 2
    assert len(room.driver.opened) == 2
    assert room.driver.opened[0].closed.is_set()


async def test_a_chosen_device_that_is_gone_is_replaced_by_the_default_one_until_it_is_back(
    stage: Callable[..., Stage], expect_log: ExpectedLogs
) -> None:
    expect_log("Output lost: unplugged")
    room = stage("speaker", "headset", device="headset")
    await room.keeper.open()
    room.driver.present.remove("headset")
    room.driver.opened[0].client.lost("unplugged")
    await room.tells(opened("headset"), opened("speaker", "headset"))
    room.driver.present.append("headset")
    await room.tells(opened("speaker", "headset"), opened("headset"))
    assert [one.closed.is_set() for one in room.driver.opened] == [True, True, False]


async def test_a_chosen_device_that_is_not_there_at_first_is_waited_for(stage: Callable[..., Stage]) -> None:
    room = stage("speaker", device="headset")
    await room.keeper.open()
    assert room.told == [opened("speaker", "headset")]
    room.driver.present.append("headset")
    await room.tells(opened("headset"))


async def test_a_server_that_moves_the_sound_off_a_lost_device_is_followed(stage: Callable[..., Stage]) -> None:
    room = stage("speaker", "headset", device="headset")
    await room.keeper.open()
    room.driver.present.remove("headset")
    room.driver.opened[0].move("speaker")
    await room.tells(opened("headset"), opened("speaker", "headset"))
    room.driver.opened[0].move("headset")
    await room.tells(opened("headset"))
    assert len(room.driver.opened) == 1


async def test_a_person_who_moves_the_sound_by_hand_is_not_argued_with(stage: Callable[..., Stage]) -> None:
    room = stage("speaker", "headset", device="headset")
    await room.keeper.open()
    room.driver.opened[0].move("speaker")
    await room.tells(opened("headset"), opened("speaker"))
    for _ in range(10):
        await asyncio.sleep(0.01)
    assert len(room.driver.opened) == 1


async def test_a_move_that_another_overtakes_is_not_told_late(stage: Callable[..., Stage]) -> None:
    room = stage("speaker", "headset", device="headset")
    await room.keeper.open()
    room.driver.opened[0].move("speaker")
    room.driver.opened[0].move("headset")
    await room.tells(opened("headset"), opened("headset"))
    for _ in range(5):
        await asyncio.sleep(0.01)
    assert opened("speaker") not in room.told


async def test_without_any_device_it_says_so_once_and_plays_as_soon_as_there_is_one(
    stage: Callable[..., Stage], expect_log: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    expect_log("Output lost: unplugged")
    monkeypatch.setattr(output_keeper, "_REOPEN_PAUSE_SEC", 0.0)
    room = stage("speaker")
    await room.keeper.open()
    room.driver.present.clear()
    room.driver.opened[0].client.lost("unplugged")
    await room.tells(opened("speaker"), OutputLost(code="output-lost", said=gone("anything")))
    assert room.keeper.engine is None
    for _ in range(5):
        await asyncio.sleep(0.01)
    room.driver.present.append("television")
    await room.tells(OutputLost(code="output-lost", said=gone("anything")), opened("television"))
    assert len(room.told) == 3


async def test_the_chosen_devices_own_words_are_told(stage: Callable[..., Stage]) -> None:
    room = stage(device="headset")
    await room.keeper.open()
    assert room.told == [OutputLost(code="no-audio-output", said=gone("headset"))]


async def test_another_choice_is_played_on(stage: Callable[..., Stage]) -> None:
    room = stage("speaker", device="speaker")
    await room.keeper.open()
    await room.keeper.use(SilentDriver("television"), None)
    assert room.told == [opened("speaker"), opened("television")]
    assert room.driver.opened[0].closed.is_set()


async def lose_interest(room: Stage) -> None:
    """Give up opening an output while the driver is still at it."""
    room.driver.allowed.clear()
    opening = asyncio.get_running_loop().create_task(room.keeper.open())
    assert await asyncio.to_thread(room.driver.asked.wait, PATIENCE_SEC)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)


async def test_an_output_that_opens_after_nobody_wants_it_is_closed(stage: Callable[..., Stage]) -> None:
    room = stage("speaker")
    await lose_interest(room)
    room.driver.allowed.set()
    await room.until(lambda: bool(room.driver.opened) and room.driver.opened[0].closed.is_set())


async def test_closing_waits_for_an_output_that_is_still_being_opened(stage: Callable[..., Stage]) -> None:
    room = stage("speaker")
    await lose_interest(room)
    asyncio.get_running_loop().call_later(0.05, room.driver.allowed.set)
    await room.keeper.close()
    assert room.driver.opened[0].closed.is_set()
