"""Whether a relay is near: no proxy belongs in between. Pure."""

from __future__ import annotations

import ipaddress


def is_near(host: str) -> bool:
    """Whether a host is on this machine or in its network, where no proxy belongs in between."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".local") or "." not in host
    return address.is_loopback or address.is_private or address.is_link_local
