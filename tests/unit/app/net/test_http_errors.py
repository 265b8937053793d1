from __future__ import annotations

import pytest

from app.net.http_errors import refusal
from app.said import Said, Saying


def test_the_relays_own_code_comes_first() -> None:
    error = refusal(413, b'{"ok": false, "code": "quota-exceeded", "message": "The party has used its share."}')
    assert (error.code, error.said) == ("quota-exceeded", Said(what=Saying.REFUSED_QUOTA_EXCEEDED))


def test_a_code_that_is_newer_than_we_are_keeps_its_sentence() -> None:
    error = refusal(413, b'{"ok": false, "code": "too-loud", "message": "Turn it down."}')
    assert (error.code, str(error)) == ("too-loud", "Turn it down.")


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "wrong-token"),
        (403, "not-host"),
        (404, "no-track"),
        (413, "upload-too-large"),
        (415, "not-audio"),
        (429, "rate-limited"),
        (507, "disk-full"),
        (502, "not-a-relay"),
    ],
)
@pytest.mark.parametrize("body", [b"", b"<html>", b'{"code": 5}', b"\xff\xfe"], ids=["none", "html", "odd", "bytes"])
def test_a_status_without_words_has_a_sentence_of_its_own(status: int, code: str, body: bytes) -> None:
    error = refusal(status, body)
    assert error.code == code
    assert str(error).endswith(".")
