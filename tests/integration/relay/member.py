"""A member that speaks plain JSON, as somebody who only read the protocol would write it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

import aiohttp

#: Longer than any honest machine needs.
PATIENCE = 20.0


class Member:
    """One socket; `expect` reads until a message of the wanted type comes."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.seen: list[dict[str, Any]] = []

    async def say(self, message: dict[str, Any]) -> None:
        await self.socket.send_str(json.dumps(message))

    async def expect(self, kind: str, **fields: object) -> dict[str, Any]:
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.read()
                if message["t"] == kind and all(message.get(name) == value for name, value in fields.items()):
                    return message

    async def read(self) -> dict[str, Any]:
        frame = await self.socket.receive()
        assert frame.type is aiohttp.WSMsgType.TEXT, f"{frame.type!r} {frame.data!r} after {self.seen[-3:]}"
        message: dict[str, Any] = json.loads(frame.data)
        self.seen.append(message)
        return message

    async def ask(self, message: dict[str, Any], kind: str, **fields: object) -> dict[str, Any]:
        await self.say(message)
        return await self.expect(kind, **fields)

    async def expect_closed(self) -> int | None:
        async with asyncio.timeout(PATIENCE):
            while not self.socket.closed:
                frame = await self.socket.receive()
                if frame.type is aiohttp.WSMsgType.TEXT:
                    self.seen.append(json.loads(frame.data))
        return self.socket.close_code

    async def close(self) -> None:
        await self.socket.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    host: Member
    guest: Member
    created: dict[str, Any]
    joined: dict[str, Any]
