"""The promise, by ear: members of a party, as people start them, play the same music at the same instant."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pytest

from tests.rig.analysis import Series, Span, spread, steps
from tests.rig.room import Heard, Rig
from tests.rig.tracks import CODECS, make_track

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rig.member import Member
    from tests.support.pulse import PulseServer

pytestmark = [pytest.mark.rig, pytest.mark.skipif("sys.platform != 'linux'", reason="the room is PulseAudio's")]

MEDIAN_MS: Final = 5.0
ALWAYS_MS: Final = 10.0
#: What a pause may lose or repeat: the fades around it hide where the very last sample was.
RESUME_MS: Final = 2.0


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the test tracks."""
    return tmp_path_factory.mktemp("music")


async def party(rig: Rig, tracks: list[Path]) -> tuple[Member, Member]:
    """A host and a guest who hear the first track from its start."""
    host = await rig.host(tracks, "--play", "--wait-guests", "1")
    guest = await rig.guest(await rig.invite(host))
    await asyncio.gather(host.phase("playing"), guest.phase("playing"))
    return host, guest


async def command(text: str, phase: str, *members: Member) -> None:
    """Say a command to the first member and wait until all are in the phase that it leads to."""
    seen = [len(member.events) for member in members]
    members[0].send(text)
    await asyncio.gather(*(member.phase(phase, after=count) for member, count in zip(members, seen, strict=True)))


def together(heard: Heard, spans: int) -> tuple[list[Span], list[Span], Series]:
    """Both sounded in ``spans`` stretches that began, ran and paused together; returns what was measured."""
    left, right = heard.spans
    assert len(left) == len(right) == spans, f"stretches of sound: left {left}, right {right}"
    for ours, theirs in zip(left, right, strict=True):
        assert ours.start == pytest.approx(theirs.start, abs=ALWAYS_MS / 1000)
    # The last stretch ends when the members are told to leave, one after the other.
    for ours, theirs in zip(left[:-1], right[:-1], strict=True):
        assert ours.end == pytest.approx(theirs.end, abs=ALWAYS_MS / 1000)
    series = heard.skew()
    in_step(series)
    assert heard.gaps == ([], [])
    return left, right, series


def in_step(series: Series) -> None:
    """Every window of a series found its counterpart, close enough."""
    assert series.locked.values.size == series.values.size, f"not the same music at {lost(series)} s"
    figures = spread(series)
    print(figures)  # noqa: T201 - pytest shows it with -rP, and when something fails
    assert abs(figures.median) <= MEDIAN_MS, str(figures)
    assert figures.worst <= ALWAYS_MS, str(figures)


def lost(series: Series) -> list[float]:
    """When a window did not find its counterpart."""
    return [round(when, 1) for when, match in zip(series.times, series.match, strict=True) if match < 0.5]


@pytest.mark.parametrize("codec", [codec for codec in CODECS if codec != "wav"])
async def test_every_codec_starts_pauses_and_resumes_together(
    codec: str, pulse_server: PulseServer, tmp_path: Path, music: Path
) -> None:
    track = make_track(music, codec, seconds=20)
    async with Rig(pulse_server, tmp_path) as rig:
        host, guest = await party(rig, [track])
        await asyncio.sleep(4)
        await command("pause", "paused", host, guest)
        await asyncio.sleep(0.7)
        await command("play", "playing", host, guest)
        await asyncio.sleep(3)
        heard = await rig.stop()
    left, _, _ = together(heard, spans=2)
    # What comes after the pause is what would have come without it.
    for followed in heard.positions(track):
        before, after = followed.between(0, left[0].end), followed.between(left[1].start, left[1].end)
        paused_at = before.values[-1] + left[0].end - before.times[-1]
        resumed_at = after.values[0] + left[1].start - after.times[0]
        assert resumed_at == pytest.approx(paused_at, abs=RESUME_MS / 1000)


async def test_seeks_a_pause_and_the_next_track_are_heard_together(
    pulse_server: PulseServer, tmp_path: Path, music: Path
) -> None:
    first, second = make_track(music, "wav", seconds=40), make_track(music, "wav", seconds=12, seed=2)
    async with Rig(pulse_server, tmp_path) as rig:
        host, guest = await party(rig, [first, second])
        await asyncio.sleep(4)
        for target in (25, 10):
            host.send(f"seek {target}")
            await asyncio.sleep(5)
        await command("pause", "paused", host, guest)
        await asyncio.sleep(0.7)
        await command("play", "playing", host, guest)
        await asyncio.sleep(3)
        host.send("next")
        await asyncio.sleep(5)
        heard = await rig.stop()
    in_step(heard.skew())
    left, right = heard.spans
    assert left[0].start == pytest.approx(right[0].start, abs=ALWAYS_MS / 1000)
    for followed, spans in zip(heard.positions(first), (left, right), strict=True):
        start = followed.between(spans[0].start, spans[0].start + 1)
        assert start.values[0] - start.times[0] == pytest.approx(-spans[0].start, abs=0.002), (
            "starts at its first sample"
        )
        assert followed.values.max() > 25, "the seek forward is heard"
    for followed in heard.positions(second):
        assert followed.values.size > 20, "the next track is heard"


async def test_a_late_guest_is_in_sync_within_two_seconds(
    pulse_server: PulseServer, tmp_path: Path, music: Path
) -> None:
    track = make_track(music, "wav", seconds=40)
    async with Rig(pulse_server, tmp_path) as rig:
        host = await rig.host([track], "--play")
        invite = await rig.invite(host)
        started = await host.phase("playing")
        await asyncio.sleep(20)
        guest = await rig.guest(invite)
        joined = await guest.wait(lambda event: event.get("event") == "party", "joined")
        await guest.phase("playing")
        await asyncio.sleep(5)
        heard = await rig.stop()
    left, right = heard.spans
    assert len(left) == 1
    # The recorder's clock and ours are tied by the start, which the host told us about as it came.
    in_sync_by = left[0].start + joined["at"] - started["at"] + 2.0
    assert right[0].start < in_sync_by
    in_step(heard.skew().between(in_sync_by, right[-1].end))


async def test_a_cut_connection_is_not_heard(pulse_server: PulseServer, tmp_path: Path, music: Path) -> None:
    track = make_track(music, "wav", seconds=40)
    async with Rig(pulse_server, tmp_path) as rig:
        host = await rig.host([track], "--play", "--wait-guests", "1")
        invite, proxy = await rig.proxied(await rig.invite(host))
        guest = await rig.guest(invite)
        await asyncio.gather(host.phase("playing"), guest.phase("playing"))
        await asyncio.sleep(4)
        await proxy.cut()
        await asyncio.sleep(10)
        before = proxy.accepted
        await proxy.restore()
        await asyncio.sleep(8)
        assert proxy.accepted > before, guest.story("did not come back")
        heard = await rig.stop()
    together(heard, spans=1)
    for followed in heard.positions(track):
        assert steps(followed) == []
