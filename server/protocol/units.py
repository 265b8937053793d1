"""Units as types, so that a server time is never mistaken for a duration or a local time."""

from __future__ import annotations

from typing import Annotated, Final, NewType

from msgspec import Meta

#: A duration in milliseconds, possibly fractional.
Millis = NewType("Millis", float)

#: A duration or a track position in seconds, possibly fractional.
Seconds = NewType("Seconds", float)

#: Milliseconds since the Unix epoch on the relay's clock, which never steps while the relay runs.
ServerMs = NewType("ServerMs", float)

#: Seconds on this machine's monotonic clock; its zero means nothing.
LocalSec = NewType("LocalSec", float)

# 9e15 keeps every millisecond exact in a double and admits any clock, however wrong.
_CLOCK_LIMIT: Final = 9e15
#: A day: longer tracks are refused, so that no sum of positions overflows a person's patience.
MAX_TRACK_SEC: Final = 86_400.0

WireClockMs = Annotated[float, Meta(ge=-_CLOCK_LIMIT, le=_CLOCK_LIMIT)]
WireServerMs = Annotated[float, Meta(ge=0, le=_CLOCK_LIMIT)]
WirePositionSec = Annotated[float, Meta(ge=0, le=MAX_TRACK_SEC)]
WireDurationMs = Annotated[float, Meta(ge=0, le=MAX_TRACK_SEC * 1000)]
WireFigure = Annotated[float, Meta(ge=-1e9, le=1e9)]
WireFraction = Annotated[float, Meta(ge=0, le=1)]
WireCount = Annotated[int, Meta(ge=0, le=2**53 - 1)]
WireId = Annotated[str, Meta(min_length=1, max_length=64)]
WireToken = Annotated[str, Meta(min_length=1, max_length=128)]
WireUrl = Annotated[str, Meta(min_length=1, max_length=2048)]
WireName = Annotated[str, Meta(max_length=64)]
WireTitle = Annotated[str, Meta(max_length=256)]
WireSentence = Annotated[str, Meta(max_length=512)]
WireSha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
WireWord = Annotated[str, Meta(min_length=1, max_length=32)]
