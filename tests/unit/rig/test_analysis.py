"""The rig's own measure: what is put into a recording must come out as a figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.rig.analysis import Series, Span, everywhere, gaps, locate, positions, skew, sounding, spread, steps
from tests.rig.tracks import delayed, noise

if TYPE_CHECKING:
    from tests.rig.analysis import Signal

RATE = 48_000
TRACK = noise(6.0, seed=3, rate=RATE)


def silence(seconds: float) -> Signal:
    return np.zeros(round(seconds * RATE))


@pytest.mark.parametrize("samples", [0, 1, 7.5, -30.25, 480, -4800.0])
def test_a_known_delay_is_measured_to_a_twentieth_of_a_sample(samples: float) -> None:
    series = skew(TRACK, delayed(TRACK, samples), RATE).between(0.3, 5.7)
    assert series.values == pytest.approx(samples / RATE * 1000, abs=0.05 / RATE * 1000)
    assert (series.match > 0.9).all()


def test_a_skew_beyond_reach_is_not_locked() -> None:
    series = skew(TRACK, delayed(TRACK, 0.6 * RATE), RATE)
    assert series.values.size > 10
    assert series.locked.values.size == 0


def test_silence_is_not_measured() -> None:
    assert skew(silence(2), TRACK, RATE).values.size == 0
    assert spread(skew(silence(2), TRACK, RATE)).windows == 0


def test_different_volumes_do_not_matter() -> None:
    series = skew(TRACK, 0.1 * delayed(TRACK, 24), RATE).between(0.3, 5.7)
    assert series.values == pytest.approx(0.5, abs=0.001)


def test_a_drift_shows_over_time() -> None:
    stretched = np.interp(np.arange(TRACK.size) * (1 - 200e-6), np.arange(TRACK.size), TRACK)
    series = skew(TRACK, stretched, RATE).between(0.1, 5.7)
    assert series.values[-1] - series.values[0] == pytest.approx(0.2 * (series.times[-1] - series.times[0]), abs=0.01)


def test_spans_are_exact_to_the_sample() -> None:
    signal = np.concatenate((silence(0.5), 0.5 * np.ones(RATE), silence(1.0), 0.5 * np.ones(RATE // 2)))
    assert sounding(signal, RATE) == [Span(start=0.5, end=1.5), Span(start=2.5, end=3.0)]
    assert sounding(signal, RATE)[0].length == 1.0
    assert sounding(silence(1), RATE) == []


def test_a_short_hole_is_a_gap_and_not_an_end() -> None:
    signal = TRACK.copy()
    signal[RATE : RATE + 240] = 0
    assert len(sounding(signal, RATE)) == 1
    [hole] = gaps(signal, RATE)
    assert hole.start == pytest.approx(1.0, abs=0.0005)
    assert hole.length == pytest.approx(0.005, abs=0.0005)


def test_a_hole_in_all_channels_at_once_is_nobodys_own() -> None:
    hole, same, later = Span(start=1.0, end=1.05), Span(start=1.04, end=1.06), Span(start=1.2, end=1.3)
    assert everywhere(hole, [[same], [later, same]])
    assert not everywhere(hole, [[same], [later]])
    assert not everywhere(hole, [[]])
    assert not everywhere(hole, [])


def test_noise_has_no_gaps_of_its_own() -> None:
    assert gaps(TRACK, RATE) == []
    assert gaps(silence(1), RATE) == []


def test_positions_follow_the_track() -> None:
    heard = positions(np.concatenate((silence(0.5), TRACK[RATE : 4 * RATE])), TRACK, RATE).locked
    assert heard.values - heard.times == pytest.approx(0.5, abs=2e-6)


def test_positions_find_a_seek() -> None:
    heard = positions(np.concatenate((TRACK[: 2 * RATE], TRACK[4 * RATE : 5 * RATE])), TRACK, RATE).locked
    assert heard.values[0] == pytest.approx(0.05, abs=1e-5)
    assert heard.values[-1] == pytest.approx(4.95, abs=1e-5)


def test_foreign_sound_has_no_position() -> None:
    assert positions(noise(1.0, seed=99, rate=RATE), TRACK, RATE).locked.values.size == 0


@pytest.mark.parametrize(
    ("cut", "expected"), [(48, 1.0), (9, 0.1875), (-24, -0.5)], ids=["1 ms", "9 samples", "doubled"]
)
def test_lost_and_doubled_samples_are_steps(cut: int, expected: float) -> None:
    torn = np.concatenate((TRACK[: 3 * RATE], TRACK[3 * RATE + cut :]))
    [step] = steps(positions(torn, TRACK, RATE).locked)
    assert step.ms == pytest.approx(expected, abs=0.02)
    assert step.time == pytest.approx(3.0, abs=0.2)


def test_a_slew_is_no_step() -> None:
    warped = np.interp(np.arange(TRACK.size) * (1 - 500e-6), np.arange(TRACK.size), TRACK)
    assert steps(positions(warped, TRACK, RATE).locked) == []


def test_steady_music_has_no_steps() -> None:
    assert steps(positions(TRACK, TRACK, RATE).locked) == []


def test_the_figures_of_a_series() -> None:
    values = np.array([0.0, -1.0, 0.5, 0.5])
    figures = spread(Series(times=np.arange(4.0), values=values, match=np.ones(4)))
    assert (figures.median, figures.worst, figures.windows) == (0.25, 1.0, 4)
    assert "median +0.250 ms" in str(figures)


def test_a_match_at_the_very_edge_is_still_found() -> None:
    where, match = locate(TRACK[:4800], TRACK[:9600])
    assert where == pytest.approx(0, abs=0.01)
    assert match == pytest.approx(1)


@pytest.mark.parametrize("seconds", [0.05, 0.1, 0.3, 1.0, 5.95])
def test_what_hangs_over_the_end_of_the_track_is_no_match(seconds: float) -> None:
    track = TRACK[: round(seconds * RATE)] if seconds > 0.1 else TRACK[: round(0.15 * RATE)]
    tail = np.concatenate((track[-2400:], noise(1.0, seed=77, rate=RATE)))
    assert positions(tail, track, RATE).match.max() < 0.8
