"""From what was typed to what runs."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from typing import TYPE_CHECKING

from app import logs
from app.bootstrap import MemberOptions, build_member, default_name
from app.cli.arguments import Options, parse_options
from app.cli.demo import run_demo, show_demo
from app.cli.doctor import run_doctor
from app.cli.find import run_find
from app.cli.headless import HeadlessMember, attach_pipes, standard_streams
from app.errors import UnisonoError, UsageError
from app.party.parts import system_clocks
from app.paths import Paths, user_paths
from app.said import Said, Saying
from app.window_start import WindowOptions, run_window

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.party.controller import PartyController

logger = logging.getLogger(__name__)


def run(argv: Sequence[str]) -> int:
    """Run a command line; returns the exit status. Every failure is one sentence on stderr."""
    options = parse_options(argv)
    paths = user_paths()
    quiet = options.command in ("demo", "doctor", "find") or not options.headless
    logs.configure(verbose=options.verbose, quiet=quiet, file=paths.logs / f"{options.command}.log")
    try:
        return _run(options, paths)
    except UnisonoError as error:
        _say(error, as_json=options.json)
        return 2 if isinstance(error, UsageError) else 1
    except KeyboardInterrupt:
        return 130
    except Exception:
        logger.exception("Unexpected")
        _say(UnisonoError("internal", Said(what=Saying.UNEXPECTED, where=str(paths.logs))), as_json=options.json)
        return 1


def member_options(options: Options) -> MemberOptions:
    """What one member is built with."""
    return MemberOptions(
        output=options.output,
        device=options.device,
        output_offset_ms=options.output_offset_ms,
        profile=options.profile,
        estimator=options.estimator,
        relay_port=options.port,
        relay_host=options.listen,
        hidden=options.hidden,
    )


def _run(options: Options, paths: Paths) -> int:
    for file in options.files:
        if not file.expanduser().exists():
            raise UsageError("no-such-file", Said(what=Saying.NO_SUCH_FILE, where=str(file)))
    if options.command == "demo":
        return asyncio.run(run_demo(options, paths))
    if options.command == "doctor":
        return asyncio.run(run_doctor(options, paths))
    if options.command == "find":
        return asyncio.run(run_find(options))
    if options.headless:
        if options.command == "window":
            raise UsageError("usage", Said(what=Saying.NO_COMMAND))
        return asyncio.run(_run_headless(options, paths))
    return _run_window(options, paths)


async def _run_headless(options: Options, paths: Paths) -> int:
    member = build_member(member_options(options), paths)
    stdin, stdout, stderr = standard_streams()
    try:
        return await HeadlessMember(
            member.controller,
            options,
            name=options.name or default_name(member.settings.settings),
            now=system_clocks().local,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        ).run()
    finally:
        member.cache.close()


def _run_window(options: Options, paths: Paths) -> int:
    window = WindowOptions(
        host=options.command == "host",
        back=options.command == "back",
        invite=options.invite,
        files=options.files,
        play=options.play,
        relay=options.relay,
        pin=options.pin,
        place=options.place,
        name=options.name,
        # A script that reads events wants a window of its own.
        shared=not options.json,
    )

    def attach(controller: PartyController) -> None:
        if options.json:
            stdin, stdout, _ = standard_streams()
            attach_pipes(controller, options, system_clocks().local, stdin, stdout)

    async def demo() -> None:
        await show_demo(options, paths)

    return run_window(window, member_options(options), paths, attach, demo)


def _say(error: UnisonoError, *, as_json: bool) -> None:
    if as_json:
        event = {"event": "error", "code": error.code, "message": str(error)}
        sys.stdout.write(f"{json.dumps(event, ensure_ascii=False)}\n")
        sys.stdout.flush()
    if sys.stderr is not None:  # a program without a console has none
        sys.stderr.write(f"{error}\n")
