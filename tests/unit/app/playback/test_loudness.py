from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.playback.loudness import MOST_LEVELS, Loudness
from tests.fakes.pcm import tone

RATE = 8000


def test_full_scale_is_the_highest_level_and_silence_none() -> None:
    loudness = Loudness(RATE)
    loudness.add(np.ones((1024, 2), np.float32))
    loudness.add(np.zeros((1024, 2), np.float32))
    assert list(loudness.waveform().levels) == [255, 0]
    assert loudness.waveform().step == pytest.approx(1024 / RATE)


def test_a_tone_shows_its_loudness_not_its_peak() -> None:
    loudness = Loudness(RATE)
    loudness.add(tone(1000, 4, RATE, level=0.5))
    assert set(loudness.waveform().levels) == {round(255 * 0.5 / 2**0.5)}


def test_an_hour_has_no_more_levels_than_a_window_can_show() -> None:
    loudness = Loudness(RATE)
    for _ in range(60):
        loudness.add(np.full((60 * RATE, 2), 0.5, np.float32))
    waveform = loudness.waveform()
    assert MOST_LEVELS // 2 <= len(waveform.levels) <= MOST_LEVELS
    assert waveform.length == pytest.approx(3600, abs=waveform.step)
    assert set(waveform.levels) == {128}


@given(st.lists(st.integers(0, 5000), max_size=400))
def test_how_the_frames_come_in_does_not_matter(sizes: list[int]) -> None:
    frames = np.linspace(0, 1, 2 * sum(sizes), dtype=np.float32).reshape(-1, 2)
    whole, parts = Loudness(RATE), Loudness(RATE)
    whole.add(frames)
    done = 0
    for size in sizes:
        parts.add(frames[done : done + size])
        done += size
    assert whole.frames == parts.frames == sum(sizes)
    assert whole.waveform().step == parts.waveform().step
    both = zip(whole.waveform().levels, parts.waveform().levels, strict=True)
    assert all(abs(one - other) <= 1 for one, other in both)
