"""A lock on a file that the system releases when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class FileLock:
    """An exclusive lock; the file is created where missing.

    Args:
        path: of the lock file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd = -1

    def acquire(self) -> bool:
        """Take the lock without waiting; false when another process, or another object of this one, has it."""
        try:
            fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return False
        try:
            _lock(fd)
        except OSError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def release(self) -> None:
        """Let it go. Releasing twice is harmless."""
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = -1


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(fd: int) -> None:
        # flock, not lockf: a second descriptor of the same process must be refused too.
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
