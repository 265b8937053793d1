from __future__ import annotations

from app.errors import RelayStartError, words_for


def test_the_table_speaks_where_a_foreign_sentence_says_too_little() -> None:
    assert "Check the code" in words_for("unknown-code", "404")


def test_a_sentence_that_names_the_file_beats_the_table() -> None:
    assert words_for("not-audio", "“x” is no music.") == "“x” is no music."
    assert "audio file" in words_for("not-audio", "")


def test_an_unknown_code_keeps_its_sentence_and_never_says_nothing() -> None:
    assert words_for("new", "Sentence.") == "Sentence."
    assert words_for("new", "") == "new"


def test_an_error_is_its_sentence() -> None:
    assert str(RelayStartError("port-in-use", "Taken.")) == "Taken."
