"""What an operator can set, with units and defaults."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.limits import Rate
from server.party import PartySettings
from server.protocol.invite import DEFAULT_PORT
from server.protocol.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A person cannot click this fast; a program that restores a long queue fits into the burst.
_MESSAGE_RATE: Final = Rate(per_second=20.0, burst=200.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayConfig:
    """Everything that can be set.

    Attributes:
        host: the address to listen on; every interface by default, because guests come from other machines.
        port: the port to listen on; 0 takes a free one.
        data_dir: uploads and the parties' memory.
        exit_with_parent: end when standard input ends, for a relay that a window started.
        heartbeat_sec: a member that answers no ping for one and a half times this is gone.
        max_upload_bytes: the largest file.
        max_parties: at once.
        message_rate: what one connection may say.
        party: numbers for every party.
    """

    host: str = "0.0.0.0"
    port: int = DEFAULT_PORT
    data_dir: Path
    exit_with_parent: bool = False
    log_level: str = "INFO"
    heartbeat_sec: float = 18.0
    max_upload_bytes: int = 500_000_000
    max_parties: int = 2000
    message_rate: Rate = _MESSAGE_RATE
    party: PartySettings = field(default_factory=PartySettings)


def parse_args(argv: Sequence[str] | None = None) -> RelayConfig:
    """The configuration that a command line describes; ends the process on a wrong one, as argparse does."""
    parser = argparse.ArgumentParser(
        prog="unisono-relay", description="The relay of Unisono: parties meet here and all hear the same instant."
    )
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (default: every interface)")
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help=f"default {DEFAULT_PORT}; 0 takes a free one")
    parser.add_argument("--data-dir", type=Path, default=default_data_dir(), help="uploads and the parties' memory")
    parser.add_argument("--exit-with-parent", action="store_true", help="end when standard input ends")
    parser.add_argument(
        "--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"], help="default INFO"
    )
    parser.add_argument("--version", action="version", version=f"unisono-relay {VERSION}")
    given = parser.parse_args(argv)
    return RelayConfig(
        host=given.host,
        port=given.port,
        data_dir=given.data_dir,
        exit_with_parent=given.exit_with_parent,
        log_level=given.log_level,
    )


def default_data_dir() -> Path:
    """Where the relay keeps its files when nobody says where."""
    # A standard-library answer: the relay installs without the app's dependencies.
    return Path.home() / ".local" / "share" / "unisono-relay"


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 - the ports there are
        raise argparse.ArgumentTypeError(f"{port} is no port: choose one from 0 to 65535")
    return port
