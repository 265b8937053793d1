"""The demo: relay, host and guest on this machine, with the bundled music and what sync they keep."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import IO, TYPE_CHECKING, Final

from app.cli.demo_picture import Seen, lines, plain_line, summary
from app.cli.member_process import MemberProcess
from app.cli.probe import has_sound
from app.display import why_no_display
from app.errors import UnisonoError
from app.paths import bundled_music
from app.said import Said, Saying, quoted
from app.signals import endings

if TYPE_CHECKING:
    from pathlib import Path

    from app.cli.arguments import Options
    from app.paths import Paths

logger = logging.getLogger(__name__)

_HOST, _GUEST = "Host", "Guest"
_READY_WITHIN_SEC: Final = 60.0
_REDRAW_SEC: Final = 0.25
_REPORT_EVERY_SEC: Final = 0.5
_PLAIN_EVERY_SEC: Final = 2.0


async def run_demo(options: Options, paths: Paths) -> int:
    """Run the demo until its time is over, it is stopped, or something fails; returns the exit status.

    Raises:
        UnisonoError: there is no music, or a member did not start.
    """
    windows = not options.headless and not why_no_display()
    demo = await _prepared(options, paths, windows=windows)
    if demo.is_silent:
        sys.stdout.write("No sound system found: the demo plays silently, but keeps time as if it were heard.\n")
    return await demo.run(sys.stdout)


async def show_demo(options: Options, paths: Paths) -> None:
    """The demo in two windows beside one that is open; ends when either is closed, or with the task.

    Raises:
        UnisonoError: there is no music, or a member did not start.
    """
    demo = await _prepared(options, paths, windows=True)
    await demo.show()


async def _prepared(options: Options, paths: Paths, *, windows: bool) -> Demo:
    music = bundled_music()
    if not music:
        raise UnisonoError("no-music", Said(what=Saying.NO_DEMO_MUSIC))
    output = options.output or ("auto" if await asyncio.to_thread(has_sound, options.device) else "null")
    return Demo(replace(options, output=output), paths, music, windows=windows)


class Demo:
    """Two members as processes of their own, so that nothing but the relay ties them together.

    Args:
        options: with the output to use.
        paths: the demo keeps its folders below these.
        music: what the host plays.
        windows: show two windows instead of a terminal view.
    """

    def __init__(self, options: Options, paths: Paths, music: list[Path], *, windows: bool) -> None:
        self._options = options
        self._home = paths.data / "demo"
        self._music = music
        self._windows = windows
        self._changed = asyncio.Event()
        self._stop = asyncio.Event()
        self._seen = Seen()
        self._members: dict[str, MemberProcess] = {}

    async def run(self, stdout: IO[str]) -> int:
        """See `run_demo`."""
        loop = asyncio.get_running_loop()
        for number in endings():
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._stop.set)
        try:
            await self._begin()
            await self._watch(stdout)
        finally:
            await self._close()
        stdout.write(f"{summary(self._seen)}\n")
        return 0

    @property
    def is_silent(self) -> bool:
        """Whether it plays into nothing, for want of a sound system."""
        return self._options.output == "null"

    async def show(self) -> None:
        """See `show_demo`."""
        try:
            await self._begin()
            await self._stop.wait()
        finally:
            await self._close()

    async def _close(self) -> None:
        # The guest first: the host's end would be an end of the party for it.
        for name in (_GUEST, _HOST):
            if name in self._members:
                await self._members[name].close()

    async def _begin(self) -> None:
        self._start(_HOST, "host", *map(str, self._music), "--listen", "127.0.0.1", place="left")
        invite = await self._until(lambda: self._seen.invite, Saying.DEMO_NOT_OPEN)
        self._start(_GUEST, "join", invite, place="right")
        await self._until(lambda: self._seen.guests and self._seen.queued, Saying.DEMO_NO_GUEST)
        self._members[_HOST].say("play")
        await self._until(lambda: self._seen.playing(_HOST) and self._seen.playing(_GUEST), Saying.DEMO_SILENT)

    def _start(self, name: str, *arguments: str, place: str) -> None:
        options = self._options
        command = [*arguments, "--json", "--name", name, "--output", options.output]
        command += ["--report-every", str(_REPORT_EVERY_SEC), "--profile", options.profile or "auto"]
        command += ["--device", options.device] if options.device else []
        command += ["--place", place] if self._windows else ["--headless"]
        self._members[name] = MemberProcess(
            command,
            home=self._home / name.lower(),
            on_event=partial(self._on_event, name),
            on_end=self._on_end,
        )

    def _on_event(self, name: str, event: dict[str, object]) -> None:
        self._seen.take(name, event)
        self._changed.set()

    def _on_end(self) -> None:
        # A window that was closed ends the demo.
        self._stop.set()
        self._changed.set()

    async def _until(self, true: object, otherwise: Saying) -> str:
        if not callable(true):  # pragma: no cover - a programming error
            raise TypeError(true)
        try:
            async with asyncio.timeout(_READY_WITHIN_SEC):
                while not (value := true()):
                    if self._seen.error or self._stop.is_set():
                        why = quoted(self._seen.error) if self._seen.error else Said(what=Saying.DEMO_STOPPED)
                        raise UnisonoError("demo-failed", why)
                    await self._changed.wait()
                    self._changed.clear()
        except TimeoutError as error:
            late = Said(what=otherwise, count=round(_READY_WITHIN_SEC))
            raise UnisonoError("demo-failed", late) from error
        return str(value)

    async def _watch(self, stdout: IO[str]) -> None:
        loop = asyncio.get_running_loop()
        end = None if self._options.seconds is None else loop.time() + self._options.seconds
        live = stdout.isatty()
        every = _REDRAW_SEC if live else _PLAIN_EVERY_SEC
        drawn = 0
        while not self._stop.is_set() and (end is None or loop.time() < end):
            if live:
                picture = lines(self._seen, loop.time())
                # Up over the last picture, then each line anew to its end.
                stdout.write((f"\x1b[{drawn}A" if drawn else "") + "".join(f"{line}\x1b[K\n" for line in picture))
                drawn = len(picture)
            else:
                stdout.write(f"{plain_line(self._seen, loop.time())}\n")
            stdout.flush()
            wait = every if end is None else max(0.0, min(every, end - loop.time()))
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._stop.wait()
        if self._seen.error:
            raise UnisonoError("demo-failed", quoted(self._seen.error))
