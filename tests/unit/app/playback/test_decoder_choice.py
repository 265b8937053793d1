from __future__ import annotations

import pytest

from app.playback.decoder_choice import OTHER_DECODERS, OWN_DECODERS, Trim, id3_length, trim_of_others

MPEG1_STEREO = b"\xff\xfb\xb0\x00"
MPEG1_MONO = b"\xff\xfb\xb0\xc0"
MPEG2_STEREO = b"\xff\xf3\xb0\x00"
MPEG2_MONO = b"\xff\xf3\xb0\xc0"


def mp3(
    head: bytes = MPEG1_STEREO,
    side: int = 32,
    *,
    tag: bytes = b"Info",
    flags: int = 15,
    frames: int = 384,
    encoder: bytes = b"LAME3.100",
    delay: int = 576,
    padding: int = 792,
) -> bytes:
    fields = b"".join(
        data
        for flag, data in ((1, frames.to_bytes(4, "big")), (2, bytes(4)), (4, bytes(100)), (8, bytes(4)))
        if flags & flag
    )
    delays = (delay << 12 | padding).to_bytes(3, "big")
    return head + bytes(side) + tag + bytes((0, 0, 0, flags)) + fields + encoder.ljust(21, b"\0") + delays + bytes(200)


@pytest.mark.parametrize("codec", [b"mpga", b"mp3 "])
def test_an_mp3_made_by_lame_states_what_is_too_much(codec: bytes) -> None:
    assert trim_of_others(codec, b"\0\0" + mp3()) == Trim(start=1152 + 576 + 529, total=384 * 1152 - 576 - 792)


@pytest.mark.parametrize(
    ("head", "side", "frame"),
    [(MPEG1_MONO, 17, 1152), (MPEG2_STEREO, 17, 576), (MPEG2_MONO, 9, 576)],
    ids=["mono", "low rate", "mono at a low rate"],
)
def test_every_kind_of_mp3_is_understood(head: bytes, side: int, frame: int) -> None:
    trim = trim_of_others(b"mpga", mp3(head, side))
    assert trim == Trim(start=frame + 576 + 529, total=384 * frame - 576 - 792)


def test_without_a_count_of_frames_the_length_is_unknown() -> None:
    assert trim_of_others(b"mpga", mp3(flags=14)) == Trim(start=2257)


def test_an_index_of_another_encoder_is_one_frame_too_much() -> None:
    assert trim_of_others(b"mpga", mp3(tag=b"Xing", encoder=b"Other")) == Trim(start=1152)


@pytest.mark.parametrize(
    "head",
    [b"", b"\xff\xfb", mp3(tag=b"none"), b"no sync at all", mp3()[:43]],
    ids=["empty", "cut", "no index", "no frame", "cut in the index"],
)
def test_an_mp3_without_an_index_is_left_alone(head: bytes) -> None:
    trim = trim_of_others(b"mpga", head)
    assert trim.total is None
    assert trim.start in (0, 1152)


def test_aac_is_one_frame_too_much() -> None:
    assert trim_of_others(b"mp4a", b"") == Trim(start=1024)
    assert trim_of_others(b"mp4a", b"", sbr_factor=2) == Trim(start=2048)


def test_other_codecs_agree() -> None:
    assert trim_of_others(b"flac", b"") == Trim()


@pytest.mark.parametrize(
    ("head", "length"),
    [
        (b"ID3\x04\0\0\0\0\x02\x01rest", 10 + 257),
        (b"ID3\x04\0\x10\0\0\0\x05", 10 + 5 + 10),
        (b"ID3", 0),
        (b"\xff\xfb\x90\0\0\0\0\0\0\0", 0),
    ],
    ids=["plain", "with a footer", "cut", "none"],
)
def test_an_id3_tag_has_a_length(head: bytes, length: int) -> None:
    assert id3_length(head) == length


def test_only_the_chosen_decoders_are_asked() -> None:
    assert OWN_DECODERS.endswith(",none")
    assert OTHER_DECODERS.endswith(",none")
