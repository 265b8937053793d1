"""Frames to messages and back; the only place that knows the wire is JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import ClientMessage, ServerMessage

if TYPE_CHECKING:
    from server.protocol.messages.base import Message

#: Larger than any honest frame a client sends: 500 queue items of the greatest length fit the relay's own limit.
MAX_CLIENT_FRAME: Final = 256 * 1024

_T = TypeVar("_T")


class _Envelope(msgspec.Struct):
    t: str


_encoder = msgspec.json.Encoder()
_envelope: msgspec.json.Decoder[_Envelope] = msgspec.json.Decoder(_Envelope)
_client: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)
_server: msgspec.json.Decoder[ServerMessage] = msgspec.json.Decoder(ServerMessage)
_CLIENT_TAGS: Final = frozenset(str(cls.__struct_config__.tag) for cls in ClientMessage.__args__)
_SERVER_TAGS: Final = frozenset(str(cls.__struct_config__.tag) for cls in ServerMessage.__args__)


def encode(message: Message) -> str:
    """The frame of a message."""
    return _encoder.encode(message).decode()


def decode_client(frame: str | bytes) -> ClientMessage | None:
    """The message that a client sent; None for a type this version does not know.

    Raises:
        ProtocolError: the frame is no JSON object with a string ``t``, or a field is missing, of the
            wrong type or out of range.
    """
    return _decode(frame, _client, _CLIENT_TAGS)


def decode_server(frame: str | bytes) -> ServerMessage | None:
    """The message that the relay sent; None for a type this version does not know.

    Raises:
        ProtocolError: as for `decode_client`.
    """
    return _decode(frame, _server, _SERVER_TAGS)


def _decode(frame: str | bytes, decoder: msgspec.json.Decoder[_T], known: frozenset[str]) -> _T | None:
    try:
        return decoder.decode(frame)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if _is_unknown_type(frame, known):
            return None
        raise ProtocolError(ErrorCode.BAD_MESSAGE, f"This message was not understood: {error}"[:500]) from error


def _is_unknown_type(frame: str | bytes, known: frozenset[str]) -> bool:
    try:
        return _envelope.decode(frame).t not in known
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
