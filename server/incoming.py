"""A file that is arriving: hashed while it is written, gone without a trace unless it was kept."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from typing import TYPE_CHECKING, Final, Self

from server.protocol.errors import ErrorCode, ProtocolError
from server.sniff import SNIFF_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

logger = logging.getLogger(__name__)

#: Written by a thread in pieces of this size: a slow disk never stops the clock.
_PIECE: Final = 1024 * 1024


class Incoming:
    """One upload; use it as a context manager.

    Args:
        path: a file of its own, which does not exist yet.
        code: the party that it is for.
        announced: how many bytes the sender has announced; 0 if it has not.
        check: raises ProtocolError when there is no room for what has come of it.

    Attributes:
        size: bytes that have come.
        written: bytes that are on the disk.
        head: the first bytes, for `server.sniff`.
    """

    def __init__(self, path: Path, *, code: str, announced: int, check: Callable[[Incoming], None]) -> None:
        self.path = path
        self.code = code
        self.size = 0
        self.written = 0
        self.head = b""
        self._announced = announced
        self._check = check
        self._hash = hashlib.sha256()
        self._buffer = bytearray()
        self._file: BinaryIO | None = None

    @property
    def claim(self) -> int:
        """Bytes that its party's quota is charged with while it arrives."""
        return max(self._announced, self.size)

    @property
    def sha256(self) -> str:
        """Of everything written so far; complete after `finish`."""
        return self._hash.hexdigest()

    async def __aenter__(self) -> Self:
        with on_a_full_disk():
            self._file = await asyncio.to_thread(self.path.open, "xb")
        return self

    async def __aexit__(self, *_exc: object) -> None:
        # A disk that fails may fail here again; what is left is deleted at the next start.
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    async def write(self, data: bytes) -> None:
        """Take the next bytes.

        Raises:
            ProtocolError: the file is larger than the relay takes, or the disk takes no more.
        """
        self.size += len(data)
        if len(self.head) < SNIFF_BYTES:
            self.head += data[: SNIFF_BYTES - len(self.head)]
        self._buffer += data
        if len(self._buffer) >= _PIECE:
            self._check(self)
            await self._spill()

    async def finish(self) -> None:
        """Everything is on its way to the disk, under its temporary name; nothing more happens the second time.

        Raises:
            ProtocolError: as for `write`.
        """
        if self._file is None:
            return
        self._check(self)
        await self._spill()
        file, self._file = self._file, None
        with on_a_full_disk():
            await asyncio.to_thread(file.close)

    async def _spill(self) -> None:
        data, self._buffer = bytes(self._buffer), bytearray()
        if self._file is not None and data:
            with on_a_full_disk():
                await asyncio.to_thread(self._put, self._file, data)
            self.written += len(data)

    def _put(self, file: BinaryIO, data: bytes) -> None:
        self._hash.update(data)
        file.write(data)


@contextlib.contextmanager
def on_a_full_disk() -> Iterator[None]:
    """Say what a disk's refusal means to the sender.

    Raises:
        ProtocolError: the disk refused.
    """
    try:
        yield
    except OSError as error:
        logger.exception("An upload could not be written")
        raise ProtocolError(
            ErrorCode.DISK_FULL, "The relay cannot write to its disk. Ask whoever runs it to look after it."
        ) from error
