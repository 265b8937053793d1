"""A member's sound moves to another device in mid-track: soon in step again, with that device's own delay."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Final

import pytest

from tests.rig.analysis import spread
from tests.rig.room import Rig
from tests.rig.tracks import make_track
from tests.support.sound_room import CHANNEL_MAP

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.rig.member import Member
    from tests.support.pulse import PulseServer

pytestmark = [pytest.mark.rig, pytest.mark.skipif("sys.platform != 'linux'", reason="the room is PulseAudio's")]

DELAY_MS: Final = 40.0
#: From the moment that the new device plays.
SOON_SEC: Final = 1.0
REMEMBERED: Final = json.dumps({"output_offsets": {"headset": DELAY_MS}})
#: Writes the settings that an earlier evening would have left, then becomes the member.
WITH_SETTINGS: Final = (
    *("sh", "-c"),
    f'd="$XDG_CONFIG_HOME/unisono"; mkdir -p "$d" && echo \'{REMEMBERED}\' > "$d/settings.json" && exec "$@"',
    "sh",
)


@pytest.fixture
def headset(pulse_server: PulseServer) -> Iterator[str]:
    """Another device, heard where the right loudspeaker is; the number of its module."""
    with pulse_server.loudspeaker("headset", CHANNEL_MAP[2:]) as number:
        yield number
    pulse_server.pactl("set-default-sink", "left")


async def moved_to(device: str, member: Member, after: int) -> None:
    await member.wait(lambda event: event.get("device") == device, f"sound goes to {device}", after=after)


async def party(rig: Rig, track: Path, *guest_options: str) -> Member:
    """Both play; returns the guest."""
    host = await rig.host([track], "--play", "--wait-guests", "1")
    guest = await rig.guest(await rig.invite(host), *guest_options, wrapper=WITH_SETTINGS)
    await asyncio.gather(host.phase("playing"), guest.phase("playing"))
    await asyncio.sleep(4)
    return guest


def sink_input_on(server: PulseServer, sink: str) -> str:
    """The stream of a member: remapped loudspeakers have streams of their own, on the room."""
    numbers = {line.split("\t")[1]: line.split("\t")[0] for line in server.pactl("list", "short", "sinks").splitlines()}
    streams = [line.split("\t") for line in server.pactl("list", "short", "sink-inputs").splitlines()]
    (number,) = [stream[0] for stream in streams if stream[1] == numbers[sink]]
    return number


async def test_a_stream_that_is_moved_plays_with_the_new_devices_delay_within_a_second(
    pulse_server: PulseServer, tmp_path: Path, headset: str
) -> None:
    del headset
    track = make_track(tmp_path, "wav", seconds=20)
    async with Rig(pulse_server, tmp_path) as rig:
        guest = await party(rig, track)
        seen = len(guest.events)
        pulse_server.pactl("move-sink-input", sink_input_on(pulse_server, "right"), "headset")
        await moved_to("headset", guest, seen)
        await asyncio.sleep(4)
        heard = await rig.stop()
    series = heard.skew().locked
    away = series.times[abs(series.values + DELAY_MS) < 1]
    before = series.times[abs(series.values) < 1]
    assert away[0] - before[-1] <= SOON_SEC
    assert spread(series.between(0, before[-1] - 0.2)).worst < 1
    # The headset is late by its delay, so the music comes to it as much earlier.
    after = series.between(away[0] + 0.2, series.times[-1])
    assert after.values.size > 20
    assert after.values == pytest.approx(-DELAY_MS, abs=1.0)


async def test_a_device_that_is_pulled_out_is_followed_by_the_default_one_within_a_second(
    pulse_server: PulseServer, tmp_path: Path, headset: str
) -> None:
    track = make_track(tmp_path, "wav", seconds=20)
    pulse_server.pactl("set-default-sink", "headset")
    async with Rig(pulse_server, tmp_path) as rig:
        guest = await party(rig, track, "--device", "")
        seen = len(guest.events)
        pulse_server.pactl("set-default-sink", "right")
        pulse_server.pactl("unload-module", headset)
        await moved_to("right", guest, seen)
        await asyncio.sleep(4)
        heard = await rig.stop()
    series = heard.skew().locked
    first, second = series.times[abs(series.values + DELAY_MS) < 1], series.times[abs(series.values) < 1]
    assert second[0] - first[-1] <= SOON_SEC
    after = series.between(second[0] + 0.2, series.times[-1])
    assert after.values.size > 20
    assert spread(after).worst < 1
