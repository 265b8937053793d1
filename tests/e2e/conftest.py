"""A party of real processes: relay, host and guests as people start them, with silent output that keeps time."""

from __future__ import annotations

import asyncio
import os
import statistics
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

from tests.rig.member import Event, Member

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_QUIET = ("--output", "null", "--report-every", "0.3")


class Party:
    """Starts members and ends them all, the host last.

    Args:
        folder: for everything that they write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.members: list[Member] = []

    async def start(self, name: str, *arguments: str, output: bool = True) -> Member:
        quiet = _QUIET if output else _QUIET[2:]
        env = {key: value for key, value in os.environ.items() if not key.startswith("PULSE_")}
        env["XDG_RUNTIME_DIR"] = str(self._folder)  # no sound server of the machine
        member = await Member.start(name, [*arguments, *quiet], folder=self._folder, env=env)
        self.members.append(member)
        return member

    async def host(self, *arguments: str) -> tuple[Member, str]:
        """A host and its invite on this machine."""
        host = await self.start("host", "host", "--port", "0", "--listen", "127.0.0.1", *arguments)
        event = await host.wait(lambda event: event.get("event") == "party", "the party opens")
        code, _, address = str(event["invite"]).partition("@")
        return host, f"{code}@127.0.0.1:{address.rpartition(':')[2]}"

    async def both(self, *arguments: str) -> tuple[Member, Member]:
        """A host and a guest who play the first file from its start."""
        host, invite = await self.host("--play", "--wait-guests", "1", *arguments)
        guest = await self.start("guest", "join", invite)
        await asyncio.gather(host.phase("playing"), guest.phase("playing"))
        return host, guest

    async def close(self) -> list[int]:
        """End them all; returns their exit statuses, newest member first."""
        statuses = [await member.quit() for member in reversed(self.members)]
        self.members.clear()
        return statuses


@pytest.fixture
async def party(tmp_path: Path) -> AsyncIterator[Party]:
    async with AsyncExitStack() as stack:
        party = Party(tmp_path)
        stack.push_async_callback(party.close)
        yield party


def is_settled(event: Event) -> bool:
    """Whether this is a reading of a member that plays."""
    return event.get("event") == "sync" and event.get("phase") == "playing" and event.get("synchronised") is True


async def skew_ms(first: Member, second: Member, *, pairs: int = 5) -> float:
    """How far the second is ahead of the first from now on: both read this machine's one monotonic clock."""
    counts = [len(first.events), len(second.events)]
    found: list[list[float]] = []
    for member, after in zip((first, second), counts, strict=True):
        lines: list[float] = []
        seen = after
        while len(lines) < pairs:
            event = await member.wait(is_settled, "a reading while it plays", after=seen)
            seen = member.events.index(event, seen) + 1
            lines.append(float(event["positionSec"]) - float(event["atLocalSec"]))
        found.append(lines)
    return (statistics.median(found[1]) - statistics.median(found[0])) * 1000
