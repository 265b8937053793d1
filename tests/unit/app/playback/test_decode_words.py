from __future__ import annotations

import pytest

from app.playback.decode_words import sentence

CODES = ["not-audio", "corrupt", "not-found", "unreachable", "disk-full", "decoder-crashed", "endless-stream"]


@pytest.mark.parametrize("code", CODES)
def test_every_code_names_the_track_and_says_what_to_do(code: str) -> None:
    text = sentence(code, "", "Blue", "")
    assert "“Blue”" in text
    assert text.count(".") + text.count(":") >= 2


def test_every_code_has_its_own_sentence() -> None:
    assert len({sentence(code, "", "Blue", "") for code in CODES}) == len(CODES)


def test_a_track_without_a_title_is_named_too() -> None:
    assert sentence("corrupt", "", "", "").startswith("This track is damaged")


def test_a_reason_with_words_of_its_own_is_told() -> None:
    assert "copy-protected" in sentence("not-audio", "protected", "Blue", "")
    assert "--output vlc" in sentence("endless-stream", "", "Blue", "")


def test_a_missing_libvlc_comes_with_advice() -> None:
    assert sentence("libvlc-missing", "", "Blue", "Run this.").endswith("is missing. Run this.")


def test_a_code_of_a_newer_worker_still_makes_a_sentence() -> None:
    assert "“Blue”" in sentence("melted", "", "Blue", "")
