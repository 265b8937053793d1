"""Lists the parties that are shown on this network."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from typing import TYPE_CHECKING

from app.cli.arguments import FIND_SEC
from app.net.lookout import watch_parties

if TYPE_CHECKING:
    from app.cli.arguments import Options
    from app.core.nearby import NearbyParty


async def run_find(options: Options) -> int:
    """Look for a while, then print one party a line; returns 1 when there is none, as grep does."""
    found: tuple[NearbyParty, ...] = ()

    def take(parties: tuple[NearbyParty, ...]) -> None:
        nonlocal found
        found = parties

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(options.seconds or FIND_SEC):
            await watch_parties(take)
    for line in found_lines(found, as_json=options.json):
        sys.stdout.write(f"{line}\n")
    if not found:
        sys.stderr.write("No party is shown on this network. Ask the host for an invite.\n")
    return 0 if found else 1


def found_lines(found: tuple[NearbyParty, ...], *, as_json: bool) -> list[str]:
    """What `unisono join` takes, and whose party it is: as columns, or as one JSON object a line."""
    if as_json:
        rows = [
            {"event": "found", "invite": one.invite.short, "code": one.code, "host": one.host_name} for one in found
        ]
        return [json.dumps(row, ensure_ascii=False) for row in rows]
    width = max((len(one.invite.short) for one in found), default=0)
    return [f"{one.invite.short:{width}}  {one.host_name}".rstrip() for one in found]
