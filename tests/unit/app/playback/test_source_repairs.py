from __future__ import annotations

import struct
from hashlib import sha256

import pytest

from app.playback.source_repairs import repaired


class Bytes:
    """A source in memory that gives at most 1000 bytes at once."""

    def __init__(self, data: bytes, *, stated: int | None = None) -> None:
        self.data = data
        self.size = len(data) if stated is None else stated

    def read(self, position: int, count: int) -> bytes:
        return self.data[position : position + min(count, 1000)]

    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


def wav(
    samples: bytes, *, stated: int | None = None, kind: int = 1, rate: int = 1000, align: int = 2, bits: int = 16
) -> bytes:
    fmt = b"fmt " + struct.pack("<IHHIIHH", 16, kind, 1, rate, rate * align, align, bits)
    size = len(samples) if stated is None else stated
    body = b"WAVE" + b"LIST\x03\0\0\0abc\0" + fmt + b"data" + struct.pack("<I", size) + samples
    return b"RIFF" + struct.pack("<I", len(body)) + body


def all_of(source: object) -> bytes:
    data = b""
    while more := source.read(len(data), 700):  # type: ignore[attr-defined]
        data += more
    return data


def test_a_wav_file_gets_silence_at_its_end() -> None:
    samples = bytes(range(1, 201)) * 10
    source = Bytes(wav(samples) + b"id3 after the samples")
    shown, frames = repaired(source)
    data = all_of(shown)
    assert frames == 1000
    assert shown.size == len(data)
    assert struct.unpack_from("<I", data, 4)[0] == len(data) - 8
    start = data.index(b"data") + 8
    assert struct.unpack_from("<I", data, start - 4)[0] == len(data) - start
    assert data[start:] == samples + bytes(2 * 200)
    assert shown.sha256() == source.sha256()


def test_eight_bit_silence_is_in_the_middle_of_the_range() -> None:
    shown, _ = repaired(Bytes(wav(b"\x01" * 10, align=1, bits=8)))
    assert all_of(shown).endswith(b"\x01" + b"\x80" * 200)


@pytest.mark.parametrize("stated", [0xFFFFFFFF, 5000], ids=["piped", "cut"])
def test_a_header_that_promises_too_much_is_not_believed(stated: int) -> None:
    _, frames = repaired(Bytes(wav(b"\x01" * 2000, stated=stated)))
    assert frames == 1000


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3",
        b"RIFF\0\0\0\0AVI LIST",
        b"RIFF\0\0\0\0WAVE",
        b"RIFF\0\0\0\0WAVEdata\0\0\0\0",
        b"RIFF\0\0\0\0WAVEfmt \x02\0\0\0\0\0data\0\0\0\0",
        wav(b"abcd", kind=0x55),
        wav(b"abcd", align=0),
        wav(b"abcd", rate=0),
        b"fLaC",
    ],
)
def test_anything_else_is_left_alone(data: bytes) -> None:
    source = Bytes(data)
    assert repaired(source) == (source, None)


def test_a_wav_file_at_the_formats_limit_is_left_alone() -> None:
    head = wav(b"ab", stated=0xFFFFFF00)
    source = Bytes(head, stated=0xFFFFFFFF + 100)
    assert repaired(source)[1] is None


def test_a_source_that_ends_early_is_read_as_far_as_it_goes() -> None:
    assert repaired(Bytes(b"RIFF", stated=100))[1] is None


def test_a_flac_file_states_the_least_block() -> None:
    data = b"fLaC\0\0\0\x22\x12\x00\x12\x00" + bytes(range(30))
    shown, frames = repaired(Bytes(data))
    assert frames is None
    assert all_of(shown) == data[:8] + b"\0\x10" + data[10:]
