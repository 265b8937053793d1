"""What a file is, by its first bytes and never by its name. Pure."""

from __future__ import annotations

from typing import Final

#: How many bytes `sniff` wants to see.
SNIFF_BYTES: Final = 4096

_PREFIXES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"fLaC", "audio/flac"),
    (b"MThd", ""),  # MIDI holds notes, not sound
    (b"MAC ", "audio/x-ape"),
    (b"wvpk", "audio/x-wavpack"),
    (b"TTA1", "audio/x-tta"),
    (b"MPCK", "audio/x-musepack"),
    (b"MP+", "audio/x-musepack"),
    (b".snd", "audio/basic"),
    (b"caff", "audio/x-caf"),
    (b"#!AMR", "audio/amr"),
    (b"DSD ", "audio/x-dsf"),
    (b"\x1aE\xdf\xa3", "audio/x-matroska"),
    # The GUID of an ASF header (WMA).
    (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), "audio/x-ms-wma"),
)

#: Ogg pages begin the first packet at 28 bytes into the stream, after the capture pattern and one lacing value.
_OGG_CODECS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"OpusHead", "audio/ogg"),
    (b"\x01vorbis", "audio/ogg"),
    (b"\x7fFLAC", "audio/ogg"),
    (b"Speex   ", "audio/ogg"),
    (b"\x80theora", ""),
)

_MPEG_RESERVED: Final = 0b11
_RIFF_HEADER: Final = 12


def sniff(head: bytes) -> str | None:
    """The content type of an audio file; None for anything else.

    Containers that may also hold pictures (MP4, Matroska, ASF, Ogg) count as audio: members decode their sound only.
    """
    for prefix, kind in _PREFIXES:
        if head.startswith(prefix):
            return kind or None
    if head[:4] in {b"RIFF", b"RF64", b"FORM"} and len(head) >= _RIFF_HEADER:
        return {b"WAVE": "audio/wav", b"AIFF": "audio/aiff", b"AIFC": "audio/aiff"}.get(head[8:12])
    if head[4:8] == b"ftyp":
        return None if head[8:12] in {b"avif", b"avis", b"heic", b"heix", b"mif1", b"crx "} else "audio/mp4"
    if head.startswith(b"OggS"):
        return next((kind or None for mark, kind in _OGG_CODECS if mark in head[:256]), None)
    return _sniff_mpeg(head)


def _sniff_mpeg(head: bytes) -> str | None:
    if head.startswith(b"ID3"):
        # The tag may be longer than what we see (cover art); FLAC with an ID3 tag exists and plays as well.
        return "audio/mpeg"
    at = len(head) - len(head.lstrip(b"\0"))
    if head[at : at + 2] == b"\x0b\x77":
        return "audio/ac3"
    if _is_mpeg_frame(head, at):
        return "audio/mpeg"
    if head[at : at + 1] == b"\xff" and len(head) > at + 1 and head[at + 1] & 0xF6 == 0xF0:  # noqa: PLR2004 - ADTS sync
        return "audio/aac"
    return None


def _is_mpeg_frame(head: bytes, at: int) -> bool:
    if len(head) < at + 4 or head[at] != 0xFF or head[at + 1] & 0xE0 != 0xE0:  # noqa: PLR2004 - ISO 11172-3 frame sync
        return False
    version, layer = head[at + 1] >> 3 & 0b11, head[at + 1] >> 1 & 0b11
    bitrate, rate = head[at + 2] >> 4, head[at + 2] >> 2 & 0b11
    return version != 1 and layer != 0 and bitrate != 0b1111 and rate != _MPEG_RESERVED  # noqa: PLR2004 - reserved
