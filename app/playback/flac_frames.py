"""Where the frames of a FLAC file lie, so that decoding can begin in its middle and still be exact. Pure.

Every frame can be decoded without those before it, and its header numbers it (RFC 9639, section 9.1). But a decode from
the start leaves damaged frames out (measured with libVLC 3.0.24), so that all samples after them move. So the frames up
to the entry are walked, each by its number, and their checksums proven: then both decodes agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.playback.entry import Entry, bytes_at

if TYPE_CHECKING:
    from app.playback.byte_source import ByteSource

_MARKER: Final = b"fLaC"
_BLOCK_HEAD: Final = 4
_INFO_BYTES: Final = 34
_MOST_BLOCKS: Final = 128
_LAST_BLOCK: Final = 0x80
#: Sync code and blocks of one size; what numbers samples instead of blocks is rare, and not entered.
_SYNC: Final = b"\xff\xf8"
#: Sync code, block size and rate, channels and depth, at most 7 bytes of number, 2 + 2 of size and rate, checksum.
_HEADER_MOST: Final = 16
#: More than the longest frame of two channels and 24 bits: 65,535 samples as they are.
_FRAME_MOST: Final = 400_000
_READ_BYTES: Final = 1 << 20
#: More channels pass through a mixer, of which it is not known that it forgets.
_CHANNELS_MOST: Final = 2
#: x to the power of 8 × 32,767 is 1 modulo the checksum's polynomial, x¹⁶ + x¹⁵ + x² + 1: bytes so far apart can be
#: added up before the checksum is taken, which makes it as fast as reading.
_PERIOD: Final = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class _Info:
    """STREAMINFO: what is the same for all frames."""

    block: int
    rate: int
    raw: bytes


def flac_entry(source: ByteSource, seconds: float) -> Entry | None:
    """Where to begin so that samples are right from ``seconds`` on; None where that cannot be known.

    Reads everything up to there. Raises `SourceError`.
    """
    if bytes_at(source, 0, len(_MARKER)) != _MARKER:
        return None
    found = _metadata(source)
    if found is None:
        return None
    info, first = found
    count = int(seconds * info.rate) // info.block
    offset = _skip(source, first, count, info.block) if count > 0 else None
    if offset is None:
        return None
    head = _MARKER + bytes((_LAST_BLOCK, 0, 0, _INFO_BYTES)) + info.raw
    return Entry(offset=offset, frame=count * info.block, warm=count * info.block, rate=info.rate, head=head)


def _skip(source: ByteSource, first: int, count: int, block: int) -> int | None:
    """The offset of frame ``count``; None where not all before it are there and sound."""
    data = bytes_at(source, first, _READ_BYTES)
    kind = data[2:4]
    extra = _extra_bytes(data, block)
    if extra is None or not _is_header(data, 0, _coded(0), kind, extra):
        return None
    begin = _SYNC + kind[:1]
    base, at, checksum = first, 0, _Checksum()
    for number in range(1, count + 1):
        if len(data) - at < _FRAME_MOST:
            checksum.add(data[:at])
            data, base, at = data[at:] + bytes_at(source, base + len(data), _READ_BYTES), base + at, 0
        coded = _coded(number)
        at = data.find(begin, at + 1)
        while at >= 0 and not _is_header(data, at, coded, kind, extra):
            at = data.find(begin, at + 1)
        if at < 0:
            return None
    checksum.add(data[:at])
    return base + at if checksum.is_right() else None


def _extra_bytes(head: bytes, block: int) -> int | None:
    """Bytes that the headers of this file have after the number; None where blocks are not as long as stated."""
    if len(head) < _HEADER_MOST:
        return None
    size_code, rate_code = head[2] >> 4, head[2] & 15
    extra = {6: 1, 7: 2}.get(size_code, 0)
    size = int.from_bytes(head[5 : 5 + extra], "big") + 1 if extra else _block_size(size_code)
    return extra + {12: 1, 13: 2, 14: 2}.get(rate_code, 0) if size == block else None


def _is_header(data: bytes, at: int, coded: bytes, kind: bytes, extra: int) -> bool:
    """The header of the frame with this number; ``kind`` is sizes, channels and depth of the first one."""
    if not data.startswith(coded, at + 4) or not data.startswith(_SYNC, at) or (data[at + 3] ^ kind[1]) & 15:
        return False
    end = at + 5 + len(coded) + extra
    value = 0
    for byte in data[at:end]:
        value = _CRC8[value ^ byte]
    return value == 0 and end <= len(data)


def _block_size(code: int) -> int:
    """Samples in a block by the header's code, where it needs no more bytes."""
    if code == 1:
        return 192
    return 576 << (code - 2) if code in (2, 3, 4, 5) else 256 << (code - 8) if code > 7 else 0  # noqa: PLR2004 - codes


def _coded(number: int) -> bytes:
    """A number as the headers have it: like UTF-8, up to 31 bits."""
    if number < 0x80:  # noqa: PLR2004 - one byte
        return bytes((number,))
    length = 2
    while number >> (5 * length + 1):
        length += 1
    tail = (0x80 | number >> 6 * place & 0x3F for place in reversed(range(length - 1)))
    return bytes((0xFF00 >> length & 0xFF | number >> 6 * (length - 1), *tail))


def _metadata(source: ByteSource) -> tuple[_Info, int] | None:
    """STREAMINFO, and the offset of the first frame."""
    raw = bytes_at(source, len(_MARKER) + _BLOCK_HEAD, _INFO_BYTES)
    at = len(_MARKER)
    for _ in range(_MOST_BLOCKS):
        block = bytes_at(source, at, _BLOCK_HEAD)
        if len(block) < _BLOCK_HEAD:
            return None
        at += _BLOCK_HEAD + int.from_bytes(block[1:], "big")
        if block[0] & _LAST_BLOCK:
            info = _info(raw)
            return (info, at) if info is not None else None
    return None


def _info(raw: bytes) -> _Info | None:
    if len(raw) < _INFO_BYTES:
        return None
    packed = int.from_bytes(raw[10:18], "big")
    info = _Info(block=int.from_bytes(raw[2:4], "big"), rate=packed >> 44, raw=raw)
    channels = (packed >> 41 & 7) + 1
    return info if info.rate and info.block and channels <= _CHANNELS_MOST else None


class _Checksum:
    """Of many frames at once: each ends in its own, so that each, and all of them in a row, leave no remainder."""

    def __init__(self) -> None:
        self._sum = 0
        self._rest = b""

    def add(self, data: bytes) -> None:
        """The next bytes."""
        data = self._rest + data
        whole = len(data) // _PERIOD * _PERIOD
        for start in range(0, whole, _PERIOD):
            self._sum ^= int.from_bytes(data[start : start + _PERIOD], "big")
        self._rest = data[whole:]

    def is_right(self) -> bool:
        """All frames were sound. To be asked once."""
        total = self._sum ^ int.from_bytes(self._rest.ljust(_PERIOD, b"\0"), "big")
        return _remainder(total.to_bytes(_PERIOD, "big"), 0x18005, 16) == 0


def _remainder(data: bytes, polynomial: int, bits: int) -> int:
    """Of a division of polynomials, without carry."""
    value = 0
    for byte in data:
        value = value << 8 | byte
        for place in range(7, -1, -1):
            if value >> (bits + place) & 1:
                value ^= polynomial << place
    return value


_CRC8: Final = tuple(_remainder(bytes((byte, 0)), 0x107, 8) for byte in range(256))
