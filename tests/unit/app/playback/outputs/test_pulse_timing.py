"""Which of a sound server's answers is believed, and what it is taken to mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.playback.outputs.pulse_timing import Answer, Inquiry, PromptRequests, QuickAnswers
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    answer(inquiry, 1.0, 0.0001, frame=0)
    inquiry.begin()
    answer(inquiry, 1.1, 0.0001, frame=2048)
    inquiry.begin()
    assert inquiry.best is None


def cycles(inquiry: PromptRequests, lates: Sequence[float], *, long: int = 2048, first: int = 0) -> list[Answer | None]:
    """Ask at a request in each cycle, which comes so much later than its cycle begins."""
    found: list[Answer | None] = []
    for number, late in enumerate(lates, first):
        inquiry.begin()
        # What this cycle plays is counted as gone.
        assert not answer(inquiry, number * long / RATE + late, 0.005, frame=(number + 1) * long)
        found.append(inquiry.best)
    return found


def test_pipewire_tells_of_the_cycle_that_began_with_the_request() -> None:
    nothing, *found = cycles(PromptRequests(RATE), [0.0] * 5)
    assert nothing is None, "how long is a cycle?"
    for one in found:
        assert one
        assert one.heard_at == pytest.approx(one.frame / RATE + LATENCY)


def test_with_several_cycles_to_a_request_a_question_in_between_shows_how_long_one_is() -> None:
    inquiry = PromptRequests(RATE)
    cycles(inquiry, [0.0] * 3, long=1024)
    inquiry.begin(between=True)
    answer(inquiry, 3 * 1024 / RATE - 0.004, 0.0001, frame=3 * 1024 + 256)
    assert inquiry.best is None
    (last,) = cycles(inquiry, [0.0], long=1024, first=3)
    assert last
    assert last.heard_at == pytest.approx(last.frame / RATE + LATENCY - (1024 - 256) / RATE)


def test_a_request_that_came_later_than_others_is_doubted_by_as_much() -> None:
    found = cycles(PromptRequests(RATE), [0.0, 0.0003, 0.0, 0.001, 0.0])
    assert [one.doubt for one in found if one] == pytest.approx([0.0, 0.0, 0.001, 0.0], abs=1e-9)


def test_a_stream_that_moved_is_not_measured_by_its_past_for_long() -> None:
    found = cycles(PromptRequests(RATE), [0.0] * 10 + [0.05] * 50)
    assert found[-1]
    assert found[-1].doubt == pytest.approx(0.0, abs=1e-9)
