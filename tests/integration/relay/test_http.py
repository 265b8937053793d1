from __future__ import annotations

import hashlib
import io
import struct
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.config import RelayConfig
    from tests.integration.relay.member import Member, Room

    Connect = Callable[[], Awaitable[Member]]


def wav(size: int = 200_000) -> bytes:
    data = bytes(i * 37 % 251 for i in range(size))
    riff = struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE")
    return riff + struct.pack("<4sIHHIIHH4sI", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16, b"data", size) + data


def bearer(room: Room) -> dict[str, str]:
    return {"Authorization": f"Bearer {room.created['hostToken']}"}


async def upload(session: aiohttp.ClientSession, relay: str, room: Room, data: bytes) -> dict[str, Any]:
    url = f"{relay}/api/upload-track?filename=My%20Song.wav&durationMs=12500"
    async with session.post(url, data=io.BytesIO(data), headers=bearer(room)) as response:
        assert response.status == 200, await response.text()
        answer: dict[str, Any] = await response.json()
        return answer


async def test_an_upload_becomes_a_track_that_everybody_can_fetch(
    session: aiohttp.ClientSession, relay: str, room: Room
) -> None:
    data = wav()
    answer = await upload(session, relay, room, data)
    assert answer == {
        "ok": True,
        "trackId": answer["trackId"],
        "trackUrl": f"/api/track/{answer['trackId']}",
        "title": "My Song",
        "filename": "My Song.wav",
        "sizeBytes": len(data),
        "contentType": "audio/wav",
        "durationMs": 12500,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    async with session.get(relay + answer["trackUrl"]) as response:
        assert await response.read() == data
        assert response.headers["Content-Type"] == "audio/wav"
        assert response.headers["Content-Length"] == str(len(data))
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        etag = response.headers["ETag"]
    async with session.get(relay + answer["trackUrl"], headers={"Range": "bytes=100-199"}) as response:
        assert response.status == 206
        assert await response.read() == data[100:200]
    async with session.get(relay + answer["trackUrl"], headers={"If-None-Match": etag}) as response:
        assert response.status == 304
    async with session.get(relay + answer["trackUrl"], headers={"Range": "bytes=9999999-"}) as response:
        assert response.status == 416


async def test_an_upload_is_played_by_its_id(session: aiohttp.ClientSession, relay: str, room: Room) -> None:
    answer = await upload(session, relay, room, wav())
    waiting = await room.host.ask({"t": "HOST_PLAY", "trackId": answer["trackId"]}, "SYNC_STATE", status="preparing")
    track = waiting["track"]
    assert track["trackUrl"] == answer["trackUrl"]
    assert (track["title"], track["durationMs"], track["sha256"]) == ("My Song", 12500, answer["sha256"])


async def test_a_form_upload_works_as_browsers_do_it(session: aiohttp.ClientSession, relay: str, room: Room) -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("note", "first")
    form.add_field("audio", wav(), filename="../../etc/passwd.wav", content_type="text/html")
    async with session.post(f"{relay}/api/upload-track", data=form, headers=bearer(room)) as response:
        answer = await response.json()
    assert (answer["filename"], answer["contentType"]) == ("passwd.wav", "audio/wav")


async def test_the_same_content_is_kept_once_and_found_by_its_hash(
    session: aiohttp.ClientSession, relay: str, room: Room, config: RelayConfig
) -> None:
    digest = hashlib.sha256(wav()).hexdigest()
    url = f"{relay}/api/track-by-hash/{digest}"
    async with session.head(url, headers=bearer(room)) as response:
        assert response.status == 404
    first = await upload(session, relay, room, wav())
    second = await upload(session, relay, room, wav())
    assert first["trackId"] == second["trackId"]
    async with session.head(url, headers=bearer(room)) as response:
        assert response.status == 200
        assert response.headers["X-Track-Id"] == first["trackId"]
    async with session.head(url) as response:
        assert response.status == 401
    assert [path.name for path in (config.data_dir / "tracks").iterdir()] == [digest]
    assert not list((config.data_dir / "incoming").iterdir())


async def test_a_track_stays_while_another_party_has_it_queued(
    session: aiohttp.ClientSession, relay: str, room: Room, connect: Connect
) -> None:
    answer = await upload(session, relay, room, wav())
    other = await connect()
    await other.ask({"t": "CREATE", "name": "Eve"}, "CREATED")
    await other.ask({"t": "QUEUE_ADD", "items": [{"trackId": answer["trackId"]}]}, "QUEUE_UPDATED")
    item = {"trackId": answer["trackId"]}
    await room.host.ask({"t": "QUEUE_ADD", "items": [item]}, "QUEUE_UPDATED")
    for host, status in ((room.host, 200), (other, 404)):
        await host.ask({"t": "END_PARTY"}, "ENDED")
        async with session.get(relay + answer["trackUrl"]) as response:
            assert response.status == status


async def test_tracks_go_with_their_party(
    session: aiohttp.ClientSession, relay: str, room: Room, config: RelayConfig
) -> None:
    answer = await upload(session, relay, room, wav())
    await room.host.ask({"t": "END_PARTY"}, "ENDED")
    async with session.get(relay + answer["trackUrl"]) as response:
        assert response.status == 404
        assert (await response.json())["code"] == "no-track"
    assert not list((config.data_dir / "tracks").iterdir())


@pytest.mark.parametrize(
    "data",
    [b"<html>", b""],
    ids=["a web page", "nothing"],
)
async def test_what_is_not_audio_is_refused_and_leaves_nothing(
    session: aiohttp.ClientSession, relay: str, room: Room, config: RelayConfig, data: bytes
) -> None:
    async with session.post(f"{relay}/api/upload-track", data=data, headers=bearer(room)) as response:
        assert response.status == 415
        assert (await response.json())["code"] == "not-audio"
    for folder in ("tracks", "incoming"):
        assert not list((config.data_dir / folder).iterdir())


async def test_only_hosts_upload(session: aiohttp.ClientSession, relay: str, room: Room) -> None:
    for headers in ({}, {"Authorization": f"Bearer {room.joined['memberToken']}"}, {"Authorization": "Basic eA=="}):
        async with session.post(f"{relay}/api/upload-track", data=wav(), headers=headers) as response:
            assert response.status == 401
            assert (await response.json())["code"] == "wrong-token"


async def test_a_form_without_the_file_is_refused(session: aiohttp.ClientSession, relay: str, room: Room) -> None:
    form = aiohttp.FormData({"other": "x"}, default_to_multipart=True)
    async with session.post(f"{relay}/api/upload-track", data=form, headers=bearer(room)) as response:
        assert response.status == 400
    headers = {**bearer(room), "Content-Type": "multipart/form-data"}
    async with session.post(f"{relay}/api/upload-track", data=b"junk", headers=headers) as response:
        assert response.status == 400


async def test_the_state_of_a_party_can_be_asked_for(session: aiohttp.ClientSession, relay: str, room: Room) -> None:
    code = room.created["code"]
    async with session.get(f"{relay}/api/party-state", params={"code": code}) as response:
        state = await response.json()
    assert state["exists"]
    assert (state["partyCode"], state["status"], state["currentTrack"], state["queue"]) == (code, "stopped", None, [])
    assert state["guestCount"] == 1
    await room.host.say({"t": "HOST_PLAY", "trackUrl": "https://example.org/a.mp3"})
    await room.host.say({"t": "HOST_START_NOW"})
    play = await room.host.expect("PLAY_AT")
    async with session.get(f"{relay}/api/party-state", params={"code": code.lower()}) as response:
        state = await response.json()
    assert state["currentTrack"]["startAtServerMs"] == play["startAtServerMs"]
    assert state["currentTrack"]["status"] == "playing"
    assert state["queue"][0]["trackUrl"] == "https://example.org/a.mp3"


async def test_an_unknown_party_does_not_exist_and_a_malformed_code_is_an_error(
    session: aiohttp.ClientSession, relay: str
) -> None:
    async with session.get(f"{relay}/api/party-state?code=ACDEFG") as response:
        assert (await response.json())["exists"] is False
    for query in ("", "?code=", "?code=%3Cb%3E"):
        async with session.get(f"{relay}/api/party-state{query}") as response:
            assert response.status == 400


async def test_liveness_readiness_and_the_invite_page(session: aiohttp.ClientSession, relay: str, room: Room) -> None:
    async with session.get(f"{relay}/api/ping") as response:
        assert (await response.json())["ok"]
        assert response.headers["Server"] == "unisono-relay"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with session.get(f"{relay}/health") as response:
        health = await response.json()
        assert (health["status"], health["parties"], health["connections"]) == ("ok", 1, 2)
    async with session.get(f"{relay}/join/{room.created['code']}") as response:
        page = await response.text()
        assert f"unisono://{relay.removeprefix('http://')}/{room.created['code']}" in page
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    async with session.get(f"{relay}/join/%3Cscript%3E") as response:
        assert response.status == 404
        assert response.content_type == "text/plain"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_file_that_somebody_deleted_is_not_there(
    session: aiohttp.ClientSession, relay: str, room: Room, config: RelayConfig
) -> None:
    answer = await upload(session, relay, room, wav())
    (config.data_dir / "tracks" / answer["sha256"]).unlink()
    async with session.get(relay + answer["trackUrl"]) as response:
        assert response.status == 404
    # What is not there is sent again.
    async with session.head(f"{relay}/api/track-by-hash/{answer['sha256']}", headers=bearer(room)) as response:
        assert response.status == 404
    await upload(session, relay, room, wav())
    async with session.get(relay + answer["trackUrl"]) as response:
        assert response.status == 200
