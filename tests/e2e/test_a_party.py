"""A party from start to end through the command line, on real processes."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from typing import TYPE_CHECKING, Final

import pytest

from tests.e2e.conftest import Party, is_settled, skew_ms
from tests.support.cut_proxy import CutProxy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rig.member import Event, Member

#: Generous for a loaded machine; the rig measures what is really heard.
TOGETHER_MS: Final = 3.0


def plays(event: Event, title: str) -> bool:
    return (event.get("event"), event.get("phase"), event.get("title")) == ("state", "playing", title)


async def position_of(member: Member) -> float:
    seen = len(member.events)
    event = await member.wait(lambda event: event.get("event") == "sync", "a reading", after=seen)
    return float(event["positionSec"])


async def command(text: str, phase: str, *members: Member) -> None:
    counts = [len(member.events) for member in members]
    members[0].send(text)
    for member, count in zip(members, counts, strict=True):
        await member.phase(phase, after=count)


async def test_host_and_guest_play_together_pause_resume_and_seek(party: Party, songs: list[Path]) -> None:
    host, guest = await party.both(str(songs[2]))
    assert abs(await skew_ms(host, guest)) < TOGETHER_MS

    await command("pause", "paused", host, guest)
    # The pause lies a moment ahead when it is announced; afterwards both stand at the same place.
    await asyncio.sleep(0.6)
    assert await position_of(host) == pytest.approx(await position_of(guest), abs=0.001)

    await command("play", "playing", host, guest)
    assert abs(await skew_ms(host, guest)) < TOGETHER_MS

    host.send("seek 60")
    for member in (host, guest):
        await member.wait(lambda event: is_settled(event) and float(event["positionSec"]) > 60, "the seek is heard")
    assert abs(await skew_ms(host, guest)) < TOGETHER_MS
    assert await party.close() == [0, 0]


async def test_the_queue_goes_on_by_itself_and_by_next(party: Party, songs: list[Path]) -> None:
    host, guest = await party.both(*map(str, songs))
    for member in (host, guest):
        await member.wait(lambda event: plays(event, "two"), "the second track")
    host.send("next")
    for member in (host, guest):
        await member.wait(lambda event: plays(event, "long"), "the third track")
    assert abs(await skew_ms(host, guest)) < TOGETHER_MS
    host.send("stop")
    await guest.phase("stopped")


async def test_a_late_guest_is_where_the_party_is(party: Party, songs: list[Path]) -> None:
    host, invite = await party.host("--play", str(songs[2]))
    await host.phase("playing")
    await host.wait(lambda event: is_settled(event) and float(event["positionSec"]) > 5, "the music goes on")
    guest = await party.start("guest", "join", invite)
    await guest.phase("playing")
    assert abs(await skew_ms(host, guest)) < TOGETHER_MS


async def test_a_link_that_is_cut_for_ten_seconds_is_not_heard(party: Party, songs: list[Path]) -> None:
    host, invite = await party.host("--play", "--wait-guests", "1", str(songs[2]))
    code, _, address = invite.partition("@")
    async with CutProxy("127.0.0.1", int(address.rpartition(":")[2])) as proxy:
        guest = await party.start("guest", "join", f"{code}@127.0.0.1:{proxy.port}")
        await guest.phase("playing")
        assert abs(await skew_ms(host, guest)) < TOGETHER_MS
        count = len(guest.events)
        await proxy.cut()
        await guest.wait(
            lambda event: event.get("event") == "banner" and event.get("kind") == "reconnecting", "it is noticed"
        )
        await asyncio.sleep(10.0)
        await proxy.restore()
        await guest.wait(
            lambda event: event.get("event") == "banner" and event.get("kind") == "", "it is back", after=count
        )
        assert abs(await skew_ms(host, guest)) < TOGETHER_MS
        during = guest.events[count:]
        assert {event["phase"] for event in during if event["event"] == "sync"} == {"playing"}
        assert [event for event in during if event["event"] == "error"] == []
        (back,) = {event["members"][1]["id"] for event in guest.of_kind("members") if len(event["members"]) > 1}
        assert back, "the same seat, not a second one"
        await guest.quit()
    assert await party.close() == [0, 0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP], ids=["ctrl-c", "terminal closed"])
async def test_when_the_host_is_ended_the_guest_ends_cleanly(
    party: Party, songs: list[Path], number: signal.Signals, request: pytest.FixtureRequest
) -> None:
    # Tests that were started to outlive a terminal would hand that on to the members.
    inherited = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    request.addfinalizer(lambda: signal.signal(signal.SIGHUP, inherited))
    host, guest = await party.both(str(songs[2]))
    # As a terminal does: to everything that was started in it.
    os.killpg(host.pid, number)
    left = await guest.wait(lambda event: event.get("event") == "left", "the end is told")
    assert left["reason"]
    assert await party.close() == [0, 0]


async def test_tags_travel_with_the_music(party: Party, tmp_path: Path) -> None:
    path = tmp_path / "07.flac"
    sound = "sine=frequency=330:sample_rate=48000:duration=30"
    tags = ["-metadata", "title=Blues", "-metadata", "artist=The Band"]
    command = ["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", sound, *tags, str(path)]
    await asyncio.to_thread(subprocess.run, command, check=True)
    host, guest = await party.both(str(path))
    for member in (host, guest):
        event = await member.wait(lambda event: plays(event, "Blues"), "the title is told")
        assert event["artist"] == "The Band"
