"""Parties on this network: what is announced of one, and what is believed of what others announce. Pure.

Anybody in the network can announce anything. What is not exactly of our form is dropped, and an announcement never
becomes more than an invite to an address of the local network.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING, Final, TypeAlias

from server.protocol.invite import Invite, InviteError, normalise_code
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

_Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

#: DNS-SD's name of what we announce (RFC 6763).
SERVICE: Final = "_unisono._tcp.local."
#: Of the announcement, not of the wire; another one is not read.
_FORM: Final = "1"
#: Where a party of this network can be: private, link-local and unique local addresses (RFC 1918, 3927, 4193). IPv6's
#: link-local ones are left out, they mean nothing without an interface; loopback is, or a stranger could have us knock
#: at services of our own machine.
HOME_NETWORKS: Final[tuple[Network, ...]] = tuple(
    ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7")
)
#: A name is read at a glance; and with its key it has to fit into the 255 bytes of one TXT string.
_NAME_CHARACTERS: Final = 40
#: More than anybody chooses from; a flood of announcements must not fill the memory.
MOST_PARTIES: Final = 20
#: A host that did not answer for this long is gone, even without a goodbye: several questions were asked meanwhile.
LIVES: Final = Seconds(30.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What the network is told of a party.

    Attributes:
        code: the party's.
        host_name: its host's name.
        port: the relay's.
    """

    code: str
    host_name: str
    port: int

    @property
    def properties(self) -> dict[str, str]:
        """The announcement's TXT record."""
        return {"v": _FORM, "code": self.code, "name": clean_name(self.host_name)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NearbyParty:
    """A party that was found; ``host_name`` may be empty, ``invite`` leads into the party."""

    host_name: str
    invite: Invite

    @property
    def code(self) -> str:
        """The party's code."""
        return self.invite.code


def is_for_others(address: str) -> bool:
    """Whether a relay that listens at this address can be reached from other machines."""
    try:
        return not ip_address(address).is_loopback
    except ValueError:
        return False


def clean_name(name: str) -> str:
    """A name as it may be shown: one line, nothing invisible that reorders or hides text, not too long."""
    seen = (" " if ch.isspace() else ch for ch in name)
    # Category C: controls, direction marks and other invisible characters, halves of pairs, private use.
    plain = "".join(ch for ch in seen if not unicodedata.category(ch).startswith("C"))
    return " ".join(plain.split())[:_NAME_CHARACTERS].strip()


def read_announcement(
    properties: Mapping[bytes, bytes | None],
    *,
    addresses: Iterable[str],
    port: int | None,
    networks: Collection[Network] = HOME_NETWORKS,
) -> NearbyParty | None:
    """The party that an announcement tells of; None for what is none, or leads out of the network.

    Args:
        properties: the TXT record.
        addresses: the announced addresses, the first good one counts.
        port: the announced port.
        networks: where an address may lie.
    """
    words = {key: (value or b"").decode("utf-8", "replace") for key, value in properties.items()}
    if words.get(b"v") != _FORM or port is None or not 0 < port < 1 << 16:
        return None
    try:
        code = normalise_code(words.get(b"code", ""))
    except InviteError:
        return None
    host = next((str(address) for text in addresses if (address := _read_address(text, networks))), None)
    if host is None:
        return None
    # U+FFFD stands for what was no text.
    name = clean_name(words.get(b"name", "").replace("\ufffd", ""))
    return NearbyParty(host_name=name, invite=Invite(host=host, port=port, code=code))


class Neighbourhood:
    """What is heard of, service by service; times are local seconds."""

    def __init__(self) -> None:
        self._heard: dict[str, tuple[NearbyParty, LocalSec]] = {}

    def seen(self, service: str, party: NearbyParty | None, now: LocalSec) -> None:
        """A service answered; None says that it is no party, or none any more."""
        if party is None:
            self._heard.pop(service, None)
        elif service in self._heard or len(self._heard) < MOST_PARTIES:
            self._heard[service] = (party, now)

    def gone(self, service: str) -> None:
        """A service said goodbye."""
        self._heard.pop(service, None)

    def parties(self, now: LocalSec) -> tuple[NearbyParty, ...]:
        """The parties there are, in the order in which they were found: a row never jumps under somebody's pointer.

        Of two services with one code the first counts: whoever announces a code later cannot take the party's place.
        """
        self._heard = {name: heard for name, heard in self._heard.items() if now - heard[1] <= LIVES}
        found: dict[str, NearbyParty] = {}
        for party, _ in self._heard.values():
            found.setdefault(party.code, party)
        return tuple(found.values())


def _read_address(text: str, networks: Collection[Network]) -> _Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    # An address with a scope, as fe80::1%eth0, is in no network.
    return address if any(address in network for network in networks) else None
