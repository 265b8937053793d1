"""What libVLC is fed from: a seekable run of bytes, and what it says when they cannot be had."""

from __future__ import annotations

import hashlib
from typing import Final, Protocol

#: Bytes in one read: small enough to notice the end of the job soon.
CHUNK: Final = 1 << 18


class SourceError(Exception):
    """The bytes cannot be had.

    Attributes:
        code: ``not-found``, ``unreachable`` or ``endless-stream``.
        detail: for the log.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class ByteSource(Protocol):
    """A seekable run of bytes of known size, used by one thread at a time."""

    @property
    def size(self) -> int:
        """Bytes in all."""
        ...

    def read(self, position: int, count: int) -> bytes:
        """Between 1 and ``count`` bytes from ``position`` on; none at the end only.

        Raises:
            SourceError: after every retry that makes sense.
        """
        ...

    def sha256(self) -> str:
        """Of all the bytes; fetches what is missing. Raises `SourceError`."""
        ...


def digest_of(source: ByteSource) -> str:
    """The sha256 of all the bytes, in hexadecimal."""
    digest = hashlib.sha256()
    position = 0
    while data := source.read(position, CHUNK):
        digest.update(data)
        position += len(data)
    return digest.hexdigest()
