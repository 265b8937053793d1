from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import aiohttp

    from server.config import RelayConfig
    from tests.integration.relay.member import Member, Room

    Connect = Callable[[], Awaitable[Member]]


async def names(member: Member, count: int) -> dict[str, dict[str, Any]]:
    while True:
        snapshot = (await member.expect("ROOM"))["snapshot"]
        if len(snapshot["members"]) == count:
            return {row["name"]: row for row in snapshot["members"]}


async def test_everybody_sees_who_is_here(room: Room) -> None:
    members = await names(room.host, 2)
    assert members["Ada"]["isHost"]
    assert not members["Bob"]["isHost"]
    assert all(row["connected"] for row in members.values())


async def test_a_code_is_understood_as_people_write_it(room: Room, connect: Connect) -> None:
    code = room.created["code"]
    third = await connect()
    joined = await third.ask({"t": "JOIN", "code": f" {code[:3].lower()}-{code[3:]}", "name": "Eve"}, "JOINED")
    assert joined["code"] == code


async def test_a_lost_guest_keeps_its_seat_and_comes_back_to_it(room: Room, connect: Connect) -> None:
    await names(room.host, 2)
    await room.guest.socket.close()
    assert not (await names(room.host, 2))["Bob"]["connected"]
    back = await connect()
    again = {"t": "JOIN", "code": room.created["code"], "name": "Bob", "memberToken": room.joined["memberToken"]}
    joined = await back.ask(again, "JOINED")
    assert joined["memberId"] == room.joined["memberId"]
    assert (await names(room.host, 2))["Bob"]["connected"]


async def test_a_second_connection_takes_the_seat_over(room: Room, connect: Connect) -> None:
    twin = await connect()
    again = {"t": "JOIN", "code": room.created["code"], "name": "Bob", "memberToken": room.joined["memberToken"]}
    assert (await twin.ask(again, "JOINED"))["memberId"] == room.joined["memberId"]
    assert await room.guest.expect_closed() == 1000
    assert (await twin.ask({"t": "REQUEST_SYNC_STATE"}, "SYNC_STATE"))["status"] == "stopped"


async def test_a_lost_host_hosts_again_by_its_token(room: Room, connect: Connect) -> None:
    await room.host.socket.close()
    back = await connect()
    again = {"t": "JOIN", "code": room.created["code"], "name": "Ada", "hostToken": room.created["hostToken"]}
    joined = await back.ask(again, "JOINED")
    assert joined["isHost"]
    assert joined["memberId"] == room.created["memberId"]


async def test_hosting_is_handed_over_with_a_fresh_token(room: Room, connect: Connect) -> None:
    await room.host.say({"t": "HOST_TRANSFER", "targetId": room.joined["memberId"]})
    granted = await room.guest.expect("HOST_GRANTED")
    assert granted["hostToken"] != room.created["hostToken"]
    assert (await room.host.ask({"t": "HOST_STOP"}, "ERROR"))["code"] == "not-host"
    third = await connect()
    old = {"t": "JOIN", "code": room.created["code"], "name": "X", "hostToken": room.created["hostToken"]}
    assert (await third.ask(old, "ERROR"))["code"] == "wrong-token"


async def test_a_kicked_member_is_told_and_closed(room: Room) -> None:
    await room.host.say({"t": "KICK", "targetId": room.joined["memberId"]})
    assert (await room.guest.expect("KICKED"))["reason"]
    assert await room.guest.expect_closed() == 1000
    assert set(await names(room.host, 1)) == {"Ada"}


async def test_when_the_host_leaves_the_guest_takes_over(room: Room) -> None:
    await room.host.say({"t": "LEAVE"})
    assert (await room.guest.expect("HOST_GRANTED"))["hostToken"]
    assert await room.host.expect_closed() == 1000


async def test_the_end_of_the_party_reaches_everybody_and_the_code_is_void(room: Room, connect: Connect) -> None:
    await room.host.say({"t": "END_PARTY", "reason": "Good night"})
    for member in (room.host, room.guest):
        assert (await member.expect("ENDED"))["reason"] == "Good night"
        assert await member.expect_closed() == 1000
    late = await connect()
    refused = await late.ask({"t": "JOIN", "code": room.created["code"], "name": "Late"}, "ERROR")
    assert refused["code"] == "unknown-code"


