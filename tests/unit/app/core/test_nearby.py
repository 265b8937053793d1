from __future__ import annotations

from ipaddress import ip_network

import pytest

from app.core.nearby import (
    LIVES,
    MOST_PARTIES,
    Announcement,
    NearbyParty,
    Neighbourhood,
    clean_name,
    is_for_others,
    read_announcement,
)
from server.protocol.invite import Invite, parse_invite
from server.protocol.units import LocalSec

GOOD = {b"v": b"1", b"code": b"QWXTR4", b"name": b"Bea"}


def read(properties: dict[bytes, bytes | None], *addresses: str, port: int | None = 8750) -> NearbyParty | None:
    return read_announcement(properties, addresses=addresses or ("192.168.1.20",), port=port)


def party(code: str, host: str = "192.168.1.20", name: str = "Bea") -> NearbyParty:
    return NearbyParty(host_name=name, invite=Invite(host=host, port=8750, code=code))


def test_what_is_announced_is_read_as_the_invite_that_the_host_shows() -> None:
    said = Announcement(code="QWXTR4", host_name=" Bea \n", port=9000).properties
    found = read({key.encode(): value.encode() for key, value in said.items()}, port=9000)
    assert found is not None
    assert (found.host_name, found.code) == ("Bea", "QWXTR4")
    assert found.invite.ws_url == "ws://192.168.1.20:9000/ws"
    assert parse_invite(found.invite.short) == found.invite


@pytest.mark.parametrize(
    "wrong",
    [
        {b"v": b"2"},
        {b"v": None},
        {b"code": b""},
        {b"code": b"QWXTR"},
        {b"code": b"QWXTR4@10.0.0.9"},
        {b"code": b"../../"},
        {b"code": b"\xff\xfe\xfd\xfc\xfb\xfa"},
        {b"code": None},
    ],
    ids=str,
)
def test_what_is_not_of_our_form_is_dropped(wrong: dict[bytes, bytes | None]) -> None:
    assert read({**GOOD, **wrong}) is None


@pytest.mark.parametrize("port", [None, 0, -1, 65536])
def test_a_port_that_is_none_is_dropped(port: int | None) -> None:
    assert read({**GOOD}, port=port) is None


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "::1", "8.8.8.8", "0.0.0.0", "224.0.0.251", "2001:4860::1", "fe80::1%eth0", "evil.example", ""],
)
def test_nothing_leads_out_of_the_network_or_into_our_own_machine(address: str) -> None:
    assert read({**GOOD}, address) is None


@pytest.mark.parametrize("address", ["10.1.2.3", "172.31.0.1", "192.168.0.9", "169.254.7.7", "fd12::7"])
def test_the_first_address_of_this_network_counts(address: str) -> None:
    found = read({**GOOD}, "8.8.8.8", address, "192.168.1.99")
    assert found is not None
    assert found.invite.host == address


def test_whoever_asks_may_say_which_networks_count() -> None:
    here = [ip_network("127.0.0.0/8")]
    assert read_announcement(GOOD, addresses=["127.0.0.1"], port=1, networks=here) is not None
    assert read_announcement(GOOD, addresses=["192.168.1.20"], port=1, networks=here) is None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("  Bea\t and\nCem ", "Bea and Cem"),
        ("\u202eaeB\u2066", "aeB"),
        ("\x00\x1b[31mBea", "[31mBea"),
        ("B" * 300, "B" * 40),
        ("B" * 39 + " C", "B" * 39),
        ("\u200b", ""),
    ],
    ids=["lines", "direction", "controls", "long", "cut at a blank", "nothing"],
)
def test_a_name_is_shown_as_one_plain_line(name: str, shown: str) -> None:
    assert clean_name(name) == shown
    assert Announcement(code="QWXTR4", host_name=name, port=1).properties["name"] == shown


@pytest.mark.parametrize("name", [None, b"\xff\xff", b""])
def test_a_party_without_a_name_that_can_be_read_is_still_one(name: bytes | None) -> None:
    found = read({**GOOD, b"name": name})
    assert found is not None
    assert found.host_name == ""


def test_the_longest_name_fits_into_one_text_record() -> None:
    said = Announcement(code="QWXTR4", host_name="😀" * 64, port=1).properties
    assert len(f"name={said['name']}".encode()) <= 255


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("0.0.0.0", True),
        ("::", True),
        ("192.168.1.20", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("localhost", False),
    ],
)
def test_a_relay_that_only_this_machine_reaches_is_not_for_others(address: str, *, expected: bool) -> None:
    assert is_for_others(address) is expected


def test_parties_are_shown_in_the_order_in_which_they_were_found() -> None:
    around, now = Neighbourhood(), LocalSec(100.0)
    around.seen("b", party("QWXTR4"), now)
    around.seen("a", party("ACDEFG"), now)
    around.seen("b", party("QWXTR4", name="Beatrix"), now)
    assert [(one.code, one.host_name) for one in around.parties(now)] == [("QWXTR4", "Beatrix"), ("ACDEFG", "Bea")]


def test_who_announces_a_code_later_does_not_take_the_partys_place() -> None:
    around, now = Neighbourhood(), LocalSec(100.0)
    around.seen("true", party("QWXTR4"), now)
    around.seen("false", party("QWXTR4", host="192.168.1.66"), now)
    assert around.parties(now) == (party("QWXTR4"),)
    around.gone("true")
    assert around.parties(now) == (party("QWXTR4", host="192.168.1.66"),)


def test_a_goodbye_and_a_changed_mind_take_a_party_away() -> None:
    around, now = Neighbourhood(), LocalSec(100.0)
    around.seen("a", party("ACDEFG"), now)
    around.seen("b", party("QWXTR4"), now)
    around.gone("a")
    around.gone("never heard of")
    around.seen("b", None, now)
    around.seen("c", None, now)
    assert around.parties(now) == ()


def test_a_host_that_does_not_answer_any_more_is_forgotten() -> None:
    around = Neighbourhood()
    around.seen("a", party("ACDEFG"), LocalSec(100.0))
    around.seen("b", party("QWXTR4"), LocalSec(101.0))
    assert around.parties(LocalSec(100.5 + LIVES)) == (party("QWXTR4"),)
    assert around.parties(LocalSec(102.0 + LIVES)) == ()


def test_a_flood_of_announcements_fills_no_more_than_a_list() -> None:
    around, now = Neighbourhood(), LocalSec(100.0)
    for number in range(MOST_PARTIES * 3):
        around.seen(str(number), party(f"Q{number}"), now)
    around.seen("0", party("Q0", name="Cem"), now)
    assert len(around.parties(now)) == MOST_PARTIES
    assert around.parties(now)[0].host_name == "Cem"
