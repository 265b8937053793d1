from __future__ import annotations

from app.playback.entry import bytes_at


class Drops:
    """A source that gives one byte at a time."""

    size = 5

    def read(self, position: int, count: int) -> bytes:
        return b"abcde"[position : position + min(count, 1)]

    def sha256(self) -> str:
        return ""


def test_all_bytes_are_read_however_few_come_at_once() -> None:
    assert bytes_at(Drops(), 1, 3) == b"bcd"


def test_there_are_fewer_at_the_end_only() -> None:
    assert bytes_at(Drops(), 3, 10) == b"de"
