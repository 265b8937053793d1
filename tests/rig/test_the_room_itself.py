"""Before members are measured: the room adds nothing, mixes nothing and loses nothing."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.rig.analysis import spread, steps
from tests.rig.room import Heard
from tests.rig.tracks import noise, write_wav
from tests.support.sound_room import CHANNELS, RATE, end

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.pulse import PulseServer

pytestmark = pytest.mark.rig
SECONDS = 3.0


def test_a_known_skew_comes_out_of_the_room(pulse_server: PulseServer, tmp_path: Path) -> None:
    left = noise(SECONDS, seed=1, rate=RATE)
    channels = np.zeros((left.size, CHANNELS))
    channels[:, 0], channels[:, 2] = left, np.roll(left, 24)
    source = tmp_path / "four.raw"
    source.write_bytes(np.round(channels * 32767).astype("<i2").tobytes())
    recording = pulse_server.record(tmp_path / "room.raw")
    play = ["pacat", "--raw", "--device=room", f"--channels={CHANNELS}", f"--rate={RATE}", "--format=s16le"]
    play += ["--channel-map=front-left,front-right,rear-left,rear-right", "--latency-msec=100", str(source)]
    subprocess.run(play, env=pulse_server.env(), check=True, timeout=30)
    _until(recording.seconds, SECONDS)
    heard = Heard(recording.stop())
    figures = spread(heard.skew().locked)
    assert figures.median == pytest.approx(0.5, abs=0.002)
    assert figures.windows > 20


def test_each_loudspeaker_has_its_own_channels(pulse_server: PulseServer, tmp_path: Path) -> None:
    left = write_wav(tmp_path / "left.wav", noise(SECONDS, seed=1), noise(SECONDS, seed=2))
    right = write_wav(tmp_path / "right.wav", noise(SECONDS, seed=3), noise(SECONDS, seed=4))
    recording = pulse_server.record(tmp_path / "room.raw")
    players = [
        subprocess.Popen(["paplay", f"--device={sink}", "--latency-msec=100", str(path)], env=pulse_server.env())
        for sink, path in (("left", left), ("right", right))
    ]
    for player in players:
        assert player.wait(30) == 0
    _until(recording.seconds, SECONDS)
    heard = Heard(recording.stop())
    assert heard.skew().locked.values.size == 0, "the loudspeakers hear each other"
    for path, series, holes in zip((left, right), (0, 1), heard.gaps, strict=True):
        followed = heard.positions(path)[series]
        assert followed.values.size > 20
        assert steps(followed) == []
        assert holes == []


def test_ending_a_process_waits_for_its_end() -> None:
    process = subprocess.Popen(["sleep", "60"])
    end(process)
    assert process.returncode is not None


def _until(seconds: Callable[[], float], wanted: float) -> None:
    """Wait until a recording holds what was played; it may begin late on an idle sink."""
    deadline = time.monotonic() + 20
    while seconds() < wanted and time.monotonic() < deadline:
        time.sleep(0.05)
