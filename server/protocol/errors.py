"""Error codes of the wire: stable strings, pinned by a test, never renamed."""

from __future__ import annotations

from enum import StrEnum


class ErrorCode(StrEnum):
    """Why the relay refused something. Clients translate the code; ``message`` is the fallback."""

    BAD_MESSAGE = "bad-message"
    MESSAGE_TOO_LARGE = "message-too-large"
    RATE_LIMITED = "rate-limited"
    UNKNOWN_CODE = "unknown-code"
    WRONG_PIN = "wrong-pin"
    WRONG_TOKEN = "wrong-token"  # noqa: S105 - a code, not a secret
    NOT_IN_PARTY = "not-in-party"
    ALREADY_IN_PARTY = "already-in-party"
    NOT_HOST = "not-host"
    NO_TRACK = "no-track"
    BAD_TRACK_URL = "bad-track-url"
    UNKNOWN_MEMBER = "unknown-member"
    UNKNOWN_ITEM = "unknown-item"
    QUEUE_FULL = "queue-full"
    PARTY_FULL = "party-full"
    RELAY_FULL = "relay-full"
    VERSION_MISMATCH = "version-mismatch"
    TOO_SLOW = "too-slow"
    SHUTTING_DOWN = "shutting-down"
    UPLOAD_TOO_LARGE = "upload-too-large"
    QUOTA_EXCEEDED = "quota-exceeded"
    DISK_FULL = "disk-full"
    NOT_AUDIO = "not-audio"
    UNPLAYABLE = "unplayable"
    INTERNAL = "internal"


class ProtocolError(Exception):
    """A frame or a request that the wire contract refuses.

    Attributes:
        code: the stable code that travels in ERROR.
        detail: a sentence for a person, saying what to do.
    """

    def __init__(self, code: ErrorCode, detail: str) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return self.detail
