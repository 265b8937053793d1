from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

from server.service import serve
from tests.integration.relay.member import Member

if TYPE_CHECKING:
    import aiohttp

    from server.config import RelayConfig


def test_a_dead_peer_is_noticed_within_thirty_seconds(config: RelayConfig) -> None:
    # The pong may take half a heartbeat more than the ping's interval.
    assert 1.5 * config.heartbeat_sec < 30


async def test_a_peer_that_answers_no_ping_loses_its_connection_but_not_its_seat(
    config: RelayConfig, session: aiohttp.ClientSession
) -> None:
    async with serve(replace(config, heartbeat_sec=0.3)) as port:
        host = Member(await session.ws_connect(f"http://127.0.0.1:{port}/ws"))
        code = (await host.ask({"t": "CREATE", "name": "Ada"}, "CREATED"))["code"]
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(
            b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        join = json.dumps({"t": "JOIN", "code": code, "name": "Silent"}).encode()
        writer.write(bytes((0x81, 0x80 | len(join), 0, 0, 0, 0)) + join)
        connected: list[bool] = []
        while connected[-2:] != [True, False]:
            rows = {row["name"]: row for row in (await host.expect("ROOM"))["snapshot"]["members"]}
            if "Silent" in rows:
                connected.append(rows["Silent"]["connected"])
        writer.close()
        await host.close()
