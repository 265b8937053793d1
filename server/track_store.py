"""Uploaded tracks on disk, each once by its content, for as long as a party holds it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Self

from server.party.tracks import TRACK_PATH
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import Track
from server.sniff import SNIFF_BYTES, sniff

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

logger = logging.getLogger(__name__)

#: 128 bits of the hash name a track: nobody guesses one, and the same content has the same name.
_ID_CHARS: Final = 32
#: Written by a thread in pieces of this size: a slow disk never stops the clock.
_PIECE: Final = 1024 * 1024


@dataclass(slots=True, kw_only=True)
class StoredTrack:
    """One file; ``holders`` are the codes of the parties that use it."""

    track_id: str
    sha256: str
    size_bytes: int
    content_type: str
    filename: str
    title: str
    duration_ms: float | None
    holders: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Relative: only a member knows by which address it reaches the relay."""
        return TRACK_PATH + self.track_id

    def as_track(self) -> Track:
        """As the wire names it."""
        return Track(
            track_id=self.track_id,
            track_url=self.url,
            title=self.title,
            filename=self.filename,
            duration_ms=self.duration_ms,
            sha256=self.sha256,
            size_bytes=self.size_bytes,
        )


class TrackStore:
    """The uploads of all parties.

    Args:
        root: a folder of our own; ``tracks`` holds whole files, ``incoming`` those that are still arriving.
        max_bytes: the largest file.
    """

    def __init__(self, root: Path, *, max_bytes: int) -> None:
        self._whole = root / "tracks"
        self._incoming = root / "incoming"
        self._max_bytes = max_bytes
        self._tracks: dict[str, StoredTrack] = {}

    def open(self) -> None:
        """Make the folders, and clear away what an earlier crash left half-way."""
        self._whole.mkdir(parents=True, exist_ok=True)
        self._incoming.mkdir(parents=True, exist_ok=True)
        for leftover in self._incoming.iterdir():
            leftover.unlink()

    def find(self, track_id: str) -> Track | None:
        """The track, as a `Catalogue`."""
        stored = self._tracks.get(track_id)
        return None if stored is None else stored.as_track()

    def get(self, track_id: str) -> StoredTrack | None:
        """The file's record."""
        return self._tracks.get(track_id)

    def by_hash(self, sha256: str) -> StoredTrack | None:
        """The record of this content."""
        return self._tracks.get(sha256[:_ID_CHARS])

    def path(self, track: StoredTrack) -> Path:
        """Where the file lies; its name is the hash, never anything that a client chose."""
        return self._whole / track.sha256

    def hold(self, track: StoredTrack, code: str) -> None:
        """Keep a track for a party."""
        track.holders.add(code)

    def release(self, code: str) -> None:
        """A party is over: delete what no other party holds."""
        for track in list(self._tracks.values()):
            track.holders.discard(code)
            if not track.holders:
                del self._tracks[track.track_id]
                self.path(track).unlink(missing_ok=True)

    def check_size(self, size: int) -> None:
        """Refuse a file of this size before it is sent.

        Raises:
            ProtocolError: it is larger than the relay takes.
        """
        check_size(size, self._max_bytes)

    def receive(self) -> Incoming:
        """A place for an upload; use it as a context manager."""
        return Incoming(self._incoming / secrets.token_hex(16), max_bytes=self._max_bytes)

    async def keep(
        self, incoming: Incoming, *, code: str, filename: str, title: str, duration_ms: float | None
    ) -> StoredTrack:
        """Turn a complete upload into a track of a party.

        Raises:
            ProtocolError: it is no audio file.
        """
        await incoming.finish()
        content_type = sniff(incoming.head)
        if content_type is None:
            raise ProtocolError(ErrorCode.NOT_AUDIO, f"“{filename}” is not an audio file that can be played.")
        sha256 = incoming.sha256
        stored = self.by_hash(sha256)
        if stored is None:
            stored = StoredTrack(
                track_id=sha256[:_ID_CHARS],
                sha256=sha256,
                size_bytes=incoming.size,
                content_type=content_type,
                filename=filename,
                title=title,
                duration_ms=duration_ms,
            )
            incoming.path.replace(self.path(stored))
            self._tracks[stored.track_id] = stored
        self.hold(stored, code)
        return stored


class Incoming:
    """A file that is arriving: hashed while it is written, gone without a trace unless it was kept."""

    def __init__(self, path: Path, *, max_bytes: int) -> None:
        self.path = path
        self.size = 0
        self.head = b""
        self._max_bytes = max_bytes
        self._hash = hashlib.sha256()
        self._buffer = bytearray()
        self._file: BinaryIO | None = None

    @property
    def sha256(self) -> str:
        """Of everything written so far; complete after `finish`."""
        return self._hash.hexdigest()

    async def __aenter__(self) -> Self:
        self._file = await asyncio.to_thread(self.path.open, "xb")
        return self

    async def __aexit__(self, *_exc: object) -> None:
        if self._file is not None:
            self._file.close()
        self.path.unlink(missing_ok=True)

    async def write(self, data: bytes) -> None:
        """Take the next bytes.

        Raises:
            ProtocolError: the file is larger than the relay takes.
        """
        self.size += len(data)
        check_size(self.size, self._max_bytes)
        if len(self.head) < SNIFF_BYTES:
            self.head += data[: SNIFF_BYTES - len(self.head)]
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            await self._spill()

    async def finish(self) -> None:
        """Everything is on its way to the disk, under its temporary name."""
        await self._spill()
        if self._file is not None:
            await asyncio.to_thread(self._file.close)
            self._file = None

    async def _spill(self) -> None:
        data, self._buffer = bytes(self._buffer), bytearray()
        if self._file is not None and data:
            await asyncio.to_thread(self._put, self._file, data)

    def _put(self, file: BinaryIO, data: bytes) -> None:
        self._hash.update(data)
        file.write(data)


def check_size(size: int, limit: int) -> None:
    """Refuse what is larger than the limit, both in bytes.

    Raises:
        ProtocolError: it is.
    """
    if size > limit:
        message = f"This file is larger than the {limit // 1_000_000} MB that the relay takes."
        raise ProtocolError(ErrorCode.UPLOAD_TOO_LARGE, message)
