from __future__ import annotations

import pytest

from server.protocol import messages as m
from tests.unit.server.party.script import Script, errors


def test_a_members_volume_is_shown_to_all(party: Script, host: str, guest: str) -> None:
    party.say(guest, m.VolumeReport(volume=0.4, host_may_set=True))
    party.wait(2000)
    row = next(row for row in party.last(host, m.Room).snapshot.members if row.id == guest)
    assert (row.volume, row.volume_open) == (0.4, True)


def test_the_host_sets_the_volume_of_a_member_that_allows_it(party: Script, host: str, guest: str) -> None:
    party.say(guest, m.VolumeReport(volume=0.4, host_may_set=True))
    party.say(host, m.HostVolume(target_id=guest, volume=0.7))
    assert party.last(guest, m.SetVolume) == m.SetVolume(volume=0.7)
    assert "SetVolume" not in party.kinds(host)


@pytest.mark.parametrize("allowed", [None, False], ids=["silent about it", "refuses"])
def test_nobody_elses_volume_is_touched(party: Script, host: str, guest: str, *, allowed: bool | None) -> None:
    if allowed is not None:
        party.say(guest, m.VolumeReport(volume=0.4, host_may_set=allowed))
    party.say(host, m.HostVolume(target_id=guest, volume=0.7))
    assert errors(party, host) == ["unknown-member"]
    assert "SetVolume" not in party.kinds(guest)


def test_a_guest_sets_nobodys_volume(party: Script, host: str, guest: str) -> None:
    party.say(host, m.VolumeReport(volume=0.4, host_may_set=True))
    party.say(guest, m.HostVolume(target_id=host, volume=0.0))
    assert errors(party, guest) == ["not-host"]


def test_who_is_away_is_left_alone(party: Script, host: str, guest: str) -> None:
    party.say(guest, m.VolumeReport(volume=0.4, host_may_set=True))
    party.lose(guest)
    party.say(host, m.HostVolume(target_id=guest, volume=0.7))
    assert errors(party, host) == ["unknown-member"]
