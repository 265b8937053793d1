"""The bundled relay: a child process of ours that says when it is ready and ends with us."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import socket
import sys
from collections import deque
from typing import TYPE_CHECKING, Final

from app.errors import RelayStartError
from app.tasks import TaskSupervisor
from server.protocol.invite import DEFAULT_PORT, Invite

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

#: A cold start from a spinning disk; a warm one takes half a second.
_READY_WITHIN_SEC: Final = 20.0
_END_WITHIN_SEC: Final = 5.0
_LOCAL: Final = "127.0.0.1"


class RelayProcess:
    """One running relay.

    Args:
        process: the child, ready.
        port: where it listens.
        drain: reads what it says from now on.
    """

    def __init__(self, process: asyncio.subprocess.Process, port: int, drain: TaskSupervisor) -> None:
        self._process = process
        self._port = port
        self._drain = drain

    @property
    def local(self) -> Invite:
        """The address that this machine uses."""
        return Invite(host=_LOCAL, port=self._port)

    @property
    def public(self) -> Invite:
        """The address that others in the network use."""
        return Invite(host=lan_address(), port=self._port)

    @property
    def pid(self) -> int:
        """The child's process id."""
        return self._process.pid

    async def close(self) -> None:
        """End it and wait; it is killed when it does not end by itself."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.terminate()
            try:
                await asyncio.wait_for(self._process.wait(), _END_WITHIN_SEC)
            except TimeoutError:
                with contextlib.suppress(ProcessLookupError):
                    self._process.kill()
                await self._process.wait()
        await self._drain.close()


def relay_command(*, data_dir: Path, port: int, host: str = "0.0.0.0") -> list[str]:
    """The command line of the bundled relay: this interpreter, or the frozen executable itself."""
    program = [sys.executable, "relay"] if getattr(sys, "frozen", False) else [sys.executable, "-m", "server"]
    return [*program, "--host", host, "--port", str(port), "--data-dir", str(data_dir), "--exit-with-parent"]


async def start_relay(*, data_dir: Path, port: int | None = None, host: str = "0.0.0.0") -> RelayProcess:
    """Start a relay and wait until it serves.

    Args:
        data_dir: where it keeps tracks and parties.
        port: where to listen; None takes the usual port, or any free one when that is taken.
        host: the interface to listen on.

    Raises:
        RelayStartError: it did not become ready; its message says why.
    """
    if port is None:
        port = DEFAULT_PORT if _is_free(host, DEFAULT_PORT) else 0
    command = relay_command(data_dir=data_dir, port=port, host=host)
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            # The relay ends when this pipe does, however we end.
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        raise RelayStartError("relay-start-failed", f"The relay could not be started: {error}") from error
    tail: deque[str] = deque(maxlen=20)
    drain = TaskSupervisor("relay process")
    drain.spawn("log", _log(process.stderr, tail))
    try:
        ready = await asyncio.wait_for(_ready(process), _READY_WITHIN_SEC)
    except TimeoutError:
        ready = None
    except BaseException:
        await RelayProcess(process, 0, drain).close()
        raise
    if isinstance(ready, int):
        drain.spawn("stdout", _log(process.stdout, tail))
        return RelayProcess(process, ready, drain)
    await RelayProcess(process, 0, drain).close()
    raise _why(ready, port, tail)


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


async def _ready(process: asyncio.subprocess.Process) -> int | str:
    """The port, or the relay's own words for why not."""
    if process.stdout is None:  # pragma: no cover - asked for above
        return ""
    said = ""
    async for line in process.stdout:
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if not isinstance(event, dict):
            continue
        if event.get("event") == "ready" and isinstance(event.get("port"), int):
            return int(event["port"])
        if event.get("event") == "error":
            said = str(event.get("message", ""))
    return said


async def _log(stream: asyncio.StreamReader | None, tail: deque[str]) -> None:
    if stream is None:  # pragma: no cover - asked for above
        return
    async for line in stream:
        text = line.decode(errors="replace").rstrip()
        tail.append(text)
        logger.debug("%s", text)


def _why(said: str | None, port: int, tail: deque[str]) -> RelayStartError:
    text = said or (tail[-1] if tail else "")
    if "in use" in text.lower() or "errno 98" in text.lower():
        return RelayStartError(
            "port-in-use", f"Port {port} is taken by another program. Choose another port, or end that program."
        )
    if said is None:
        return RelayStartError(
            "relay-start-failed", f"The relay was not ready after {_READY_WITHIN_SEC:.0f} s. Try again. {text}".strip()
        )
    return RelayStartError("relay-start-failed", f"The relay did not start: {text or 'it said nothing'}")
