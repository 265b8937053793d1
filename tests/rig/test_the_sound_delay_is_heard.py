"""The sound delay of a device while music plays: heard to the tenth of a millisecond, and without a click."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from app.core.program import ClockMap, Programme, Segment
from app.playback.outputs import OutputPreference
from app.playback.player import TrackSource
from app.playback.timed_player import TimedPlayer
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryLoader, MemoryPcm, noise
from tests.rig.analysis import positions
from tests.rig.room import Heard
from tests.support.sound_room import RATE, SINKS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.pulse import PulseServer

pytestmark = pytest.mark.rig

#: One after the other, from 0: single ms, both ends, and from one end to the other.
DELAYS_MS: Final = (1.0, -1.0, 37.0, 2000.0, -2000.0, 0.0)
EACH_SEC: Final = 1.4
#: A device takes some 0.3 s of sound in advance; the windows around a change hold some of either.
SETTLED_SEC: Final = 0.7
LENGTH_SEC: Final = 20


def player_on(sink: str) -> TimedPlayer:
    loader = MemoryLoader({"noise": MemoryPcm(noise(LENGTH_SEC, RATE), RATE)})
    return TimedPlayer(loader=loader, outputs=OutputPreference(interface="pulse", device=sink))


async def test_a_delay_moves_the_sound_by_exactly_that_at_once_without_a_click(
    pulse_env: PulseServer, tmp_path: Path
) -> None:
    players = [player_on(sink) for sink in SINKS]
    recording = pulse_env.record(tmp_path / "room.raw")
    for player in players:
        await player.open(lambda _: None)
    await recording.begun()
    start = time.monotonic() + 1.5
    segment = Segment(track_id="noise", start_at=ServerMs(start * 1000), start_position=Seconds(3))
    for player in players:
        player.set_clock(ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0))
        player.load(TrackSource(track_id="noise", location="/noise"))
        player.set_programme(Programme(segments=(segment,)))
    await asyncio.sleep(start - time.monotonic() + EACH_SEC)
    for delay in DELAYS_MS:
        players[1].set_output_offset(delay)
        await asyncio.sleep(EACH_SEC)
    assert [player.reading().jumps for player in players] == [0, len(DELAYS_MS)], "one crossfade a change"
    for player in players:
        await player.close()
    heard = Heard(recording.stop())
    begin = heard.spans[0][0].start
    reference = noise(LENGTH_SEC, RATE)[:, 0].astype(np.float64)
    still, moved = (positions(signal, reference, RATE).locked for signal in (heard.left, heard.right))
    for number, delay in enumerate((0.0, *DELAYS_MS)):
        window = begin + number * EACH_SEC + SETTLED_SEC, begin + (number + 1) * EACH_SEC
        here, there = (series.between(*window) for series in (still, moved))
        ahead = float(np.median(there.values - there.times) - np.median(here.values - here.times)) * 1000
        # Positive means that the device is late, so the music is played as much earlier.
        assert ahead == pytest.approx(delay, abs=0.1)
    assert heard.gaps == ([], [])
    assert len(heard.spans[1]) == 1, "the sound never stopped"
