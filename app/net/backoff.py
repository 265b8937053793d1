"""How long to wait before the next attempt to connect."""

from __future__ import annotations

from typing import Final

from server.protocol.units import Seconds

_FIRST: Final = 0.3
_FACTOR: Final = 1.8
#: Nobody in the room waits longer than this for a relay that came back.
LONGEST: Final = Seconds(4.0)


def delay(attempt: int, chance: float) -> Seconds:
    """The wait after failed attempt number ``attempt`` (0 is the first one after a loss).

    It grows exponentially up to `LONGEST` and is spread over its upper half, so that a room full of members does
    not come back to a restarted relay in the same instant.

    Args:
        attempt: how many attempts have failed since the connection was lost.
        chance: a random number in [0, 1).
    """
    # 1.8 ** 40 is far beyond the longest wait; the bound keeps the power finite.
    full = min(float(LONGEST), _FIRST * _FACTOR ** min(attempt, 40))
    return Seconds(full * (0.5 + 0.5 * chance))
