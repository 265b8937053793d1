"""Says the newest of something that changes often, but not too often."""

from __future__ import annotations

from dataclasses import dataclass

from server.protocol.units import Millis, ServerMs


@dataclass(slots=True)
class Throttle:
    """Remembers whether something waits to be said, and when it may be."""

    _next: ServerMs = ServerMs(float("-inf"))
    _waiting: bool = False

    def request(self) -> None:
        """There is something new to say."""
        self._waiting = True

    def release(self, now: ServerMs, interval: Millis) -> bool:
        """Whether it is to be said now; the next time comes ``interval`` later at the earliest."""
        if not self._waiting or now < self._next:
            return False
        self._waiting = False
        self._next = ServerMs(now + interval)
        return True

    def due(self) -> ServerMs | None:
        """When `release` will say yes; None if there is nothing to say."""
        return self._next if self._waiting else None
