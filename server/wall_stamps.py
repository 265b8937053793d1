"""What others stamped with the wall clock, on the monotonic clock: unless the wall clock was set in between.

The system stamps packets, and a sound server its answers, with a clock that people and NTP may set. What is wanted of
such a stamp is its age. A step between the stamp and its use would pass for age, so the distance of both clocks is
watched: when it moved by more than slewing moves it, the stamps from before are worth nothing.
"""

from __future__ import annotations

import math
from typing import Final

# Two clocks are read one after the other, and the machine may do something else in between.
_NOISE: Final = 0.0002
# adjtimex(2): the kernel slews by 500 ppm at most.
_SLEWING: Final = 0.0005


class WallStamps:
    """Turns stamps into instants of the monotonic clock. Both clocks' readings are arguments, in seconds.

    Args:
        wall: the wall clock now.
        monotonic: the monotonic clock, read at the same time.
    """

    __slots__ = ("_ahead", "_looked", "_set_at")

    def __init__(self, *, wall: float, monotonic: float) -> None:
        self._ahead = wall - monotonic
        self._looked = monotonic
        self._set_at = -math.inf

    def when(self, stamp: float, *, wall: float, monotonic: float) -> float | None:
        """The instant of a stamp; None where the wall clock may have been set since, or the stamp lies ahead.

        Args:
            stamp: seconds on the wall clock.
            wall: the wall clock now.
            monotonic: the monotonic clock, read at the same time.
        """
        ahead = wall - monotonic
        if abs(ahead - self._ahead) > _NOISE + _SLEWING * (monotonic - self._looked):
            self._set_at = monotonic
        self._ahead, self._looked = ahead, monotonic
        at = stamp - ahead
        return at if self._set_at < at <= monotonic else None
