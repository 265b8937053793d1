"""How soon somebody is heard who joins in minute 8 of a ten-minute track that is not in their cache, on loopback.

``python -m benchmarks.late_join --count 5 [--codec mp3] [--at 480] [--server pipewire]``
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.skew import SERVERS, Server, recorder_ahead, version
from tests.rig.analysis import Series, positions
from tests.rig.room import Heard, Rig
from tests.rig.tracks import CODECS, make_track, read
from tests.support.sound_room import RATE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.rig.member import Member

_MINUTES: Final = 10
_LISTEN_SEC: Final = 3.0
_APART_SEC: Final = 0.7
#: What is searched for what was heard: from a little before to the end of the joins.
_MARGIN_SEC: Final = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """When things happened, by our clock: the process was started, told its first event, joined, decoded all."""

    spawned: float
    started: float
    joined: float
    decoded: float

    def line(self, heard: float) -> str:
        """For people."""
        return (
            f"start-up {self.started - self.spawned:.2f} s, joined after another {self.joined - self.started:.2f} s; "
            f"from joined: first sound {heard - self.joined:.2f} s, all decoded {self.decoded - self.joined:.2f} s; "
            f"from the process without its start-up: {heard - self.started:.2f} s"
        )


async def join(rig: Rig, invite: str, number: int) -> Join:
    """One late guest, who leaves again."""
    spawned = time.monotonic()
    guest = await rig.guest(invite, name=f"late{number}")
    first = await guest.wait(lambda _: True, "any event")
    joined = await guest.wait(lambda event: event.get("event") == "party", "joined")
    decoded = await guest.wait(_is_ready, "decoded")
    await asyncio.sleep(_LISTEN_SEC)
    await guest.quit()
    await asyncio.sleep(_APART_SEC)
    return Join(spawned=spawned, started=first["at"], joined=joined["at"], decoded=decoded["at"])


async def measure(server: Server, folder: Path, track: Path, at: float, count: int) -> list[tuple[Join, float]]:
    """The joins, each with the local time of its first sound."""
    async with Rig(server, folder) as rig:
        host = await rig.host([track], "--play")
        invite = await rig.invite(host)
        await host.phase("playing")
        # The host itself needs the whole track before it can be heard there.
        await host.wait(_is_ready, "decoded")
        host.send(f"seek {at}")
        await asyncio.sleep(_LISTEN_SEC)
        joins = [await join(rig, invite, number) for number in range(count)]
        heard = await rig.stop()
    ahead = recorder_ahead(host, _followed(heard, track, at, host))
    starts = [span.start - ahead for span in heard.spans[1]]
    return [(one, next((start for start in starts if start > one.joined), np.inf)) for one in joins]


def _followed(heard: Heard, track: Path, at: float, host: Member) -> Series:
    """Where in the track the host was, from the seek on."""
    begin = at - _MARGIN_SEC
    last = max(event["positionSec"] for event in host.of_kind("sync")) + _MARGIN_SEC
    reference = read(track, RATE)[round(begin * RATE) : round(last * RATE)]
    found = positions(heard.left, reference, RATE, hop_sec=1.0).locked
    return Series(times=found.times, values=found.values + begin, match=found.match)


def _is_ready(event: dict[str, object]) -> bool:
    items = event.get("items")
    return isinstance(items, list) and any(item["state"] == "ready" for item in items)


def main(arguments: Sequence[str]) -> int:
    """Print a line a join, and the median."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5)
    parser.add_argument("--codec", choices=sorted(CODECS), default="mp3")
    parser.add_argument("--at", type=float, default=480.0, help="seconds into the track")
    parser.add_argument("--server", choices=sorted(SERVERS), default="pulseaudio")
    options = parser.parse_args(arguments)
    print(f"# joining {_MINUTES} minutes of {options.codec} at {options.at:.0f} s, {version(options.server)}")
    with SERVERS[options.server]() as server, tempfile.TemporaryDirectory(prefix="late-") as folder:
        track = make_track(Path(folder), options.codec, seconds=_MINUTES * 60)
        rows = asyncio.run(measure(server, Path(folder), track, options.at, options.count))
    for number, (one, heard) in enumerate(rows, 1):
        print(f"{number}: {one.line(heard)}")
    after = [heard - one.joined for one, heard in rows]
    print(f"first sound after joined: median {np.median(after):.2f} s, max {max(after):.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
