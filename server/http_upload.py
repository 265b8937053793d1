"""Uploads: a host's files, streamed to disk."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from server.http_api import is_sha256, refusal
from server.party.tracks import clean
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.units import MAX_TRACK_SEC

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable

    from server.clock import RelayClock
    from server.front_door import FrontDoor
    from server.incoming import Incoming
    from server.limits import AddressLimits
    from server.metrics import Metrics
    from server.party import Party
    from server.registry import Registry
    from server.track_store import StoredTrack, TrackStore

logger = logging.getLogger(__name__)

_CHUNK: Final = 256 * 1024
_NAMELESS: Final = "track"
#: An upload of which nothing came for this long is given up; its sender begins anew.
_STALL_SEC: Final = 60.0

_STATUS: Final[dict[ErrorCode, int]] = {
    ErrorCode.WRONG_TOKEN: 401,
    ErrorCode.TOO_SLOW: 408,
    ErrorCode.UPLOAD_TOO_LARGE: 413,
    ErrorCode.NOT_AUDIO: 415,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.QUOTA_EXCEEDED: 507,
    ErrorCode.DISK_FULL: 507,
}


class UploadApi:
    """Takes files from hosts.

    Args:
        registry: knows the hosts' tokens.
        tracks: where files go.
        clock: server time.
        door: tells whose request it is.
        limits: what one address may do.
        metrics: counts.
    """

    def __init__(
        self,
        *,
        registry: Registry,
        tracks: TrackStore,
        clock: RelayClock,
        door: FrontDoor,
        limits: AddressLimits,
        metrics: Metrics,
    ) -> None:
        self._registry = registry
        self._tracks = tracks
        self._clock = clock
        self._door = door
        self._limits = limits
        self._metrics = metrics

    def routes(self) -> list[web.RouteDef]:
        """What this answers to."""
        return [
            web.post("/api/upload-track", self.upload),
            web.head("/api/track-by-hash/{sha256}", self.by_hash),
        ]

    async def upload(self, request: web.Request) -> web.Response:
        """Stream a file to disk and make it a track of the host's party."""
        try:
            party = self._host(request)
            size = request.content_length or 0
            self._tracks.make_room(size, party.state.code, party.wanted_tracks())
            # Refused before the body is read, where the size was announced.
            async with self._tracks.receive(party.state.code, size) as incoming:
                with self._door.at_full_speed(request):
                    filename = await self._read(request, incoming)
                stored = await self._keep(request, incoming, party, filename)
        except ProtocolError as error:
            # Unread body bytes must not be taken for the next request.
            response = refusal(_STATUS.get(error.code, 400), error.code, error.detail)
            response.force_close()
            return response
        self._metrics.upload_bytes.inc(incoming.size)
        logger.info("[%s] Received %s, %d bytes", party.state.code, stored.track_id, stored.size_bytes)
        return web.json_response(_answer(stored, filename, _title(request, filename), _duration(request)))

    async def by_hash(self, request: web.Request) -> web.Response:
        """Whether the relay holds this content; for a host's token, also keep it for that party."""
        sha256 = request.match_info["sha256"]
        try:
            party = self._host(request)
        except ProtocolError as error:
            return web.Response(status=_STATUS[error.code])
        stored = self._tracks.by_hash(sha256) if is_sha256(sha256) else None
        if stored is None:
            return web.Response(status=404)
        self._tracks.hold(stored, party.state.code)
        return web.Response(headers={"X-Track-Id": stored.track_id, "Location": stored.url})

    def _host(self, request: web.Request) -> Party:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        key, now = self._door.key(request), self._clock.now()
        if not self._limits.may_guess(key, now):
            raise ProtocolError(ErrorCode.RATE_LIMITED, "Too many attempts from here. Wait a minute.")
        party = self._registry.by_host_token(token.strip()) if scheme.lower() == "bearer" and token else None
        if party is None:
            self._limits.was_wrong(key, now)
            raise ProtocolError(ErrorCode.WRONG_TOKEN, "Only the host of a party may upload tracks to it.")
        return party

    async def _read(self, request: web.Request, incoming: Incoming) -> str:
        if not request.content_type.startswith("multipart/"):
            while chunk := await _patiently(request.content.read(_CHUNK)):
                await incoming.write(chunk)
            return _filename(request.query.get("filename") or unquote(request.headers.get("X-Filename", "")))
        async for part in self._parts(request):
            if part.name == "audio":
                while chunk := await _patiently(part.read_chunk(_CHUNK)):
                    await incoming.write(chunk)
                return _filename(part.filename or "")
        raise ProtocolError(ErrorCode.BAD_MESSAGE, "Send the file as the form field “audio”.")

    async def _parts(self, request: web.Request) -> AsyncIterator[BodyPartReader]:
        try:
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader):
                    yield part
        except (ValueError, AssertionError, HttpProcessingError) as error:
            raise ProtocolError(ErrorCode.BAD_MESSAGE, "This form could not be read.") from error

    async def _keep(self, request: web.Request, incoming: Incoming, party: Party, filename: str) -> StoredTrack:
        await incoming.finish()
        # A track of a party that ended meanwhile would stay for ever.
        if self._registry.get(party.state.code) is not party:
            raise ProtocolError(ErrorCode.WRONG_TOKEN, "This party is over.")
        return await self._tracks.keep(
            incoming,
            code=party.state.code,
            filename=filename,
            title=_title(request, filename),
            duration_ms=_duration(request),
        )


async def _patiently(reading: Awaitable[bytes]) -> bytes:
    try:
        async with asyncio.timeout(_STALL_SEC):
            return await reading
    except TimeoutError as error:
        raise ProtocolError(ErrorCode.TOO_SLOW, "Nothing of this file came for a minute. Send it again.") from error


def _filename(text: str) -> str:
    # Only a name for people: files are stored under their hash.
    return clean(text.replace("\\", "/").rpartition("/")[2], limit=256, fallback=_NAMELESS)


def _title(request: web.Request, filename: str) -> str:
    return clean(request.query.get("title", ""), limit=256) or filename.rpartition(".")[0] or filename


def _duration(request: web.Request) -> float | None:
    try:
        duration = float(request.query.get("durationMs", ""))
    except ValueError:
        return None
    return duration if 0 < duration <= MAX_TRACK_SEC * 1000 else None


def _answer(stored: StoredTrack, filename: str, title: str, duration_ms: float | None) -> dict[str, object]:
    return {
        "ok": True,
        "trackId": stored.track_id,
        "trackUrl": stored.url,
        "title": title,
        "filename": filename,
        "sizeBytes": stored.size_bytes,
        "contentType": stored.content_type,
        "durationMs": duration_ms if duration_ms is not None else stored.duration_ms,
        "sha256": stored.sha256,
    }
