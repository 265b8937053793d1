"""The bundled relay: a child process of ours that says when it is ready and ends with us."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import subprocess
import sys
import threading
from collections import deque
from ipaddress import ip_address
from typing import IO, TYPE_CHECKING, Any, Final

from app.core.nearby import is_for_others
from app.errors import RelayStartError
from server.protocol.invite import DEFAULT_PORT, Invite

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

#: A cold start from a spinning disk; a warm one takes half a second.
_READY_WITHIN_SEC: Final = 20.0
_END_WITHIN_SEC: Final = 5.0
_LOCAL: Final = "127.0.0.1"
_FOLDER_IN_USE: Final = "data-folder-in-use"
#: More parties than anybody hosts on one machine.
_MOST_RELAYS: Final = 9


class RelayProcess:
    """One relay and the threads that listen to it.

    Threads and not asyncio's subprocesses: those need a child watcher that not every Qt event loop has.

    Args:
        command: see `relay_command`.
        host: the address that it listens on.

    Raises:
        OSError: the program cannot be started.
    """

    def __init__(self, command: list[str], host: str) -> None:
        self._host = host
        self._loop = asyncio.get_running_loop()
        self._said: asyncio.Future[int | str] = self._loop.create_future()
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
        self._port = 0

    @property
    def local(self) -> Invite:
        """The address that this machine uses."""
        return Invite(host=_LOCAL, port=self._port)

    @property
    def public(self) -> Invite:
        """The address that others in the network use."""
        host = self._host if ip_address(self._host).is_loopback else lan_address()
        return Invite(host=host, port=self._port)

    @property
    def is_for_others(self) -> bool:
        """Whether it listens for other machines too."""
        return is_for_others(self._host)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    async def ready(self, port: int) -> None:
        """Wait until it serves; ``port`` is what it was asked for, for the message.

        Raises:
            RelayStartError: it did not become ready in time, or ended; the message says why.
        """
        try:
            async with asyncio.timeout(_READY_WITHIN_SEC):
                said = await asyncio.shield(self._said)
        except TimeoutError:
            words = f"The relay was not ready after {_READY_WITHIN_SEC:.0f} s. Try again."
            raise RelayStartError("relay-start-failed", words) from None
        if isinstance(said, str):
            # What it wrote last is still on its way through the other pipe.
            await asyncio.to_thread(self._threads[1].join, 1.0)
            raise _why(said, port, self._tail)
        self._port = said

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

    def _read_log(self, stream: IO[str]) -> None:
        for line in stream:
            self._tail.append(line.rstrip())
            logger.debug("%s", line.rstrip())

    def _tell(self, said: int | str) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone, so nobody waits any more
            self._loop.call_soon_threadsafe(self._settle, said)

    def _settle(self, said: int | str) -> None:
        if not self._said.done():
            self._said.set_result(said)


def relay_command(*, data_dir: Path, port: int, host: str = "0.0.0.0") -> list[str]:
    """The command line of the bundled relay: this interpreter, or the frozen executable itself."""
    program = [sys.executable, "relay"] if getattr(sys, "frozen", False) else [sys.executable, "-m", "server"]
    return [*program, "--host", host, "--port", str(port), "--data-dir", str(data_dir), "--exit-with-parent"]


async def start_relay(*, data_dir: Path, port: int | None = None, host: str = "0.0.0.0") -> RelayProcess:
    """Start a relay and wait until it serves.

    Args:
        data_dir: where it keeps tracks and parties; while another relay keeps its own there, a folder beside it.
        port: where to listen; None takes the usual port, or any free one when that is taken.
        host: the interface to listen on.

    Raises:
        RelayStartError: it did not become ready; its message says why.
    """
    folders = [data_dir, *(data_dir.with_name(f"{data_dir.name}-{n}") for n in range(2, _MOST_RELAYS + 1))]
    for folder in folders[:-1]:
        try:
            return await _start_in(folder, port, host)
        except RelayStartError as error:
            if error.code != _FOLDER_IN_USE:
                raise
            # A party that is just ending, or another host on this machine.
            logger.info("%s", error)
    return await _start_in(folders[-1], port, host)


async def _start_in(data_dir: Path, port: int | None, host: str) -> RelayProcess:
    if port is not None:
        return await _start(data_dir, port, host)
    if _is_free(host, DEFAULT_PORT):
        try:
            return await _start(data_dir, DEFAULT_PORT, host)
        except RelayStartError as error:
            if error.code != "port-in-use":
                raise
            logger.info("Port %d was taken in the meantime; any free one will do", DEFAULT_PORT)
    return await _start(data_dir, 0, host)


async def _start(data_dir: Path, port: int, host: str) -> RelayProcess:
    try:
        relay = RelayProcess(relay_command(data_dir=data_dir, port=port, host=host), host)
    except OSError as error:
        raise RelayStartError("relay-start-failed", f"The relay could not be started: {error}") from error
    try:
        await relay.ready(port)
    except BaseException:
        await relay.close()
        raise
    return relay


def lan_address() -> str:
    """The address that a packet to the outside would leave from; nothing is sent. 127.0.0.1 without a network."""
    for family, target in ((socket.AF_INET, ("192.0.2.1", 9)), (socket.AF_INET6, ("2001:db8::1", 9))):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(target)
            address = str(probe.getsockname()[0])
            if address and not address.startswith(("0.", "::1")):
                return address
    return _LOCAL


def _is_free(host: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As the relay's own listener does: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return True
    return False


def _event(line: str) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except ValueError:
        return {}
    return event if isinstance(event, dict) else {}


def _why(said: str, port: int, tail: deque[str]) -> RelayStartError:
    text = said or next((line for line in reversed(tail) if line), "")
    if "data folder" in text and "in use" in text:
        return RelayStartError(_FOLDER_IN_USE, text)
    if "in use" in text.lower():
        words = f"Port {port} is taken by another program. Choose another port, or end that program."
        return RelayStartError("port-in-use", words)
    return RelayStartError("relay-start-failed", f"The relay did not start: {text or 'it said nothing'}")
