from __future__ import annotations

import struct

import pytest

from app.playback.wav_entry import wav_entry
from tests.unit.app.playback.test_mp3_frames import Bytes

RATE = 1000


def wav(
    *, seconds: float = 10, kind: int = 1, channels: int = 2, stated: int | None = None, align: int | None = None
) -> Bytes:
    align = 2 * channels if align is None else align
    data = bytes(round(seconds * RATE) * 2 * channels)
    fmt = struct.pack("<HHIIHH", kind, channels, RATE, RATE * align, align, 16)
    chunks = b"fmt " + struct.pack("<I", 16) + fmt + b"LIST" + struct.pack("<I", 4) + b"abcd"
    size = len(data) if stated is None else stated
    body = b"WAVE" + chunks + b"data" + struct.pack("<I", size) + data
    return Bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def test_a_sample_lies_where_arithmetic_says() -> None:
    source = wav()
    entry = wav_entry(source, 4.0)
    assert entry is not None
    head = source.size - 40_000
    assert (entry.frame, entry.warm, entry.end, entry.rate) == (4000, 4000, 10_000, RATE)
    assert entry.offset == head + 4000 * 4


def test_the_head_that_is_shown_tells_of_the_rest_only() -> None:
    source = wav()
    entry = wav_entry(source, 4.0)
    assert entry is not None
    assert len(entry.head) == source.size - 40_000
    assert entry.head[:-4] == source.data[: len(entry.head) - 4]
    assert entry.head[-4:] == struct.pack("<I", 6000 * 4)


def test_a_header_that_promises_more_than_there_is_is_not_believed() -> None:
    entry = wav_entry(wav(stated=0xFFFFFFFF), 4.0)
    assert entry is not None
    assert entry.end == 10_000


@pytest.mark.parametrize(
    "source",
    [Bytes(b"OggS" + bytes(100)), Bytes(b""), wav(kind=2), wav(channels=6), wav(align=0), wav(seconds=4)],
    ids=["no WAV", "nothing", "compressed", "surround", "nonsense", "too short"],
)
def test_what_cannot_be_known_is_not_guessed(source: Bytes) -> None:
    assert wav_entry(source, 4.0) is None


def test_the_very_start_needs_no_entry() -> None:
    assert wav_entry(wav(), -1.0) is None
