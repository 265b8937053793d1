"""Reads a PCM file while it grows."""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Final

import numpy as np

from app.playback.decode_report import FRAME_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

#: An interpolator looks back a little: this is more than any has taps.
_LOOK_BACK: Final = 1024
_SCALE: Final = np.float32(1 / 32768)


class PcmFile:
    """A `PcmSource` on a file of 16-bit stereo samples that a decode worker writes or has written.

    Reading takes some microseconds from the page cache: the audio thread may do it.

    Args:
        path: of the file; it must exist.
        rate: frames per second.
        offset: bytes before the first frame.
        total_frames: where the file is complete.
        limit: frames after which the file holds padding, where that is known.
    """

    def __init__(
        self, path: Path, *, rate: int, offset: int, total_frames: int | None = None, limit: int | None = None
    ) -> None:
        self._rate = rate
        self._offset = offset
        self._total = total_frames
        self._limit = limit
        # What was decoded ahead, and the frame of the track that it begins with.
        self._ahead: tuple[int, PcmFile] | None = None
        self._lock = threading.Lock()
        self._fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))

    @property
    def rate(self) -> int:
        """See `PcmSource`."""
        return self._rate

    @property
    def available_frames(self) -> int:
        """See `PcmSource`; asks the file itself, so it is never behind the decoder."""
        if self._total is not None:
            return self._total
        with self._lock:
            size = os.fstat(self._fd).st_size if self._fd >= 0 else 0
        frames = max(0, size - self._offset) // FRAME_BYTES
        return frames if self._limit is None else min(frames, self._limit)

    @property
    def total_frames(self) -> int | None:
        """See `PcmSource`."""
        return self._total

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        """See `PcmSource`; empty after `close` and for negative positions."""
        own = self.available_frames
        ahead = self._ahead if start >= 0 and self._total is None else None
        if ahead is not None and start + count > own and (begin := max(start, own)) >= ahead[0]:
            tail = ahead[1].read(begin - ahead[0], start + count - begin)
            return tail if begin == start else np.concatenate((self._read(start, begin - start), tail))
        return self._read(start, min(count, own - start))

    def _read(self, start: int, count: int) -> NDArray[np.float32]:
        if start < 0 or count <= 0:
            return np.zeros((0, 2), np.float32)
        data = self._pread(self._offset + start * FRAME_BYTES, count * FRAME_BYTES)
        whole = len(data) // FRAME_BYTES * FRAME_BYTES
        samples = np.frombuffer(data[:whole], dtype="<i2").astype(np.float32)
        samples *= _SCALE
        return samples.reshape(-1, 2)

    def reach(self, start: int) -> int:
        """See `PcmSource`."""
        own, ahead = self.available_frames, self._ahead
        if ahead is None or self._total is not None or max(start, own) < ahead[0] + _LOOK_BACK:
            return own
        return max(own, ahead[0] + ahead[1].available_frames)

    def continue_at(self, start: int, ahead: PcmFile) -> None:
        """From frame ``start`` on samples can be had from ``ahead`` while there are none here; closed with this."""
        self._ahead = (start, ahead)

    def complete(self, frames: int) -> None:
        """The decoder is done: ``frames`` is the true length."""
        self._total = frames

    def close(self) -> None:
        """Let the file go. Closing twice is harmless."""
        with self._lock:
            if self._fd >= 0:
                os.close(self._fd)
            self._fd = -1
        if self._ahead is not None:
            self._ahead[1].close()

    def _pread(self, position: int, count: int) -> bytes:
        with self._lock:
            if self._fd < 0:
                return b""
            if sys.platform == "win32":
                os.lseek(self._fd, position, os.SEEK_SET)
                return os.read(self._fd, count)
            else:  # noqa: RET505 - mypy follows platforms through if and else only
                return os.pread(self._fd, count, position)
