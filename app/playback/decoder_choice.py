"""Which of libVLC's decoders are used, so that all members of a party hear the same sample at the same position. Pure.

Decoders disagree about where a track begins (measured with libVLC 3.0.24): mpg123 leaves out an mp3's information
frame, the encoder's delay and its own, avcodec and mad none of them: 2257 samples, 51 ms, for files made by LAME. faad
leaves out the first frame of AAC, avcodec does not: 1024 samples, 23 ms. So the same decoders are asked first
everywhere, and where a system lacks them, what the others give more is cut off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Asked in this order; ``none`` keeps libVLC from taking any other.
OWN_DECODERS: Final = "mpg123,faad,vorbis,opus,flac,araw,lpcm,g711,adpcm,a52,dca,speex,none"
OTHER_DECODERS: Final = "avcodec,none"
ANY_DECODERS: Final = "any"

#: What every layer III decoder is late by (LAME's tag specification).
_DECODER_DELAY: Final = 529
_AAC_FRAME: Final = 1024
_ID3_HEAD: Final = 10
_XING_FRAMES: Final = 1
#: What each flag of a Xing header adds to it: frames, bytes, table of contents, quality.
_XING_FIELDS: Final = ((1, 4), (2, 4), (4, 100), (8, 4))
_LAME_DELAYS: Final = 21
#: Bytes of a file in which its first frame is looked for, after an ID3 tag.
SEARCH_BYTES: Final = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Trim:
    """Frames that are too many at the start, and the true length after that, where it is known."""

    start: int = 0
    total: int | None = None


def trim_of_others(codec: bytes, head: bytes, sbr_factor: int = 1) -> Trim:
    """What `OTHER_DECODERS` give more than `OWN_DECODERS`.

    Args:
        codec: four-character code of the stream.
        head: the file's first bytes after an ID3 tag, up to `SEARCH_BYTES`.
        sbr_factor: by how much the output's rate exceeds the stream's own (2 for HE-AAC).
    """
    if codec == b"mp4a":
        return Trim(start=_AAC_FRAME * sbr_factor)
    if codec in (b"mpga", b"mp3 "):
        return _trim_of_mp3(head)
    return Trim()


def id3_length(head: bytes) -> int:
    """Bytes of an ID3v2 tag at the start of a file, from its first ten bytes; 0 where there is none."""
    if head[:3] != b"ID3" or len(head) < _ID3_HEAD:
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    footer = _ID3_HEAD if head[5] & 0x10 else 0
    return _ID3_HEAD + size + footer


def _trim_of_mp3(head: bytes) -> Trim:
    start = next((i for i in range(len(head) - 4) if head[i] == 0xFF and head[i + 1] & 0xE6 == 0xE2), None)  # noqa: PLR2004 - sync word, layer III
    if start is None:
        return Trim()
    is_mpeg1 = head[start + 1] & 0x18 == 0x18  # noqa: PLR2004 - version bits
    is_mono = head[start + 3] & 0xC0 == 0xC0  # noqa: PLR2004 - channel mode
    frame = 1152 if is_mpeg1 else 576
    side = (17 if is_mono else 32) if is_mpeg1 else (9 if is_mono else 17)
    tag = start + 4 + side
    if head[tag : tag + 4] not in (b"Xing", b"Info"):
        return Trim()
    flags = head[tag + 7] if len(head) > tag + 7 else 0
    lame = tag + 8 + sum(size for flag, size in _XING_FIELDS if flags & flag)
    delays = head[lame + _LAME_DELAYS : lame + _LAME_DELAYS + 3]
    if head[lame : lame + 4] not in (b"LAME", b"Lavf", b"Lavc") or len(delays) < 3:  # noqa: PLR2004 - two 12-bit numbers
        return Trim(start=frame)
    delay = delays[0] << 4 | delays[1] >> 4
    padding = (delays[1] & 0xF) << 8 | delays[2]
    total = None
    if flags & _XING_FRAMES:
        frames = int.from_bytes(head[tag + 8 : tag + 12], "big")
        total = max(0, frames * frame - delay - padding)
    return Trim(start=frame + delay + _DECODER_DELAY, total=total)
