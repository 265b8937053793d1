"""What a refused or failed HTTP request means, in words for a person. Pure."""

from __future__ import annotations

from typing import Final

import msgspec

from app.net.verdict import NOT_A_RELAY
from server.protocol.errors import ErrorCode

UNREADABLE: Final = "file-unreadable"

#: For relays that give a status and no words.
_BY_STATUS: Final = {
    401: (ErrorCode.WRONG_TOKEN, "The relay does not know you as host any more. Join the party again."),
    403: (ErrorCode.NOT_HOST, "Only the host can add music."),
    404: (ErrorCode.NO_TRACK, "The relay does not have this. It may have been restarted."),
    413: (ErrorCode.UPLOAD_TOO_LARGE, "This file is larger than the relay takes. Choose a smaller one."),
    415: (ErrorCode.NOT_AUDIO, "This file is not music that the relay knows. Choose an audio file."),
    429: (ErrorCode.RATE_LIMITED, "The relay asks for a pause. Try again in a minute."),
    507: (ErrorCode.DISK_FULL, "The relay's disk is full. Remove something from the queue or free some space there."),
}


class HttpError(Exception):
    """A request to the relay failed.

    Attributes:
        code: stable; `ErrorCode` of the wire, or ``relay-unreachable``, ``not-a-relay``, ``file-unreadable``.
        message: a sentence that says what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class _Body(msgspec.Struct):
    code: str
    message: str


def refusal(status: int, body: bytes) -> HttpError:
    """The error that an answer other than success stands for; the relay's own words come first."""
    try:
        said = msgspec.json.decode(body, type=_Body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        unknown = (NOT_A_RELAY, f"The relay answered with HTTP status {status}. Check the address, or try again later.")
        return HttpError(*_BY_STATUS.get(status, unknown))
    return HttpError(said.code, said.message)
