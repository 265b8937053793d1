"""A place in the middle of a track's file at which decoding can begin and be exact to the sample. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.playback.byte_source import ByteSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place to begin at.

    Attributes:
        offset: bytes of the file before it.
        frame: of the whole decode's samples, the one that the decode from here begins with.
        warm: from this sample of the whole decode on the two are alike.
        rate: samples per second of the whole decode; at another rate the numbers mean nothing.
        end: samples of the whole decode, where the file says so; later ones are padding.
        head: what a decoder has to be shown before the bytes from ``offset`` on.
    """

    offset: int
    frame: int
    warm: int
    rate: int
    end: int | None = None
    head: bytes = b""


def bytes_at(source: ByteSource, position: int, count: int) -> bytes:
    """All of these bytes, fewer at the end of the source only. Raises `SourceError`."""
    data = b""
    while len(data) < count and (more := source.read(position + len(data), count - len(data))):
        data += more
    return data
