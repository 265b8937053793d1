"""A member without a window: acts on what was typed, tells what happens, and knows when and how it ends."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import sys
from typing import TYPE_CHECKING, Final

from app.cli.commands import CommandError, obey, read_lines
from app.cli.reporter import Reporter
from app.core.view import Notice, PartyView, Phase
from app.said import quoted
from app.signals import endings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

    from app.cli.arguments import Options
    from app.party.controller import PartyController
    from server.protocol.units import LocalSec

logger = logging.getLogger(__name__)

#: A track that failed like this fails on every machine in the same way, and so will every other track.
_HOPELESS: Final = frozenset({"libvlc-missing", "no-audio-output", "disk-full"})
#: Errors that people are told but that do not make an end unclean: mostly, something was asked out of turn.
_HARMLESS: Final = frozenset({"not-host", "not-connected", "no-track", "too-many-files", "bad-command", "output-lost"})
_SETTLE_SEC: Final = 2.0


class HeadlessMember:
    """Runs one member from the command line.

    Args:
        controller: not opened yet.
        options: what was typed.
        name: under which we join.
        now: local time.
        stdin: commands; None reads none.
        stdout: takes events.
        stderr: takes one sentence per error.
    """

    def __init__(
        self,
        controller: PartyController,
        options: Options,
        *,
        name: str,
        now: Callable[[], LocalSec],
        stdin: IO[str] | None,
        stdout: IO[str],
        stderr: IO[str],
    ) -> None:
        self._controller = controller
        self._options = options
        self._name = name
        self._stdin, self._stdout, self._stderr = stdin, stdout, stderr
        self._reporter = Reporter(self._write, now, report_every=options.report_every, as_json=options.json)
        self._end = asyncio.Event()
        self._status = 0
        self._started = False
        self._entered = False

    async def run(self) -> int:
        """Be in the party until it, or the person, ends it; returns the exit status."""
        unsubscribe = self._controller.subscribe(self._on_view, self._on_notice)
        loop = asyncio.get_running_loop()
        with self._signals(loop):
            try:
                await self._controller.open()
                if self._stdin is not None:
                    read_lines(self._stdin, loop, self._on_line)
                if not self._end.is_set():
                    self._enter()
                await self._end.wait()
            finally:
                await self._controller.close()
                unsubscribe()
        return self._status

    def quit(self, status: int = 0) -> None:
        """End soon; the worst status wins."""
        self._status = max(self._status, status)
        self._end.set()

    def _enter(self) -> None:
        options = self._options
        if options.command == "back":
            self._controller.look_back()
            self._controller.go_back()
            return
        if options.command == "join":
            self._controller.join_party(invite=options.invite, name=self._name, pin=options.pin)
            return
        self._controller.create_party(name=self._name, relay=options.relay or None, pin=options.pin)
        if options.files:
            at_once = options.play and not options.wait_guests
            self._started = at_once
            self._controller.add_files(options.files, play_first=at_once)

    def _on_view(self, view: PartyView) -> None:
        self._reporter.show(view)
        self._entered = self._entered or bool(view.code)
        if view.phase is Phase.LEFT:
            self.quit()
            return
        self._start_when_all_are_here(view)

    def _start_when_all_are_here(self, view: PartyView) -> None:
        if self._started or not self._options.play or not view.is_host or not view.queue:
            return
        guests = sum(1 for member in view.members if member.connected and not member.is_self)
        if guests >= self._options.wait_guests:
            self._started = True
            self._controller.play()

    def _on_notice(self, notice: Notice) -> None:
        if self._options.json:
            self._reporter.tell(notice)
        self._say(notice.message)
        if notice.news or notice.code in _HARMLESS:
            return
        self._status = 1
        if notice.fatal or notice.code in _HOPELESS or not self._entered:
            self.quit(1)
        elif self._options.command == "host" and self._options.files:
            # Not at once: a file that did arrive may be on its way into the queue.
            asyncio.get_running_loop().call_later(_SETTLE_SEC, self._go_on_without)

    def _go_on_without(self) -> None:
        """A file or track failed: skip it, or end where it was the last."""
        view = self._controller.view
        good = [item for item in view.queue if item.state != "failed"]
        if not good and not view.uploads:
            self.quit(1)
        elif any(item.is_current and item.state == "failed" for item in view.queue):
            self._controller.next()

    def _on_line(self, line: str) -> None:
        try:
            obey(line, self._controller, self.quit)
        except CommandError as error:
            self._on_notice(Notice(code="bad-command", said=quoted(str(error))))

    def _say(self, sentence: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._stderr.write(f"{sentence}\n")
            self._stderr.flush()

    def _write(self, line: str) -> None:
        try:
            self._stdout.write(f"{line}\n")
            self._stdout.flush()
        except (OSError, ValueError):
            # Whoever read our events is gone.
            logger.info("Standard output is closed; ending")
            self.quit()

    @contextlib.contextmanager
    def _signals(self, loop: asyncio.AbstractEventLoop) -> Iterator[None]:
        taken: list[signal.Signals] = []
        for number in endings():
            # Windows' loop takes none; there Ctrl-C raises KeyboardInterrupt, which `run` cleans up after too.
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.quit)
                taken.append(number)
        try:
            yield
        finally:
            for number in taken:
                loop.remove_signal_handler(number)


def attach_pipes(
    controller: PartyController,
    options: Options,
    now: Callable[[], LocalSec],
    stdin: IO[str] | None,
    stdout: IO[str],
) -> None:
    """Events and commands for a member that has a window; ``quit`` ends it as Ctrl-C does."""

    def write(line: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            stdout.write(f"{line}\n")
            stdout.flush()

    def on_line(line: str) -> None:
        try:
            obey(line, controller, lambda: signal.raise_signal(signal.SIGINT))
        except CommandError as error:
            reporter.tell(Notice(code="bad-command", said=quoted(str(error))))

    reporter = Reporter(write, now, report_every=options.report_every, as_json=True)
    controller.subscribe(reporter.show, reporter.tell)
    if stdin is not None:
        read_lines(stdin, asyncio.get_running_loop(), on_line)


def standard_streams() -> tuple[IO[str] | None, IO[str], IO[str]]:
    """This process's streams; a program without a console has none to read from."""
    return sys.stdin, sys.stdout, sys.stderr
