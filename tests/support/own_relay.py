"""A relay as a process of its own, on a port that it keeps over its deaths."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

ROOT = Path(__file__).parents[2]
_READY_WITHIN_SEC = 20


class OwnRelay:
    """An async context manager; `kill` and `start` are its death and its return.

    Args:
        folder: where it remembers its parties.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self._port = int(taken.getsockname()[1])
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.kill()

    @property
    def address(self) -> str:
        """For ``--relay``."""
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """Start it and wait until it serves."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "server", "--host", "127.0.0.1", "--port", str(self._port), "--data-dir", str(self._folder)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=ROOT,
        )
        assert self._process.stdout is not None
        async with asyncio.timeout(_READY_WITHIN_SEC):
            ready = json.loads(await self._process.stdout.readline())
        assert ready["port"] == self._port

    async def kill(self) -> None:
        """``kill -9``."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
