from __future__ import annotations

import asyncio
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio
from aiohttp import web

from app.playback.decoder import VlcTrackLoader
from app.playback.pcm_cache import PcmCache
from app.playback.player import TrackFailed, TrackReady, TrackSource
from tests.media import media_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from app.playback.pcm import LoadedTrack, LoadEvent


@dataclass
class Room:
    """A loader with its cache, and what it told."""

    cache: PcmCache
    loader: VlcTrackLoader
    events: list[LoadEvent] = field(default_factory=list)
    tracks: list[LoadedTrack] = field(default_factory=list)

    def load(self, location: str | Path, track_id: str = "track", **known: object) -> LoadedTrack:
        source = TrackSource(track_id=track_id, location=str(location), title="A song", **known)  # type: ignore[arg-type]
        track = self.loader.load(source, self._heard)
        self.tracks.append(track)
        return track

    async def outcome(self, track_id: str = "track") -> TrackReady | TrackFailed:
        while True:
            for event in self.events:
                if event.track_id == track_id and isinstance(event, TrackReady | TrackFailed):
                    return event
            await self.next_event()

    async def next_event(self) -> LoadEvent:
        count = len(self.events)
        async with asyncio.timeout(40):
            while len(self.events) == count:
                await self._arrival.wait()
                self._arrival.clear()
        return self.events[-1]

    async def close(self) -> None:
        await self.loader.close()
        self.cache.close()

    def __post_init__(self) -> None:
        self._arrival = asyncio.Event()

    def _heard(self, event: LoadEvent) -> None:
        self.events.append(event)
        self._arrival.set()


@pytest.fixture(scope="session")
def media(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("media")
    return lambda name: media_file(folder, name)


@pytest_asyncio.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    cache = PcmCache(tmp_path / "cache")
    made = Room(cache=cache, loader=VlcTrackLoader(cache, silence_sec=15))
    yield made
    await made.close()


@dataclass
class Shelf:
    """A web server with one file, and ways to misbehave."""

    url: str = ""
    file: bytes = b""
    path: Path | None = None
    ranges: bool = True
    cut_after: int | None = None
    cuts: int = 0
    gate: asyncio.Event | None = None
    requests: list[str] = field(default_factory=list)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request.headers.get("Range", ""))
        kind = request.match_info["kind"]
        if kind == "missing":
            raise web.HTTPNotFound
        if kind == "moved":
            raise web.HTTPFound("/music/song")
        if kind == "broken":
            raise web.HTTPInternalServerError
        if kind == "endless":
            response = web.StreamResponse()
            response.enable_chunked_encoding()
            await response.prepare(request)
            await response.write(b"\0" * 1000)
            return response
        if self.path is not None and self.cut_after is None and self.ranges:
            return web.FileResponse(self.path)
        return await self._by_hand(request)

    async def _by_hand(self, request: web.Request) -> web.StreamResponse:
        start = 0
        asked = request.headers.get("Range")
        response = web.StreamResponse()
        if asked and self.ranges:
            start = int(asked.removeprefix("bytes=").removesuffix("-"))
            response.set_status(206)
            response.headers["Content-Range"] = f"bytes {start}-{len(self.file) - 1}/{len(self.file)}"
        response.content_length = len(self.file) - start
        await response.prepare(request)
        end = len(self.file)
        if self.cut_after is not None and self.cuts != 0:
            self.cuts -= 1
            end = min(end, start + self.cut_after)
        await response.write(self.file[start:end])
        if end < len(self.file):
            if self.gate is not None:
                await self.gate.wait()
            if request.transport is not None:  # the other side may have gone first
                request.transport.close()
        return response


@pytest_asyncio.fixture
async def shelf() -> AsyncIterator[Shelf]:
    made = Shelf()
    application = web.Application()
    application.router.add_get("/music/{kind}", made.serve)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    made.url = f"http://{host}:{port}/music"
    yield made
    if made.gate is not None:
        made.gate.set()
    await runner.cleanup()


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    # The worker is another process: its pauses are shortened by its environment.
    monkeypatch.setenv("UNISONO_RETRY_SCALE", "0.01")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("mounting a small disk is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
