"""The relay's HTTP side: uploads, party state, health."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from http import HTTPStatus
from os import SEEK_END
from typing import IO, TYPE_CHECKING, Final, TypeAlias, TypeVar

import aiohttp
import msgspec

from app.net.http_errors import UNREADABLE, HttpError, refusal
from app.net.multipart import Envelope, envelope
from app.net.near import is_near
from app.net.verdict import NOT_A_RELAY, UNREACHABLE, judge
from app.paths import shown
from app.said import Said, Saying
from server.protocol.messages.base import Record
from server.protocol.messages.state import QueueItem
from server.protocol.units import Millis, Seconds, ServerMs

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from server.protocol.invite import Invite

logger = logging.getLogger(__name__)

_CHUNK: Final = 256 * 1024
_HASH_CHUNK: Final = 4 * 1024 * 1024
_QUICK: Final = aiohttp.ClientTimeout(total=10, sock_connect=5)
# An upload takes as long as it takes; only silence ends it.
_UPLOAD: Final = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=60)

_T = TypeVar("_T")
_Told: TypeAlias = Callable[[int, int], None]


class UploadedTrack(Record, frozen=True, kw_only=True):
    """A track that the relay holds."""

    track_id: str
    track_url: str
    title: str = ""
    filename: str = ""
    size_bytes: int = 0
    content_type: str = ""
    duration_ms: Millis | None = None
    sha256: str | None = None


class CurrentTrack(Record, frozen=True, kw_only=True):
    """The current track as ``party-state`` tells it."""

    track_id: str
    url: str
    title: str = ""
    filename: str = ""
    duration_ms: Millis | None = None
    start_at_server_ms: ServerMs | None = None
    start_position_sec: Seconds | None = None
    status: str = "stopped"
    paused_position_sec: Seconds | None = None
    paused_at_server_ms: ServerMs | None = None


class Health(Record, frozen=True, kw_only=True):
    """What a relay says of itself."""

    status: str
    reasons: tuple[str, ...] = ()


class PartyState(Record, frozen=True, kw_only=True):
    """Where a party is, without joining it."""

    exists: bool
    party_code: str = ""
    status: str = "stopped"
    server_time: ServerMs = ServerMs(0.0)
    current_track: CurrentTrack | None = None
    queue: tuple[QueueItem, ...] = ()
    guest_count: int = 0


class RelayHttp:
    """Requests to one relay. Everything runs on the event loop that it is made on.

    A request that fails raises `HttpError`; one that is cancelled closes its connection, and the relay forgets what
    had arrived.

    Args:
        relay: where.
        tls: trust for ``https`` relays; None is the system's.
    """

    def __init__(self, relay: Invite, *, tls: ssl.SSLContext | None = None) -> None:
        self._relay = relay
        self._session = aiohttp.ClientSession(
            base_url=relay.http_url,
            connector=aiohttp.TCPConnector(ssl=True if tls is None else tls),
            trust_env=not is_near(relay.host),
        )

    async def close(self) -> None:
        """Close connections; requests under way fail."""
        await self._session.close()

    async def upload(self, path: Path, *, host_token: str, on_progress: _Told | None = None) -> UploadedTrack:
        """Put a file on the relay; one that it already holds is not sent again.

        Args:
            path: the file.
            host_token: of the party.
            on_progress: told (bytes sent, bytes of the file), also once at the end.

        Raises:
            HttpError: the file cannot be read, or the relay refused it or could not be reached.
        """
        told, name = on_progress or _nobody, shown(path.name)
        try:
            with await _opened(path) as file:
                size = file.seek(0, SEEK_END)
                file.seek(0)
                told(0, size)
                digest = await _sha256(file)
                track = await self._held(digest, name, size, host_token)
                if track is None:
                    file.seek(0)
                    track = await self._send(file, name, size, host_token, told)
        except OSError as error:
            # aiohttp's own OSErrors have become HttpError by now: this is the file.
            raise HttpError(UNREADABLE, _unreadable(name, error)) from error
        told(size, size)
        return track

    async def party_state(self, code: str) -> PartyState:
        """Where a party is.

        Raises:
            HttpError: the code is malformed, or the relay could not be reached.
        """
        status, _, body = await self._request("GET", "/api/party-state", params={"code": code})
        if status != HTTPStatus.OK:
            raise refusal(status, body)
        return _parse(body, PartyState)

    async def healthy(self) -> bool:
        """Whether the relay answers and says that it is ready."""
        try:
            await self.examine()
        except HttpError:
            return False
        return True

    async def examine(self) -> None:
        """Ask the relay how it is.

        Raises:
            HttpError: it does not answer, is no relay, or is not ready; the message says why.
        """
        _, _, body = await self._request("GET", "/health")
        health = _parse(body, Health)
        if health.status != "ok":
            why = " ".join(health.reasons)
            what = Saying.RELAY_NOT_READY_WHY if why else Saying.RELAY_NOT_READY
            raise HttpError(UNREACHABLE, Said(what=what, where=self._relay.address, why=why))

    async def _held(self, sha256: str, name: str, size: int, host_token: str) -> UploadedTrack | None:
        status, headers, _ = await self._request("HEAD", f"/api/track-by-hash/{sha256}", headers=_bearer(host_token))
        track_id, url = headers.get("X-Track-Id"), headers.get("Location")
        # A relay that says yes without saying which track gets the file.
        if status != HTTPStatus.OK or not track_id or not url:
            return None
        title = name.rpartition(".")[0] or name
        return UploadedTrack(
            track_id=track_id, track_url=url, title=title, filename=name, size_bytes=size, sha256=sha256
        )

    async def _send(self, file: IO[bytes], name: str, size: int, host_token: str, told: _Told) -> UploadedTrack:
        around = envelope(name, secrets.token_hex(16))
        headers = {
            **_bearer(host_token),
            "Content-Type": around.content_type,
            "Content-Length": str(around.length(size)),
        }
        status, _, body = await self._request(
            "POST", "/api/upload-track", headers=headers, data=_body(file, size, around, told), timeout=_UPLOAD
        )
        if status not in (HTTPStatus.OK, HTTPStatus.CREATED):
            raise refusal(status, body)
        return _parse(body, UploadedTrack)

    async def _request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        data: AsyncIterator[bytes] | None = None,
        timeout: aiohttp.ClientTimeout = _QUICK,  # noqa: ASYNC109 - the client's own settings object
    ) -> tuple[int, Mapping[str, str], bytes]:
        try:
            async with self._session.request(
                method, url, headers=headers, params=params, data=data, timeout=timeout
            ) as response:
                return response.status, response.headers, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            logger.info("%s %s failed", method, url, exc_info=error)
            # What the body raises comes back wrapped as the connection's failure.
            if isinstance(error.__cause__, _FileError):
                raise HttpError(UNREADABLE, error.__cause__.said) from error
            raise self._unreachable(error) from error

    def _unreachable(self, error: Exception) -> HttpError:
        match error:
            case aiohttp.ClientConnectorCertificateError():
                cause: BaseException = error.certificate_error
            case aiohttp.ClientConnectorError():
                cause = error.os_error
            case TimeoutError():
                cause = error
            case _:
                return HttpError(UNREACHABLE, Said(what=Saying.BROKEN_OFF, where=self._relay.address))
        verdict = judge(cause, self._relay)
        return HttpError(verdict.code, verdict.said)


class _FileError(Exception):
    """The file changed or vanished while it was sent. No OSError, which would look like the network's."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


