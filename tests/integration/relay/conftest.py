from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

from server.config import RelayConfig
from server.party import PartySettings
from server.protocol.units import Millis
from server.service import serve
from tests.integration.relay.member import Member, Room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

#: The contract's times, shortened where a test would otherwise only wait.
FAST = PartySettings(lead_default=Millis(120), lead_min=Millis(100), gate=Millis(250), prepare_ahead=Millis(600))


@pytest.fixture
def config(tmp_path: Path) -> RelayConfig:
    return RelayConfig(host="127.0.0.1", port=0, data_dir=tmp_path / "relay", party=FAST)


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def relay(config: RelayConfig) -> AsyncIterator[str]:
    """The base URL of a running relay."""
    async with serve(config) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def connect(relay: str, session: aiohttp.ClientSession) -> AsyncIterator[Callable[[], Awaitable[Member]]]:
    members: list[Member] = []

    async def connect() -> Member:
        member = Member(await session.ws_connect(f"{relay}/ws"))
        members.append(member)
        return member

    yield connect
    for member in members:
        await member.close()


@pytest.fixture
async def room(connect: Callable[[], Awaitable[Member]]) -> Room:
    """A party with a host and a guest, both able to schedule."""
    host, guest = await connect(), await connect()
    created = await host.ask({"t": "CREATE", "name": "Ada", "capabilities": ["scheduled"], "protocol": 1}, "CREATED")
    join = {"t": "JOIN", "code": created["code"], "name": "Bob", "capabilities": ["scheduled"], "protocol": 1}
    joined = await guest.ask(join, "JOINED")
    return Room(host=host, guest=guest, created=created, joined=joined)


def shorten(config: RelayConfig, **changes: Any) -> RelayConfig:
    return replace(config, **changes)
