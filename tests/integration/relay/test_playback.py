from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from tests.integration.relay.member import Member, Room

Connect = Callable[[], Awaitable[Member]]

SONG = {"t": "HOST_PLAY", "trackUrl": "https://example.org/song.flac", "title": "Song", "filename": "song.flac"}


def ready(track_id: str, seconds: float | None = None) -> dict[str, Any]:
    status: dict[str, Any] = {"t": "TRACK_STATUS", "trackId": track_id, "state": "ready", "progress": 1}
    return status if seconds is None else {**status, "frames": round(seconds * 48_000), "rate": 48_000}


async def start(room: Room, seconds: float = 60.0, **fields: Any) -> dict[str, Any]:
    waiting = await room.host.ask({**SONG, **fields}, "SYNC_STATE", status="preparing")
    for member in (room.host, room.guest):
        await member.say(ready(waiting["track"]["trackId"], seconds))
    return await room.host.expect("PREPARE_PLAY")


async def test_a_start_waits_for_members_that_decode_and_then_all_hear_the_same_instant(room: Room) -> None:
    waiting = await room.host.ask(SONG, "SYNC_STATE", status="preparing")
    assert set(waiting["waitingFor"]) == {room.created["memberId"], room.joined["memberId"]}
    track_id = waiting["track"]["trackId"]
    assert (await room.guest.expect("SYNC_STATE", status="preparing"))["track"] == waiting["track"]

    await room.host.say(ready(track_id))
    await room.guest.say(ready(track_id))
    prepare = await room.host.expect("PREPARE_PLAY")
    play = await room.host.expect("PLAY_AT")

    assert {**prepare, "t": ""} == {**play, "t": ""}
    assert await room.guest.expect("PREPARE_PLAY") == prepare
    assert await room.guest.expect("PLAY_AT") == play
    assert prepare["trackUrl"] == SONG["trackUrl"]
    assert prepare["startPositionSec"] == 0


async def test_a_member_that_never_gets_ready_holds_the_start_up_only_for_the_stated_time(room: Room) -> None:
    waiting = await room.host.ask(SONG, "SYNC_STATE", status="preparing")
    await room.host.say(ready(waiting["track"]["trackId"]))
    prepare = await room.guest.expect("PREPARE_PLAY")
    assert prepare["startAtServerMs"] - waiting["serverNowMs"] < 250 + 120 + 100


async def test_the_host_can_start_without_waiting(room: Room) -> None:
    waiting = await room.host.ask(SONG, "SYNC_STATE", status="preparing")
    prepare = await room.host.ask({"t": "HOST_START_NOW"}, "PREPARE_PLAY")
    assert prepare["startAtServerMs"] - waiting["serverNowMs"] < 250


async def test_pause_and_resume_continue_at_the_same_sample(room: Room) -> None:
    await start(room)
    play = await room.guest.expect("PLAY_AT")
    pause = await room.host.ask({"t": "HOST_PAUSE"}, "PAUSE")
    assert pause["status"] == "paused"
    assert pause["pausedPositionSec"] == pytest.approx((pause["pausedAtServerMs"] - play["startAtServerMs"]) / 1000)
    resumed = await room.host.ask({"t": "HOST_PLAY"}, "PREPARE_PLAY")
    assert resumed["startPositionSec"] == pause["pausedPositionSec"]
    assert resumed["sequence"] > pause["sequence"] > play["sequence"]


async def test_seeking_while_playing_schedules_and_while_paused_only_moves(room: Room) -> None:
    await start(room)
    await room.host.expect("PLAY_AT")
    moved = await room.host.ask({"t": "HOST_SEEK", "positionSec": 30}, "PREPARE_PLAY")
    assert moved["startPositionSec"] == 30
    assert await room.host.expect("PLAY_AT", sequence=moved["sequence"])
    await room.host.ask({"t": "HOST_PAUSE"}, "PAUSE")
    paused = await room.host.ask({"t": "HOST_SEEK", "positionSec": 1e4}, "PAUSE")
    assert paused["pausedPositionSec"] == 59.75