async def test_a_pin_keeps_strangers_out(connect: Connect) -> None:
    host, guest = await connect(), await connect()
    code = (await host.ask({"t": "CREATE", "name": "Ada", "pin": "1234"}, "CREATED"))["code"]
    join = {"t": "JOIN", "code": code, "name": "Bob"}
    assert (await guest.ask(join, "ERROR"))["code"] == "wrong-pin"
    assert (await guest.ask({**join, "pin": "12345"}, "ERROR"))["code"] == "wrong-pin"
    assert (await guest.ask({**join, "pin": "1234"}, "JOINED"))["code"] == code
    assert (await names(host, 2))["Bob"]


async def test_a_members_figures_reach_the_list(room: Room) -> None:
    report = {"t": "SYNC_REPORT", "driftMs": 0.5, "uncertaintyMs": 0.3, "rttMs": 4.0, "ratePpm": -12.0}
    await room.guest.say(report)
    while (row := (await names(room.host, 2))["Bob"]).get("sync") is None:
        pass
    assert row["sync"] == {"driftMs": 0.5, "uncertaintyMs": 0.3, "rttMs": 4.0, "ratePpm": -12.0}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"t": "HOST_PAUSE"}, "not-host"),
        ({"t": "END_PARTY"}, "not-host"),
        ({"t": "KICK", "targetId": "x"}, "not-host"),
        ({"t": "JOIN", "code": "ABCDEF", "name": "x"}, "already-in-party"),
        ({"t": "CREATE", "name": 3}, "bad-message"),
    ],
    ids=lambda value: str(value)[:30],
)
async def test_what_a_guest_may_not_do_is_refused(room: Room, message: dict[str, Any], code: str) -> None:
    assert (await room.guest.ask(message, "ERROR"))["code"] == code


async def test_outside_a_party_only_create_join_and_ping_make_sense(connect: Connect) -> None:
    stranger = await connect()
    assert (await stranger.ask({"t": "HOST_PLAY"}, "ERROR"))["code"] == "not-in-party"
    assert (await stranger.ask({"t": "JOIN", "code": "??", "name": "x"}, "ERROR"))["code"] == "unknown-code"
    old = {"t": "CREATE", "name": "x", "protocol": 0}
    assert (await stranger.ask(old, "ERROR"))["code"] == "version-mismatch"
    await stranger.say({"t": "A_LATER_VERSION"})
    pong = await stranger.ask({"t": "TIME_PING", "clientNowMs": 1, "pingId": 1}, "TIME_PONG")
    assert pong["serverReceivedMs"] <= pong["serverNowMs"]
    assert pong["epoch"]
    assert [message["t"] for message in stranger.seen].count("ERROR") == 3


async def test_pings_beyond_the_allowance_are_dropped_in_silence(connect: Connect) -> None:
    member = await connect()
    for i in range(60):
        await member.say({"t": "TIME_PING", "clientNowMs": 0, "pingId": i})
    await member.ask({"t": "HOST_PLAY"}, "ERROR")
    pongs = [message["pingId"] for message in member.seen if message["t"] == "TIME_PONG"]
    assert pongs[:32] == list(range(32))
    assert len(pongs) < 36


async def test_a_flood_of_requests_is_refused(connect: Connect, config: RelayConfig) -> None:
    member = await connect()
    for _ in range(int(config.message_rate.burst) + 20):
        await member.say({"t": "REQUEST_SYNC_STATE"})
    assert await member.expect("ERROR", code="rate-limited")


async def test_a_frame_larger_than_any_honest_one_closes_the_connection(connect: Connect) -> None:
    member = await connect()
    await member.socket.send_str("x" * 300_000)
    assert await member.expect_closed() == 1009


async def test_after_leaving_nothing_more_is_heard(room: Room, session: aiohttp.ClientSession, relay: str) -> None:
    await room.guest.say({"t": "LEAVE"})
    await room.guest.say({"t": "CREATE", "name": "Ghost"})
    assert await room.guest.expect_closed() == 1000
    assert "CREATED" not in [message["t"] for message in room.guest.seen]
    async with session.get(f"{relay}/health") as response:
        assert (await response.json())["parties"] == 1


async def test_binary_frames_are_refused(connect: Connect) -> None:
    member = await connect()
    await member.socket.send_bytes(b"{}")
    assert (await member.expect("ERROR"))["code"] == "bad-message"
