"""Waking up: whether the machine slept, or stood still, since the last look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.protocol.units import Seconds

if TYPE_CHECKING:
    from server.protocol.units import LocalSec

# Where the monotonic clock stops during sleep, the boot-time clock runs ahead of it by the sleep.
_SLEPT: Final = Seconds(0.25)


class WakeDetector:
    """Told the time regularly, says when some of it went missing.

    Args:
        longest_gap: ticks further apart than this mean that the process did not run.
    """

    def __init__(self, longest_gap: Seconds) -> None:
        self._longest_gap = longest_gap
        self._last: LocalSec | None = None
        self._ahead: float | None = None

    def tick(self, now: LocalSec, boot: Seconds | None) -> bool:
        """Whether the machine slept or the process stood still since the last tick.

        Args:
            now: the monotonic clock.
            boot: a clock that goes on during sleep (Linux: ``CLOCK_BOOTTIME``), read at the same time; None where
                the system has none.
        """
        gap = 0.0 if self._last is None else now - self._last
        ahead = None if boot is None else boot - now
        slept = 0.0 if ahead is None or self._ahead is None else ahead - self._ahead
        self._last, self._ahead = now, ahead
        return gap > self._longest_gap or slept > _SLEPT
