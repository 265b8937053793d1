from __future__ import annotations

import pytest

from server.party import Drop, Over, PartySettings, Phase
from server.protocol import messages as m
from server.protocol.units import Millis, ServerMs
from tests.unit.server.party.script import Script, errors, url


def rows(party: Script, member_id: str) -> dict[str, m.MemberInfo]:
    return {row.name: row for row in party.last(member_id, m.Room).snapshot.members}


def test_the_founder_hosts_and_holds_both_tokens(party: Script, host: str) -> None:
    assert party.kinds(host) == ["Created", "Room", "SyncState", "Room"]
    created = party.last(host, m.Created)
    assert (created.code, created.member_id, created.host_token) == ("ACDEFG", host, party.state.host_token)
    assert created.member_token == party.state.members[host].token


def test_a_guest_is_told_where_the_party_is(party: Script, host: str, guest: str) -> None:
    assert party.kinds(guest)[:3] == ["Joined", "Room", "SyncState"]
    joined = party.last(guest, m.Joined)
    assert (joined.is_host, joined.host_token) == (False, None)


def test_arrivals_in_one_moment_are_told_in_one_list(party: Script, host: str) -> None:
    party.wait(1000)
    party.clear()
    for name in "abcdef":
        party.join(name)
    assert party.kinds(host) == ["Room"]
    party.wait(300)
    assert party.kinds(host) == ["Room", "Room"]
    assert len(rows(party, host)) == 7


def test_names_are_cleaned_and_never_empty(party: Script, host: str) -> None:
    party.join(" \u202eevil\x00  name\n")
    party.join("\u200b")
    party.wait(300)
    assert set(rows(party, host)) == {"Ada", "evil name", "Guest"}


def test_a_pin_is_asked_of_strangers_only() -> None:
    party = Script(pin="1234")
    host = party.create()
    assert party.join() == ""
    assert party.join(pin="123") == ""
    assert [refusal.code for refusal in party.refused] == ["wrong-pin"] * 2
    guest = party.join(pin="1234")
    party.lose(guest)
    assert party.join(member_token=party.state.members[guest].token) == guest
    party.lose(host)
    assert party.join(host_token=party.state.host_token) == host
    assert party.last(host, m.Room).snapshot.has_pin


def test_a_seat_waits_for_its_member_and_then_is_gone(party: Script, host: str, guest: str) -> None:
    party.lose(guest)
    party.lose(guest)
    party.wait(119_999)
    assert not rows(party, host)["Bob"].connected
    token = party.state.members[guest].token
    party.wait(1001)
    assert set(rows(party, host)) == {"Ada"}
    assert party.join(member_token=token) not in {guest, ""}


def test_a_returning_member_may_bring_a_new_name_but_not_lose_it(party: Script, host: str, guest: str) -> None:
    token = party.state.members[guest].token
    assert party.join("Robert", member_token=token) == guest
    assert party.join("", member_token=token) == guest
    party.wait(1000)
    assert set(rows(party, host)) == {"Ada", "Robert"}


def test_a_lost_host_keeps_the_party_running_and_comes_back(party: Script, host: str, guest: str) -> None:
    party.say(host, m.HostPlay(track_url="https://example.org/a.mp3"))
    party.say(host, m.HostStartNow())
    party.lose(host)
    party.wait(100_000)
    assert party.state.playback.phase is Phase.PLAYING
    assert party.join(host_token=party.state.host_token) == host
    assert party.last(host, m.Joined).is_host
    assert party.last(host, m.Joined).host_token == party.state.host_token


def test_a_host_that_stays_away_is_followed_by_the_longest_present_guest(party: Script, host: str, guest: str) -> None:
    party.wait(10)
    party.join("Eve")
    old_token = party.state.host_token
    party.lose(host)
    party.wait(120_000)
    assert party.state.host_id == guest
    assert party.last(guest, m.HostGranted).host_token == party.state.host_token != old_token
    assert party.join(host_token=old_token) == ""
    assert party.refused[-1].code == "wrong-token"


