from __future__ import annotations

import pytest

from app.playback.decode_words import said_of
from app.said import Said, Saying, english, quoted

CODES = ["not-audio", "corrupt", "not-found", "unreachable", "disk-full", "decoder-crashed", "endless-stream"]
ADVICE = quoted("Run this.")


@pytest.mark.parametrize("code", CODES)
def test_every_code_names_the_track_and_says_what_to_do(code: str) -> None:
    text = english(said_of(code, "", "Blue", ADVICE))
    assert "“Blue”" in text
    assert text.count(".") + text.count(":") >= 2


def test_every_code_has_its_own_sentence() -> None:
    assert len({said_of(code, "", "Blue", ADVICE) for code in CODES}) == len(CODES)


def test_a_reason_with_words_of_its_own_is_told() -> None:
    assert said_of("not-audio", "protected", "Blue", ADVICE) == Said(what=Saying.TRACK_PROTECTED, name="Blue")


def test_a_missing_libvlc_comes_with_advice() -> None:
    assert english(said_of("libvlc-missing", "", "Blue", ADVICE)).endswith("is missing. Run this.")


def test_a_code_of_a_newer_worker_still_makes_a_sentence() -> None:
    assert "“Blue”" in english(said_of("melted", "", "Blue", ADVICE))
