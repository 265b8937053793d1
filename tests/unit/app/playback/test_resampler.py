from __future__ import annotations

import numpy as np
import pytest

from app.playback.resampler import Interpolator
from tests.fakes.pcm import noise, tone


def test_whole_positions_at_equal_rates_are_copied_bit_by_bit() -> None:
    samples = noise(0.1, 48_000)
    heard = Interpolator(1.0).evaluate(samples, 1000.0, 1.0, 480)
    assert np.array_equal(heard, samples[1000:1480])


@pytest.mark.parametrize("rate", [44_100, 48_000])
@pytest.mark.parametrize("hertz", [1_000, 15_000])
@pytest.mark.parametrize("ppm", [-1000, -500, -0.1, 300, 1000])
def test_slewing_keeps_90_db_of_signal_to_noise(rate: int, hertz: int, ppm: float) -> None:
    source = tone(hertz, 1.0, rate)
    step = rate / 48_000 * (1 + ppm * 1e-6)
    count = 24_000
    heard = Interpolator(rate / 48_000).evaluate(source, 1000.25, step, count)[:, 0]
    phase = 2 * np.pi * hertz * (1000.25 + step * np.arange(count)) / rate
    error = heard - 0.5 * np.sin(phase)
    assert 20 * np.log10(0.5 / np.sqrt(2) / error.std()) >= 90


def test_a_file_of_a_higher_rate_is_filtered_before_it_folds() -> None:
    source = tone(40_000, 0.2, 96_000)
    heard = Interpolator(2.0).evaluate(source, 2000.0, 2.0, 4800)
    assert np.abs(heard).max() < 1e-4


def test_a_higher_rate_keeps_what_can_be_heard() -> None:
    source = tone(10_000, 0.2, 96_000)
    heard = Interpolator(2.0).evaluate(source, 2000.0, 2.0, 4800)[:, 0]
    assert np.allclose(heard, source[2000:11_600:2, 0], atol=1e-4)


def test_span_is_just_what_evaluate_reads() -> None:
    interpolator = Interpolator(0.91875)
    span = interpolator.span(0.9, 0.91875, 960)
    samples = noise(0.1, 44_100)
    enough = interpolator.evaluate(samples[:span], interpolator.reach_back + 0.9, 0.91875, 960)
    assert np.array_equal(enough, interpolator.evaluate(samples, interpolator.reach_back + 0.9, 0.91875, 960))
