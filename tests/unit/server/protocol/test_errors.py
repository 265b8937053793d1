from __future__ import annotations

from server.protocol.errors import ErrorCode, ProtocolError

#: Clients translate these; one that is renamed here is a sentence lost there.
PINNED = [
    "bad-message",
    "message-too-large",
    "rate-limited",
    "unknown-code",
    "wrong-pin",
    "wrong-token",
    "not-in-party",
    "already-in-party",
    "not-host",
    "no-track",
    "bad-track-url",
    "unknown-member",
    "unknown-item",
    "queue-full",
    "party-full",
    "relay-full",
    "version-mismatch",
    "too-slow",
    "shutting-down",
    "upload-too-large",
    "quota-exceeded",
    "disk-full",
    "not-audio",
    "unplayable",
    "internal",
]


def test_codes_never_change() -> None:
    assert [str(code) for code in ErrorCode] == PINNED


def test_an_error_reads_as_its_sentence() -> None:
    error = ProtocolError(ErrorCode.NOT_HOST, "Only the host can do this.")
    assert str(error) == "Only the host can do this."
    assert error.code is ErrorCode.NOT_HOST
