"""A relay that is killed in mid-track and comes back: the music never notices."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.e2e.conftest import skew_ms
from tests.e2e.test_a_party import TOGETHER_MS
from tests.support.own_relay import OwnRelay

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Party

BACK_SEC = 5.0


async def test_a_killed_relay_is_not_heard_and_everybody_is_back_soon(
    party: Party, songs: list[Path], tmp_path: Path
) -> None:
    async with OwnRelay(tmp_path / "relay") as relay:
        host = await party.start(
            "host", "host", str(songs[2]), "--relay", relay.address, "--play", "--wait-guests", "2"
        )
        opened = await host.wait(lambda event: event.get("event") == "party", "the party opens")
        guests = [await party.start(f"guest{i}", "join", str(opened["invite"])) for i in range(2)]
        members = [host, *guests]
        await asyncio.gather(*(member.phase("playing") for member in members))
        counts = [len(member.events) for member in members]
        await relay.kill()
        await asyncio.sleep(3.0)  # how long the relay is away
        await relay.start()
        async with asyncio.timeout(BACK_SEC):
            await asyncio.gather(
                *(
                    member.wait(
                        lambda event: event.get("event") == "banner" and event.get("kind") == "", "back", after=count
                    )
                    for member, count in zip(members, counts, strict=True)
                )
            )
        for guest in guests:
            assert abs(await skew_ms(host, guest)) < TOGETHER_MS
        for member, count in zip(members, counts, strict=True):
            during = member.events[count:]
            assert {event["phase"] for event in during if event["event"] == "sync"} == {"playing"}
            assert [event for event in during if event["event"] == "error"] == []
        # Host rights are intact: all follow.
        count = len(guests[0].events)
        host.send("pause")
        await guests[0].phase("paused", after=count)
        assert await party.close() == [0, 0, 0]
