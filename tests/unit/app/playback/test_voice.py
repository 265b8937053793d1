from __future__ import annotations

import numpy as np

from app.core.program import Segment
from app.playback.resampler import Interpolator
from app.playback.voice import Voice
from server.protocol.units import Seconds, ServerMs
from tests.fakes.pcm import MemoryPcm, noise

RATE = 48_000
MUSIC = noise(1, RATE)
SEGMENT = Segment(track_id="a", start_at=ServerMs(0), start_position=Seconds(0))


def voice(pcm: MemoryPcm, position: float) -> Voice:
    return Voice(segment=SEGMENT, pcm=pcm, interpolator=Interpolator(1.0), ratio=1.0, position=position)


def test_what_lies_before_and_after_a_joined_track_is_heard_by_the_interpolator() -> None:
    middle = voice(MemoryPcm(MUSIC[10_000:20_000], RATE), 0.5)
    middle.before = MemoryPcm(MUSIC[:10_000], RATE)
    middle.after = MemoryPcm(MUSIC[19_000:], RATE)
    middle.after_position = 1000
    whole = voice(MemoryPcm(MUSIC, RATE), 10_000.5)
    assert np.array_equal(middle.render(10_000), whole.render(10_000))


def test_counts_the_frames_to_the_end() -> None:
    pcm = MemoryPcm(MUSIC, RATE)
    near = voice(pcm, len(MUSIC) - 10.5)
    assert near.frames_to_end() == 11
    near.render(11)
    assert near.frames_to_end() == 0


def test_an_end_that_is_not_known_is_not_counted() -> None:
    open_ended = voice(MemoryPcm(MUSIC, RATE, available=1000), 0)
    assert open_ended.frames_to_end() is None
    assert 0 < open_ended.frames_playable() < 1000


def test_beyond_everything_there_is_silence() -> None:
    assert not voice(MemoryPcm(MUSIC, RATE), len(MUSIC) + 100).render(100).any()
    assert not voice(MemoryPcm(MUSIC, RATE), -5000).render(100).any()
