"""Cuts connections that nobody uses: those that never ask for anything, and those that will not end."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from server.front_door import FrontDoor
    from server.metrics import Metrics
    from server.visits import Visits

logger = logging.getLogger(__name__)

#: Between two looks. A socket that was closed by us and is still there at the next one will not go by itself: its peer
#: keeps the line open and reads nothing.
_EVERY_SEC: Final = 5.0
#: A browser opens a connection ahead of time and may keep it for a while; a request that is dripped in takes for ever.
_SILENT_SEC: Final = 20.0


class Sweeper:
    """Looks at all connections every few seconds.

    Args:
        visits: the open WebSockets.
        transports: every open connection.
        door: knows their sockets.
        metrics: counts.
    """

    def __init__(
        self,
        visits: Visits,
        *,
        transports: Callable[[], Iterable[asyncio.Transport | None]],
        door: FrontDoor,
        metrics: Metrics,
    ) -> None:
        self._visits = visits
        self._transports = transports
        self._door = door
        self._metrics = metrics
        self._closed: set[int] = set()
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Go on looking until `stop`."""
        self._timer = asyncio.get_running_loop().call_later(_EVERY_SEC, self._look)

    def stop(self) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()

    def sweep(self, now: float) -> None:
        """Look once; ``now`` is in seconds on the monotonic clock."""
        closed = {each.number for each in self._visits.all() if each.socket.closed}
        for number in closed & self._closed:
            connection = self._visits.get(number)
            if connection is not None:
                connection.abort()
                self._metrics.abandoned.inc()
        self._closed = closed
        for transport in self._transports():
            stamped = self._door.socket_of(transport)
            if transport is None or stamped is None or stamped.was_heard or now - stamped.born < _SILENT_SEC:
                continue
            transport.abort()
            self._metrics.abandoned.inc()

    def _look(self) -> None:
        self.start()
        self.sweep(time.monotonic())
