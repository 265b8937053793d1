from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.protocol.invite import (
    CODE_ALPHABET,
    CODE_LENGTH,
    DEFAULT_PORT,
    Invite,
    InviteError,
    normalise_code,
    parse_invite,
    parse_relay,
)

CODE = "ACDEFG"
HERE = Invite(host="192.168.1.20", port=DEFAULT_PORT, code=CODE)


@pytest.mark.parametrize(
    ("text", "invite"),
    [
        (f"{CODE}@192.168.1.20", HERE),
        (" acd-efg@192.168.1.20 ", HERE),
        (f"{CODE}@host:9000", Invite(host="host", port=9000, code=CODE)),
        (f"{CODE}@[::1]:9000", Invite(host="::1", port=9000, code=CODE)),
        (f"ws://host:9000/#{CODE}", Invite(host="host", port=9000, code=CODE)),
        (f"wss://host/#{CODE}", Invite(host="host", port=443, code=CODE, secure=True)),
        (f"http://192.168.1.20:8750/join/{CODE}", HERE),
        (f"http://host/join/{CODE}/", Invite(host="host", port=80, code=CODE)),
        (f"https://host/join/{CODE}", Invite(host="host", port=443, code=CODE, secure=True)),
        (f"unisono://192.168.1.20/{CODE}", HERE),
        (f"unisono://host:9000/{CODE}?secure=1", Invite(host="host", port=9000, code=CODE, secure=True)),
    ],
)
def test_every_form_of_an_invite_is_understood(text: str, invite: Invite) -> None:
    assert parse_invite(text) == invite


@pytest.mark.parametrize(
    "text",
    [
        f"Join my party: http://192.168.1.20:8750/join/{CODE} see you!",
        f"<http://192.168.1.20:8750/join/{CODE}>.",
        f"“{CODE}@192.168.1.20”",
        f"Mail me@example.org or come to\n{CODE}@192.168.1.20,\nbring drinks",
        "ACD–EFG@192.168.1.20",
        "acd\u00a0efg @ 192.168.1.20",
    ],
    ids=["sentence", "brackets", "quotes", "lines", "dash", "spaces"],
)
def test_an_invite_is_found_in_the_message_that_holds_it(text: str) -> None:
    assert parse_invite(text) == HERE


def test_brackets_around_an_invite_are_not_those_of_its_address() -> None:
    assert parse_invite(f"(come: {CODE}@[::1])") == Invite(host="::1", port=DEFAULT_PORT, code=CODE)


@pytest.mark.parametrize(("text", "words"), [("0CDEFG", "no code has 0"), ("ABCDEF", "has B"), ("ACDEF", "6 letters")])
def test_a_code_that_was_read_wrong_says_where(text: str, words: str) -> None:
    with pytest.raises(InviteError, match=words):
        parse_invite(f"{text}@host")


def test_a_code_without_an_address_says_what_is_missing() -> None:
    with pytest.raises(InviteError, match="the host’s address"):
        parse_invite("acd-efg")


def test_a_bare_code_goes_to_the_relay_that_is_known() -> None:
    relay = Invite(host="relay", port=1, secure=True)
    assert parse_invite("acd efg", default_relay=relay) == Invite(host="relay", port=1, code=CODE, secure=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ABC",
        CODE,
        f"{CODE}@",
        f"{CODE}@a b",
        f"{CODE}@host:port",
        f"ftp://host/{CODE}",
        "http://host/join/OOOOOO",
        f"http://[x/{CODE}",
    ],
)
def test_what_is_no_invite_is_answered_with_an_example_or_the_reason(text: str) -> None:
    with pytest.raises(InviteError) as caught:
        parse_invite(text)
    assert str(caught.value)


@pytest.mark.parametrize(
    ("text", "relay"),
    [
        ("host", Invite(host="host", port=DEFAULT_PORT)),
        ("host:1", Invite(host="host", port=1)),
        ("https://host", Invite(host="host", port=443, secure=True)),
        ("WS://host:9", Invite(host="host", port=9)),
    ],
)
def test_a_relay_is_an_address_with_or_without_a_scheme(text: str, relay: Invite) -> None:
    assert parse_relay(text) == relay


@pytest.mark.parametrize("text", ["", "ftp://host", "http://"])
def test_what_is_no_relay_is_refused(text: str) -> None:
    with pytest.raises(InviteError):
        parse_relay(text)


@pytest.mark.parametrize(
    ("invite", "short"),
    [
        (HERE, f"{CODE}@192.168.1.20"),
        (Invite(host="::1", port=DEFAULT_PORT, code=CODE), f"{CODE}@[::1]"),
        (Invite(host="::1", port=9, code=CODE), f"{CODE}@[::1]:9"),
        (Invite(host="host", port=443, code=CODE, secure=True), f"https://host:443/join/{CODE}"),
    ],
)
def test_the_short_form_is_typed_easily_and_leads_back(invite: Invite, short: str) -> None:
    assert invite.short == short
    assert parse_invite(short) == invite


def test_addresses_are_made_from_the_invite() -> None:
    assert HERE.ws_url == "ws://192.168.1.20:8750/ws"
    assert HERE.join_url == f"http://192.168.1.20:8750/join/{CODE}"
    assert Invite(host="h", port=1, secure=True).ws_url == "wss://h:1/ws"


@given(code=st.text(CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH))
def test_every_code_survives_being_read_aloud(code: str) -> None:
    assert normalise_code(f" {code[:3].lower()}-{code[3:]} ") == code


@given(text=st.text())
def test_no_text_whatever_breaks_the_parser(text: str) -> None:
    for parse in (parse_invite, parse_relay):
        with contextlib.suppress(InviteError):
            parse(text)
