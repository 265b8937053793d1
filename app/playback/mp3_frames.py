"""Where the frames of an mp3 lie, so that decoding can begin in its middle and still be exact to the sample. Pure.

An mp3 has no positions in it, but every frame gives a fixed number of samples: the frames before a point say how many
samples there are before it. A decoder that begins at a frame gives, after a few frames of warming up, the very samples
that a decode from the start gives there (measured with mpg123: bit by bit from the third frame on).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.playback.byte_source import CHUNK
from app.playback.decoder_choice import SEARCH_BYTES, id3_length, trim_of_others
from app.playback.entry import Entry, bytes_at

if TYPE_CHECKING:
    from app.playback.byte_source import ByteSource

#: Half a second: more than the bit reservoir (at most 9 frames) and the filters reach back.
WARM_UP: Final = 20
_HEADER: Final = 4
_KBPS: Final = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBPS_LOW: Final = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES: Final = (44_100, 48_000, 32_000)
_MPEG1, _MPEG2, _MPEG25 = 3, 2, 0
#: Sync word, version, layer and sample rate: they never change within a track.
_CONSTANT: Final = (0xFE, 0x0C)


def mp3_entry(source: ByteSource, seconds: float) -> Entry | None:
    """Where to begin so that samples are right from ``seconds`` on; None where that cannot be known.

    Reads everything up to there. Raises `SourceError`.
    """
    offset = id3_length(source.read(0, 10))
    head = bytes_at(source, offset, SEARCH_BYTES)
    constant = _constant(head[:_HEADER])
    if constant is None or _length(head[:_HEADER]) is None or b"VBRI" in head[:64]:
        return None
    version = head[1] >> 3 & 3
    samples = 1152 if version == _MPEG1 else 576
    rate = _RATES[head[2] >> 2 & 3] // {_MPEG1: 1, _MPEG2: 2, _MPEG25: 4}[version]
    trim = trim_of_others(b"mpga", head)
    count = int((seconds * rate + trim.start) / samples) - WARM_UP
    if count <= 0:
        return None
    found = _skip(source, offset, count, constant)
    if found is None:
        return None
    frame = count * samples - trim.start
    return Entry(offset=found, frame=frame, warm=frame + WARM_UP * samples, rate=rate, end=trim.total)


def _skip(source: ByteSource, offset: int, count: int, constant: tuple[int, int]) -> int | None:
    """The offset ``count`` frames later; None where they do not follow each other without a break."""
    data, base = b"", offset
    for _ in range(count):
        if offset + _HEADER > base + len(data):
            data, base = bytes_at(source, offset, CHUNK), offset
        header = data[offset - base : offset - base + _HEADER]
        length = _length(header)
        if length is None or _constant(header) != constant:
            return None
        offset += length
    return offset if _constant(bytes_at(source, offset, _HEADER)) == constant else None


def _constant(header: bytes) -> tuple[int, int] | None:
    """What stays the same from frame to frame."""
    if len(header) < _HEADER:
        return None
    return header[1] & _CONSTANT[0], header[2] & _CONSTANT[1]


def _length(header: bytes) -> int | None:
    """Bytes of the layer III frame with this header."""
    if len(header) < _HEADER or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:  # noqa: PLR2004 - sync word, layer III
        return None
    version, bit_rate, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or bit_rate in (0, 15) or rate == 3:  # noqa: PLR2004 - reserved, and the free format
        return None
    if version == _MPEG1:
        size = 144_000 * _KBPS[bit_rate] // _RATES[rate]
    else:
        size = 72_000 * _KBPS_LOW[bit_rate] // (_RATES[rate] // (2 if version == _MPEG2 else 4))
    return size + (header[2] >> 1 & 1)
