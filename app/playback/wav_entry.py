"""Where in a WAV file a sample lies: arithmetic. Pure."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from app.playback.entry import Entry, bytes_at
from app.playback.pcm_header import find_chunks
from app.playback.source_repairs import RAW_FORMATS

if TYPE_CHECKING:
    from app.playback.byte_source import ByteSource

_HEAD_BYTES: Final = 1 << 16
#: More channels pass through a mixer, of which it is not known that it forgets.
_STEREO: Final = 2
_CHUNK_HEAD: Final = 8


def wav_entry(source: ByteSource, seconds: float) -> Entry | None:
    """Where to begin so that samples are right from ``seconds`` on; None where that cannot be known.

    Raises `SourceError`.
    """
    head = bytes_at(source, 0, _HEAD_BYTES)
    found = find_chunks(head)
    if found is None:
        return None
    fmt, data = found
    kind, channels, rate, _per_sec, align, _bits = struct.unpack_from("<HHIIHH", head, fmt + _CHUNK_HEAD)
    start = data + _CHUNK_HEAD
    size = min(struct.unpack_from("<I", head, data + 4)[0], source.size - start)
    frame = int(seconds * rate)
    if kind not in RAW_FORMATS or not 1 <= channels <= _STEREO or not align or not 0 < frame < size // align:
        return None
    frames = size // align
    # The size is that of what follows; an outer size that is too large is not minded.
    shown = head[: data + 4] + struct.pack("<I", (frames - frame) * align)
    return Entry(offset=start + frame * align, frame=frame, warm=frame, rate=rate, end=frames, head=shown)
