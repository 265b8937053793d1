"""Where a party is in its track, as a function of server time."""

from __future__ import annotations

from typing import Final

from server.protocol.units import Seconds, ServerMs

#: A late joiner never starts closer to the end than this: there would be nothing left to hear.
END_MARGIN_SEC: Final = 0.25


def position_at(now: ServerMs, *, start_at: ServerMs, start_position: Seconds, duration: Seconds | None) -> Seconds:
    """The position that is heard at ``now``, clamped to ``[0, duration - 0.25 s]``.

    Before ``start_at`` it is ``start_position``.
    """
    position = start_position + max(0.0, now - start_at) / 1000
    if duration is not None:
        position = min(position, max(0.0, duration - END_MARGIN_SEC))
    return Seconds(max(0.0, position))


def ends_at(*, start_at: ServerMs, start_position: Seconds, duration: Seconds) -> ServerMs:
    """The instant at which the last sample of a track has been heard."""
    return ServerMs(start_at + max(0.0, duration - start_position) * 1000)
