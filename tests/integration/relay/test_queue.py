from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.integration.relay.member import Room


@pytest.fixture
async def queue(room: Room) -> list[str]:
    """Ids of three queued items, none of them playing."""
    items = [{"trackUrl": f"https://example.org/{name}.flac", "durationMs": 60_000} for name in "abc"]
    updated = await room.host.ask({"t": "QUEUE_ADD", "items": items}, "QUEUE_UPDATED")
    await room.guest.expect("QUEUE_UPDATED")
    return ids(updated)


def ids(updated: dict[str, Any]) -> list[str]:
    return [item["itemId"] for item in updated["items"]]


async def test_items_are_moved_removed_and_cleared_for_everybody(room: Room, queue: list[str]) -> None:
    a, b, c = queue
    await room.host.say({"t": "QUEUE_MOVE", "itemId": c, "beforeItemId": a})
    assert ids(await room.guest.expect("QUEUE_UPDATED")) == [c, a, b]
    await room.host.say({"t": "QUEUE_REMOVE", "itemIds": [a]})
    assert ids(await room.guest.expect("QUEUE_UPDATED")) == [c, b]
    await room.host.say({"t": "QUEUE_CLEAR"})
    assert ids(await room.guest.expect("QUEUE_UPDATED")) == []


async def test_next_and_previous_walk_through_the_queue(room: Room, queue: list[str]) -> None:
    for message, index in (("HOST_NEXT", 0), ("HOST_NEXT", 1), ("HOST_PREVIOUS", 0)):
        await room.host.say({"t": message})
        waiting = await room.guest.expect("SYNC_STATE", status="preparing")
        assert (waiting["track"]["itemId"], waiting["currentIndex"]) == (queue[index], index)
        await room.host.say({"t": "HOST_START_NOW"})
        prepare = await room.guest.expect("PREPARE_PLAY")
        assert prepare["itemId"] == queue[index]


async def test_a_guest_cannot_touch_the_queue(room: Room, queue: list[str]) -> None:
    for message in (
        {"t": "QUEUE_ADD", "items": [{"trackUrl": "https://example.org/x.flac"}]},
        {"t": "QUEUE_MOVE", "itemId": queue[0]},
        {"t": "QUEUE_REMOVE", "itemIds": queue},
        {"t": "QUEUE_CLEAR"},
        {"t": "HOST_NEXT"},
        {"t": "HOST_PREVIOUS"},
        {"t": "HOST_START_NOW"},
        {"t": "HOST_SEEK", "positionSec": 1},
        {"t": "HOST_STOP"},
        {"t": "HOST_TRANSFER", "targetId": "x"},
    ):
        assert (await room.guest.ask(message, "ERROR"))["code"] == "not-host"


async def test_a_member_that_leaves_gives_its_seat_up(room: Room) -> None:
    await room.guest.say({"t": "LEAVE", "reason": "bed time"})
    assert await room.guest.expect_closed() == 1000
    while len((await room.host.expect("ROOM"))["snapshot"]["members"]) != 1:
        pass
