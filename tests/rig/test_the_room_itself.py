"""Before members are measured: the room adds nothing, mixes nothing and loses nothing."""

from __future__ import annotations

import subprocess
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.rig.analysis import spread, steps
from tests.rig.room import Heard
from tests.rig.tracks import delayed, noise, write_wav
from tests.support.sound_room import CHANNELS, RATE, end

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.pulse import PulseServer

pytestmark = pytest.mark.rig
SECONDS = 3.0
LATE_SAMPLES = 24.37
LOST, LOST_AT = 6, round(1.4 * RATE)
HOLE, HOLE_AT = 150, round(2.4 * RATE)
#: The rig's own error: a twentieth of a sample.
ERROR_MS = 0.05 / RATE * 1000


def test_what_is_put_into_the_room_comes_out_as_figures(pulse_server: PulseServer, tmp_path: Path) -> None:
    left = noise(SECONDS, seed=1, rate=RATE)
    # Between two samples late, then six samples lost, then a hole.
    late = delayed(left, LATE_SAMPLES)
    right = np.concatenate((late[:LOST_AT], late[LOST_AT + LOST :], np.zeros(LOST)))
    right[HOLE_AT : HOLE_AT + HOLE] = 0
    channels = np.zeros((left.size, CHANNELS))
    channels[:, 0], channels[:, 2] = left, right
    source = tmp_path / "four.raw"
    source.write_bytes(np.round(channels * 32767).astype("<i2").tobytes())
    recording = pulse_server.record(tmp_path / "room.raw")
    play = ["pacat", "--raw", "--device=room", f"--channels={CHANNELS}", f"--rate={RATE}", "--format=s16le"]
    play += ["--channel-map=front-left,front-right,rear-left,rear-right", "--latency-msec=500", str(source)]
    subprocess.run(play, env=pulse_server.env(), check=True, timeout=30)
    _until(recording.seconds, SECONDS)
    heard = Heard(recording.stop())
    followed = heard.positions(write_wav(tmp_path / "track.wav", left, left, RATE))
    # A recorder that begins late misses the first samples.
    begin = followed[0].times[0] - followed[0].values[0]
    before = spread(heard.skew().between(begin + 0.2, begin + LOST_AT / RATE - 0.1))
    assert before.median == pytest.approx(LATE_SAMPLES / RATE * 1000, abs=ERROR_MS)
    assert before.worst - before.median <= ERROR_MS
    after = spread(heard.skew().between(begin + LOST_AT / RATE + 0.1, begin + HOLE_AT / RATE - 0.1))
    assert after.median == pytest.approx((LATE_SAMPLES - LOST) / RATE * 1000, abs=ERROR_MS)
    assert steps(followed[0]) == []
    [step] = [step for step in steps(followed[1]) if step.time < begin + HOLE_AT / RATE - 0.4]
    assert step.ms == pytest.approx(LOST / RATE * 1000, abs=0.02)
    assert step.time == pytest.approx(begin + LOST_AT / RATE, abs=0.2)
    intact, torn = heard.gaps
    assert intact == []
    [hole] = torn
    assert hole.length == pytest.approx(HOLE / RATE, abs=0.0005)
    assert hole.start == pytest.approx(begin + HOLE_AT / RATE, abs=0.0005)


def test_each_loudspeaker_has_its_own_channels(pulse_server: PulseServer, tmp_path: Path) -> None:
    left = write_wav(tmp_path / "left.wav", noise(SECONDS, seed=1), noise(SECONDS, seed=2))
    right = write_wav(tmp_path / "right.wav", noise(SECONDS, seed=3), noise(SECONDS, seed=4))
    recording = pulse_server.record(tmp_path / "room.raw")
    players = [
        subprocess.Popen(["paplay", f"--device={sink}", "--latency-msec=500", str(path)], env=pulse_server.env())
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
