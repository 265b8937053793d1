"""Sockets that know when bytes arrived, not only when a busy event loop came round to read them.

The system stamps each packet as it comes in. Measured on loopback, waking a process and its event loop costs 0.1 to
0.3 ms and varies with what else runs; the system's stamp varies by some microseconds. Where the system gives none,
the moment of reading takes its place.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import sys
import time
from typing import TYPE_CHECKING, Final
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from typing import Any

#: Only Linux stamps what comes over TCP.
CAN_STAMP: Final = sys.platform == "linux"
# socket(7): SO_TIMESTAMPNS, which the standard library does not name. It is one number with its control message.
_TIMESTAMPNS: Final = 35
_TIMESPEC: Final = struct.Struct("@ll")
_ROOM: Final = socket.CMSG_SPACE(_TIMESPEC.size) if CAN_STAMP else 0
# The stamp is of the wall clock, whose steps would pass for age: in a loop that lives nothing waits longer.
_OLDEST_SEC: Final = 0.25


class StampedSocket(socket.socket):
    """A connected TCP socket for an event loop.

    Attributes:
        arrived: seconds on the monotonic clock at which the newest bytes that were read came in.
    """

    __slots__ = ("arrived",)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.arrived = 0.0
        with contextlib.suppress(OSError):
            self.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)

    def recv(self, bufsize: int, flags: int = 0, /) -> bytes:
        """As every socket does; notes the stamp."""
        data, extra, _, _ = self.recvmsg(bufsize, _ROOM, flags)
        self.arrived = _arrival(extra)
        return data


class StampedListener(socket.socket):
    """A listening TCP socket whose connections are stamped."""

    __slots__ = ("_accepted",)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._accepted: WeakValueDictionary[int, StampedSocket] = WeakValueDictionary()

    def accept(self) -> tuple[socket.socket, Any]:
        """As every listener does."""
        plain, address = super().accept()
        stamped = StampedSocket(fileno=plain.detach())
        self._accepted[stamped.fileno()] = stamped
        return stamped, address

    def accepted(self, number: int) -> StampedSocket | None:
        """The open connection with a file number: transports hide their sockets, but tell their numbers."""
        return self._accepted.get(number)


async def open_listeners(host: str, port: int) -> list[StampedListener]:
    """Listen on every address that a host name or an address stands for.

    Raises:
        OSError: an address or the port cannot be used.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    opened: list[StampedListener] = []
    try:
        for family, kind, protocol, _, address in found:
            listener = StampedListener(family, kind, protocol)
            opened.append(listener)
            # As asyncio does: a port may be taken again right after a restart, and IPv4 has its own listener.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            listener.bind(address)
    except BaseException:
        for listener in opened:
            listener.close()
        raise
    return opened


def _arrival(extra: list[tuple[int, int, bytes]]) -> float:
    now: float = time.monotonic()
    wall: float = time.clock_gettime(time.CLOCK_REALTIME)
    for level, kind, raw in extra:
        if (level, kind) == (socket.SOL_SOCKET, _TIMESTAMPNS) and len(raw) == _TIMESPEC.size:
            seconds, nanoseconds = _TIMESPEC.unpack(raw)
            age: float = wall - (seconds + nanoseconds * 1e-9)
            if 0 <= age < _OLDEST_SEC:
                return now - age
    return now
