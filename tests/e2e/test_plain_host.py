"""A host that is a plain WebSocket script, knowing the specification's messages only."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from app.relay_process import RelayProcess, start_relay
from tests.e2e.conftest import is_settled

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.e2e.conftest import Party


@pytest.fixture
async def relay(tmp_path: Path) -> AsyncIterator[RelayProcess]:
    relay = await start_relay(data_dir=tmp_path / "relay", port=0, host="127.0.0.1")
    yield relay
    await relay.close()


async def say(host: ClientConnection, kind: str, **fields: Any) -> None:
    await host.send(json.dumps({"t": kind, **fields}))


async def hear(host: ClientConnection, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while True:
            message: dict[str, Any] = json.loads(await host.recv())
            if message["t"] == kind:
                return message


async def test_its_music_is_played_from_the_address_it_names(
    party: Party, relay: RelayProcess, songs: list[Path]
) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n\r\n")
        music = songs[2].read_bytes() if b" /song.flac " in request else b""
        status = b"200 OK" if music else b"404 Not Found"
        head = b"HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(music))
        writer.write(head + music)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as files, connect(relay.local.ws_url) as host:
        base = f"http://127.0.0.1:{files.sockets[0].getsockname()[1]}"
        await say(host, "CREATE", name="Script")
        code = (await hear(host, "CREATED"))["code"]
        guest = await party.start("guest", "join", f"{code}@127.0.0.1:{relay.local.port}")
        await guest.phase("stopped")

        await say(host, "HOST_PLAY", trackUrl=f"{base}/song.flac", title="Song", filename="song.flac")
        await hear(host, "PREPARE_PLAY")
        await guest.wait(is_settled, "it is heard")

        await say(host, "HOST_PLAY", trackUrl=f"{base}/gone.flac", title="Gone", filename="gone.flac")
        error = await guest.wait(lambda event: event.get("event") == "error", "the missing file is told")
        assert error["code"] == "not-found"
        assert "Gone" in error["message"]
        await say(host, "END_PARTY")
        await guest.wait(lambda event: event.get("event") == "left", "the end")
    assert await party.close() == [1], "the end was not a clean one: a track was not found"
