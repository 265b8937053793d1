"""Shows libVLC a file in a form that it decodes to the last sample. Pure but for the source it reads.

Two faults, measured with libVLC 3.0.24:

* Its packetizer for raw PCM never lets go of the last packet: every WAV file comes out 50 ms short. So libVLC is shown
  0.2 s of silence more than there is, and what comes out is cut to the true length.
* Its FLAC packetizer takes a last frame of a common size (192, 576, 2304, 256 ...) for garbage, because it is shorter
  than the smallest block that STREAMINFO states, which by the format leaves the last one out. The frame before is
  lost too: up to 0.2 s. So the stated minimum is shown as 16, the least that the format knows.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from app.playback.pcm_header import find_chunks

if TYPE_CHECKING:
    from app.playback.byte_source import ByteSource

_HEAD_BYTES: Final = 1 << 16
_WAV_HEAD: Final = 12
_SILENCE_SEC: Final = 0.2
_SIZE_LIMIT: Final = 0xFFFFFFFF
#: PCM, IEEE float, extensible; compressed formats have packetizers of their own.
RAW_FORMATS: Final = frozenset({1, 3, 0xFFFE})
_UNSIGNED_BITS: Final = 8  # WAV of up to 8 bits is unsigned
#: Marker, block header, then STREAMINFO, which comes first by the format's rule and starts with the smallest block.
_FLAC_HEAD: Final = 10
_FLAC_LEAST_BLOCK: Final = 16


def repaired(source: ByteSource) -> tuple[ByteSource, int | None]:
    """A source for libVLC, and the true number of frames where it is needed.

    Raises:
        SourceError: the first bytes cannot be read.
    """
    head = _read_to(source, _WAV_HEAD)
    if head[:4] == b"fLaC" and len(head) >= _FLAC_HEAD:
        patched = head[:8] + struct.pack(">H", _FLAC_LEAST_BLOCK)
        return _Patched(source, patched, source.size, b""), None
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return _with_tail(source, _read_to(source, _HEAD_BYTES))
    return source, None


def _with_tail(source: ByteSource, head: bytes) -> tuple[ByteSource, int | None]:
    found = find_chunks(head)
    if found is None:
        return source, None
    fmt, data = found
    kind, _channels, rate, _per_sec, align, bits = struct.unpack_from("<HHIIHH", head, fmt + 8)
    # A header may promise more than there is: written to a pipe, or cut.
    size = min(struct.unpack_from("<I", head, data + 4)[0], source.size - data - 8)
    pad = int(rate * _SILENCE_SEC) * align
    if kind not in RAW_FORMATS or not align or not rate or size + pad + data + 8 > _SIZE_LIMIT:
        return source, None
    frames = size // align
    end = data + 8 + frames * align
    patched = bytearray(head[: data + 8])
    struct.pack_into("<I", patched, 4, end - 8 + pad)
    struct.pack_into("<I", patched, data + 4, frames * align + pad)
    silence = (b"\x80" if bits <= _UNSIGNED_BITS else b"\0") * pad
    return _Patched(source, bytes(patched), end, silence), frames


def _read_to(source: ByteSource, count: int) -> bytes:
    """The first ``count`` bytes, fewer where there are no more."""
    head = b""
    while len(head) < min(count, source.size):
        more = source.read(len(head), count - len(head))
        if not more:
            break
        head += more
    return head


class _Patched:
    """``head``, then the source up to ``end``, then ``tail``."""

    def __init__(self, source: ByteSource, head: bytes, end: int, tail: bytes) -> None:
        self._source = source
        self._head = head
        self._end = end
        self._tail = tail
        self.size = end + len(tail)

    def read(self, position: int, count: int) -> bytes:
        """See `ByteSource`."""
        if position < len(self._head):
            return self._head[position : position + count]
        if position < self._end:
            return self._source.read(position, min(count, self._end - position))
        return self._tail[position - self._end :][:count]

    def sha256(self) -> str:
        """Of the true bytes."""
        return self._source.sha256()
