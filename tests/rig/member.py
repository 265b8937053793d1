"""A member of a party as people start it: a child process, its command line, its JSON lines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from tests.support.children import children

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Event: TypeAlias = dict[str, Any]

ROOT: Final = Path(__file__).parents[2]
_EVENT_LIMIT: Final = 1 << 20
_QUIT_PATIENCE_SEC: Final = 10.0


class MemberError(AssertionError):
    """A member did not do what it should; the message holds its last events and log lines."""


class Member:
    """A headless member; make one with `start`.

    Attributes:
        name: in the party, and of its files.
        events: every JSON line so far, each with ``at``: when it was read, on this process's monotonic clock.
        pid: of its process.
    """

    def __init__(self, name: str, process: asyncio.subprocess.Process, log: Path) -> None:
        self.name = name
        self.events: list[Event] = []
        self.pid = process.pid
        self._process = process
        self._log = log
        self._news = asyncio.Condition()
        self._reader = asyncio.get_running_loop().create_task(self._read(), name=f"events of {name}")

    @classmethod
    async def start(
        cls, name: str, arguments: Sequence[str], *, folder: Path, env: Mapping[str, str], wrapper: Sequence[str] = ()
    ) -> Member:
        """Run ``python -m app ARGUMENTS``.

        Args:
            name: as others see it.
            arguments: the command and what it needs.
            folder: for its settings, its cache and its log; a member shares none of them.
            env: where its sound server is.
            wrapper: a command that runs the member's command.
        """
        home = folder / name
        # One that was killed comes back to its home.
        home.mkdir(parents=True, exist_ok=True)
        own = {
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
        }
        log = home / "log"
        with log.open("ab") as stderr:
            process = await asyncio.create_subprocess_exec(
                *wrapper,
                *(sys.executable, "-m", "app", *arguments, "--headless", "--json", "--name", name),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=stderr,
                env={**env, **own},
                cwd=home,
                limit=_EVENT_LIMIT,
                # As a shell starts it: what a terminal sends reaches it and all its children.
                process_group=0,
            )
        return cls(name, process, log)

    def send(self, command: str) -> None:
        """Say a command: ``play``, ``pause``, ``seek 12``, ``next``, ``stop``, ``resync``, ``quit``."""
        assert self._process.stdin is not None
        self._process.stdin.write(command.encode() + b"\n")

    async def wait(
        self, wanted: Callable[[Event], bool], what: str, *, after: int = 0, timeout_sec: float = 30.0
    ) -> Event:
        """The first event from number ``after`` on that is wanted, once it came.

        Raises:
            MemberError: it did not come in time, or the member ended before.
        """
        seen = after
        try:
            async with asyncio.timeout(timeout_sec), self._news:
                while True:
                    for event in self.events[seen:]:
                        if wanted(event):
                            return event
                    seen = len(self.events)
                    if self._reader.done():
                        raise MemberError(self.story(f"ended before: {what}"))
                    await self._news.wait()
        except TimeoutError:
            raise MemberError(self.story(f"did not come within {timeout_sec} s: {what}")) from None

    async def phase(self, phase: str, *, after: int = 0, timeout_sec: float = 30.0) -> Event:
        """Wait until it is in a phase: ``playing``, ``paused``, …"""
        return await self.wait(
            lambda event: event.get("event") == "state" and event.get("phase") == phase,
            f"phase {phase}",
            after=after,
            timeout_sec=timeout_sec,
        )

    def of_kind(self, kind: str) -> list[Event]:
        """Its events of one kind so far."""
        return [event for event in self.events if event.get("event") == kind]

    async def quit(self) -> int:
        """Ask it to end; returns its exit status. Kills what does not listen."""
        if self._process.returncode is None:
            with contextlib.suppress(ConnectionError):
                self.send("quit")
            try:
                await asyncio.wait_for(self._process.wait(), _QUIT_PATIENCE_SEC)
            except TimeoutError:
                self._process.kill()
        status = await self._process.wait()
        await self._reader
        if self._process.stdin is not None:
            self._process.stdin.close()
        return status

    async def kill(self) -> None:
        """``kill -9`` for it and its children at once, as a power cut does it."""
        for pid in (self.pid, *_children(self.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        await self._process.wait()
        await self._reader

    def story(self, headline: str) -> str:
        """A headline, its last events and the end of its log."""
        events = "\n".join(f"  {event}" for event in self.events[-12:])
        log = "\n".join(f"  {line}" for line in self._log.read_text(errors="replace").splitlines()[-25:])
        return f"{self.name}: {headline}\nlast events:\n{events}\nlog:\n{log}"

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                event = {"event": "garbage", "line": line.decode(errors="replace")}
            event["at"] = time.monotonic()
            async with self._news:
                self.events.append(event)
                self._news.notify_all()
        async with self._news:
            self._news.notify_all()


def cost(pid: int) -> tuple[float, float]:
    """CPU seconds and resident MB of a process and its children, by /proc."""
    cpu, memory = 0.0, 0.0
    for each in (pid, *_children(pid)):
        try:
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        cpu += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        memory += int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return cpu, memory


def _children(pid: int) -> list[int]:
    return [each for child in children(pid) for each in (child, *_children(child))]
