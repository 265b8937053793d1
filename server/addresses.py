"""Whose request this is, and which web pages may make one. Pure."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Sequence

Network: TypeAlias = IPv4Network | IPv6Network

#: A household or a server has at least this much of IPv6 for itself, so limits count it as one.
_V6_PREFIX: Final = 64


def parse_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas.

    Raises:
        ValueError: one of them is neither.
    """
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


def client_address(peer: str, forwarded_for: str, trusted: Sequence[Network]) -> str:
    """The address to count for: the nearest one that no trusted proxy has.

    ``forwarded_for`` (X-Forwarded-For) is believed only as far as trusted proxies wrote it.
    """
    address = peer
    for hop in reversed([part.strip() for part in forwarded_for.split(",") if part.strip()]):
        if not is_trusted(address, trusted):
            break
        address = hop
    return address


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    """Whether this is one of the proxies that the operator named."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in trusted)


def limit_key(address: str) -> str:
    """What limits count as one peer: an IPv4 address, or an IPv6 network of 64 bits."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:  # noqa: PLR2004 - the version's name
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ip_network((parsed, _V6_PREFIX), strict=False))


def is_allowed_origin(origin: str | None, host: str, allowed: Sequence[str]) -> bool:
    """Whether a page of this origin may use the relay; programs that are no browser send none.

    The relay's own pages may, and those that the operator named (``*`` for all).
    """
    if origin is None or "*" in allowed or origin in allowed:
        return True
    try:
        netloc = urlsplit(origin).netloc
    except ValueError:
        return False
    return netloc.lower() == host.lower() and bool(host)
