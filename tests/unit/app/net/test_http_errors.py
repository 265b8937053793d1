from __future__ import annotations

import pytest

from app.net.http_errors import refusal


def test_the_relays_own_words_come_first() -> None:
    error = refusal(413, b'{"ok": false, "code": "quota-exceeded", "message": "The party has used its share."}')
    assert (error.code, error.message, str(error)) == (
        "quota-exceeded",
        "The party has used its share.",
        "The party has used its share.",
    )


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
    assert error.message.endswith(".")
