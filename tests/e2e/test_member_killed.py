"""Members that are killed and started again: a host with its relay, and a guest. The party is as it was."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.e2e.conftest import skew_ms
from tests.e2e.test_a_party import TOGETHER_MS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Party
    from tests.rig.member import Event


def both_are_here(event: Event) -> bool:
    """Two members, both connected."""
    return event.get("event") == "members" and [each["connected"] for each in event["members"]] == [True, True]


async def test_a_killed_host_comes_back_with_its_party_and_a_killed_guest_to_its_seat(
    party: Party, songs: list[Path], tmp_path: Path
) -> None:
    host, guest = await party.both(str(songs[2]), str(songs[0]))
    opened = host.of_kind("party")[0]
    queue = host.of_kind("queue")[-1]["items"]
    count = len(guest.events)
    await host.kill()
    party.members.remove(host)
    again = await party.start("host", "back")
    await asyncio.gather(again.phase("playing"), again.wait(both_are_here, "both are back"))
    assert again.of_kind("party")[0] == opened | {"at": again.of_kind("party")[0]["at"]}
    assert again.of_kind("queue")[-1]["items"] == queue
    assert abs(await skew_ms(again, guest, pairs=3)) < TOGETHER_MS
    assert {event["phase"] for event in guest.events[count:] if event["event"] == "sync"} == {"playing"}
    # The guest too, in its own seat: a new one would be a third.
    await guest.kill()
    party.members.remove(guest)
    guest = await party.start("guest", "back")
    await asyncio.gather(guest.phase("playing"), guest.wait(both_are_here, "the guest is back"))
    # Host rights are intact, and a proper end leaves nothing to come back to.
    count = len(guest.events)
    again.send("pause")
    await guest.phase("paused", after=count)
    assert await party.close() == [0, 0]
    assert not list((tmp_path / "host" / "state").rglob("*.json"))
