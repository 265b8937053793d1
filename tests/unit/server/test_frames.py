from __future__ import annotations

import struct

import pytest

from server.frames import close_frame, frame_of, pong_frame, text_frame
from server.protocol.messages import HostPause, QueueUpdated, Stop


@pytest.mark.parametrize(
    ("size", "header"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e" + struct.pack("!H", 126)),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f" + struct.pack("!Q", 65_536)),
    ],
)
def test_the_header_is_the_shortest_that_rfc_6455_allows(size: int, header: bytes) -> None:
    assert text_frame(b"x" * size) == header + b"x" * size


def test_a_message_becomes_one_frame() -> None:
    frame = frame_of(HostPause())
    assert frame.data == b'\x81\x12{"t":"HOST_PAUSE"}'
    assert frame.supersedes is None


def test_pictures_of_a_whole_state_supersede_older_ones() -> None:
    assert frame_of(QueueUpdated(items=())).supersedes == "QUEUE_UPDATED"
    assert frame_of(Stop()).supersedes is None


def test_a_pong_brings_back_what_the_ping_brought() -> None:
    assert pong_frame(b"abc").data == b"\x8a\x03abc"


def test_a_goodbye_says_its_code_and_why() -> None:
    assert close_frame(1008, "too much").data == b"\x88\x0a\x03\xf0too much"
