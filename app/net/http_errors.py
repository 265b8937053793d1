"""What a refused or failed HTTP request means for a person. Pure."""

from __future__ import annotations

from typing import Final

import msgspec

from app.net.verdict import NOT_A_RELAY
from app.said import Said, Saying, english
from app.said import refusal as relay_refusal
from server.protocol.errors import ErrorCode

UNREADABLE: Final = "file-unreadable"

#: For relays that give a status and no words.
_BY_STATUS: Final = {
    401: (ErrorCode.WRONG_TOKEN, Saying.NOT_KNOWN_AS_HOST),
    403: (ErrorCode.NOT_HOST, Saying.HOST_ADDS),
    404: (ErrorCode.NO_TRACK, Saying.NOT_AT_RELAY),
    413: (ErrorCode.UPLOAD_TOO_LARGE, Saying.REFUSED_UPLOAD_TOO_LARGE),
    415: (ErrorCode.NOT_AUDIO, Saying.REFUSED_NOT_AUDIO),
    429: (ErrorCode.RATE_LIMITED, Saying.REFUSED_RATE_LIMITED),
    507: (ErrorCode.DISK_FULL, Saying.REFUSED_DISK_FULL),
}


class HttpError(Exception):
    """A request to the relay failed.

    Attributes:
        code: stable; `ErrorCode` of the wire, or ``relay-unreachable``, ``not-a-relay``, ``file-unreadable``.
        said: the sentence, which says what to do.
    """

    def __init__(self, code: str, said: Said) -> None:
        super().__init__(code, said)
        self.code = code
        self.said = said

    def __str__(self) -> str:
        return english(self.said)


class _Body(msgspec.Struct):
    code: str
    message: str


def refusal(status: int, body: bytes) -> HttpError:
    """The error that an answer other than success stands for; the relay's own code comes first."""
    try:
        told = msgspec.json.decode(body, type=_Body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        if status not in _BY_STATUS:
            return HttpError(NOT_A_RELAY, Said(what=Saying.HTTP_STATUS, count=status))
        code, saying = _BY_STATUS[status]
        return HttpError(code, Said(what=saying))
    return HttpError(told.code, relay_refusal(told.code, told.message))
