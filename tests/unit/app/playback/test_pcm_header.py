from __future__ import annotations

import struct

import pytest

from app.playback.decode_report import FormatKnown
from app.playback.pcm_header import hiding_patch, read_wav_header


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


def test_the_start_of_the_samples_can_be_hidden() -> None:
    samples = b"".join(bytes((n, n, n, n)) for n in range(1, 11)) + b"data in the samples"
    data = bytearray(header() + samples)
    offset, patch = hiding_patch(len(header()), 4)
    data[offset : offset + len(patch)] = patch
    form = read_wav_header(bytes(data), None)
    assert form is not None
    assert data[form.offset :] == samples[16:]


def test_an_odd_chunk_is_passed_over_with_its_padding() -> None:
    whole = header()
    with_chunk = whole[:12] + b"note\x03\0\0\0abc\0" + whole[12:]
    form = read_wav_header(with_chunk, None)
    assert form is not None
    assert form.offset == len(with_chunk)


def test_samples_before_their_format_are_no_wav() -> None:
    whole = header()
    assert read_wav_header(whole[:12] + whole[-8:] + whole[12:-8], None) is None
