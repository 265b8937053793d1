from __future__ import annotations

import itertools

import pytest

from server.party import Found, PartySettings
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import Create
from server.protocol.units import ServerMs
from server.registry import Registry

NOW = ServerMs(1000.0)


def registry(letters: str = "ACDEFG", max_parties: int = 3) -> Registry:
    drawn = itertools.cycle(letters)
    secrets = itertools.count()
    return Registry(
        settings=PartySettings(),
        max_parties=max_parties,
        choose=lambda _alphabet: next(drawn),
        mint=lambda: f"secret-{next(secrets)}",
        find_track=lambda _track_id: None,
    )


def test_a_party_is_found_by_its_code_as_people_write_it() -> None:
    parties = registry()
    party = parties.create(pin=None, now=NOW)
    assert party.state.code == "ACDEFG"
    assert parties.find(" acd-efg ") is party
    assert list(parties) == [party]
    assert parties.get("ACDEFG") is party
    assert parties.get("GONEXX") is None


@pytest.mark.parametrize("code", ["", "ACDEFH", "ACDEFGH", "<script>"])
def test_other_codes_are_unknown(code: str) -> None:
    parties = registry()
    parties.create(pin=None, now=NOW)
    with pytest.raises(ProtocolError) as caught:
        parties.find(code)
    assert caught.value.code is ErrorCode.UNKNOWN_CODE


def test_no_code_is_given_twice() -> None:
    parties = registry("ACDEFGACDEFGHJKMNP")
    assert [parties.create(pin=None, now=NOW).state.code for _ in range(2)] == ["ACDEFG", "HJKMNP"]


def test_a_full_relay_says_so() -> None:
    parties = registry("ACDEFGHJKMNP", max_parties=1)
    parties.create(pin=None, now=NOW)
    with pytest.raises(ProtocolError) as caught:
        parties.create(pin=None, now=NOW)
    assert caught.value.code is ErrorCode.RELAY_FULL
    parties.remove("ACDEFG")
    parties.remove("ACDEFG")
    assert len(parties) == 0


def test_a_host_is_known_by_its_token() -> None:
    parties = registry()
    party = parties.create(pin="1234", now=NOW)
    party.handle(Found(connection=1, request=Create(name="Ada")), NOW)
    assert parties.by_host_token(party.state.host_token) is party
    assert parties.by_host_token("secret-99") is None
