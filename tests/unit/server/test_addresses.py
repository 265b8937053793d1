from __future__ import annotations

import pytest

from server.addresses import client_address, is_allowed_origin, is_trusted, limit_key, parse_networks

PROXIES = parse_networks("127.0.0.1, 10.0.0.0/8, ::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "1.2.3.4", "203.0.113.5"),
        ("127.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        ("127.0.0.1", "203.0.113.5, 10.1.2.3", "203.0.113.5"),
        ("127.0.0.1", "10.1.2.3", "10.1.2.3"),
        ("127.0.0.1", " , ", "127.0.0.1"),
        ("::1", "2001:db8::1", "2001:db8::1"),
        ("127.0.0.1", "nonsense", "nonsense"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(peer: str, forwarded: str, address: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == address


def test_an_address_that_is_none_is_never_trusted() -> None:
    assert not is_trusted("unix", PROXIES)
    assert not is_trusted("", PROXIES)


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("203.0.113.5", "203.0.113.5"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.5", "203.0.113.5"),
        ("nonsense", "nonsense"),
    ],
)
def test_a_household_counts_as_one(address: str, key: str) -> None:
    assert limit_key(address) == key


@pytest.mark.parametrize(
    ("origin", "allowed", "verdict"),
    [
        (None, (), True),
        ("http://relay:8750", (), True),
        ("https://evil.org", (), False),
        ("null", (), False),
        ("http://[oops", (), False),
        ("https://music.org", ("https://music.org",), True),
        ("https://music.org.evil.org", ("https://music.org",), False),
        ("https://any.org", ("*",), True),
    ],
)
def test_pages_of_other_origins_stay_out_unless_named(
    origin: str | None, allowed: tuple[str, ...], *, verdict: bool
) -> None:
    assert is_allowed_origin(origin, "relay:8750", allowed) is verdict


def test_a_page_without_any_host_is_not_ours() -> None:
    assert not is_allowed_origin("file://", "", ())