async def _body(file: IO[bytes], size: int, around: Envelope, told: _Told) -> AsyncIterator[bytes]:
    yield around.head
    sent = 0
    while sent < size:
        try:
            chunk = await asyncio.to_thread(file.read, min(_CHUNK, size - sent))
        except OSError as error:
            raise _FileError(Said(what=Saying.FILE_BROKE_OFF, why=error.strerror or str(error))) from error
        if not chunk:
            raise _FileError(Said(what=Saying.FILE_SHRANK))
        yield chunk
        sent += len(chunk)
        told(sent, size)
    yield around.tail


async def _opened(path: Path) -> IO[bytes]:
    opening: asyncio.Future[IO[bytes]] = asyncio.get_running_loop().run_in_executor(None, path.open, "rb")
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        # The thread goes on; a sleeping disk gives its file to nobody.
        opening.add_done_callback(_close)
        raise


def _close(opening: asyncio.Future[IO[bytes]]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


async def _sha256(file: IO[bytes]) -> str:
    """In pieces on a worker thread: the loop stays free and cancelling takes effect at the next piece."""
    digest = hashlib.sha256()
    while chunk := await asyncio.to_thread(file.read, _HASH_CHUNK):
        await asyncio.to_thread(digest.update, chunk)
    return digest.hexdigest()


def _parse(body: bytes, kind: type[_T]) -> _T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HttpError(NOT_A_RELAY, Said(what=Saying.STRANGE_ANSWER)) from error


def _unreadable(name: str, error: OSError) -> Said:
    return Said(what=Saying.FILE_UNREADABLE, name=name, why=error.strerror or str(error))


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _nobody(sent: int, size: int) -> None:
    del sent, size
