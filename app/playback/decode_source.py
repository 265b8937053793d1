"""The bytes of a track, from a file or over http, handed to libVLC by our own reads.

libVLC's own http access hides a 404, takes a cut download for a short track and may present the same bytes to a
demuxer in other ways than a file does. Through this one door a host's local file and a guest's download look the same.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.playback.byte_source import CHUNK, SourceError, digest_of

if TYPE_CHECKING:
    from app.playback.byte_source import ByteSource
    from app.playback.decode_report import DecodeJob


def open_source(job: DecodeJob, spool: Path) -> ByteSource:
    """The source of a job; an http source keeps what it received in the file ``spool``.

    Raises:
        SourceError: it does not exist, cannot be reached, or is of another scheme.
    """
    scheme = urlsplit(job.location).scheme.lower()
    if scheme in ("http", "https"):
        from app.playback.http_source import HttpSource  # noqa: PLC0415 - a worker that reads a file starts sooner

        return HttpSource(job.location, spool=spool, size_bytes=job.size_bytes)
    path = Path(job.location)
    if not path.is_absolute():
        # Everything else that libVLC could open (devices, playlists, other protocols) stays out of reach.
        raise SourceError("not-found", f"neither an absolute path nor an http(s) URL: {job.location}")
    return FileSource(path)


class FileSource:
    """A regular file."""

    def __init__(self, path: Path) -> None:
        try:
            if not path.is_file():
                raise SourceError("not-found", f"no such file: {path}")
            self._file = path.open("rb", buffering=0)
        except OSError as error:
            raise SourceError("not-found", f"{path}: {error}") from error
        self.size = path.stat().st_size

    def read(self, position: int, count: int) -> bytes:
        """See `ByteSource`."""
        try:
            self._file.seek(position)
            return self._file.read(min(count, CHUNK)) or b""
        except OSError as error:
            raise SourceError("unreachable", f"reading failed: {error}") from error

    def sha256(self) -> str:
        """See `ByteSource`."""
        return digest_of(self)
