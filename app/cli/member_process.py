"""A member in a process of its own, driven through its JSON events and commands."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

_END_WITHIN_SEC: Final = 12.0


def app_command() -> list[str]:
    """How to start this program again: the frozen executable, or this interpreter."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "app"]


class MemberProcess:
    """One running member. Made on an event loop, on which its events arrive.

    Args:
        arguments: of the command line, with ``--json``.
        home: where it keeps its things.
        on_event: told every event.
        on_end: told that it ended.

    Attributes:
        errors: sentences that it wrote to stderr, without log lines.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        home: Path,
        on_event: Callable[[dict[str, Any]], None],
        on_end: Callable[[], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._on_event, self._on_end = on_event, on_end
        self._process = subprocess.Popen(
            [*app_command(), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, "UNISONO_HOME": str(home), "PYTHONUNBUFFERED": "1"},
        )
        self._reader = threading.Thread(target=self._read, name="member events", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def say(self, command: str) -> None:
        """Give it a command."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError, ValueError):
                self._process.stdin.write(f"{command}\n")
                self._process.stdin.flush()

    async def close(self) -> int:
        """Ask it to end and wait; it is killed when it does not. Returns its exit status."""
        self.say("quit")
        return await asyncio.to_thread(self._end)

    def _end(self) -> int:
        try:
            self._process.wait(_END_WITHIN_SEC)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(_END_WITHIN_SEC)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        return self._process.returncode

    def _read(self) -> None:
        if self._process.stdout is None:  # pragma: no cover - asked for above
            return
        for line in self._process.stdout:
            with contextlib.suppress(ValueError, RuntimeError):
                event = json.loads(line)
                if isinstance(event, dict):
                    self._loop.call_soon_threadsafe(self._on_event, event)
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._on_end)
