"""Whoever floods, drips or does not read: the relay answers little, cuts in the end, and others notice nothing."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

import server.visits
from server import stamped_socket
from server.limits import AddressRates, Rate
from server.service import Service, serve
from tests.integration.relay.member import PATIENCE, Member

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from server.config import RelayConfig
    from tests.integration.relay.member import Room

    Connect = Callable[[], Awaitable[Member]]

UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.fixture
async def service(config: RelayConfig) -> AsyncIterator[Service]:
    """A relay whose parts can be looked at."""
    service = Service(config)
    yield service
    await service.close()


async def metric(session: aiohttp.ClientSession, relay: str, name: str) -> float:
    async with session.get(f"{relay}/metrics") as response:
        lines = (await response.text()).splitlines()
    return next(float(line.rpartition(" ")[2]) for line in lines if line.startswith(f"unisono_{name}"))


async def test_who_goes_on_flooding_is_told_why_and_cut_and_its_party_goes_on(
    config: RelayConfig, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.visits, "_PENALTY_SEC", 0.0005)
    async with serve(replace(config, message_rate=Rate(per_second=5.0, burst=20.0))) as port:
        relay = f"http://127.0.0.1:{port}"
        host, flooder = [Member(await session.ws_connect(f"{relay}/ws")) for _ in range(2)]
        code = (await host.ask({"t": "CREATE", "name": "Ada"}, "CREATED"))["code"]
        await flooder.ask({"t": "JOIN", "code": code, "name": "Eve"}, "JOINED")
        for _ in range(1500):
            await flooder.socket.send_str('{"t":"REQUEST_SYNC_STATE"}')
        assert await flooder.expect_closed() == aiohttp.WSCloseCode.POLICY_VIOLATION
        told = [message for message in flooder.seen if message["t"] == "ERROR"]
        assert 1 <= len(told) < 60
        assert {message["code"] for message in told} == {"rate-limited"}
        while any(
            row["connected"] for row in (await host.expect("ROOM"))["snapshot"]["members"] if row["name"] == "Eve"
        ):
            pass
        assert await metric(session, relay, "flooders_cut_total") == 1
        await host.close()


async def test_pings_of_the_websocket_are_answered_inside_the_same_allowance(
    config: RelayConfig, session: aiohttp.ClientSession
) -> None:
    async with serve(replace(config, message_rate=Rate(per_second=0.1, burst=10.0))) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(UPGRADE)
        await reader.readuntil(b"\r\n\r\n")
        for number in range(30):
            writer.write(bytes((0x89, 0x82, 0, 0, 0, 0)) + b"%02d" % number)
        # An answer to what comes after them all: TIME_PING has an allowance of its own.
        ping = b'{"t":"TIME_PING","clientNowMs":1,"pingId":1}'
        writer.write(bytes((0x81, 0x80 | len(ping), 0, 0, 0, 0)) + ping)
        async with asyncio.timeout(PATIENCE):
            seen = await reader.readuntil(b"TIME_PONG")
        assert seen.count(b"\x8a\x02") == 10
        assert seen.startswith(b"\x8a\x0200")
        writer.close()


async def test_a_queue_of_hundreds_passes_in_one_frame(room: Room) -> None:
    items = [{"trackUrl": f"https://example.org/{number}-{'x' * 300}.flac"} for number in range(500)]
    queue = await room.host.ask({"t": "QUEUE_ADD", "items": items}, "QUEUE_UPDATED")
    assert len(queue["items"]) == 500


async def test_one_address_asks_so_often_and_no_more(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    async with serve(replace(config, addresses=AddressRates(requests=5))) as port:
        relay = f"http://127.0.0.1:{port}"
        statuses = []
        for _ in range(7):
            async with session.get(f"{relay}/api/ping") as response:
                statuses.append(response.status)
        assert statuses == [200] * 5 + [429] * 2
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(f"{relay}/ws")
        assert caught.value.status == 429
        # Another address is another matter.
        elsewhere = aiohttp.TCPConnector(local_addr=("127.0.0.2", 0))
        async with aiohttp.ClientSession(connector=elsewhere) as other, other.get(f"{relay}/api/ping") as response:
            assert response.status == 200


@pytest.mark.skipif(not stamped_socket.CAN_STAMP, reason="only there sockets are known before they speak")
async def test_a_connection_that_asks_for_nothing_is_cut_and_others_are_not(service: Service) -> None:
    port = await service.listen()
    silent, silent_writer = await asyncio.open_connection("127.0.0.1", port)
    busy, busy_writer = await asyncio.open_connection("127.0.0.1", port)
    silent_writer.write(b"GET /api/ping HTTP/1.1\r\nHost: ")
    busy_writer.write(b"GET /api/ping HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(PATIENCE):
        await busy.readuntil(b"serverTime")
        while len(service._transports()) < 2:  # noqa: ASYNC110 - accepted by a loop that has no event for it
            await asyncio.sleep(0.01)
        service._sweeper.sweep(time.monotonic() + 19)
        assert not any(transport is None or transport.is_closing() for transport in service._transports())
        service._sweeper.sweep(time.monotonic() + 21)
        with contextlib.suppress(ConnectionResetError):
            assert await silent.read() == b""
    busy_writer.write(b"GET /api/ping HTTP/1.1\r\nHost: x\r\n\r\n")
    async with asyncio.timeout(PATIENCE):
        await busy.readuntil(b"serverTime")
    silent_writer.close()
    busy_writer.close()


async def test_a_member_that_reads_nothing_can_be_sent_away_for_good(
    service: Service, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.visits, "_GOODBYE_SEC", 0.05)
    relay = f"http://127.0.0.1:{await service.listen()}"
    host = Member(await session.ws_connect(f"{relay}/ws"))
    code = (await host.ask({"t": "CREATE", "name": "Ada"}, "CREATED"))["code"]
    reader, writer = await asyncio.open_connection("127.0.0.1", int(relay.rpartition(":")[2]), limit=1024)
    writer.write(UPGRADE)
    await reader.readuntil(b"\r\n\r\n")
    join = f'{{"t":"JOIN","code":"{code}","name":"Deaf"}}'.encode()
    writer.write(bytes((0x81, 0x80 | len(join), 0, 0, 0, 0)) + join)
    rows = (await host.expect("ROOM"))["snapshot"]["members"]
    while len(rows) < 2:
        rows = (await host.expect("ROOM"))["snapshot"]["members"]
    (deaf,) = (row for row in rows if row["name"] == "Deaf")
    # Filled from inside, past what the system takes, so that a goodbye cannot be written.
    connection = next(each for each in service._relay.visits.all() if each.member_id == deaf["id"])
    connection._transport.write(b"\x8a\x00" * 8_000_000)
    await host.ask({"t": "KICK", "targetId": deaf["id"]}, "ROOM")
    async with asyncio.timeout(PATIENCE):
        while len(service._relay.visits) > 1:  # noqa: ASYNC110 - the relay tells nobody of it
            await asyncio.sleep(0.01)
    writer.close()
    await host.close()


async def test_a_page_whose_origin_is_no_address_is_refused(session: aiohttp.ClientSession, relay: str) -> None:
    async with session.get(f"{relay}/api/ping", headers={"Origin": "http://[oops"}) as response:
        assert response.status == 403


@pytest.fixture
def encrypted(config: RelayConfig, tmp_path: Path) -> tuple[RelayConfig, ssl.SSLContext]:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "1"]
    subprocess.run([*request, *subject, "-keyout", key, "-out", cert], check=True, capture_output=True)
    trust = ssl.create_default_context(cafile=cert)
    return replace(config, tls_cert=cert, tls_key=key, host="localhost"), trust


async def test_a_ping_is_stamped_on_arrival_through_encryption_too(
    encrypted: tuple[RelayConfig, ssl.SSLContext],
) -> None:
    secured, trust = encrypted
    async with serve(secured) as port, aiohttp.ClientSession() as session:
        member = Member(await session.ws_connect(f"https://localhost:{port}/ws", ssl=trust))
        ping: dict[str, Any] = {"t": "TIME_PING", "clientNowMs": 1, "pingId": 1}
        first = await member.ask(ping, "TIME_PONG")
        second = await member.ask({**ping, "pingId": 2}, "TIME_PONG")
        assert first["serverNowMs"] <= second["serverReceivedMs"] <= second["serverNowMs"]
        await member.close()


async def test_an_address_has_few_sockets_without_a_seat_and_many_with_one(
    config: RelayConfig, session: aiohttp.ClientSession
) -> None:
    async with serve(replace(config, connections_per_address=30)) as port:
        relay = f"http://127.0.0.1:{port}"
        strangers = [Member(await session.ws_connect(f"{relay}/ws")) for _ in range(3)]
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(f"{relay}/ws")
        assert caught.value.status == 429
        code = (await strangers[0].ask({"t": "CREATE", "name": "Ada"}, "CREATED"))["code"]
        for member in strangers[1:]:
            await member.ask({"t": "JOIN", "code": code, "name": "Bob"}, "JOINED")
        for _ in range(5):
            strangers.append(Member(await session.ws_connect(f"{relay}/ws")))
            await strangers[-1].ask({"t": "JOIN", "code": code, "name": "Bob"}, "JOINED")
        for member in strangers:
            await member.close()
