"""A relay that is killed in mid-track and comes back is not heard by anybody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.rig.room import Rig
from tests.rig.test_a_party_is_heard import together
from tests.rig.tracks import make_track
from tests.support.own_relay import OwnRelay

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.pulse import PulseServer

BACK_SEC = 5.0


async def test_a_killed_relay_is_not_heard(pulse_server: PulseServer, tmp_path: Path) -> None:
    track = make_track(tmp_path, "wav", seconds=30)
    async with OwnRelay(tmp_path / "relay") as relay, Rig(pulse_server, tmp_path) as rig:
        host = await rig.host([track], "--play", "--wait-guests", "2", "--relay", relay.address)
        invite = await rig.invite(host)
        guests = [await rig.guest(invite), await rig.guest(invite, "--output", "null", name="third")]
        members = [host, *guests]
        await asyncio.gather(*(member.phase("playing") for member in members))
        await asyncio.sleep(3)
        counts = [len(member.events) for member in members]
        await relay.kill()
        await asyncio.sleep(4)
        await relay.start()
        async with asyncio.timeout(BACK_SEC):
            for member, count in zip(members, counts, strict=True):
                await member.wait(
                    lambda event: event.get("event") == "banner" and event.get("kind") == "", "back", after=count
                )
        await asyncio.sleep(3)
        # Host rights and the timeline are intact: all pause at one sample, and go on together.
        host.send("pause")
        await asyncio.gather(*(guest.phase("paused") for guest in guests))
        await asyncio.sleep(1.5)
        host.send("play")
        await asyncio.gather(*(member.phase("playing", after=len(member.events)) for member in members))
        await asyncio.sleep(2)
        heard = await rig.stop()
    together(heard, spans=2)