def test_a_party_that_allows_no_succession_pauses_and_waits_for_its_host() -> None:
    party = Script(PartySettings(host_succession=False))
    host = party.create()
    guest = party.join()
    party.say(host, m.HostPlay(track_url="https://example.org/a.mp3"))
    party.say(host, m.HostStartNow())
    party.lose(host)
    party.wait(120_000)
    assert not any(row.is_host for row in rows(party, guest).values())
    assert party.last(guest, m.Pause)
    party.wait(1000)
    back = party.join("Ada", host_token=party.state.host_token)
    assert party.state.host_id == back != host
    party.say(back, m.HostPlay())
    assert party.last(guest, m.PreparePlay)


def test_when_everybody_is_away_the_next_to_come_may_host(party: Script, host: str, guest: str) -> None:
    token = party.state.members[guest].token
    party.lose(host)
    party.wait(60_000)
    party.lose(guest)
    party.wait(100_000)
    assert party.state.host_id is None
    assert party.join(member_token=token) == guest
    assert party.state.host_id == guest


def test_an_empty_party_ends_after_the_stated_time(party: Script, host: str) -> None:
    party.lose(host)
    party.wait(60_000)
    party.join(host_token=party.state.host_token)
    party.wait(1_000_000)
    assert party.over == []
    party.lose(host)
    party.wait(119_000)
    assert party.over == []
    party.wait(600_000)
    assert len(party.over) == 1


def test_an_operator_may_end_empty_parties_before_their_seats_expire() -> None:
    party = Script(PartySettings(empty_grace=Millis(1000)))
    party.lose(party.create())
    party.wait(1000)
    assert party.over == ["Nobody came back."]


def test_who_comes_in_the_moment_in_which_the_party_ends_is_turned_away(party: Script, host: str) -> None:
    token = party.state.members[host].token
    party.lose(host)
    party.now += 10_000_000
    assert party.join(member_token=token) == ""
    assert (len(party.over), party.refused[-1].code) == (1, "unknown-code")
    party.say(host, m.HostPause())
    assert len(party.over) == 1


def test_a_party_that_everybody_left_ends_at_once(party: Script, host: str, guest: str) -> None:
    party.say(host, m.Leave())
    assert party.last(guest, m.HostGranted)
    assert party.over == []
    party.say(guest, m.Leave())
    assert len(party.over) == 1
    assert sum(isinstance(effect, Drop) for effect in party.effects) == 2
    party.wait(10_000_000)
    assert len(party.over) == 1


def test_the_host_ends_the_party_for_everybody(party: Script, host: str, guest: str) -> None:
    party.say(guest, m.EndParty())
    assert errors(party, guest) == ["not-host"]
    party.say(host, m.EndParty(reason="Good night"))
    assert party.last(guest, m.Ended).reason == "Good night"
    assert isinstance(party.effects[-1], Over)


def test_an_end_without_a_word_is_told_by_its_code(party: Script, host: str, guest: str) -> None:
    party.say(host, m.EndParty())
    ended = party.last(guest, m.Ended)
    assert (ended.code, ended.reason) == ("host-ended", "The host has ended the party.")


def test_a_kicked_member_is_told_and_its_seat_is_void(party: Script, host: str, guest: str) -> None:
    token = party.state.members[guest].token
    party.say(host, m.Kick(target_id=guest))
    assert party.kinds(guest)[-1] == "Kicked"
    assert Drop(member_id=guest) in party.effects
    assert party.join(member_token=token) not in {guest, ""}
    party.clear()
    party.say(guest, m.RequestSyncState())
    assert party.kinds(guest) == []


def test_a_member_that_is_away_can_be_kicked_too(party: Script, host: str, guest: str) -> None:
    party.lose(guest)
    party.say(host, m.Kick(target_id=guest))
    assert set(party.state.members) == {host}


