"""The round trip that is shown and that profiles are chosen by."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.core.server_clock import PingSample
    from server.protocol.units import Millis


class RecentRtt:
    """The smallest round trip of the newest burst and the one before it.

    The first ping of a burst often wakes a radio; with the burst before it in view that one slow answer is not taken
    for a slow network.
    """

    def __init__(self) -> None:
        self._burst: int | None = None
        self._newest: Millis | None = None
        self._before: Millis | None = None

    @property
    def value(self) -> Millis | None:
        """In ms; None before the first sample."""
        return min((rtt for rtt in (self._newest, self._before) if rtt is not None), default=None)

    def add(self, sample: PingSample) -> None:
        """Take any sample in, also one that is over a limit."""
        if self._newest is None or sample.burst != self._burst:
            self._before, self._newest = self._newest, sample.rtt
        else:
            self._newest = min(self._newest, sample.rtt)
        self._burst = sample.burst
