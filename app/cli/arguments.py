"""What can be typed."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from urllib.request import url2pathname

from app.settings import OFFSET_LIMIT_MS, OUTPUTS, PROFILE_NAMES
from server.protocol.invite import InviteError, parse_invite
from server.protocol.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

#: How often a member says how it keeps time.
REPORT_EVERY_SEC: Final = 2.0
#: Hosts in a quiet network answer within one; a question lost over WiFi is asked again after two.
FIND_SEC: Final = 3.0
#: Guests are on other machines.
LISTEN_EVERYWHERE: Final = "0.0.0.0"

#: What can be typed first; anything else is a file or an invite.
COMMANDS: Final = ("host", "join", "back", "find", "demo", "doctor", "selftest")
_OPEN: Final = "open"

_EPILOG: Final = """Without a command, files or an invite go to the window, also to one that is open already. An
INVITE is CODE@HOST[:PORT], a link such as http://192.168.1.20:8750/join/ABCDEF or unisono://…, or a bare code where a
relay is set. Headless members read commands from standard input: play, pause, seek SEC, next, previous, stop, resync,
volume 0-100, quit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What was typed, checked.

    Attributes:
        command: ``window``, ``host``, ``join``, ``back``, ``find``, ``demo`` or ``doctor``.
        name: under which we join; empty takes the remembered one or the machine's.
        headless: without a window.
        json: events as JSON lines on stdout.
        verbose: log every message of the wire.
        output: sound interface; empty is the remembered choice.
        device: sound device; empty is the remembered choice.
        output_offset_ms: sound delay for this run; None is the remembered one.
        profile: sync profile; empty is the remembered choice.
        estimator: ``selecting`` or ``smoothing``.
        report_every: seconds between two ``sync`` events.
        place: where a window stands on the screen: ``left``, ``right`` or empty.
        files: to host.
        play: start the first file.
        wait_guests: start when so many guests are there.
        relay: the relay to host at, or to look at; empty is the bundled one.
        port: of the bundled relay; None is the usual one or a free one.
        listen: address of the bundled relay; 127.0.0.1 keeps the party on this machine.
        hidden: do not show the party on this network.
        pin: the party's PIN.
        invite: to join.
        seconds: the demo's length, where None runs until it is stopped; how long parties are looked for.
    """

    command: str = "window"
    name: str = ""
    headless: bool = False
    json: bool = False
    verbose: bool = False
    output: str = ""
    device: str = ""
    output_offset_ms: float | None = None
    profile: str = ""
    estimator: str = "selecting"
    report_every: float = REPORT_EVERY_SEC
    place: str = ""
    files: tuple[Path, ...] = ()
    play: bool = False
    wait_guests: int = 0
    relay: str = ""
    port: int | None = None
    listen: str = LISTEN_EVERYWHERE
    hidden: bool = False
    pin: str | None = None
    invite: str = ""
    seconds: float | None = None


def parse_options(argv: Sequence[str] | None = None) -> Options:
    """What a command line means; a wrong one ends the process with status 2 and a sentence, as argparse does."""
    parser = _parser()
    typed = list(sys.argv[1:] if argv is None else argv)
    given = vars(parser.parse_args(_with_command(typed)))
    if given["command"] == _OPEN:
        given |= _opened(given.pop("things"), parser)
    given["command"] = given["command"] or "window"
    given["files"] = tuple(given.get("files") or ())
    return Options(**given)


def _with_command(typed: list[str]) -> list[str]:
    """What a desktop starts us with, files or a link and no command, made into a command."""
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    _add_common(common, default=argparse.SUPPRESS)
    try:
        _, rest = common.parse_known_args(typed)
    except SystemExit:
        return typed  # the whole parser says it better
    names_something = bool(rest) and not rest[0].startswith("-") and rest[0] not in COMMANDS
    is_thing = names_something and ("@" in rest[0] or "://" in rest[0] or Path(rest[0]).expanduser().exists())
    return [_OPEN, *typed] if is_thing else typed


def _opened(things: Sequence[str], parser: argparse.ArgumentParser) -> dict[str, object]:
    """Files to play or one invite, as the fields of `Options`."""
    files: list[Path] = []
    invites: list[str] = []
    for thing in things:
        path = Path(url2pathname(urlsplit(thing).path)) if thing.startswith("file://") else Path(thing)
        if path.expanduser().exists():
            files.append(path)
            continue
        try:
            parse_invite(thing)
        except InviteError as error:
            parser.error(f"{thing} is no file here. {error}")
        invites.append(thing)
    if len(invites) > 1 or (invites and files):
        parser.error("one invite or files, not both")
    return {"command": None, "files": tuple(files), "invite": "".join(invites), "play": bool(files)}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="unisono", description="The laptops in a room play the same music at the same instant.", epilog=_EPILOG
    )
    parser.add_argument("--version", action="version", version=f"unisono {VERSION}")
    _add_common(parser, default=None)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    # Options may stand before or after the command; a default here must not undo what stood before.
    common = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    _add_common(common, default=argparse.SUPPRESS)
    host = commands.add_parser("host", parents=[common], help="start a party", epilog=_EPILOG)
    host.add_argument("files", nargs="*", type=Path, metavar="FILE", help="music to queue; folders are searched")
    host.add_argument("--play", action="store_true", help="start the first file")
    host.add_argument("--wait-guests", type=_count, default=0, metavar="N", help="start when N guests are there")
    host.add_argument("--relay", default="", metavar="URL", help="host at this relay instead of the bundled one")
    host.add_argument("--port", type=_port, default=None, help="port of the bundled relay")
    host.add_argument("--listen", default=LISTEN_EVERYWHERE, metavar="ADDRESS", help="address of the bundled relay")
    host.add_argument("--hidden", action="store_true", help="do not show the party on this network")
    host.add_argument("--pin", default=None, help="ask guests for this PIN")
    join = commands.add_parser("join", parents=[common], help="join a party", epilog=_EPILOG)
    join.add_argument("invite", metavar="INVITE")
    join.add_argument("--pin", default=None, help="the party's PIN")
    commands.add_parser("back", parents=[common], help="back into the party that Unisono was killed in", epilog=_EPILOG)
    find = commands.add_parser("find", parents=[common], help="parties on this network")
    find.add_argument("--seconds", type=_seconds, default=FIND_SEC, metavar="N", help="how long to look (default: 3)")
    opened = commands.add_parser(_OPEN, parents=[common])
    opened.add_argument("things", nargs="+", metavar="FILE-OR-INVITE")
    demo = commands.add_parser("demo", parents=[common], help="relay, host and guest on this machine")
    demo.add_argument("--seconds", type=_seconds, default=None, metavar="N", help="end after N seconds of music")
    doctor = commands.add_parser("doctor", parents=[common], help="what works here, and what to do about the rest")
    doctor.add_argument("--relay", default="", metavar="URL", help="also look whether this relay can be reached")
    return parser


def _add_common(parser: argparse.ArgumentParser, *, default: str | None) -> None:
    def default_of(value: object) -> object:
        return value if default is None else default

    add = parser.add_argument
    add("--name", default=default_of(""), help="your name in the party")
    add("--headless", action="store_true", default=default_of(False), help="no window")
    add("--json", action="store_true", default=default_of(False), help="events as JSON lines")
    add("--verbose", action="store_true", default=default_of(False), help="log everything")
    add("--output", choices=OUTPUTS, default=default_of(""), help="sound interface (default: auto)")
    add("--device", default=default_of(""), metavar="NAME", help="sound device (default: the system's)")
    add(
        "--output-offset-ms",
        type=_offset,
        default=default_of(None),
        metavar="X",
        help="sound delay of the device: positive when it is heard too late",
    )
    add("--profile", choices=PROFILE_NAMES, default=default_of(""), help="sync profile (default: auto)")
    add("--estimator", choices=("selecting", "smoothing"), default=default_of("selecting"), help=argparse.SUPPRESS)
    add("--report-every", type=_seconds, default=default_of(REPORT_EVERY_SEC), help=argparse.SUPPRESS)
    add("--place", choices=("left", "right"), default=default_of(""), help=argparse.SUPPRESS)


def _number(text: str, low: float, high: float) -> float:
    value = float(text)
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(f"{text} is not between {low:g} and {high:g}")
    return value


def _offset(text: str) -> float:
    return _number(text, -OFFSET_LIMIT_MS, OFFSET_LIMIT_MS)


def _seconds(text: str) -> float:
    return _number(text, 0.1, 86_400.0)


def _count(text: str) -> int:
    return int(_number(text, 0, 10_000))


def _port(text: str) -> int:
    return int(_number(text, 0, 65_535))
