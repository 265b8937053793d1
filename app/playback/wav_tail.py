"""Keeps the end of a WAV file: libVLC's packetizer for raw PCM never lets go of the last packet, up to 50 ms.

Measured with libVLC 3.0.24: every PCM file comes out short by exactly one packet. So the file that libVLC is shown has
0.2 s of silence more than it really has, and what comes out is cut to the true length.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.playback.decode_source import ByteSource

_HEAD_BYTES: Final = 1 << 16
_SILENCE_SEC: Final = 0.2
_FORMAT_FIELDS: Final = 16
_SIZE_LIMIT: Final = 0xFFFFFFFF
#: PCM, IEEE float, extensible; compressed formats have packetizers of their own.
_RAW_FORMATS: Final = frozenset({1, 3, 0xFFFE})


def with_tail(source: ByteSource) -> tuple[ByteSource, int | None]:
    """A source for libVLC, and the true number of frames where it is known.

    Raises:
        SourceError: the first bytes cannot be read.
    """
    head = _read_head(source)
    found = _find_chunks(head)
    if found is None:
        return source, None
    fmt, data = found
    kind, _channels, rate, _per_sec, align, bits = struct.unpack_from("<HHIIHH", head, fmt + 8)
    size = min(struct.unpack_from("<I", head, data + 4)[0], source.size - data - 8)
    pad = int(rate * _SILENCE_SEC) * align
    if kind not in _RAW_FORMATS or not align or not rate or size + pad + data + 8 > _SIZE_LIMIT:
        return source, None
    frames = size // align
    silence = (b"\x80" if bits == 8 else b"\0") * pad  # noqa: PLR2004 - 8-bit WAV is unsigned
    patched = bytearray(head[: data + 8])
    struct.pack_into("<I", patched, 4, min(_SIZE_LIMIT, data + frames * align + pad))
    struct.pack_into("<I", patched, data + 4, frames * align + pad)
    return _Padded(source, bytes(patched), data + 8 + frames * align, silence), frames


def _read_head(source: ByteSource) -> bytes:
    head = source.read(0, 12)
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return b""
    while len(head) < min(_HEAD_BYTES, source.size):
        head += source.read(len(head), _HEAD_BYTES - len(head))
    return head


def _find_chunks(head: bytes) -> tuple[int, int] | None:
    """Offsets of the ``fmt`` and ``data`` chunks."""
    fmt = -1
    position = 12
    while position + 8 <= len(head):
        name, size = head[position : position + 4], struct.unpack_from("<I", head, position + 4)[0]
        if name == b"data":
            return (fmt, position) if 0 <= fmt <= len(head) - 8 - _FORMAT_FIELDS else None
        if name == b"fmt ":
            fmt = position
        position += 8 + size + size % 2
    return None


class _Padded:
    """``head``, then the source up to ``end``, then silence."""

    def __init__(self, source: ByteSource, head: bytes, end: int, silence: bytes) -> None:
        self._source = source
        self._head = head
        self._end = end
        self._silence = silence
        self.size = end + len(silence)

    def read(self, position: int, count: int) -> bytes:
        """See `ByteSource`."""
        if position < len(self._head):
            return self._head[position : position + count]
        if position < self._end:
            return self._source.read(position, min(count, self._end - position))
        return self._silence[position - self._end :][:count]

    def sha256(self) -> str:
        """Of the true bytes."""
        return self._source.sha256()
