from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.selftest_decoding import LEFT_HZ, LEVEL, RIGHT_HZ, SAMPLES, judge, tone

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 44_100


def sample(seconds: float = 1.0, left: float = LEFT_HZ, right: float = RIGHT_HZ) -> NDArray[np.float32]:
    time = np.arange(round(seconds * RATE)) / RATE
    both = [LEVEL * np.sin(2 * np.pi * hertz * time) for hertz in (left, right)]
    return np.stack(both, axis=1).astype(np.float32)


def test_what_was_encoded_passes() -> None:
    assert judge(sample(), RATE) == ""


def test_swapped_channels_are_heard() -> None:
    assert "1000 Hz is at 0.000 instead of 0.25 on the left" in judge(sample()[:, ::-1], RATE)


def test_a_wrong_rate_is_seen_by_the_length() -> None:
    assert "long instead of 1 s" in judge(sample(), 48_000 * 2)


def test_a_cut_file_is_seen_by_the_length() -> None:
    assert judge(sample(0.5), RATE) == "0.50 s long instead of 1 s"


def test_noise_over_the_tone_is_heard() -> None:
    noisy = sample() + np.random.default_rng(1).normal(0, 0.1, (RATE, 2)).astype(np.float32)
    assert "was never encoded" in judge(noisy, RATE)


def test_silence_is_all_residue() -> None:
    assert tone(np.zeros(RATE, np.float32), LEFT_HZ, RATE) == pytest.approx((0.0, 1.0))


def test_every_sample_is_there_and_every_file_is_tried() -> None:
    folder = Path(str(files("resources"))) / "selftest"
    assert {path.name for path in folder.iterdir()} == set(SAMPLES)
