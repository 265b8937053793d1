"""A party of two for every test here."""

from __future__ import annotations

import pytest

from tests.unit.server.party.script import Script


@pytest.fixture
def party() -> Script:
    return Script()


@pytest.fixture
def host(party: Script) -> str:
    return party.create()


@pytest.fixture
def guest(party: Script, host: str) -> str:
    return party.join()
