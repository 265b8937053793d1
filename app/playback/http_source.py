"""A track's bytes over http: what a demuxer asks for, over as many connections as it takes.

Imported by workers that download only: its standard-library modules take a quarter of a worker's start.
"""

from __future__ import annotations

import http.client
import os
import time
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from app.playback.byte_source import CHUNK, SourceError, digest_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_TIMEOUT_SEC: Final = 10.0
_MAX_REDIRECTS: Final = 5
#: Pauses before the second, third … attempt in a row without a new byte: 7.75 s in all bridge a WiFi hand-over.
_RETRY_PAUSES: Final = (0.25, 0.5, 1.0, 2.0, 4.0)
#: Scales those pauses; tests make them short.
_PAUSE_VARIABLE: Final = "UNISONO_RETRY_SCALE"
#: A demuxer that skips less than this forwards waits for the download; a longer skip gets a request of its own.
_SHORT_SKIP: Final = 1 << 20
_HTTP_OK: Final = 200
_HTTP_PARTIAL: Final = 206
_GONE: Final = frozenset({401, 403, 404, 410, 451})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})


class HttpSource:
    """A download that goes on over lost connections and can skip ahead by Range requests.

    Args:
        url: http or https.
        spool: a file for the bytes received so far; demuxers go back and forth in them.
        size_bytes: as announced; a server that says otherwise has another file.
        sleep: how to wait between attempts.
    """

    def __init__(
        self, url: str, *, spool: Path, size_bytes: int | None = None, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._url = url
        self._sleep = sleep
        self._spool = spool.open("w+b", buffering=0)
        self._have = 0
        self.size = -1
        self._main = self._request(0)
        if size_bytes is not None and size_bytes != self.size:
            raise SourceError("unreachable", f"{self.size} bytes are offered, {size_bytes} were announced")
        self._side: _Download | None = None

    def read(self, position: int, count: int) -> bytes:
        """See `ByteSource`."""
        count = min(count, CHUNK, self.size - position)
        if count <= 0:
            return b""
        if position > self._have + _SHORT_SKIP:
            return self._read_aside(position, count)
        while position >= self._have:
            self._fetch()
        self._spool.seek(position)
        return self._spool.read(min(count, self._have - position)) or b""

    def sha256(self) -> str:
        """See `ByteSource`."""
        return digest_of(self)

    def _fetch(self) -> None:
        """Append the download's next bytes to the spool."""
        self._main, data = self._more(self._main, self._have)
        self._spool.seek(self._have)
        self._spool.write(data)
        self._have += len(data)

    def _read_aside(self, position: int, count: int) -> bytes:
        """From a second request: an index at the end of the file must not wait for the middle."""
        if self._side is None or self._side.position != position:
            self._side = self._request(position)
        self._side, data = self._more(self._side, position, count)
        return data

    def _more(self, download: _Download, position: int, count: int = CHUNK) -> tuple[_Download, bytes]:
        """At least one byte, over as many connections as it takes."""
        for pause in (*_RETRY_PAUSES, None):
            try:
                data = download.read(count)
            except (OSError, http.client.HTTPException):
                data = b""
            if data:
                return download, data
            if pause is None:
                break
            self._pause(pause)
            download = self._request(position)
        raise SourceError("unreachable", f"the download ends at byte {position} of {self.size}")

    def _pause(self, seconds: float) -> None:
        self._sleep(seconds * float(os.environ.get(_PAUSE_VARIABLE, "1")))

    def _request(self, position: int) -> _Download:
        """A connection that delivers from ``position`` on."""
        problem = ""
        for pause in (0.0, *_RETRY_PAUSES):
            if pause:
                self._pause(pause)
            try:
                download = _open(self._url, position)
            except (OSError, http.client.HTTPException) as error:
                problem = str(error) or type(error).__name__
                continue
            if self.size < 0:
                self.size = download.total
            if download.total != self.size:
                raise SourceError("unreachable", "the file changed on the server during the download")
            return download
        raise SourceError("unreachable", f"{self._url}: {problem}")


class _Download:
    """One response's body, ``position`` counted in the whole file."""

    def __init__(self, response: http.client.HTTPResponse, position: int, total: int) -> None:
        self._response = response
        self.position = position
        self.total = total

    def read(self, count: int) -> bytes:
        """Up to ``count`` bytes as soon as there are any; none when the connection ended."""
        data = self._response.read1(min(count, CHUNK))
        self.position += len(data)
        return data


def _open(url: str, position: int) -> _Download:
    """One GET, redirects followed. Errors that may pass are OSError or HTTPException, others `SourceError`."""
    for _ in range(_MAX_REDIRECTS + 1):
        response = _get(url, position)
        if response.status not in _REDIRECTS:
            break
        url = urljoin(url, response.headers.get("Location", ""))
        if urlsplit(url).scheme not in ("http", "https"):
            raise SourceError("not-found", f"redirected to {url}")
    if response.status in _GONE:
        raise SourceError("not-found", f"{url}: status {response.status}")
    if response.status not in (_HTTP_OK, _HTTP_PARTIAL):
        raise http.client.HTTPException(f"status {response.status}")
    return _body(response, position)


def _get(url: str, position: int) -> http.client.HTTPResponse:
    parts = urlsplit(url)
    try:
        # Reading the port validates it.
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise SourceError("not-found", f"not a URL: {url}") from error
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(host, port, timeout=_TIMEOUT_SEC)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    headers = {"User-Agent": "Unisono", "Accept-Encoding": "identity"}
    if position:
        headers["Range"] = f"bytes={position}-"
    try:
        connection.request("GET", target, headers=headers)
    except (ValueError, http.client.InvalidURL) as error:
        raise SourceError("not-found", f"not a URL: {url}") from error
    return connection.getresponse()


def _body(response: http.client.HTTPResponse, position: int) -> _Download:
    headers = response.headers
    if response.status == _HTTP_PARTIAL:
        total = headers.get("Content-Range", "").rpartition("/")[2]
        if not total.isdecimal():
            raise http.client.HTTPException("a part without Content-Range")
        return _Download(response, position, int(total))
    length = headers.get("Content-Length", "")
    if not length.isdecimal():
        raise SourceError("endless-stream", "no length is stated")
    download = _Download(response, 0, int(length))
    # A server without Range sends everything again: pass over what is known.
    while download.position < position:
        if not download.read(position - download.position):
            raise http.client.HTTPException("cut while skipping")
    return download