@pytest.mark.parametrize("who", ["nobody", "host", "away"])
def test_hosting_goes_only_to_another_member_who_is_here(party: Script, host: str, guest: str, who: str) -> None:
    party.lose(guest)
    target = {"nobody": "x", "host": host, "away": guest}[who]
    party.say(host, m.HostTransfer(target_id=target))
    assert errors(party, host) == ["unknown-member"]
    assert party.state.host_id == host


def test_a_transfer_voids_the_old_token(party: Script, host: str, guest: str) -> None:
    old = party.state.host_token
    party.say(host, m.HostTransfer(target_id=guest))
    assert party.last(guest, m.HostGranted).host_token == party.state.host_token
    assert not party.party.is_host_token(old)
    assert party.party.is_host_token(party.state.host_token)
    party.say(host, m.HostPause())
    assert errors(party, host) == ["not-host"]


def test_a_full_party_takes_nobody_but_those_who_have_a_seat() -> None:
    party = Script(PartySettings(max_members=2))
    party.create()
    guest = party.join()
    assert party.join("Eve") == ""
    assert party.refused[-1].code == "party-full"
    assert party.join(member_token=party.state.members[guest].token) == guest


def test_figures_and_progress_reach_all_of_a_small_party(party: Script, host: str, guest: str) -> None:
    party.wait(2000)
    party.say(host, m.HostPlay(track_url="https://example.org/a.mp3"))
    track_id = party.last(guest, m.SyncState).track
    assert track_id is not None
    party.say(guest, m.TrackStatus(track_id=track_id.track_id, state="downloading", progress=0.5))
    party.say(host, m.SyncReport(drift_ms=1.0, uncertainty_ms=0.5, rtt_ms=4.0))
    party.wait(1000)
    seen = rows(party, guest)
    assert (seen["Bob"].track_state, seen["Bob"].progress) == ("downloading", 0.5)
    assert seen["Ada"].sync == m.MemberSync(drift_ms=1.0, uncertainty_ms=0.5, rtt_ms=4.0)


def test_in_a_large_party_only_the_host_is_told_figures(party: Script, host: str, guest: str) -> None:
    for i in range(20):
        party.join(f"Guest {i}")
    party.wait(10_000)
    party.clear()
    party.say(guest, m.SyncReport(drift_ms=1.0, uncertainty_ms=0.5, rtt_ms=4.0))
    party.wait(2000)
    assert (party.kinds(host), party.kinds(guest)) == (["Room"], [])


def test_in_a_huge_party_guests_see_the_host_and_the_first_ones() -> None:
    party = Script()
    party.create()
    others = [party.join(str(i)) for i in range(250)]
    party.say(party.state.host_id or "", m.HostTransfer(target_id=others[-1]))
    party.wait(10_000)
    seen = party.last(others[0], m.Room).snapshot
    assert (len(seen.members), seen.member_count) == (200, 251)
    assert seen.members[0].is_host
    whole = party.last(others[-1], m.Room).snapshot
    assert (len(whole.members), whole.member_count) == (251, None)
    party.lose(others[-1])
    party.wait(10_000)
    assert party.last(others[0], m.Room).snapshot.members[0].connected is False


def test_in_a_large_party_without_a_host_nobody_is_told_figures() -> None:
    party = Script(PartySettings(host_succession=False))
    host = party.create()
    guests = [party.join() for _ in range(20)]
    party.say(host, m.Leave())
    party.wait(10_000)
    party.clear()
    party.say(guests[0], m.SyncReport(drift_ms=1.0, uncertainty_ms=0.5, rtt_ms=4.0))
    party.wait(10_000)
    assert party.kinds(guests[0]) == []


