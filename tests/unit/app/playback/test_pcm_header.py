from __future__ import annotations

import struct

import pytest

from app.playback.decode_report import FormatKnown
from app.playback.pcm_header import read_wav_header


def header(*, channels: int = 2, rate: int = 48_000, align: int = 4, size: int = 16) -> bytes:
    fmt = struct.pack("<HHIIHH", 1, channels, rate, rate * align, align, 16).ljust(size, b"\0")
    return b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<I", size) + fmt + b"data\0\0\0\0"


@pytest.mark.parametrize("size", [16, 40], ids=["plain", "extensible"])
def test_rate_and_start_are_in_the_header(size: int) -> None:
    head = header(size=size)
    assert read_wav_header(head + b"samples", 2.5) == FormatKnown(rate=48_000, offset=len(head), duration=2.5)


@pytest.mark.parametrize(
    "head",
    [b"", b"RIFF", header()[:-1], header(channels=1), header(align=8), header(rate=0), b"XXXX" + header()[4:]],
    ids=["empty", "short", "cut", "mono", "wide", "no rate", "not wav"],
)
def test_anything_else_is_no_header(head: bytes) -> None:
    assert read_wav_header(head, None) is None
