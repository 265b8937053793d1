"""Restart loses nothing: parties, queues, tokens, tracks and the timeline survive a killed relay."""

from __future__ import annotations

import asyncio
import hashlib
import json
import signal
import sys
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from server.errors import StartError
from server.service import serve
from tests.integration.relay.member import Member
from tests.integration.relay.test_http import wav

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import aiohttp

    from server.config import RelayConfig

ROOT = Path(__file__).parents[3]


@asynccontextmanager
async def relay_process(data: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "server", "--host", "127.0.0.1", "--port", "0", "--data-dir", str(data)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        port = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))["port"]
        yield process, f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def connect(session: aiohttp.ClientSession, relay: str) -> Member:
    return Member(await session.ws_connect(f"{relay}/ws"))


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "ended"])
async def test_a_party_goes_on_after_the_relay_was_gone(
    tmp_path: Path, session: aiohttp.ClientSession, end: signal.Signals
) -> None:
    async with relay_process(tmp_path) as (process, relay):
        host, guest = await connect(session, relay), await connect(session, relay)
        created = await host.ask({"t": "CREATE", "name": "Ada", "capabilities": ["scheduled"], "pin": "12"}, "CREATED")
        code = created["code"]
        joined = await guest.ask({"t": "JOIN", "code": code, "name": "Bob", "pin": "12"}, "JOINED")
        headers = {"Authorization": f"Bearer {created['hostToken']}"}
        async with session.post(f"{relay}/api/upload-track", data=wav(), headers=headers) as response:
            track = await response.json()
        item = {"trackId": track["trackId"], "durationMs": 600_000}
        link = {"trackUrl": "https://example.org/next.flac"}
        queue = await host.ask({"t": "QUEUE_ADD", "items": [item, link]}, "QUEUE_UPDATED")
        await host.say({"t": "HOST_PLAY", "itemId": queue["items"][0]["itemId"]})
        await host.say({"t": "HOST_START_NOW"})
        play = await guest.expect("PLAY_AT")
        await asyncio.sleep(0.2)  # what a killed relay may forget is 50 ms
        pong = await guest.ask({"t": "TIME_PING", "clientNowMs": 0, "pingId": 1}, "TIME_PONG")
        process.send_signal(end)
        # A relay that was told to end says that it goes; one that was killed says nothing.
        codes = await asyncio.gather(host.expect_closed(), guest.expect_closed())
        assert set(codes) == {1001 if end == signal.SIGTERM else 1006}
        await process.wait()

    async with relay_process(tmp_path) as (_, relay):
        guest = await connect(session, relay)
        again = {"t": "JOIN", "code": code, "name": "Bob", "memberToken": joined["memberToken"]}
        assert (await guest.ask(again, "JOINED"))["memberId"] == joined["memberId"]
        state = await guest.expect("SYNC_STATE")
        assert (state["status"], state["startAtServerMs"]) == ("playing", play["startAtServerMs"])
        assert [each["itemId"] for each in state["queue"]] == [each["itemId"] for each in queue["items"]]
        assert state["sequence"] > play["sequence"]
        after = await guest.ask({"t": "TIME_PING", "clientNowMs": 0, "pingId": 1}, "TIME_PONG")
        assert after["serverNowMs"] > pong["serverNowMs"]
        assert after["epoch"] == pong["epoch"]
        host = await connect(session, relay)
        back = {"t": "JOIN", "code": code, "name": "Ada", "hostToken": created["hostToken"]}
        assert (await host.ask(back, "JOINED"))["memberId"] == created["memberId"]
        async with session.get(relay + track["trackUrl"]) as response:
            assert hashlib.sha256(await response.read()).hexdigest() == track["sha256"]
        pause = await host.ask({"t": "HOST_PAUSE"}, "PAUSE")
        assert pause["sequence"] > state["sequence"]
        stranger = await connect(session, relay)
        assert (await stranger.ask({"t": "JOIN", "code": code, "name": "x"}, "ERROR"))["code"] == "wrong-pin"


async def test_two_relays_do_not_share_a_folder(config: RelayConfig) -> None:
    async with serve(config):
        with pytest.raises(StartError, match="in use by another relay"):
            async with serve(config):
                pass


async def test_a_party_that_ended_does_not_come_back(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    async with serve(config) as port:
        host = await connect(session, f"http://127.0.0.1:{port}")
        code = (await host.ask({"t": "CREATE", "name": "Ada"}, "CREATED"))["code"]
        await asyncio.sleep(0.2)
        await host.ask({"t": "END_PARTY"}, "ENDED")
    async with serve(config) as port:
        late = await connect(session, f"http://127.0.0.1:{port}")
        assert (await late.ask({"t": "JOIN", "code": code, "name": "x"}, "ERROR"))["code"] == "unknown-code"
