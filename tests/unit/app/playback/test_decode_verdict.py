from __future__ import annotations

from dataclasses import replace

import pytest

from app.playback.decode_verdict import Outcome, announces_exactly, is_damaged, judge

FINE = Outcome(frames=441_000, rate=44100, announced=10.0, head=b"fLaC", has_audio=True, protected=False)


def code_of(outcome: Outcome) -> str | None:
    failed = judge(outcome)
    return failed.code if failed is not None else None


def test_a_whole_track_is_fine() -> None:
    assert code_of(FINE) is None
    assert not is_damaged(FINE)


def test_nothing_decoded_from_no_audio_stream_is_not_audio() -> None:
    assert code_of(replace(FINE, frames=0, has_audio=False)) == "not-audio"


def test_nothing_decoded_from_an_audio_stream_is_corrupt() -> None:
    assert code_of(replace(FINE, frames=0)) == "corrupt"


def test_nothing_decoded_from_an_encrypted_stream_says_so() -> None:
    failed = judge(replace(FINE, frames=0, protected=True))
    assert failed is not None
    assert (failed.code, failed.detail) == ("not-audio", "protected")


def test_less_than_half_of_the_stated_length_is_corrupt() -> None:
    assert code_of(replace(FINE, frames=200_000)) == "corrupt"


def test_most_of_the_stated_length_is_damaged_but_plays() -> None:
    outcome = replace(FINE, frames=300_000)
    assert code_of(outcome) is None
    assert is_damaged(outcome)


def test_a_decoders_warm_up_is_no_damage() -> None:
    assert not is_damaged(replace(FINE, frames=441_000 - 4000))


def test_a_guessed_length_proves_little() -> None:
    guessed = replace(FINE, head=b"\xff\xfb\x90\x00", frames=50_000)
    assert code_of(guessed) is None
    assert not is_damaged(guessed)
    assert code_of(replace(guessed, frames=5000)) == "corrupt"


def test_no_stated_length_proves_nothing() -> None:
    outcome = replace(FINE, announced=None, frames=1)
    assert code_of(outcome) is None
    assert not is_damaged(outcome)


@pytest.mark.parametrize("head", [b"RIFF....", b"OggS", b"FORM", b"\x1aE\xdf\xa3", b"\0\0\0\x20ftypM4A "])
def test_these_containers_state_their_length(head: bytes) -> None:
    assert announces_exactly(head)
