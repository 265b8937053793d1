"""One relay as a child process: it says when it is ready, and ends with us."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import subprocess
import sys
import threading
from collections import deque
from typing import IO, TYPE_CHECKING, Any, Final

from app.errors import RelayStartError
from app.said import Said, Saying, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

logger = logging.getLogger(__name__)

#: The code of a start that failed because another relay keeps its things there.
FOLDER_IN_USE: Final = "data-folder-in-use"
PORT_IN_USE: Final = "port-in-use"
#: A cold start from a spinning disk; a warm one takes half a second.
_READY_WITHIN_SEC: Final = 20.0
_END_WITHIN_SEC: Final = 5.0


class RelayChild:
    """One process and the threads that listen to it.

    Threads and not asyncio's subprocesses: those need a child watcher that not every Qt event loop has.

    Args:
        command: see `app.relay_process.relay_command`.

    Raises:
        OSError: the program cannot be started.
    """

    def __init__(self, command: list[str]) -> None:
        self._loop = asyncio.get_running_loop()
        self._said: asyncio.Future[int | str] = self._loop.create_future()
        self._ended = asyncio.Event()
        self._tail: deque[str] = deque(maxlen=20)
        self._process = subprocess.Popen(
            command,
            # The relay ends when this pipe does, however we end.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            # Ctrl-C in a terminal is for us: we say goodbye to the party first, and end the relay then.
            process_group=None if sys.platform == "win32" else 0,
        )
        self._threads = [
            threading.Thread(target=target, args=(stream,), name=f"relay {name}", daemon=True)
            for name, target, stream in (
                ("stdout", self._read_events, self._process.stdout),
                ("stderr", self._read_log, self._process.stderr),
            )
        ]
        for thread in self._threads:
            thread.start()

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    @property
    def last_words(self) -> str:
        """The end of what it wrote to stderr."""
        return "\n".join(self._tail)

    async def ready(self, port: int) -> int:
        """Wait until it serves; returns the port. ``port`` is what it was asked for, for the message.

        Raises:
            RelayStartError: it did not become ready in time, or ended; the message says why.
        """
        try:
            async with asyncio.timeout(_READY_WITHIN_SEC):
                said = await asyncio.shield(self._said)
        except TimeoutError:
            said_late = Said(what=Saying.RELAY_SLOW, count=round(_READY_WITHIN_SEC))
            raise RelayStartError("relay-start-failed", said_late) from None
        if isinstance(said, str):
            # What it wrote last is still on its way through the other pipe.
            await asyncio.to_thread(self._threads[1].join, 1.0)
            raise _why(said, port, self._tail)
        return said

    async def ended(self) -> None:
        """Wait until the process is gone, for whatever reason."""
        await self._ended.wait()

    async def close(self) -> None:
        """End it and wait; it is killed when it does not end by itself."""
        await asyncio.to_thread(self._end)

    def _end(self) -> None:
        process = self._process
        process.terminate()
        try:
            process.wait(_END_WITHIN_SEC)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for thread in self._threads:
            thread.join(_END_WITHIN_SEC)
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _read_events(self, stream: IO[str]) -> None:
        last = ""
        for line in stream:
            event = _event(line)
            if event.get("event") == "ready" and isinstance(event.get("port"), int):
                self._tell(int(event["port"]))
            elif event.get("event") == "error":
                last = str(event.get("message", ""))
        self._tell(last)
        self._call(self._ended.set)

    def _read_log(self, stream: IO[str]) -> None:
        for line in stream:
            self._tail.append(line.rstrip())
            logger.debug("%s", line.rstrip())

    def _tell(self, said: int | str) -> None:
        self._call(self._settle, said)

    def _call(self, what: Callable[..., object], *arguments: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone, so nobody waits any more
            self._loop.call_soon_threadsafe(what, *arguments)

    def _settle(self, said: int | str) -> None:
        if not self._said.done():
            self._said.set_result(said)


def _event(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _why(said: str, port: int, tail: deque[str]) -> RelayStartError:
    text = said or next((line for line in reversed(tail) if line), "")
    if "data folder" in text and "in use" in text:
        return RelayStartError(FOLDER_IN_USE, quoted(text))
    if "in use" in text.lower():
        return RelayStartError(PORT_IN_USE, Said(what=Saying.PORT_TAKEN, count=port))
    why = Said(what=Saying.RELAY_NOT_STARTED, why=text) if text else Said(what=Saying.RELAY_SILENT)
    return RelayStartError("relay-start-failed", why)
