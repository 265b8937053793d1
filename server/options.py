"""Every option of the relay, once: flag, environment variable, key of the TOML file, unit and default."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.addresses import parse_networks
from server.protocol.invite import DEFAULT_PORT

if TYPE_CHECKING:
    from collections.abc import Callable

_YES: Final = frozenset({"true", "yes", "on", "1"})
_NO: Final = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting.

    Attributes:
        name: as in the TOML file; the flag has dashes, the environment variable ``UNISONO_RELAY_`` before it.
        default: as an operator would write it.
        parse: text to value; raises ValueError with a sentence.
        meaning: for help and documentation, with the unit.
    """

    name: str
    default: str
    parse: Callable[[str], object]
    meaning: str

    @property
    def flag(self) -> str:
        """On the command line."""
        return "--" + self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """In the environment."""
        return "UNISONO_RELAY_" + self.name.upper()


def _number(low: float, high: float) -> Callable[[str], float]:
    def parse(text: str) -> float:
        value = float(text)
        if not low <= value <= high:
            raise ValueError(f"it must be from {low:g} to {high:g}")
        return value

    return parse


def _whole(low: int, high: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise ValueError(f"it must be from {low} to {high}")
        return value

    return parse


def _choice(*words: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(f"it must be one of {', '.join(words)}")
        return text

    return parse


def _switch(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise ValueError("it must be true or false")
    return text.lower() in _YES


def _path(text: str) -> Path | None:
    return Path(text).expanduser() if text else None


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _hosts(text: str) -> str:
    if not _list(text):
        raise ValueError("it must be at least one address")
    return text


def _option(name: str, default: str, parse: Callable[[str], object], meaning: str) -> Option:
    return Option(name=name, default=default, parse=parse, meaning=meaning)


_MANY: Final = 1_000_000

OPTIONS: Final = (
    _option(
        "host",
        "0.0.0.0",
        _hosts,
        "addresses to listen on; 127.0.0.1 for this machine only, 0.0.0.0,:: for IPv6 as well",
    ),
    _option("port", str(DEFAULT_PORT), _whole(0, 65535), "port to listen on; 0 takes a free one"),
    _option("data_dir", "~/.local/share/unisono-relay", _path, "uploads and the parties' memory"),
    _option("tls_cert", "", _path, "certificate chain, PEM; with tls_key the relay speaks https and wss"),
    _option("tls_key", "", _path, "private key, PEM"),
    _option("log_level", "INFO", _choice("DEBUG", "INFO", "WARNING", "ERROR"), "least important lines to write"),
    _option("log_format", "text", _choice("text", "json"), "lines for people or for programs"),
    _option("trusted_proxies", "", parse_networks, "proxies whose X-Forwarded-For is believed; addresses or networks"),
    _option("allowed_origins", "", _list, "web pages of other origins that may use the relay; * for all"),
    _option("max_upload_mb", "500", _number(1, _MANY), "largest file, MB"),
    _option("party_quota_mb", "5000", _number(1, _MANY), "all files of one party, MB"),
    _option("total_quota_mb", "50000", _number(1, 1e9), "all files, MB"),
    _option("disk_floor_mb", "1000", _number(0, _MANY), "what uploads leave free on the disk, MB"),
    _option("max_connections", "12000", _whole(1, _MANY), "open sockets"),
    _option(
        "connections_per_address",
        "1000",
        _whole(1, _MANY),
        "open sockets from one address; a tenth of them without a seat in a party",
    ),
    _option("max_parties", "2000", _whole(1, _MANY), "parties at once"),
    _option("max_members", "2000", _whole(1, _MANY), "seats of one party"),
    _option("max_queue", "500", _whole(1, 2000), "items of one queue"),
    _option(
        "requests_per_minute",
        "1200",
        _number(1, _MANY),
        "HTTP requests and connections of one address; the same at once",
    ),
    _option("joins_per_minute", "120", _number(1, _MANY), "joins from one address; the same at once"),
    _option("creates_per_minute", "20", _number(1, _MANY), "new parties from one address; the same at once"),
    _option("wrong_per_minute", "20", _number(1, _MANY), "wrong codes, pins and tokens from one address"),
    _option("lead_ms", "1200", _number(100, 5000), "how far ahead a start is planned while no round trip is known, ms"),
    _option("lead_min_ms", "800", _number(100, 5000), "shortest lead time, ms"),
    _option("lead_max_ms", "1500", _number(100, 5000), "longest lead time, ms"),
    _option("ready_wait_ms", "3000", _number(0, 60_000), "how long a start waits for members that are not ready, ms"),
    _option("seat_grace_sec", "120", _number(1, _MANY), "how long a lost connection keeps its seat, s"),
    _option("host_grace_sec", "120", _number(1, _MANY), "how long a lost host keeps the party, s"),
    _option("empty_grace_sec", "600", _number(1, _MANY), "how long a party without anybody goes on, s"),
    _option("host_succession", "true", _switch, "whether the longest-present guest follows a lost host"),
)
