"""A TCP proxy that plays the bad network: it cuts, refuses, stalls and delays on command."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

_CHUNK = 65_536


class CutProxy:
    """Forwards connections to a target, until told otherwise. Use it as an async context manager.

    Args:
        host: the target's host.
        port: the target's port.
        delay_sec: how long every chunk is held back, each way.

    Attributes:
        port: where the proxy listens on 127.0.0.1.
        accepted: connections accepted so far.
    """

    def __init__(self, host: str, port: int, *, delay_sec: float = 0.0) -> None:
        self._target = (host, port)
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._handlers: set[asyncio.Task[None]] = set()
        self.delay_sec = delay_sec
        self.port = 0
        self.accepted = 0

    async def __aenter__(self) -> Self:
        await self.restore()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._flowing.set()
        await self.cut()
        # Their connections are gone, so they end by themselves; a cancelled stream handler would log an error.
        if self._handlers:
            await asyncio.wait(self._handlers)

    async def cut(self) -> None:
        """Reset every connection and refuse new ones until `restore`."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.reset()

    def reset(self) -> None:
        """Reset every connection; new ones are welcome."""
        for writer in self._writers:
            _abort(writer)

    async def restore(self) -> None:
        """Accept connections, again at the same port, and let bytes flow."""
        self._flowing.set()
        if self._server is None:
            self._server = await asyncio.start_server(self._handle, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def stall(self) -> None:
        """Swallow nothing, deliver nothing: a network that went away without a word. `restore` ends it."""
        self._flowing.clear()

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._handlers.add(task)
        task.add_done_callback(self._handlers.discard)
        self.accepted += 1
        self._writers.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._target)
        except OSError:
            _abort(writer)
            self._writers.discard(writer)
            return
        self._writers.add(far_writer)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._pump(reader, far_writer))
                group.create_task(self._pump(far_reader, writer))
        finally:
            for each in (writer, far_writer):
                self._writers.discard(each)
                each.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # A peer that is gone also shows as ENOTCONN, which is no ConnectionError.
        with contextlib.suppress(OSError):
            while chunk := await reader.read(_CHUNK):
                await self._flowing.wait()
                if self.delay_sec:
                    await asyncio.sleep(self.delay_sec)
                writer.write(chunk)
                await writer.drain()
            writer.write_eof()


def _abort(writer: asyncio.StreamWriter) -> None:
    """Close with a reset instead of a polite end."""
    connection = writer.get_extra_info("socket")
    if connection is not None and connection.fileno() >= 0:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
