"""Which of a sound server's answers is believed, and what it is taken to mean."""

from __future__ import annotations

import pytest

from app.playback.outputs.pulse_timing import Inquiry, PromptRequests, QuickAnswers
from server.protocol.units import LocalSec, Seconds

LATENCY = Seconds(0.3)
RATE = 48_000


def answer(inquiry: Inquiry, asked: float, took: float, frame: float = 0.0) -> bool:
    """Ask and answer; whether it wants to ask once more."""
    inquiry.asks(LocalSec(asked))
    return inquiry.take(frame, LATENCY, LocalSec(asked + took))


def test_of_three_answers_in_a_row_the_quickest_counts() -> None:
    inquiry = QuickAnswers()
    inquiry.begin()
    assert answer(inquiry, 1.0, 0.0004, frame=10)
    assert answer(inquiry, 1.001, 0.0003, frame=20)
    assert not answer(inquiry, 1.002, 0.0006, frame=30)
    assert inquiry.best
    assert inquiry.best.frame == 20
    assert inquiry.best.doubt == pytest.approx(0.0003)
    # The server stamped it after it had looked at its card.
    assert inquiry.best.heard_at == pytest.approx(1.0012 + LATENCY)


def test_even_the_only_answer_is_worth_something() -> None:
    inquiry = QuickAnswers()
    inquiry.begin()
    answer(inquiry, 1.0, 0.4)
    assert inquiry.best
    assert inquiry.best.doubt == pytest.approx(0.4)


@pytest.mark.parametrize("inquiry", [QuickAnswers(), PromptRequests(RATE)])
def test_what_was_answered_before_is_forgotten(inquiry: Inquiry) -> None:
    inquiry.begin()
    answer(inquiry, 1.0, 0.0001)
    inquiry.begin()
    assert inquiry.best is None


def test_an_answer_of_pipewire_tells_of_the_moment_of_its_request() -> None:
    inquiry = PromptRequests(RATE)
    for stamped_after in (0.0001, 0.005):
        inquiry.begin()
        assert not answer(inquiry, 1.0, stamped_after)
        assert inquiry.best
        assert inquiry.best.heard_at == pytest.approx(1.0 + LATENCY)


def test_a_request_that_came_later_than_others_is_doubted_by_as_much() -> None:
    inquiry = PromptRequests(RATE)
    doubts = []
    for cycle, late in enumerate([0.0003, 0.0, 0.001, 0.0]):
        inquiry.begin()
        answer(inquiry, cycle * 2048 / RATE + late, 0.0001, frame=cycle * 2048)
        assert inquiry.best
        doubts.append(inquiry.best.doubt)
    assert doubts == pytest.approx([0.0, 0.0, 0.001, 0.0], abs=1e-9)


def test_a_stream_that_moved_is_not_measured_by_its_past_for_long() -> None:
    inquiry = PromptRequests(RATE)
    for cycle in range(60):
        inquiry.begin()
        answer(inquiry, cycle * 2048 / RATE + (0.05 if cycle >= 10 else 0.0), 0.0001, frame=cycle * 2048)
    assert inquiry.best
    assert inquiry.best.doubt == pytest.approx(0.0, abs=1e-9)
