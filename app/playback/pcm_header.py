"""The head of a PCM file: a WAV header, so that a file in the cache describes itself. Pure."""

from __future__ import annotations

import struct
from typing import Final

from app.playback.decode_report import FRAME_BYTES, FormatKnown

#: Enough of a file to hold its header: 44 or 68 bytes by libVLC's muxer, more where the start of the samples is hidden.
HEADER_BYTES: Final = 1 << 16
_RIFF_HEAD: Final = 12
_CHUNK_HEAD: Final = 8
_FORMAT_FIELDS: Final = 16


def read_wav_header(head: bytes, duration: float | None) -> FormatKnown | None:
    """Rate and start of the samples of a WAV file with 16-bit stereo PCM; None while its head is incomplete."""
    found = find_chunks(head)
    if found is None:
        return None
    fmt, data = found
    _kind, channels, rate, _bytes, align, _bits = struct.unpack_from("<HHIIHH", head, fmt + 8)
    if (channels, align) != (2, FRAME_BYTES) or rate <= 0:
        return None
    return FormatKnown(rate=rate, offset=data + 8, duration=duration)


def find_chunks(head: bytes) -> tuple[int, int] | None:
    """Offsets of the ``fmt`` and ``data`` chunks of a WAV file."""
    if head[:4] != b"RIFF" or head[8:12] != b"WAVE":
        return None
    fmt = -1
    position = _RIFF_HEAD
    while position + _CHUNK_HEAD <= len(head):
        name, size = head[position : position + 4], struct.unpack_from("<I", head, position + 4)[0]
        if name == b"data":
            return (fmt, position) if 0 <= fmt <= position - _CHUNK_HEAD - _FORMAT_FIELDS else None
        if name == b"fmt ":
            fmt = position
        position += _CHUNK_HEAD + size + size % 2
    return None


def hiding_patch(offset: int, frames: int) -> tuple[int, bytes]:
    """What to write where, so that the first ``frames`` of the samples at ``offset`` are no samples any more.

    A chunk that readers pass over covers them, and the ``data`` chunk begins behind.
    """
    covered = frames * FRAME_BYTES - _CHUNK_HEAD
    patch = b"junk" + struct.pack("<I", covered) + bytes(covered) + b"data" + struct.pack("<I", 0)
    return offset - _CHUNK_HEAD, patch
