"""Decoded tracks on disk: found by content, limited in size, safe against crashes and other processes.

Layout below the cache folder::

    entries/<sha256>-<decoder version>.wav      complete files, published by an atomic rename
    entries/<sha256>.cover                      the picture that the file holds, evicted like them
    sessions/<token>.lock                       held by the process that owns the session as long as it lives
    sessions/<token>/<n>/                       one decode's own folder
"""

from __future__ import annotations

import contextlib
import logging
import os
import re
import secrets
import shutil
from typing import TYPE_CHECKING, Final

from app.file_lock import FileLock
from app.playback.decode_report import AHEAD_NAME, DECODER_VERSION, FRAME_BYTES, PCM_NAME, AheadKnown, FormatKnown
from app.playback.pcm_file import PcmFile
from app.playback.pcm_header import HEADER_BYTES, read_wav_header

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

#: Some fifty albums' worth of an evening: 42 MB for four minutes at CD quality.
DEFAULT_LIMIT_BYTES: Final = 4 << 30
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class PcmCache:
    """The decoded tracks of this and earlier runs. Used from one thread; several processes may share the folder.

    Args:
        folder: created where missing.
        limit_bytes: what finished files may take together; those in use are kept even beyond it.

    Raises:
        OSError: the folder cannot be created or written.
    """

    def __init__(self, folder: Path, *, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._entries = folder / "entries"
        self._sessions = folder / "sessions"
        self._limit = limit_bytes
        self._in_use: dict[Path, int] = {}
        self._drafts = 0
        self._entries.mkdir(parents=True, exist_ok=True)
        self._sessions.mkdir(exist_ok=True)
        self._session = self._sessions / secrets.token_hex(8)
        # The lock comes first: a session without one counts as left over.
        self._lock = FileLock(_lock_path(self._session))
        self._lock.acquire()
        self._session.mkdir()
        self._remove_leftovers()

    def find(self, sha256: str | None) -> CachedPcm | None:
        """The finished samples of a file with this hash; using them makes them the last to be evicted."""
        path = self._entry(sha256)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                form = read_wav_header(file.read(HEADER_BYTES), None)
            os.utime(path)
            if form is not None:
                frames = (path.stat().st_size - form.offset) // FRAME_BYTES
                pcm = PcmFile(path, rate=form.rate, offset=form.offset, total_frames=frames)
                return CachedPcm(self, path, pcm)
        except OSError:
            return None
        logger.warning("Cache entry %s is unreadable; decoding again", path.name)
        path.unlink(missing_ok=True)
        return None

    def cover(self, sha256: str | None) -> bytes | None:
        """The picture of the file with this hash, if it has been seen."""
        path = self._cover(sha256)
        if path is None:
            return None
        try:
            os.utime(path)
            return path.read_bytes()
        except OSError:
            return None

    def keep_cover(self, sha256: str | None, image: bytes) -> None:
        """Remember the picture of the file with this hash; without a hash, or on a full disk, nothing happens."""
        path = self._cover(sha256)
        if path is None:
            return
        draft = self._session / f"{path.name}.new"
        try:
            draft.write_bytes(image)
            draft.replace(path)
        except OSError as error:
            logger.debug("Cannot keep the cover %s: %s", path.name, error)
            draft.unlink(missing_ok=True)

    def draft(self, sha256: str | None) -> Draft:
        """A place for a decode whose result is kept under ``sha256``, or only as long as this process wants it.

        Raises:
            OSError: the disk is full.
        """
        self._drafts += 1
        folder = self._session / str(self._drafts)
        folder.mkdir()
        return Draft(self, folder, self._entry(sha256))

    def evict(self, limit_bytes: int) -> int:
        """Remove the least recently used files until the rest takes no more than the limit; returns bytes freed."""
        files = sorted((entry.stat().st_mtime_ns, entry.stat().st_size, entry) for entry in self._files())
        total = sum(size for _, size, _ in files)
        freed = 0
        for _, size, path in files:
            if total - freed <= limit_bytes:
                break
            if path in self._in_use:
                continue
            # Windows refuses while another process reads the file: then it stays.
            with contextlib.suppress(OSError):
                path.unlink()
                freed += size
        return freed

    def set_limit(self, limit_bytes: int) -> int:
        """Another limit from now on; returns bytes freed for it."""
        self._limit = limit_bytes
        return self.evict(limit_bytes)

    def clear(self) -> int:
        """Remove every finished file that is not in use; returns bytes freed."""
        return self.evict(0)

    def size(self) -> int:
        """Bytes of all finished files."""
        return sum(path.stat().st_size for path in self._files())

    def close(self) -> None:
        """Remove this run's unfinished files."""
        shutil.rmtree(self._session, ignore_errors=True)
        self._lock.release()
        _lock_path(self._session).unlink(missing_ok=True)

    def publish(self, source: Path, target: Path) -> bool:
        """Move a finished file to its name; false where that is not possible while it is open (Windows)."""
        try:
            source.replace(target)
        except OSError as error:
            logger.debug("Cannot publish %s: %s", target.name, error)
            return False
        self.evict(self._limit)
        return True

    def hold(self, path: Path) -> None:
        """Keep a file from eviction until it is released as often."""
        self._in_use[path] = self._in_use.get(path, 0) + 1

    def release(self, path: Path) -> None:
        """The counterpart of `hold`."""
        count = self._in_use.pop(path, 1) - 1
        if count > 0:
            self._in_use[path] = count

    def _entry(self, sha256: str | None) -> Path | None:
        if sha256 is None or not _SHA256.fullmatch(sha256):
            return None
        return self._entries / f"{sha256}-{DECODER_VERSION}.wav"

    def _cover(self, sha256: str | None) -> Path | None:
        if sha256 is None or not _SHA256.fullmatch(sha256):
            return None
        return self._entries / f"{sha256}.cover"

    def _files(self) -> list[Path]:
        return [path for path in self._entries.iterdir() if path.is_file()]

    def _remove_leftovers(self) -> None:
        """Sessions whose process is gone, however it went."""
        for session in self._sessions.iterdir():
            if session == self._session or not session.is_dir():
                continue
            lock = FileLock(_lock_path(session))
            if lock.acquire():
                shutil.rmtree(session, ignore_errors=True)
                lock.release()
                _lock_path(session).unlink(missing_ok=True)
                logger.info("Removed the unfinished decodes of an earlier run")


def _lock_path(session: Path) -> Path:
    return session.with_suffix(".lock")


class CachedPcm:
    """Finished samples in use; `close` lets them go."""

    def __init__(self, cache: PcmCache, path: Path, pcm: PcmFile) -> None:
        self._cache = cache
        self._path = path
        self.pcm = pcm
        cache.hold(path)

    def close(self) -> None:
        """End the use. To be called once."""
        self.pcm.close()
        self._cache.release(self._path)


class Draft:
    """Samples that are being decoded, in a folder of their own.

    Args:
        cache: that made it.
        folder: for the decode worker.
        entry: the name under which the result is kept; None keeps it only until `close`.
    """

    def __init__(self, cache: PcmCache, folder: Path, entry: Path | None) -> None:
        self._cache = cache
        self._entry = entry
        self._held = False
        self._unpublished = False
        self.folder = folder
        self.pcm: PcmFile | None = None

    def begin(self, form: FormatKnown) -> None:
        """Samples can be read from now on. Raises OSError when they cannot."""
        path = self.folder / PCM_NAME
        self.pcm = PcmFile(path, rate=form.rate, offset=form.offset, limit=form.frames)

    def begin_ahead(self, ahead: AheadKnown) -> None:
        """Samples further on can be read too. Raises OSError when they cannot."""
        if self.pcm is not None:
            path = self.folder / AHEAD_NAME
            part = PcmFile(path, rate=self.pcm.rate, offset=ahead.offset, limit=ahead.frames)
            self.pcm.continue_at(ahead.start, part)

    def complete(self, frames: int, *, keep: bool) -> None:
        """The true length is known; ``keep`` puts the file into the cache."""
        if self.pcm is None:
            return
        self.pcm.complete(frames)
        if keep and self._entry is not None:
            self._cache.hold(self._entry)
            self._held = True
            self._unpublished = not self._cache.publish(self.folder / PCM_NAME, self._entry)

    def close(self) -> None:
        """Let the samples go; what is not in the cache is removed."""
        if self.pcm is not None:
            self.pcm.close()
            self.pcm = None
        if self._entry is not None and self._held:
            if self._unpublished:
                self._cache.publish(self.folder / PCM_NAME, self._entry)
            self._cache.release(self._entry)
            self._held = False
        shutil.rmtree(self.folder, ignore_errors=True)
