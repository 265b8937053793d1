"""What an operator has set: flags before environment before file before defaults."""

from __future__ import annotations

import argparse
import os
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from server.errors import StartError
from server.limits import AddressRates, Rate
from server.options import OPTIONS
from server.party import PartySettings
from server.protocol.invite import DEFAULT_PORT
from server.protocol.units import Millis
from server.protocol.version import VERSION
from server.track_store import Quota

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from server.addresses import Network

#: A person cannot click this fast; a program that restores a long queue fits into the burst.
_MESSAGE_RATE: Final = Rate(per_second=20.0, burst=200.0)

_MB: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayConfig:
    """Everything that can be set; `server.options` says what each means.

    Attributes:
        host: addresses or names, separated by commas.
        heartbeat_sec: a member that answers no ping for one and a half times this is gone, so within 30 s.
        message_rate: what one connection may say.
    """

    data_dir: Path
    host: str = "0.0.0.0"
    port: int = DEFAULT_PORT
    tls_cert: Path | None = None
    tls_key: Path | None = None
    exit_with_parent: bool = False
    log_level: str = "INFO"
    log_format: str = "text"
    trusted_proxies: tuple[Network, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    quota: Quota = field(default_factory=Quota)
    max_connections: int = 12_000
    connections_per_address: int = 1000
    max_parties: int = 2000
    addresses: AddressRates = field(default_factory=AddressRates)
    party: PartySettings = field(default_factory=PartySettings)
    heartbeat_sec: float = 18.0
    message_rate: Rate = _MESSAGE_RATE

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses and names of ``host``."""
        return tuple(part.strip() for part in self.host.split(",") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandLine:
    """What was asked for; ``only_check`` validates the configuration and ends."""

    config: RelayConfig
    only_check: bool


def parse_command_line(argv: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> CommandLine:
    """The configuration that flags, environment and file describe.

    Raises:
        StartError: a value or the file cannot be used.
        SystemExit: help, version, or an unknown flag, as argparse does it.
    """
    given = vars(_parser().parse_args(argv))
    path = given["config"] or environ.get("UNISONO_RELAY_CONFIG")
    texts, origins = _merge(given, environ, {} if path is None else _read_file(Path(path)))
    values: dict[str, Any] = {}
    for option in OPTIONS:
        try:
            values[option.name] = option.parse(texts[option.name])
        except ValueError as error:
            raise StartError(
                f"{origins[option.name]}: “{texts[option.name]}” cannot be used: {error}. It is the {option.meaning}."
            ) from error
    config = _config(values, exit_with_parent=given["exit_with_parent"])
    return CommandLine(config=config, only_check=given["command"] == "check")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="unisono-relay",
        description="The relay of Unisono: parties meet here and all hear the same instant.",
        epilog="Each option can also stand in the environment as UNISONO_RELAY_NAME and in the file as name.",
    )
    parser.add_argument("command", nargs="?", choices=["run", "check"], default="run", help="check only validates")
    parser.add_argument("--config", metavar="FILE", help="TOML file with the options below")
    for option in OPTIONS:
        default = f" (default {option.default})" if option.default else ""
        parser.add_argument(option.flag, metavar="X", help=option.meaning.replace("%", "%%") + default)
    parser.add_argument("--exit-with-parent", action="store_true", help="end when standard input ends")
    parser.add_argument("--version", action="version", version=f"unisono-relay {VERSION}")
    return parser


def _merge(
    given: Mapping[str, Any], environ: Mapping[str, str], file: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    texts: dict[str, str] = {}
    origins: dict[str, str] = {}
    for option in OPTIONS:
        candidates = (
            (given.get(option.name), option.flag),
            (environ.get(option.variable), option.variable),
            (file.get(option.name), f"“{option.name}” in the configuration file"),
            (option.default, option.flag),
        )
        text, origin = next((text, origin) for text, origin in candidates if text is not None)
        texts[option.name], origins[option.name] = text, origin
    return texts, origins


def _read_file(path: Path) -> dict[str, str]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise StartError(f"The configuration file {path} cannot be read ({error.strerror}).") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise StartError(f"The configuration file {path} is not valid TOML: {error}.") from error
    unknown = sorted(set(content) - {option.name for option in OPTIONS})
    if unknown:
        raise StartError(f"The configuration file {path} sets “{unknown[0]}”, which does not exist. See --help.")
    return {name: _as_text(value) for name, value in content.items()}


def _as_text(value: object) -> str:
    if isinstance(value, list):
        return ",".join(str(each) for each in value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _config(values: dict[str, Any], *, exit_with_parent: bool) -> RelayConfig:
    if (values["tls_cert"] is None) != (values["tls_key"] is None):
        raise StartError("Encryption needs both --tls-cert and --tls-key.")
    if not values["lead_min_ms"] <= values["lead_ms"] <= values["lead_max_ms"]:
        raise StartError("The lead times must be in order: --lead-min-ms, --lead-ms, --lead-max-ms.")
    plain = (
        *("host", "port", "data_dir", "tls_cert", "tls_key", "log_level", "log_format"),
        *("trusted_proxies", "allowed_origins", "max_connections", "connections_per_address", "max_parties"),
    )
    return RelayConfig(
        **{name: values[name] for name in plain},
        exit_with_parent=exit_with_parent,
        quota=Quota(
            file=int(values["max_upload_mb"] * _MB),
            party=int(values["party_quota_mb"] * _MB),
            total=int(values["total_quota_mb"] * _MB),
            free=int(values["disk_floor_mb"] * _MB),
        ),
        addresses=AddressRates(
            requests=values["requests_per_minute"],
            joins=values["joins_per_minute"],
            creates=values["creates_per_minute"],
            wrong=values["wrong_per_minute"],
        ),
        party=PartySettings(
            lead_default=values["lead_ms"],
            lead_min=values["lead_min_ms"],
            lead_max=values["lead_max_ms"],
            gate=values["ready_wait_ms"],
            member_grace=Millis(values["seat_grace_sec"] * 1000),
            host_grace=Millis(values["host_grace_sec"] * 1000),
            empty_grace=Millis(values["empty_grace_sec"] * 1000),
            max_members=values["max_members"],
            max_queue=values["max_queue"],
            host_succession=values["host_succession"],
        ),
    )
