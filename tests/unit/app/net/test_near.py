from __future__ import annotations

import pytest

from app.net.near import is_near


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "::1", "192.168.1.20", "10.0.0.3", "169.254.3.4", "fe80::1", "localhost", "den.local", "den"]
)
def test_hosts_of_this_network_are_near(host: str) -> None:
    assert is_near(host)


@pytest.mark.parametrize("host", ["relay.example.org", "8.8.8.8", "2001:4860:4860::8888"])
def test_all_others_are_not(host: str) -> None:
    assert not is_near(host)