def test_a_lost_members_figures_are_forgotten(party: Script, host: str, guest: str) -> None:
    party.say(guest, m.SyncReport(drift_ms=1.0, uncertainty_ms=0.5, rtt_ms=4.0))
    party.lose(guest)
    assert party.state.members[guest].sync is None


def test_readiness_for_tracks_that_nobody_plays_is_not_kept(party: Script, host: str) -> None:
    party.ready([host], "elsewhere")
    assert party.state.members[host].tracks is None
    party.say(host, m.QueueAdd(items=tuple(url(str(i)) for i in range(12))))
    ids = [item.track_id or "" for item in party.state.queue.items]
    for track_id in ids:
        party.ready([host], track_id)
    assert list(party.state.members[host].tracks or {}) == ids[-8:]


def test_a_late_member_learns_what_comes_next(party: Script, host: str) -> None:
    party.say(host, m.QueueAdd(items=(url("a"), url("b"))))
    party.say(host, m.HostPlay())
    party.say(host, m.HostStartNow())
    party.wait(6000)
    late = party.join("Late")
    assert party.kinds(late)[:4] == ["Joined", "Room", "SyncState", "PreparePlay"]
    assert party.last(late, m.PreparePlay).title == "b.flac"


def test_an_old_client_that_comes_late_is_told_in_its_own_words(party: Script, host: str) -> None:
    early = party.join("Early", legacy=True)
    party.say(host, m.HostPlay(track_url="https://example.org/a.mp3"))
    party.say(host, m.HostStartNow())
    before = party.join("Before", legacy=True)
    assert party.kinds(before)[3:4] == ["PreparePlay"]
    party.wait(3000)
    late = party.join("Late", legacy=True)
    assert party.kinds(late)[3:5] == ["PlayAt", "LegacyPlay"]
    party.say(host, m.HostPause())
    paused = party.join("Paused", legacy=True)
    assert "PlayAt" not in party.kinds(paused)
    assert party.last(early, m.LegacyPlay) == party.last(late, m.LegacyPlay)


def test_a_message_that_makes_no_sense_here_is_refused(party: Script, host: str) -> None:
    party.say(host, m.Create(name="again"))
    assert errors(party, host) == ["bad-message"]


def test_after_a_restart_everybody_has_the_full_time_to_come_back(party: Script, host: str, guest: str) -> None:
    party.lose(guest)
    party.now += 3_600_000
    party.party = party.revive(party.state)
    party.party.restored(ServerMs(party.now))
    assert not party.state.connected()
    party.wait(119_000)
    assert set(party.state.members) == {host, guest}
    assert party.join(host_token=party.state.host_token) == host


def test_each_decision_that_must_be_remembered_counts(party: Script, host: str) -> None:
    before = party.party.revision
    party.say(host, m.SyncReport(drift_ms=1.0, uncertainty_ms=0.5, rtt_ms=4.0))
    party.say(host, m.RequestSyncState())
    assert party.party.revision == before
    party.say(host, m.QueueAdd(items=(url("a"),)))
    assert party.party.revision > before


def test_the_tracks_that_are_wanted_are_those_that_play_or_are_queued(party: Script, host: str) -> None:
    assert party.party.wanted_tracks() == set()
    party.say(host, m.HostPlay(track_id="up1"))
    party.say(host, m.QueueAdd(items=(url("a"),)))
    queued = {item.track_id for item in party.state.queue.items}
    assert party.party.wanted_tracks() == queued
    assert "up1" in queued


def test_who_gave_hosting_away_comes_back_to_the_same_seat_as_a_guest(party: Script) -> None:
    former = party.create()
    heir = party.join()
    void, token = party.state.host_token, party.state.members[former].token
    party.say(former, m.HostTransfer(target_id=heir))
    party.lose(former)
    assert party.join(member_token=token, host_token=void) == former
    assert party.state.host_id == heir
    assert not party.last(former, m.Joined).is_host
    assert party.join(host_token=void) == ""
    assert party.refused[-1].code == "wrong-token"
