"""The HTTP client against a small relay on a real socket."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import os
from typing import TYPE_CHECKING

import pytest
from aiohttp import BodyPartReader, ClientPayloadError, web

from app.net.http import RelayHttp, UploadedTrack
from app.net.http_errors import HttpError
from tests.integration.net.conftest import relay_at, until

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator
    from pathlib import Path

TOKEN = "of-the-host"
MUSIC = os.urandom(900_000)


class Shelf:
    """Holds tracks by hash, as a relay does."""

    def __init__(self) -> None:
        self.held: set[str] = set()
        self.uploads: list[tuple[str, bytes]] = []
        self.refusal: web.Response | None = None
        self.hold = asyncio.Event()
        self.hold.set()
        self.broken_off = False
        self.taciturn = False
        self.port = 0
        self.runner: web.AppRunner | None = None

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        app = web.Application(client_max_size=1 << 30)
        app.router.add_head("/api/track-by-hash/{sha}", self.by_hash)
        app.router.add_post("/api/upload-track", self.upload)
        app.router.add_get("/api/party-state", self.party_state)
        app.router.add_get("/health", self.health)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self.runner.setup()
        site = web.TCPSite(self.runner, "127.0.0.1", 0, ssl_context=tls)
        await site.start()
        self.port = self.runner.addresses[0][1]

    async def by_hash(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        if request.match_info["sha"] not in self.held:
            return web.Response(status=404)
        return web.Response(headers={} if self.taciturn else {"X-Track-Id": "t1", "Location": "/api/track/t1"})

    async def upload(self, request: web.Request) -> web.StreamResponse:
        assert request.headers["Authorization"] == f"Bearer {TOKEN}"
        assert request.content_length is not None
        if self.refusal is not None:
            return self.refusal
        part = await (await request.multipart()).next()
        assert isinstance(part, BodyPartReader)
        await self.hold.wait()
        try:
            data = bytes(await part.read())
        except (ConnectionError, ClientPayloadError):
            self.broken_off = True
            return web.Response(status=400)
        self.uploads.append((part.filename or "", data))
        return web.json_response(
            {"ok": True, "trackId": "t2", "trackUrl": "/api/track/t2", "sizeBytes": len(data), "durationMs": None}
        )

    async def party_state(self, request: web.Request) -> web.Response:
        if len(request.query["code"]) != 6:
            return web.json_response({"ok": False, "code": "bad-message", "message": "No such code."}, status=400)
        if request.query["code"] == "HHHHHH":
            return web.Response(text="<html>")
        track = {"trackId": "t", "url": "/api/track/t", "status": "playing", "startAtServerMs": 5.0}
        return web.json_response(
            {"exists": True, "partyCode": "ACDEFG", "status": "playing", "serverTime": 9.5, "currentTrack": track}
        )

    async def health(self, _request: web.Request) -> web.Response:
        return self.refusal or web.json_response({"status": "ok", "reasons": []})


@pytest.fixture
async def shelf() -> AsyncIterator[Shelf]:
    shelf = Shelf()
    await shelf.start()
    yield shelf
    shelf.hold.set()
    assert shelf.runner is not None
    await shelf.runner.cleanup()


@pytest.fixture
async def http(shelf: Shelf) -> AsyncIterator[RelayHttp]:
    http = RelayHttp(relay_at(shelf.port))
    yield http
    await http.close()


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "Ünter „Wasser“ – 日本.flac"
    path.write_bytes(MUSIC)
    return path


async def test_a_file_arrives_whole_under_its_name(shelf: Shelf, http: RelayHttp, song: Path) -> None:
    track = await http.upload(song, host_token=TOKEN)
    assert track == UploadedTrack(track_id="t2", track_url="/api/track/t2", size_bytes=900_000)
    assert shelf.uploads == [(song.name, MUSIC)]


async def test_progress_rises_from_nothing_to_everything(shelf: Shelf, http: RelayHttp, song: Path) -> None:
    told: list[tuple[int, int]] = []
    await http.upload(song, host_token=TOKEN, on_progress=lambda sent, size: told.append((sent, size)))
    assert told[0] == (0, 900_000)
    assert told[-1] == (900_000, 900_000)
    assert told == sorted(told)
    assert len(told) > 4


async def test_what_the_relay_holds_is_not_sent_again(shelf: Shelf, http: RelayHttp, song: Path) -> None:
    shelf.held.add(hashlib.sha256(MUSIC).hexdigest())
    track = await http.upload(song, host_token=TOKEN)
    assert (track.track_id, track.track_url, track.size_bytes) == ("t1", "/api/track/t1", 900_000)
    assert (track.title, track.filename) == (song.stem, song.name)
    assert shelf.uploads == []


async def test_a_relay_that_only_says_that_it_holds_the_file_gets_it(shelf: Shelf, http: RelayHttp, song: Path) -> None:
    shelf.held.add(hashlib.sha256(MUSIC).hexdigest())
    shelf.taciturn = True
    assert (await http.upload(song, host_token=TOKEN)).track_id == "t2"


async def test_cancelling_breaks_the_upload_off(shelf: Shelf, http: RelayHttp, tmp_path: Path) -> None:
    big = tmp_path / "big.wav"
    with big.open("wb") as file:
        file.truncate(50_000_000)
    shelf.hold.clear()
    told: list[int] = []
    async with asyncio.TaskGroup() as group:
        upload = group.create_task(
            http.upload(big, host_token=TOKEN, on_progress=lambda sent, _size: told.append(sent))
        )
        await until(lambda: bool(told) and told[-1] > 0)
        upload.cancel()
    assert told[-1] < 50_000_000
    shelf.hold.set()
    await until(lambda: shelf.broken_off)
    assert shelf.uploads == []


@pytest.mark.parametrize(
    ("status", "code"),
    [
        pytest.param(401, "wrong-token", id="unknown host"),
        pytest.param(413, "upload-too-large", id="too large"),
        pytest.param(415, "not-audio", id="no music"),
        pytest.param(507, "disk-full", id="full disk"),
        pytest.param(500, "not-a-relay", id="broken"),
    ],
)
async def test_a_refusal_has_its_own_sentence(
    shelf: Shelf, http: RelayHttp, song: Path, status: int, code: str
) -> None:
    shelf.refusal = web.Response(status=status)
    with pytest.raises(HttpError) as caught:
        await http.upload(song, host_token=TOKEN)
    assert caught.value.code == code
    assert str(caught.value).endswith(".")


async def test_the_relays_own_code_comes_first(shelf: Shelf, http: RelayHttp, song: Path) -> None:
    body = {"ok": False, "code": "quota-exceeded", "message": "This party has used its 2 GB."}
    shelf.refusal = web.json_response(body, status=413)
    with pytest.raises(HttpError, match="space on the relay is used up") as caught:
        await http.upload(song, host_token=TOKEN)
    assert caught.value.code == "quota-exceeded"


async def test_a_missing_file_is_named(http: RelayHttp, tmp_path: Path) -> None:
    with pytest.raises(HttpError, match=r"gone\.mp3 cannot be read") as caught:
        await http.upload(tmp_path / "gone.mp3", host_token=TOKEN)
    assert caught.value.code == "file-unreadable"


async def test_a_file_that_shrinks_meanwhile_is_told(shelf: Shelf, http: RelayHttp, song: Path) -> None:
    def cut(sent: int, _size: int) -> None:
        if sent:
            os.truncate(song, sent)

    with pytest.raises(HttpError, match="became shorter") as caught:
        await http.upload(song, host_token=TOKEN, on_progress=cut)
    assert caught.value.code == "file-unreadable"
    assert shelf.uploads == []


async def test_an_unreachable_relay_is_named(shelf: Shelf, song: Path) -> None:
    assert shelf.runner is not None
    await shelf.runner.cleanup()
    http = RelayHttp(relay_at(shelf.port))
    with pytest.raises(HttpError, match="No relay is running") as caught:
        await http.upload(song, host_token=TOKEN)
    assert caught.value.code == "relay-unreachable"
    assert not await http.healthy()
    await http.close()


async def test_a_file_that_opens_after_it_was_cancelled_is_closed(http: RelayHttp, tmp_path: Path) -> None:
    slow = tmp_path / "sleeping-disk.flac"
    os.mkfifo(slow)
    upload = asyncio.ensure_future(http.upload(slow, host_token=TOKEN))  # noqa: TID251 - there is no supervisor here
    await asyncio.sleep(0)
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    # A pipe opens when both its ends do.
    with await asyncio.to_thread(slow.open, "wb"):
        pass
    await asyncio.to_thread(lambda: None)
    gc.collect()


async def test_the_party_state_is_read(http: RelayHttp) -> None:
    state = await http.party_state("ACDEFG")
    assert state.exists
    assert state.server_time == 9.5
    assert state.current_track is not None
    assert state.current_track.start_at_server_ms == 5.0


async def test_a_malformed_code_is_refused_by_its_code(http: RelayHttp) -> None:
    with pytest.raises(HttpError, match="Check what you entered"):
        await http.party_state("A")


async def test_an_answer_that_is_no_relays_is_told(http: RelayHttp) -> None:
    with pytest.raises(HttpError, match="not a Unisono relay's") as caught:
        await http.party_state("HHHHHH")
    assert caught.value.code == "not-a-relay"


async def test_health_is_asked(shelf: Shelf, http: RelayHttp) -> None:
    assert await http.healthy()
    shelf.refusal = web.json_response({"status": "failing", "reasons": ["The disk is full."]}, status=503)
    with pytest.raises(HttpError, match=r"is not ready\. The disk is full\."):
        await http.examine()


async def test_another_web_server_is_no_healthy_relay(shelf: Shelf, http: RelayHttp) -> None:
    shelf.refusal = web.Response(text="<h1>It works!</h1>")
    with pytest.raises(HttpError, match="not a Unisono relay's"):
        await http.examine()


async def test_an_untrusted_certificate_is_named(self_signed: ssl.SSLContext, trusting: ssl.SSLContext) -> None:
    shelf = Shelf()
    await shelf.start(self_signed)
    wary = RelayHttp(relay_at(shelf.port, secure=True))
    with pytest.raises(HttpError, match="is not trusted") as caught:
        await wary.party_state("ACDEFG")
    assert caught.value.code == "bad-certificate"
    await wary.close()
    friend = RelayHttp(relay_at(shelf.port, secure=True), tls=trusting)
    assert await friend.healthy()
    await friend.close()
    assert shelf.runner is not None
    await shelf.runner.cleanup()
