from __future__ import annotations

import json

from app.cli.find import found_lines
from app.core.nearby import NearbyParty
from server.protocol.invite import Invite, parse_invite

FOUND = (
    NearbyParty(host_name="Jörg", invite=Invite(host="192.168.1.20", port=8750, code="QWXTR4")),
    NearbyParty(host_name="", invite=Invite(host="192.168.1.9", port=9000, code="ACDEFG")),
)


def test_parties_are_listed_with_what_join_takes() -> None:
    lines = found_lines(FOUND, as_json=False)
    assert lines == ["QWXTR4@192.168.1.20      Jörg", "ACDEFG@192.168.1.9:9000"]
    assert [parse_invite(line.split()[0]) for line in lines] == [one.invite for one in FOUND]


def test_programs_read_one_object_a_line() -> None:
    first, _ = found_lines(FOUND, as_json=True)
    assert json.loads(first) == {
        "event": "found",
        "invite": "QWXTR4@192.168.1.20",
        "code": "QWXTR4",
        "host": "Jörg",
    }


def test_nothing_found_is_no_line() -> None:
    assert found_lines((), as_json=False) == found_lines((), as_json=True) == []
