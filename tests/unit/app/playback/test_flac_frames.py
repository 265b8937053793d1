from __future__ import annotations

import hashlib
from functools import cache

import pytest

from app.playback.flac_frames import flac_entry
from tests.unit.app.playback.test_mp3_frames import Bytes

RATE = 44_100
BLOCK = 4096
PER_FRAME = BLOCK / RATE


@cache
def crc_of_byte(byte: int, polynomial: int, bits: int) -> int:
    """By the definition, bit by bit."""
    value = byte << (bits - 8)
    for _ in range(8):
        value = value << 1 ^ (polynomial if value >> (bits - 1) else 0)
        value &= (1 << bits) - 1
    return value


def crc(data: bytes, polynomial: int, bits: int) -> bytes:
    table = [crc_of_byte(byte, polynomial, bits) for byte in range(256)]
    value = 0
    for byte in data:
        value = value << 8 & (1 << bits) - 1 ^ table[value >> (bits - 8) ^ byte]
    return value.to_bytes(bits // 8, "big")


def coded(value: int) -> bytes:
    """A number as FLAC codes it: like UTF-8, which ends at 31 bits in Python, by hand."""
    if value < 0x80:
        return bytes((value,))
    length = 2
    while value >> (5 * length + 1):
        length += 1
    tail = [0x80 | value >> 6 * place & 0x3F for place in range(length - 1)][::-1]
    return bytes(((0xFF00 >> length & 0xFF) | value >> 6 * (length - 1), *tail))


def frame(
    number: int,
    *,
    sizes: int = 0xC9,
    channels: int = 1,
    extra: bytes = b"",
    filling: bytes = b"",
) -> bytes:
    """One of 4096 samples at 44.1 kHz; ``sizes`` holds the codes of block size and rate, ``extra`` what they add."""
    head = bytes((0xFF, 0xF8, sizes, channels << 4 | 8)) + coded(number) + extra
    head += crc(head, 0x07, 8)
    whole = head + (filling or hashlib.shake_128(bytes((number % 256,))).digest(24 + number % 7))
    return whole + crc(whole, 0x8005, 16)


def flac(frames: list[bytes], *, rate: int = RATE, channels: int = 2, block: int = BLOCK) -> Bytes:
    packed = rate << 44 | (channels - 1) << 41 | 15 << 36 | len(frames) * block
    info = block.to_bytes(2, "big") * 2 + bytes(6) + packed.to_bytes(8, "big") + bytes(16)
    comment = b"\x84" + (9).to_bytes(3, "big") + b"\xff\xf8 words."
    return Bytes(b"fLaC\0\0\0\x22" + info + comment + b"".join(frames))


def song(count: int = 400, **kind: int | bool) -> list[bytes]:
    return [frame(number, **kind) for number in range(count)]  # type: ignore[arg-type]


@pytest.mark.parametrize("seconds", [0.1, 3.0, 30.0, 36.9])
def test_the_frame_that_holds_a_moment_is_found(seconds: float) -> None:
    frames = song()
    source = flac(frames)
    entry = flac_entry(source, seconds)
    assert entry is not None
    number = int(seconds / PER_FRAME)
    assert (entry.frame, entry.warm) == (number * BLOCK, number * BLOCK)
    assert entry.offset == source.size - sum(map(len, frames[number:]))
    assert (entry.rate, entry.end) == (RATE, None)


def test_the_head_that_is_shown_is_the_marker_and_what_the_decoder_needs() -> None:
    source = flac(song())
    entry = flac_entry(source, 30.0)
    assert entry is not None
    assert entry.head == b"fLaC\x80\0\0\x22" + source.data[8:42]


@pytest.mark.parametrize(
    ("block", "sizes", "extra"),
    [
        (192, 0x19, b""),
        (1152, 0x39, b""),
        (100, 0x69, b"\x63"),
        (4608, 0x79, b"\x11\xff"),
        (4096, 0xCC, b"\x2c"),
        (4096, 0xCD, b"\xac\x44"),
    ],
    ids=["192", "1152", "8 bits", "16 bits", "rate in kHz", "rate in Hz"],
)
def test_sizes_and_rates_are_read_in_every_code(block: int, sizes: int, extra: bytes) -> None:
    frames = [frame(number, sizes=sizes, extra=extra) for number in range(40)]
    entry = flac_entry(flac(frames, block=block), 30 * block / RATE)
    assert entry is not None
    assert entry.frame % block == 0


def test_bytes_that_look_like_the_next_frame_are_passed_over() -> None:
    def alike(number: int) -> bytes:
        start = frame(number + 1)[: 4 + len(coded(number + 1))]
        wrong = crc(start, 0x07, 8)[0] ^ 0xFF
        return start + bytes((wrong,)) + start[:3] + bytes(20) + frame(number + 2)[:12] + bytes(20)

    frames = [frame(number, filling=alike(number)) for number in range(400)]
    source = flac(frames)
    entry = flac_entry(source, 12.0)
    assert entry is not None
    assert source.data[entry.offset :].startswith(frames[entry.frame // BLOCK])


def test_bytes_that_are_in_all_the_header_of_the_next_frame_are_not_entered() -> None:
    frames = [frame(number, filling=frame(number + 1)[:12] + bytes(40)) for number in range(400)]
    assert flac_entry(flac(frames), 12.0) is None


def test_numbers_of_three_bytes_are_known() -> None:
    frames = song(2200, sizes=0x19)
    entry = flac_entry(flac(frames, block=192), 2100 * 192 / RATE + 0.001)
    assert entry is not None
    assert entry.frame == 2100 * 192


def test_a_long_file_is_walked_in_pieces() -> None:
    frames = [frame(number, filling=bytes(9000) + bytes((number % 251,))) for number in range(300)]
    source = flac(frames)
    entry = flac_entry(source, 27.0)
    assert entry is not None
    assert source.data[entry.offset :].startswith(frames[entry.frame // BLOCK])


@pytest.mark.parametrize("number", [0, 5, 130, 250])
def test_no_file_is_entered_behind_a_damage(number: int) -> None:
    """The decode from the start leaves such frames out: what follows has moved."""
    frames = song()
    bitten, gone, cut = list(frames), list(frames), list(frames)
    bitten[number] = frames[number][:15] + bytes((frames[number][15] ^ 4,)) + frames[number][16:]
    cut[number] = frames[number][:-5]
    del gone[number]
    assert [flac_entry(flac(damaged), 30.0) for damaged in (bitten, cut, gone)] == [None] * 3
    before = flac_entry(flac(bitten), number * PER_FRAME)
    assert number == 0 or before is not None


@pytest.mark.parametrize(
    "source",
    [
        Bytes(b"RIFF" + bytes(100)),
        Bytes(b"fLaC"),
        Bytes(b"fLaC\x80\0\0\x22" + bytes(10)),
        Bytes(flac(song(2)).data[:42] + b"\0\0\0\0" * 200),
        flac(song(), rate=0),
        flac(song(), channels=6),
        flac(song(), block=4608),
        flac(song(100)),
        flac([frame(0)[:9]]),
        flac([bytes(300) for _ in range(400)]),
        flac(song()[3:]),
        flac(song(sizes=0x09)),
    ],
    ids=[
        "no FLAC",
        "cut",
        "cut in its metadata",
        "endless metadata",
        "no rate",
        "surround",
        "blocks of another size than stated",
        "too short",
        "not even a header",
        "no first frame",
        "a piece of a longer track",
        "reserved size",
    ],
)
def test_what_cannot_be_known_is_not_guessed(source: Bytes) -> None:
    assert flac_entry(source, 30.0) is None


def test_the_very_start_needs_no_entry() -> None:
    assert flac_entry(flac(song(3)), -1.0) is None
