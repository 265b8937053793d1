from __future__ import annotations

import pytest

from app.core.waveform import Waveform
from server.protocol.units import Seconds


def wave(*levels: int, step: float = 1.0) -> Waveform:
    return Waveform(levels=bytes(levels), step=Seconds(step))


def test_the_loudest_bar_is_as_high_as_there_is_room() -> None:
    assert list(wave(10, 20, 40, 0).bars(4, 4.0)) == [0.25, 0.5, 1.0, 0.0]


def test_what_is_not_decoded_has_no_bar_yet() -> None:
    assert list(wave(10, 20).bars(4, 4.0)) == [0.5, 1.0, None, None]
    assert list(Waveform().bars(2, 4.0)) == [None, None]


def test_a_bar_over_many_levels_shows_the_loudest_of_them() -> None:
    assert list(wave(1, 5, 2, 10).bars(2, 4.0)) == [0.5, 1.0]


def test_more_bars_than_levels_repeat_them() -> None:
    assert list(wave(5, 10).bars(4, 2.0)) == [0.5, 0.5, 1.0, 1.0]


def test_silence_is_flat() -> None:
    assert list(wave(0, 0).bars(2, 2.0)) == [0.0, 0.0]


def test_the_length_is_what_the_levels_cover() -> None:
    assert wave(1, 2, 3, step=0.5).length == pytest.approx(1.5)
