from __future__ import annotations

import hashlib

import pytest

from app.playback.mp3_frames import WARM_UP, mp3_entry

#: MPEG-1 layer III, 128 kbit/s, 44.1 kHz; the padded one is a byte longer.
PLAIN = b"\xff\xfb\x90\x64".ljust(417, b"\0")
PADDED = b"\xff\xfb\x92\x64".ljust(418, b"\0")
#: MPEG-2, 64 kbit/s at 22.05 kHz, and MPEG-2.5 at 11.025 kHz: half the samples.
LOW = b"\xff\xf3\x80\x64".ljust(208, b"\0")
LOWEST = b"\xff\xe3\x80\x64".ljust(417, b"\0")
PER_FRAME = 1152 / 44_100


class Bytes:
    """A source in memory that gives at most 1000 bytes at once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.size = len(data)

    def read(self, position: int, count: int) -> bytes:
        return self.data[position : position + min(count, 1000)]

    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def tagged(flags: int = 1, *, delay: int = 576, padding: int = 1000) -> bytes:
    """A first frame that tells of the file, as LAME writes it."""
    frames = (200).to_bytes(4, "big") if flags & 1 else b""
    delays = bytes((delay >> 4, (delay & 15) << 4 | padding >> 8, padding & 255))
    tag = b"Xing" + bytes((0, 0, 0, flags)) + frames + b"LAME".ljust(21, b"\0") + delays
    return (PLAIN[:36] + tag).ljust(417, b"\0")


def test_a_file_without_a_tag_counts_its_frames() -> None:
    entry = mp3_entry(Bytes(PLAIN * 200), 100 * PER_FRAME + 0.001)
    assert entry is not None
    assert entry.offset == (100 - WARM_UP) * 417
    assert (entry.frame, entry.warm) == ((100 - WARM_UP) * 1152, 100 * 1152)
    assert entry.end is None


def test_padded_frames_are_as_long_as_they_say_and_an_id3_tag_is_passed_over() -> None:
    tag = b"ID3\x03\0\0\0\0\x00\x0a" + bytes(10)
    entry = mp3_entry(Bytes(tag + (PLAIN + PADDED) * 100), 60 * PER_FRAME + 0.001)
    assert entry is not None
    assert entry.offset == 20 + (60 - WARM_UP) // 2 * (417 + 418)


def test_what_the_decoder_leaves_out_at_the_start_is_counted() -> None:
    entry = mp3_entry(Bytes(tagged() + PLAIN * 200), 3.0)
    assert entry is not None
    cut = 1152 + 576 + 529
    count = int((3.0 * 44_100 + cut) / 1152) - WARM_UP
    assert (entry.offset, entry.frame) == (count * 417, count * 1152 - cut)
    assert entry.end == 200 * 1152 - 576 - 1000
    assert entry.warm <= 3.0 * 44_100


@pytest.mark.parametrize(("frame", "rate"), [(LOW, 22_050), (LOWEST, 11_025)], ids=["MPEG-2", "MPEG-2.5"])
def test_lower_rates_have_half_the_samples(frame: bytes, rate: int) -> None:
    entry = mp3_entry(Bytes(frame * 200), 100 * 576 / rate + 0.001)
    assert entry is not None
    assert (entry.offset, entry.warm) == ((100 - WARM_UP) * len(frame), 100 * 576)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"RIFF" + bytes(4000),
        PLAIN[:4] + b"VBRI" + bytes(30_000),
        b"\xff\xfb\xf0\x64".ljust(417, b"\0") * 200,
        b"\xff\xfb\x00\x64".ljust(417, b"\0") * 200,
        b"\xff\xfb\x9c\x64".ljust(417, b"\0") * 200,
        b"\xff\xea\x90\x64".ljust(417, b"\0") * 200,
        PLAIN * 30 + b"garbage" + PLAIN * 200,
        PLAIN * 30 + LOW * 200,
        PLAIN * 50,
    ],
    ids=[
        *("empty", "another format", "another tag", "no such bit rate", "free format", "no such sample rate"),
        *("reserved version", "a break", "another rate", "too short"),
    ],
)
def test_what_cannot_be_counted_is_not_guessed(data: bytes) -> None:
    assert mp3_entry(Bytes(data), 150 * PER_FRAME) is None


def test_a_file_that_ends_where_one_would_begin_has_no_entry() -> None:
    assert mp3_entry(Bytes(PLAIN * 100), (100 + WARM_UP) * PER_FRAME + 0.001) is None


def test_near_the_beginning_the_whole_decode_is_soon_enough() -> None:
    assert mp3_entry(Bytes(PLAIN * 200), 0.3) is None
