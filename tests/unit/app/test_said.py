from __future__ import annotations

import string

import pytest

from app.said import Said, Saying, english, quoted, refusal
from server.protocol.errors import ErrorCode

FIELDS = {"name", "where", "why", "count", "figure", "then"}


@pytest.mark.parametrize("saying", Saying, ids=lambda saying: saying.name)
def test_a_sentence_asks_for_nothing_that_is_not_told(saying: Saying) -> None:
    asked = {field for _, field, _, _ in string.Formatter().parse(saying.value) if field is not None}
    assert asked <= FIELDS


@pytest.mark.parametrize("code", ErrorCode)
def test_every_refusal_of_the_wire_has_a_sentence(code: ErrorCode) -> None:
    assert refusal(code, "in English only").what is Saying[f"REFUSED_{code.name}"]


def test_a_refusal_that_is_newer_than_we_are_keeps_the_relays_words() -> None:
    assert refusal("too-loud", "Turn it down.") == quoted("Turn it down.")
    assert english(refusal("too-loud", "")) == "too-loud"


def test_names_may_hold_braces_and_percents() -> None:
    said = Said(what=Saying.REMOVED_ONE, name="50 %n {figure}")
    assert english(said) == "Removed “50 %n {figure}”"


def test_numbers_are_told() -> None:
    assert english(Said(what=Saying.REMOVED_MANY, count=3)) == "Removed 3 tracks"
    assert english(Said(what=Saying.BEHIND, figure=1.84)) == "You are 1.8 s behind"


def test_a_second_sentence_follows_or_takes_its_place() -> None:
    why = quoted("Turn it down.")
    assert english(Said(what=Saying.STILL_AWAY, then=why)) == "Still reconnecting, the music goes on. Turn it down."
    assert english(Said(what=Saying.ABOUT_FILE, name="a.mp3", then=why)) == "a.mp3: Turn it down."
    assert english(Said(what=Saying.STILL_AWAY_SILENT)) == "Still reconnecting, please wait."


def test_nothing_is_said_in_no_words() -> None:
    assert english(None) == ""
