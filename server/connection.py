"""One member's socket, seen from the relay: what may wait, what overtakes, and when it is too much."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING, Final

from server.conduct import Conduct

if TYPE_CHECKING:
    from collections.abc import Callable

    from aiohttp import web

    from server.clock import RelayClock
    from server.frames import Frame
    from server.hall import Hall
    from server.limits import Rate
    from server.protocol.units import ServerMs
    from server.stamped_socket import StampedSocket

logger = logging.getLogger(__name__)

#: Frames wait on our side above this, so that TIME_PONG overtakes all but what the system has taken already.
HIGH_WATER: Final = 32 * 1024
#: More frames than this, none of which supersedes another, are more than a member can be behind.
MAX_WAITING: Final = 128
MAX_WAITING_BYTES: Final = 4 * 1024 * 1024
#: A member whose socket took nothing at all for this long is cut; it may come back to its seat.
STALL_MS: Final = 20_000.0

#: Bytes of frames that wait to be handled; each counts 128 more than it has.
_READ_AHEAD: Final = 16 * 1024

#: How often members that are behind are looked after.
_PUMP_SEC: Final = 0.05


class Connection:
    """Writes frames straight to the transport and keeps a bounded queue only for a member that falls behind.

    Attributes:
        number: unique while the relay runs; names the connection to a party.
        key: what address limits count it for.
        conduct: counts what it sends.
        stamped: knows when its bytes came in, where the system tells.
        hall, member_id: the seat it speaks for, once it has one.
    """

    __slots__ = (
        "_bytes",
        "_stalled_since",
        "_transport",
        "_waiting",
        "closing",
        "conduct",
        "hall",
        "key",
        "member_id",
        "number",
        "socket",
        "stamped",
    )

    def __init__(
        self,
        number: int,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport,
        *,
        key: str,
        message_rate: Rate,
        now: ServerMs,
        stamped: StampedSocket | None = None,
    ) -> None:
        self.number = number
        self.socket = socket
        self.stamped = stamped
        self.key = key
        self.hall: Hall | None = None
        self.member_id = ""
        self.closing = False
        self.conduct = Conduct(message_rate, now)
        self._transport = transport
        self._waiting: deque[Frame] | None = None
        self._bytes = 0
        self._stalled_since: ServerMs | None = None
        if stamped is not None:
            stamped.before_read = self.regulate

    def received(self, clock: RelayClock) -> ServerMs:
        """When the newest bytes came in: the best stamp of the message that is being handled."""
        return clock.now() if self.stamped is None else clock.at(self.stamped.arrived)

    def regulate(self) -> None:
        """Read no further ahead than a hundred small frames of what has to be handled one by one.

        Called before each read, to stop, and with each frame, to go on: while reading rests, frames wait. aiohttp would
        hold 3,400 of them, 0.8 MB, and a few hundred such connections keep the garbage collector busy for half a
        second at a time.
        """
        waiting = getattr(getattr(self.socket, "_reader", None), "_size", 0)
        if waiting > _READ_AHEAD:
            self._transport.pause_reading()
        elif waiting < _READ_AHEAD // 2:
            self._transport.resume_reading()

    @property
    def sends_too_fast(self) -> bool:
        """Whether so much of it waits to be handled that its socket is not read."""
        return not self._transport.is_reading()

    @property
    def is_behind(self) -> bool:
        """Whether frames wait for this member."""
        return bool(self._waiting)

    def send(self, frame: Frame) -> bool:
        """Write the frame, or queue it; True if it had to be queued."""
        if self.closing or self._transport.is_closing():
            return False
        if not self._waiting and self._transport.get_write_buffer_size() <= HIGH_WATER:
            self._transport.write(frame.data)
            return False
        self._enqueue(frame)
        return True

    def send_first(self, frame: Frame) -> None:
        """Write ahead of everything that waits; nothing for a member that reads nothing, as it would pile up."""
        if self.closing or self._transport.is_closing() or self._transport.get_write_buffer_size() > 2 * HIGH_WATER:
            return
        self._transport.write(frame.data)

    def pump(self, now: ServerMs) -> bool:
        """Write what the socket takes now; False when this member is too far behind to go on."""
        moved = False
        while self._waiting and self._transport.get_write_buffer_size() <= HIGH_WATER:
            frame = self._waiting.popleft()
            self._bytes -= len(frame.data)
            self._transport.write(frame.data)
            moved = True
        if not self._waiting or moved:
            self._stalled_since = None
        elif self._stalled_since is None:
            self._stalled_since = now
        elif now - self._stalled_since > STALL_MS:
            return False
        return self._waiting is None or (len(self._waiting) <= MAX_WAITING and self._bytes <= MAX_WAITING_BYTES)

    def flush(self) -> None:
        """Hand everything to the transport, whatever its size: the connection is about to close."""
        while self._waiting:
            self._transport.write(self._waiting.popleft().data)

    def release(self) -> None:
        """The connection is gone, and its socket knows it no more."""
        if self.stamped is not None:
            self.stamped.before_read = None

    def hang_up(self, goodbye: Frame) -> None:
        """Say a last word and listen no more; `abort` follows."""
        self.send_first(goodbye)
        self.closing = True
        self._waiting = None
        self._transport.pause_reading()

    def abort(self) -> None:
        """Cut the line without a goodbye that nobody would read."""
        self.closing = True
        self._waiting = None
        self._transport.abort()

    def _enqueue(self, frame: Frame) -> None:
        if self._waiting is None:
            self._waiting = deque()
        if frame.supersedes is not None:
            for i, older in enumerate(self._waiting):
                if older.supersedes == frame.supersedes:
                    self._bytes -= len(older.data)
                    del self._waiting[i]
                    break
        self._waiting.append(frame)
        self._bytes += len(frame.data)


class Laggards:
    """Looks after the members that are behind, and cuts those that will not catch up.

    Args:
        clock: server time.
        on_cut: told of each one that was cut.
    """

    def __init__(self, clock: RelayClock, on_cut: Callable[[], None]) -> None:
        self._clock = clock
        self._on_cut = on_cut
        self._behind: set[Connection] = set()
        self._timer: asyncio.TimerHandle | None = None

    def add(self, connection: Connection) -> None:
        """Frames wait for this member."""
        self._behind.add(connection)
        self._arm()

    def discard(self, connection: Connection) -> None:
        """This member is gone."""
        self._behind.discard(connection)

    def _arm(self) -> None:
        if self._timer is None and self._behind:
            self._timer = asyncio.get_running_loop().call_later(_PUMP_SEC, self._pump)

    def _pump(self) -> None:
        self._timer = None
        now = self._clock.now()
        for connection in list(self._behind):
            if not connection.pump(now):
                logger.info("Connection %d is too slow and was cut", connection.number)
                connection.abort()
                self._on_cut()
            if not connection.is_behind:
                self._behind.discard(connection)
        self._arm()
