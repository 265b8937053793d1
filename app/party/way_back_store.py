"""The way back into a party on the disk, for as long as we are in it."""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from app.core.way_back import read_way, way_text
from app.file_lock import FileLock
from app.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.way_back import WayBack
    from server.protocol.units import ServerMs

logger = logging.getLogger(__name__)


class WayBackStore:
    """A folder with one file for each party that a program of this person is in, or was killed in.

    A lock beside its file tells that a program lives: only what nobody holds can be claimed. A file that cannot be read
    is removed; a disk that refuses is logged and costs the way back, nothing else. Writing happens on a thread: a home
    folder on a network takes seconds now and then, and nothing waits for it.

    Args:
        folder: made where missing, when there is something to keep.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path: Path | None = None
        self._lock: FileLock | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="way back")

    def claim(self, wall_now: ServerMs) -> WayBack | None:
        """The newest way back that nobody holds and that can still be good; it is held from now on. Blocks.

        Args:
            wall_now: ms since the Unix epoch, as the system stamps files.
        """
        for path in self._newest_first():
            lock = FileLock(_lock_path(path))
            if not lock.acquire():
                continue
            way = _read(path, wall_now)
            if way is not None:
                self._path, self._lock = path, lock
                return way
            with contextlib.suppress(OSError):
                _remove(path, lock)
        return None

    def keep(self, way: WayBack) -> None:
        """Have this as our way back, in place of any other."""
        self._thread.submit(self._guarded, lambda: self._write(way_text(way)))

    def live(self) -> None:
        """We are still in the party: what is kept grows no older."""
        self._thread.submit(self._guarded, self._touch)

    def forget(self) -> None:
        """Nothing is left to come back to."""
        self._thread.submit(self._guarded, self._forget)

    def close(self) -> None:
        """Finish what is being written, and let go of what is kept. Blocks for the moment that this takes."""
        self._thread.shutdown()
        if self._lock is not None:
            self._lock.release()

    def _guarded(self, job: Callable[[], None]) -> None:
        try:
            job()
        except OSError as error:
            logger.warning("The way back into the party is not kept: %s", error, exc_info=True)

    def _write(self, text: str) -> None:
        if self._path is None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._folder / f"{secrets.token_hex(8)}.json"
            lock = FileLock(_lock_path(path))
            if not lock.acquire():
                raise OSError(f"{_lock_path(path)} cannot be locked")
            self._path, self._lock = path, lock
        write_whole(self._path, text, durable=True)

    def _touch(self) -> None:
        if self._path is not None:
            os.utime(self._path)

    def _forget(self) -> None:
        path, lock, self._path, self._lock = self._path, self._lock, None, None
        if path is not None and lock is not None:
            _remove(path, lock)

    def _newest_first(self) -> list[Path]:
        found: list[tuple[float, Path]] = []
        with contextlib.suppress(OSError):
            for path in self._folder.glob("*.json"):
                with contextlib.suppress(OSError):
                    found.append((path.stat().st_mtime, path))
        return [path for _, path in sorted(found, reverse=True)]


def _read(path: Path, wall_now: ServerMs) -> WayBack | None:
    try:
        # Before the text is read: whoever holds the lock is the only one who writes it.
        age = wall_now / 1000 - path.stat().st_mtime
        way = read_way(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        logger.info("No way back is in %s: %s", path.name, error)
        return None
    return way if way.is_fresh(age) else None


def _remove(path: Path, lock: FileLock) -> None:
    path.unlink(missing_ok=True)
    # Released first: Windows removes no open file.
    lock.release()
    with contextlib.suppress(OSError):
        _lock_path(path).unlink()


def _lock_path(path: Path) -> Path:
    return path.with_suffix(".lock")
