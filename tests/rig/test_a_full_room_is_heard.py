"""Four members, one on each channel of the room: in step, gapless from item to item, and where they say they are."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from tests.rig.analysis import Series, gaps, positions, skew, sounding, spread, steps
from tests.rig.evening import SPEAKERS, middle
from tests.rig.room import Rig, listen
from tests.rig.tracks import make_track
from tests.support.sound_room import RATE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.rig.member import Member
    from tests.support.pulse import PulseServer

pytestmark = [pytest.mark.rig, pytest.mark.skipif("sys.platform != 'linux'", reason="the room is PulseAudio's")]

FIRST_SEC: Final = 7.0
SECOND_SEC: Final = 12.0
#: Half a sample of the tracks is 0.011 ms: one lost or doubled sample would show.
SEAM_MS: Final = 0.02
#: Windows over the start itself prove nothing.
STARTED_SEC: Final = 1.0
APART_MS: Final = 1.0
#: A reading is what a member believes; the recorder's clock drifts against ours meanwhile.
BELIEF_MS: Final = 1.0


@pytest.fixture
def four_sinks(pulse_server: PulseServer) -> Iterator[tuple[str, ...]]:
    """A loudspeaker of its own for each channel of the room."""
    with ExitStack() as stack:
        for name, channel in SPEAKERS.items():
            stack.enter_context(pulse_server.loudspeaker(name, (channel,)))
        yield tuple(SPEAKERS)


async def test_four_members_stay_in_step_across_items_and_are_where_they_say(
    pulse_server: PulseServer, tmp_path: Path, four_sinks: tuple[str, ...]
) -> None:
    tracks = [make_track(tmp_path, "wav", seconds=FIRST_SEC), make_track(tmp_path, "wav", seconds=SECOND_SEC, seed=2)]
    async with Rig(pulse_server, tmp_path) as rig:
        host = await rig.host(tracks, "--play", "--wait-guests", "3", "--device", four_sinks[0])
        invite = await rig.invite(host)
        guests = [await rig.guest(invite, "--device", sink, name=sink) for sink in four_sinks[1:]]
        members = [host, *guests]
        await asyncio.gather(*(member.phase("playing") for member in members))
        await asyncio.sleep(FIRST_SEC + 6)
        await rig.stop()
    heard = listen(tmp_path / "room.raw")
    one_after_the_other = np.concatenate([middle(track) for track in tracks])
    followed = [positions(signal, one_after_the_other, RATE).locked for signal in heard]
    begin = max(sounding(signal, RATE)[0].start for signal in heard)
    for signal, series in zip(heard, followed, strict=True):
        assert spread(skew(heard[0], signal, RATE).locked).worst <= APART_MS
        assert gaps(signal, RATE) == []
        assert series.values.max() > FIRST_SEC + 3, "the second item is heard"
        assert steps(series.between(begin + STARTED_SEC, series.times[-1]), at_least_ms=SEAM_MS) == []
    _are_where_they_say(members, followed)


def _are_where_they_say(members: list[Member], followed: list[Series]) -> None:
    """What they believed, against what was heard; one constant ties the recorder's clock to ours, for all of them."""
    ties: list[float] = []
    for member, series in zip(members, followed, strict=True):
        before, last = 0.0, 0.0
        for event in member.of_kind("sync"):
            if event["phase"] == "playing":
                # An item's position begins anew.
                before, last = (FIRST_SEC if event["positionSec"] < last else before), event["positionSec"]
                if series.values[0] <= before + last <= series.values[-1]:
                    when = float(np.interp(before + last, series.values, series.times))
                    ties.append(when - event["atLocalSec"])
    assert len(ties) >= 2 * len(members)
    assert max(ties) - min(ties) <= BELIEF_MS / 1000
