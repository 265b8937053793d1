"""Uploaded tracks on disk, each once by its content, for as long as a party holds it."""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from server.incoming import Incoming, on_a_full_disk
from server.party.tracks import TRACK_PATH
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import Track
from server.sniff import sniff

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Iterable
    from pathlib import Path

logger = logging.getLogger(__name__)

#: 128 bits of the hash name a track: nobody guesses one, and the same content has the same name.
_ID_CHARS: Final = 32


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """Bytes: the largest file, all files of one party, all files, and what stays free on the disk."""

    file: int = 500_000_000
    party: int = 5_000_000_000
    total: int = 50_000_000_000
    free: int = 1_000_000_000


class TrackStore:
    """The uploads of all parties.

    Args:
        root: a folder of our own; ``tracks`` holds whole files, ``incoming`` those that are still arriving.
        quota: how much is taken.
        changed: told the id of a track that came, went or changed hands.
    """

    def __init__(self, root: Path, *, quota: Quota, changed: Callable[[str], None] = lambda _id: None) -> None:
        self._whole = root / "tracks"
        self._incoming = root / "incoming"
        self._quota = quota
        self._changed = changed
        self._tracks: dict[str, StoredTrack] = {}
        self._arriving: list[Incoming] = []

    def open(self) -> None:
        """Make the folders; another relay may still use them."""
        # Tokens and other people's music are nobody else's business.
        self._whole.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._whole.mkdir(exist_ok=True)
        self._incoming.mkdir(exist_ok=True)

    def restore(self, saved: Iterable[StoredTrack], codes: Collection[str]) -> None:
        """Take back the tracks of parties that still exist; forget what has no file, delete what has no owner.

        What an earlier crash left half-way goes too.
        """
        for leftover in self._incoming.iterdir():
            _delete(leftover)
        for track in saved:
            track.holders &= set(codes)
            if track.holders and self._is_whole(track):
                self._tracks[track.track_id] = track
            else:
                self._changed(track.track_id)
        known = {track.sha256 for track in self._tracks.values()}
        for path in self._whole.iterdir():
            if path.name not in known:
                _delete(path)

    @property
    def used_bytes(self) -> int:
        """All files together."""
        return sum(track.size_bytes for track in self._tracks.values())

    @property
    def free_bytes(self) -> int:
        """What the disk still takes; nothing if it is not there any more."""
        try:
            return shutil.disk_usage(self._whole).free
        except OSError:
            return 0

    def find(self, track_id: str) -> Track | None:
        """The track, as a `Catalogue`."""
        stored = self._tracks.get(track_id)
        return None if stored is None else stored.as_track()

    def get(self, track_id: str) -> StoredTrack | None:
        """The file's record."""
        return self._tracks.get(track_id)

    def by_hash(self, sha256: str) -> StoredTrack | None:
        """The record of this content, if its file is there as well."""
        stored = self._tracks.get(sha256[:_ID_CHARS])
        return stored if stored is not None and self._is_whole(stored) else None

    def path(self, track: StoredTrack) -> Path:
        """Where the file lies; its name is the hash, never anything that a client chose."""
        return self._whole / track.sha256

    def hold(self, track: StoredTrack, code: str) -> None:
        """Keep a track for a party."""
        if code not in track.holders:
            track.holders.add(code)
            self._changed(track.track_id)

    def hold_all(self, track_ids: Iterable[str], code: str) -> None:
        """Keep what a party has queued, also where another party uploaded it; other ids are none of ours."""
        for track_id in track_ids:
            if (track := self._tracks.get(track_id)) is not None:
                self.hold(track, code)

    def release(self, code: str) -> None:
        """A party is over: delete what no other party holds."""
        for track in self._held(code):
            self._let_go(track, code)

    def make_room(self, size: int, code: str, wanted: Collection[str]) -> None:
        """Let go of a party's oldest tracks that it no longer wants, until a file of this size fits its quota.

        Nothing goes for a file that would not fit all the same. ``wanted`` are the ids of the tracks that its queue
        names.
        """
        held = self._held(code)
        excess = sum(track.size_bytes for track in held) + self._claimed(code) + size - self._quota.party
        spare = [track for track in held if track.track_id not in wanted]
        if size > self._quota.file or excess > sum(track.size_bytes for track in spare):
            return
        for track in spare:
            if excess > 0:
                excess -= track.size_bytes
                self._let_go(track, code)

    def check_size(self, size: int, code: str, *, of: Incoming | None = None) -> None:
        """Refuse a file of this size for this party; ``of`` is the upload that it comes by.

        What other uploads have announced counts for their party; for the relay's disk, what of them has come: else
        who announces much and sends little would keep all others out.

        Raises:
            ProtocolError: larger than the relay takes, or no room left.
        """
        quota = self._quota
        if size > quota.file:
            limit = f"{quota.file // 1_000_000} MB"
            raise ProtocolError(
                ErrorCode.UPLOAD_TOO_LARGE, f"This file is larger than the {limit} that the relay takes."
            )
        held = sum(track.size_bytes for track in self._held(code))
        if (
            held + self._claimed(code, but=of) + size > quota.party
            or self.used_bytes + sum(each.size for each in self._arriving if each is not of) + size > quota.total
        ):
            raise ProtocolError(ErrorCode.QUOTA_EXCEEDED, "The relay has no room for more tracks of this party.")
        ahead = sum(each.size - each.written for each in self._arriving if each is not of)
        if self.free_bytes + (0 if of is None else of.written) - size - ahead < quota.free:
            raise ProtocolError(ErrorCode.DISK_FULL, "The relay's disk is full. Ask whoever runs it to make room.")

    @contextlib.asynccontextmanager
    async def receive(self, code: str, announced: int = 0) -> AsyncIterator[Incoming]:
        """A place for an upload to a party, gone afterwards unless `keep` took the file.

        Args:
            code: the party.
            announced: the size in bytes as the sender told it, which is kept free for it; 0 where it is unknown.

        Raises:
            ProtocolError: larger than the relay takes, or no room left.
        """
        incoming = Incoming(self._incoming / secrets.token_hex(16), code=code, announced=announced, check=self._judge)
        self.check_size(announced, code)
        self._arriving.append(incoming)
        try:
            async with incoming:
                yield incoming
        finally:
            self._arriving.remove(incoming)

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
        stored = self._tracks.get(sha256[:_ID_CHARS])
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
        # Also where only the record is left, because somebody has deleted the file.
        if not self._is_whole(stored):
            with on_a_full_disk():
                incoming.path.replace(self.path(stored))
        self._tracks[stored.track_id] = stored
        self.hold(stored, code)
        return stored

    def _held(self, code: str) -> list[StoredTrack]:
        return [track for track in self._tracks.values() if code in track.holders]

    def _let_go(self, track: StoredTrack, code: str) -> None:
        track.holders.discard(code)
        self._changed(track.track_id)
        if not track.holders:
            del self._tracks[track.track_id]
            _delete(self.path(track))

    def _is_whole(self, track: StoredTrack) -> bool:
        # A machine that lost its power may have kept the name of a file and lost its end.
        path = self.path(track)
        return path.is_file() and path.stat().st_size == track.size_bytes

    def _claimed(self, code: str, *, but: Incoming | None = None) -> int:
        return sum(each.claim for each in self._arriving if each.code == code and each is not but)

    def _judge(self, incoming: Incoming) -> None:
        self.check_size(incoming.claim, incoming.code, of=incoming)


def _delete(path: Path) -> None:
    """Delete a file; one that stays, on a disk that takes no more orders, is looked at again at the next start."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        logger.exception("%s could not be deleted", path)