async def test_stop_reaches_everybody(room: Room) -> None:
    await start(room)
    await room.host.say({"t": "HOST_STOP"})
    stop = await room.guest.expect("STOP")
    state = await room.guest.ask({"t": "REQUEST_SYNC_STATE"}, "SYNC_STATE", status="stopped")
    assert state["sequence"] == stop["sequence"]


async def test_the_next_track_starts_where_the_present_one_exactly_ends(room: Room) -> None:
    items = [{"trackUrl": f"https://example.org/{i}.flac", "durationMs": 900} for i in range(2)]
    queue = await room.host.ask({"t": "QUEUE_ADD", "items": items}, "QUEUE_UPDATED")
    assert [item["trackUrl"] for item in queue["items"]] == [item["trackUrl"] for item in items]
    first = await start(room, seconds=0.8765, itemId=queue["items"][0]["itemId"])
    second = await room.host.expect("PREPARE_PLAY")
    assert second["itemId"] == queue["items"][1]["itemId"]
    assert second["startAtServerMs"] == pytest.approx(first["startAtServerMs"] + 876.5, abs=0.02)
    assert await room.host.expect("PLAY_AT", itemId=second["itemId"])
    assert (await room.host.expect("QUEUE_UPDATED"))["currentIndex"] == 1
    await room.guest.expect("STOP")


async def test_old_clients_get_a_play_message_and_others_do_not(room: Room, connect: Connect) -> None:
    old = await connect()
    await old.ask({"t": "JOIN", "code": room.created["code"], "name": "Web"}, "JOINED")
    await start(room)
    play = await old.expect("PLAY")
    assert play["serverTimestamp"] == (await room.host.expect("PLAY_AT"))["startAtServerMs"]
    assert {"trackUrl", "title", "filename", "serverTimestamp", "positionSec"} < set(play)
    await room.guest.ask({"t": "REQUEST_SYNC_STATE"}, "SYNC_STATE", status="playing")
    assert not [message for message in room.guest.seen if message["t"] == "PLAY"]


async def test_a_late_member_is_told_where_the_party_is(room: Room, connect: Connect) -> None:
    prepare = await start(room)
    await room.host.expect("PLAY_AT")
    late = await connect()
    join = {"t": "JOIN", "code": room.created["code"], "name": "Late", "capabilities": ["scheduled"]}
    await late.ask(join, "JOINED")
    state = await late.expect("SYNC_STATE")
    assert state["status"] == "playing"
    assert state["startAtServerMs"] == prepare["startAtServerMs"]
    assert state["track"]["trackId"] == prepare["trackId"]


async def test_a_script_that_knows_only_the_specification_hosts_and_follows(connect: Connect) -> None:
    host, guest = await connect(), await connect()
    code = (await host.ask({"t": "CREATE", "name": "Script"}, "CREATED"))["code"]
    await guest.ask({"t": "JOIN", "code": code, "name": "Other"}, "JOINED")
    pong = await guest.ask({"t": "TIME_PING", "clientNowMs": 12.5, "pingId": 7}, "TIME_PONG")
    assert (pong["clientNowMs"], pong["pingId"]) == (12.5, 7)
    await host.say({**SONG, "positionSec": 3})
    for member in (host, guest):
        prepare = await member.expect("PREPARE_PLAY")
        assert prepare["startAtServerMs"] > pong["serverNowMs"]
        assert (await member.expect("PLAY_AT"))["startAtServerMs"] == prepare["startAtServerMs"]
        assert (await member.expect("PLAY"))["positionSec"] == 3
    pause = await host.ask({"t": "HOST_PAUSE"}, "PAUSE")
    assert pause["pausedPositionSec"] >= 3


async def test_what_nobody_can_play_is_passed_over_and_the_host_hears_why(room: Room) -> None:
    play = {"t": "HOST_PLAY", "trackUrl": "https://example.org/a.mp3", "title": "A"}
    waiting = await room.host.ask(play, "SYNC_STATE", status="preparing")
    for member in (room.host, room.guest):
        await member.say({"t": "TRACK_STATUS", "trackId": waiting["track"]["trackId"], "state": "failed"})
    error = await room.host.expect("ERROR")
    assert (error["code"], error["message"]) == ("unplayable", "Nobody here can play “A”. It was the last one.")
    await room.guest.expect("STOP")
