"""WebSocket text frames, made once for all receivers. Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.protocol.codec import encode

if TYPE_CHECKING:
    from server.protocol.messages import Message

# RFC 6455 section 5.2: FIN with opcode 1 (text); servers do not mask.
_TEXT: Final = 0x81
# FIN with opcode 10 (pong); a control frame's payload has at most 125 bytes.
_PONG: Final = 0x8A
# FIN with opcode 8 (close); the payload is the code and a reason of at most 123 bytes.
_CLOSE: Final = 0x88
_SHORT: Final = 125
_MEDIUM: Final = 0xFFFF


@dataclass(frozen=True, slots=True)
class Frame:
    """Bytes for the transport; ``supersedes`` is the message type whose waiting frame this one makes worthless."""

    data: bytes
    supersedes: str | None = None


def frame_of(message: Message) -> Frame:
    """The frame of a message, to be written to any number of transports."""
    tag = str(message.__struct_config__.tag)
    return Frame(text_frame(encode(message).encode()), tag if message.newest_wins else None)


def pong_frame(payload: bytes) -> Frame:
    """The answer to a WebSocket ping, whose payload comes back."""
    return Frame(bytes((_PONG, len(payload))) + payload)


def close_frame(code: int, reason: str) -> Frame:
    """The last frame of a connection."""
    payload = struct.pack("!H", code) + reason.encode()
    return Frame(bytes((_CLOSE, len(payload))) + payload)


def text_frame(payload: bytes) -> bytes:
    """A complete unmasked text frame."""
    size = len(payload)
    if size <= _SHORT:
        return bytes((_TEXT, size)) + payload
    if size <= _MEDIUM:
        return struct.pack("!BBH", _TEXT, 126, size) + payload
    return struct.pack("!BBQ", _TEXT, 127, size) + payload
