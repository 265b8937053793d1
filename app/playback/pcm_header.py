"""The head of a PCM file: a WAV header, so that a file in the cache describes itself. Pure."""

from __future__ import annotations

import struct
from typing import Final

from app.playback.decode_report import FRAME_BYTES, FormatKnown

#: Enough of a file to hold its header; libVLC's WAV muxer writes 44 or 68 bytes.
HEADER_BYTES: Final = 256


def read_wav_header(head: bytes, duration: float | None) -> FormatKnown | None:
    """Rate and start of the samples of a WAV file with 16-bit stereo PCM; None while its head is incomplete."""
    fmt = head.find(b"fmt ")
    data = head.find(b"data", fmt + 4)
    if head[:4] != b"RIFF" or fmt < 0 or data < 0 or len(head) < data + 8:
        return None
    _kind, channels, rate, _bytes, align, _bits = struct.unpack_from("<HHIIHH", head, fmt + 8)
    if (channels, align) != (2, FRAME_BYTES) or rate <= 0:
        return None
    return FormatKnown(rate=rate, offset=data + 8, duration=duration)
