"""Sockets that know when bytes arrived, not only when a busy event loop came round to read them.

The system stamps each packet as it comes in. Measured on loopback, waking a process and its event loop costs 0.1 to
0.3 ms and varies with what else runs; the system's stamp varies by some microseconds. Where the system gives none,
the moment of reading takes its place.

They also keep one peer from filling a turn of the event loop: a read brings little, and connections come in one by one.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

from server.two_clocks import two_clocks
from server.wall_stamps import WallStamps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

#: Only Linux stamps what comes over TCP.
CAN_STAMP: Final = sys.platform == "linux"
# socket(7): SO_TIMESTAMPNS, which the standard library does not name. It is one number with its control message.
_TIMESTAMPNS: Final = 35
_TIMESPEC: Final = struct.Struct("@ll")
_ROOM: Final = socket.CMSG_SPACE(_TIMESPEC.size) if CAN_STAMP else 0
# In a loop that lives nothing waits longer.
_OLDEST_SEC: Final = 0.25

#: What one read of a visitor may bring. All frames of a read are parsed in one go, before any limit sees them, and
#: asyncio's 256 KiB hold 40,000 of the smallest.
SMALL_READ: Final = 4096
#: What one read may bring where a host sends a file.
LARGE_READ: Final = 256 * 1024


class StampedSocket(socket.socket):
    """A connected TCP socket for an event loop.

    Attributes:
        arrived: seconds on the monotonic clock at which the newest bytes that were read came in.
        born: seconds on the monotonic clock at which it was made.
        largest_read: how many bytes one read brings at most.
        before_read: called before each read, which still takes place; may pause the transport after it.
        was_heard: whether a request of it was understood; its server says so.
    """

    __slots__ = ("_stamps", "arrived", "before_read", "born", "largest_read", "was_heard")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        now, wall = two_clocks()
        self._stamps = WallStamps(wall=wall, monotonic=now)
        self.arrived = self.born = now
        self.largest_read = LARGE_READ
        self.before_read: Callable[[], None] | None = None
        self.was_heard = False
        with contextlib.suppress(OSError):
            self.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """As every socket does; notes the stamp."""
        if self.before_read is not None:
            self.before_read()
        data, extra, _, _ = self.recvmsg(min(bufsize, self.largest_read), _ROOM, flags)
        self.arrived = _arrival(extra, self._stamps)
        return data

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        """As every socket does; notes the stamp. Event loops read encrypted connections this way."""
        if self.before_read is not None:
            self.before_read()
        room = memoryview(buffer)[: min(nbytes or LARGE_READ, self.largest_read)]
        taken, extra, _, _ = self.recvmsg_into([room], _ROOM, flags)
        self.arrived = _arrival(extra, self._stamps)
        return taken


class StampedListener(socket.socket):
    """A listening TCP socket whose connections are stamped, read in small pieces, and come in one by one."""

    __slots__ = ("_accepted", "_has_accepted")

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._accepted: WeakValueDictionary[int, StampedSocket] = WeakValueDictionary()
        self._has_accepted = False

    def accept(self) -> tuple[socket.socket, Any]:
        """As every listener that does not block, but every other call finds nobody.

        An event loop asks until nobody is left, up to a hundred times in a turn, and greeting a connection costs it
        0.3 ms. This way each turn greets one.
        """
        self._has_accepted = not self._has_accepted
        if not self._has_accepted:
            raise BlockingIOError
        try:
            plain, address = super().accept()
        except OSError:
            self._has_accepted = False
            raise
        stamped = StampedSocket(fileno=plain.detach())
        stamped.largest_read = SMALL_READ
        self._accepted[stamped.fileno()] = stamped
        return stamped, address

    def accepted(self, number: int) -> StampedSocket | None:
        """The open connection with a file number: transports hide their sockets, but tell their numbers."""
        return self._accepted.get(number)


def stamped_by(transport: asyncio.BaseTransport | None, listeners: Iterable[StampedListener]) -> StampedSocket | None:
    """The socket under a transport, if it came in through one of these."""
    hidden = None if transport is None else transport.get_extra_info("socket")
    if hidden is None:
        return None
    found = (listener.accepted(hidden.fileno()) for listener in listeners)
    return next((stamped for stamped in found if stamped is not None), None)


async def open_listeners(hosts: Sequence[str], port: int) -> list[StampedListener]:
    """Listen on every address that host names and addresses stand for, all on one port.

    Raises:
        OSError: an address or the port cannot be used.
    """
    loop, opened = asyncio.get_running_loop(), list[StampedListener]()
    try:
        for host in hosts:
            # A free port that the first address was given is the others' too.
            wanted = opened[0].getsockname()[1] if opened else port
            for found in await loop.getaddrinfo(host, wanted, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE):
                opened.append(StampedListener(*found[:3]))
                _bind(opened[-1], found[4])
    except BaseException:
        for listener in opened:
            listener.close()
        raise
    return opened


def _bind(listener: StampedListener, address: Any) -> None:
    # As asyncio does: a port may be taken again right after a restart, and IPv4 has its own listener.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if listener.family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    listener.bind(address)


def _arrival(extra: list[tuple[int, int, bytes]], stamps: WallStamps) -> float:
    now, wall = two_clocks()
    for level, kind, raw in extra:
        if (level, kind) == (socket.SOL_SOCKET, _TIMESTAMPNS) and len(raw) == _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack(raw)
            at = stamps.when(seconds + nanoseconds * 1e-9, wall=wall, monotonic=now)
            if at is not None and now - at < _OLDEST_SEC:
                return at
    return now
