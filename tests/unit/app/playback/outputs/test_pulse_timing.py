"""Which of a sound server's answers is believed, and what it is taken to mean."""

from __future__ import annotations

import pytest

from app.playback.outputs.pulse_timing import Inquiry
from server.protocol.units import LocalSec, Seconds

LATENCY = Seconds(0.3)


def answer(inquiry: Inquiry, asked: float, took: float, frame: float = 0.0) -> bool:
    """Ask and answer; whether it wants to ask once more."""
    inquiry.asks(LocalSec(asked))
    return inquiry.take(frame, LATENCY, LocalSec(asked + took))


def test_asks_three_times_in_a_row_and_believes_the_quickest() -> None:
    inquiry = Inquiry(1.0)
    inquiry.begin()
    assert answer(inquiry, 1.0, 0.0004, frame=10)
    assert answer(inquiry, 1.001, 0.0001, frame=20)
    assert not answer(inquiry, 1.002, 0.0002, frame=30)
    assert inquiry.best
    assert inquiry.best.frame == 20
    assert inquiry.best.heard_at == pytest.approx(1.0011 + LATENCY)
    assert inquiry.best.doubt == pytest.approx(0.0001)


def test_the_card_was_looked_at_before_the_stamp() -> None:
    inquiry = Inquiry(2 / 3)
    inquiry.begin()
    answer(inquiry, 1.0, 0.0003)
    assert inquiry.best
    assert inquiry.best.heard_at == pytest.approx(1.0002 + LATENCY)


def test_what_was_answered_before_is_forgotten() -> None:
    inquiry = Inquiry(1.0)
    inquiry.begin()
    answer(inquiry, 1.0, 0.0001)
    inquiry.begin()
    assert inquiry.best is None


def test_even_the_only_answer_is_worth_something() -> None:
    inquiry = Inquiry(1.0)
    inquiry.begin()
    answer(inquiry, 1.0, 0.4)
    assert inquiry.best
    assert inquiry.best.doubt == pytest.approx(0.4)
