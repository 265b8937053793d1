"""Safe by default: limits, origins, quotas, encryption, and members that do not read."""

from __future__ import annotations

import asyncio
import json
import ssl
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import aiohttp
import pytest

from server.config import RelayConfig, parse_command_line
from server.connection import MAX_WAITING
from server.errors import StartError
from server.limits import AddressRates, Rate
from server.service import check, serve
from server.track_store import Quota
from tests.integration.relay.member import PATIENCE, Member
from tests.integration.relay.test_http import wav

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

    from tests.integration.relay.member import Room

    Connect = Callable[[], Awaitable[Member]]


async def create(session: aiohttp.ClientSession, relay: str) -> tuple[Member, dict[str, str]]:
    host = Member(await session.ws_connect(f"{relay}/ws"))
    created = await host.ask({"t": "CREATE", "name": "Ada"}, "CREATED")
    return host, {"Authorization": f"Bearer {created['hostToken']}", "code": created["code"]}


async def test_guessing_codes_and_pins_comes_to_an_end(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    tight = replace(config, addresses=AddressRates(wrong=3))
    async with serve(tight) as port:
        relay = f"http://127.0.0.1:{port}"
        _, party = await create(session, relay)
        guesser = Member(await session.ws_connect(f"{relay}/ws"))
        wrong = {"t": "JOIN", "code": "ACDEFG", "name": "x"}
        codes = [(await guesser.ask(wrong, "ERROR"))["code"] for _ in range(4)]
        assert codes == ["unknown-code"] * 3 + ["rate-limited"]
        right = {"t": "JOIN", "code": party["code"], "name": "x"}
        assert (await guesser.ask(right, "ERROR"))["code"] == "rate-limited"
        async with session.get(f"{relay}/api/party-state?code=ACDEFG") as response:
            assert response.status == 429
        async with session.post(f"{relay}/api/upload-track", data=b"x") as response:
            assert response.status == 429
        async with session.head(f"{relay}/api/track-by-hash/{'0' * 64}") as response:
            assert response.status == 429


async def test_creating_parties_comes_to_an_end(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    async with serve(replace(config, addresses=AddressRates(creates=1))) as port:
        await create(session, f"http://127.0.0.1:{port}")
        second = Member(await session.ws_connect(f"http://127.0.0.1:{port}/ws"))
        assert (await second.ask({"t": "CREATE", "name": "x"}, "ERROR"))["code"] == "rate-limited"


async def test_a_full_relay_turns_sockets_away(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    async with serve(replace(config, max_connections=1)) as port:
        host, _ = await create(session, f"http://127.0.0.1:{port}")
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(f"http://127.0.0.1:{port}/ws")
        assert caught.value.status == 503
        async with session.get(f"http://127.0.0.1:{port}/health") as response:
            assert response.status == 503
            assert (await response.json())["reasons"] == ["All connections are taken."]
        await host.close()


async def test_one_address_cannot_take_every_socket(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    async with serve(replace(config, connections_per_address=1)) as port:
        first = await session.ws_connect(f"http://127.0.0.1:{port}/ws")
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(f"http://127.0.0.1:{port}/ws")
        assert caught.value.status == 429
        await first.close()
        second = await session.ws_connect(f"http://127.0.0.1:{port}/ws")
        await second.close()


async def test_a_used_up_quota_costs_the_oldest_track_that_nobody_wants(
    config: RelayConfig, session: aiohttp.ClientSession
) -> None:
    async with serve(replace(config, quota=Quota(party=1_000_000, free=0))) as port:
        relay = f"http://127.0.0.1:{port}"
        host, party = await create(session, relay)
        tracks = []
        for size in (300_000, 300_001, 300_002):
            async with session.post(f"{relay}/api/upload-track", data=wav(size), headers=party) as response:
                tracks.append((await response.json())["trackId"])
            if size == 300_000:
                await host.ask({"t": "QUEUE_ADD", "items": [{"trackId": tracks[0]}]}, "QUEUE_UPDATED")
        async with session.post(f"{relay}/api/upload-track", data=wav(300_003), headers=party) as response:
            assert response.status == 200
        statuses = []
        for track in tracks:
            async with session.get(f"{relay}/api/track/{track}") as response:
                statuses.append(response.status)
        assert statuses == [200, 404, 200]
        await host.close()


async def test_pages_of_other_origins_stay_out(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    async with serve(replace(config, allowed_origins=("https://music.org",))) as port:
        relay = f"http://127.0.0.1:{port}"
        for origin in ("https://music.org", relay):
            socket = await session.ws_connect(f"{relay}/ws", origin=origin)
            await socket.close()
        with pytest.raises(aiohttp.WSServerHandshakeError) as caught:
            await session.ws_connect(f"{relay}/ws", origin="https://evil.org")
        assert caught.value.status == 403
        async with session.get(f"{relay}/api/ping", headers={"Origin": "https://evil.org"}) as response:
            assert response.status == 403
        async with session.options(f"{relay}/api/upload-track", headers={"Origin": "https://music.org"}) as response:
            assert response.status == 204
            assert response.headers["Access-Control-Allow-Origin"] == "https://music.org"
            assert "Authorization" in response.headers["Access-Control-Allow-Headers"]


async def test_a_trusted_proxy_says_whose_request_it_is(config: RelayConfig, session: aiohttp.ClientSession) -> None:
    trusting = parse_command_line(["--trusted-proxies", "127.0.0.1"], {}).config.trusted_proxies
    async with serve(replace(config, trusted_proxies=trusting, addresses=AddressRates(wrong=1))) as port:
        relay = f"http://127.0.0.1:{port}"
        statuses = []
        for address in ("192.0.2.1", "192.0.2.1", "192.0.2.2"):
            headers = {"X-Forwarded-For": address, "X-Forwarded-Proto": "https"}
            async with session.get(f"{relay}/api/party-state?code=ACDEFG", headers=headers) as response:
                statuses.append(response.status)
        assert statuses == [200, 429, 200]
        async with session.get(f"{relay}/join/ACDEFG", headers={"X-Forwarded-Proto": "https"}) as response:
            assert "?secure=1" in await response.text()


@pytest.mark.parametrize(
    ("quota", "status", "code"),
    [
        (Quota(file=100_000), 413, "upload-too-large"),
        (Quota(party=300_000), 507, "quota-exceeded"),
        (Quota(total=300_000), 507, "quota-exceeded"),
        (Quota(free=10**15), 507, "disk-full"),
    ],
    ids=["file", "party", "all", "disk"],
)
@pytest.mark.parametrize("announced", [True, False], ids=["announced", "streamed"])
async def test_uploads_stay_inside_their_quota(
    config: RelayConfig, session: aiohttp.ClientSession, quota: Quota, status: int, code: str, *, announced: bool
) -> None:
    async def stream() -> AsyncIterator[bytes]:
        for start in range(0, 400_000, 50_000):
            yield big[start : start + 50_000]

    async with serve(replace(config, quota=quota)) as port:
        relay = f"http://127.0.0.1:{port}"
        _, party = await create(session, relay)
        big = wav(400_000)
        body = big if announced else stream()
        async with session.post(f"{relay}/api/upload-track", data=body, headers=party) as response:
            assert (response.status, (await response.json())["code"]) == (status, code)
        for folder in ("tracks", "incoming"):
            assert not list((config.data_dir / folder).iterdir())
        if quota.free > 10**9:
            async with session.get(f"{relay}/health") as response:
                assert "disk" in (await response.json())["reasons"][0]


async def test_an_upload_that_is_cut_leaves_nothing(config: RelayConfig, relay: str, room: Room) -> None:
    port = int(relay.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    token = room.created["hostToken"]
    head = f"POST /api/upload-track HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    head += "Content-Length: 9000000\r\n\r\n"
    writer.write(head.encode() + wav(2_500_000))
    await writer.drain()
    incoming = config.data_dir / "incoming"
    async with asyncio.timeout(PATIENCE):
        while not list(incoming.iterdir()):  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.01)
    writer.close()
    async with asyncio.timeout(PATIENCE):
        while list(incoming.iterdir()):  # noqa: ASYNC110 - the same
            await asyncio.sleep(0.01)
    assert not list((config.data_dir / "tracks").iterdir())
    assert await reader.read() == b""


async def test_a_member_that_does_not_read_is_cut_and_hurts_nobody(
    config: RelayConfig, session: aiohttp.ClientSession
) -> None:
    async with serve(replace(config, message_rate=Rate(per_second=1e6, burst=1e6))) as port:
        host, party = await create(session, f"http://127.0.0.1:{port}")
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1024)
        writer.write(
            b"GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        join = json.dumps({"t": "JOIN", "code": party["code"], "name": "Deaf"}).encode()
        writer.write(bytes((0x81, 0x80 | len(join), 0, 0, 0, 0)) + join)
        items = [{"trackUrl": f"https://example.org/{i}-{'x' * 300}.flac"} for i in range(200)]
        queue = await host.ask({"t": "QUEUE_ADD", "items": items}, "QUEUE_UPDATED")
        for _ in range(60):  # some 12 MB of whole queues fill what the system takes; the newest supersedes the rest
            await host.ask({"t": "QUEUE_MOVE", "itemId": queue["items"][0]["itemId"]}, "QUEUE_UPDATED")
        await host.ask({"t": "HOST_PLAY"}, "PREPARE_PLAY")
        await host.ask({"t": "HOST_PAUSE"}, "PAUSE")
        for second in range(MAX_WAITING + 10):
            await host.ask({"t": "HOST_SEEK", "positionSec": second}, "PAUSE")
        while True:
            rows = {row["name"]: row for row in (await host.expect("ROOM"))["snapshot"]["members"]}
            if "Deaf" in rows and not rows["Deaf"]["connected"]:
                break
        writer.close()
        await host.close()


async def test_the_figures_for_operators_are_there(session: aiohttp.ClientSession, relay: str, room: Room) -> None:
    await room.host.ask({"t": "TIME_PING", "clientNowMs": 1, "pingId": 1}, "TIME_PONG")
    async with session.get(f"{relay}/metrics") as response:
        text = await response.text()
    for name in ("connections 2.0", "parties 1.0", "members 2.0", "ping_service_seconds_count 1.0"):
        assert f"unisono_{name}" in text
    assert "unisono_fan_out_seconds_bucket" in text
    assert room.created["hostToken"] not in text


async def test_with_a_certificate_everything_is_encrypted(config: RelayConfig, tmp_path: Path) -> None:
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    request = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "1"]
    subprocess.run([*request, *subject, "-keyout", key, "-out", cert], check=True, capture_output=True)  # noqa: ASYNC221 - set-up
    trust = ssl.create_default_context(cafile=cert)
    secured = replace(config, tls_cert=cert, tls_key=key, host="localhost")
    check(secured)
    async with serve(secured) as port, aiohttp.ClientSession() as session:
        socket = await session.ws_connect(f"https://localhost:{port}/ws", ssl=trust)
        member = Member(socket)
        assert (await member.ask({"t": "CREATE", "name": "Ada"}, "CREATED"))["code"]
        await member.close()


def test_a_certificate_that_cannot_be_used_is_one_sentence(config: RelayConfig, tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("not a certificate")
    with pytest.raises(StartError, match="PEM"):
        check(replace(config, tls_cert=tmp_path / "cert.pem", tls_key=tmp_path / "cert.pem"))


async def test_a_configuration_can_be_checked_beside_the_relay_that_runs(
    config: RelayConfig, session: aiohttp.ClientSession
) -> None:
    arriving = config.data_dir / "incoming" / "half"
    async with serve(config) as port:
        await create(session, f"http://127.0.0.1:{port}")
        arriving.write_bytes(b"an upload that is on its way")
        check(config)
        with pytest.raises(StartError, match="in use by another relay"):
            async with serve(config):
                pass
        assert arriving.exists()
    async with serve(config):
        assert not arriving.exists()


async def test_a_party_that_ends_during_an_upload_leaves_no_track(
    config: RelayConfig, session: aiohttp.ClientSession, relay: str, room: Room
) -> None:
    ended = asyncio.Event()

    async def stream() -> AsyncIterator[bytes]:
        yield wav(1000)
        await ended.wait()
        yield bytes(100)

    headers = {"Authorization": f"Bearer {room.created['hostToken']}"}
    upload = asyncio.get_running_loop().create_task(
        session.post(f"{relay}/api/upload-track", data=stream(), headers=headers)
    )
    async with asyncio.timeout(PATIENCE):
        while not list((config.data_dir / "incoming").iterdir()):  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.01)
    await room.host.ask({"t": "END_PARTY"}, "ENDED")
    ended.set()
    async with await upload as response:
        assert response.status == 401
    for folder in ("tracks", "incoming"):
        assert not list((config.data_dir / folder).iterdir())
