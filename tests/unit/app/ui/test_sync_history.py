from __future__ import annotations

import json
from dataclasses import replace

import pytest

from app.core.view import PartyView, Phase
from app.ui.plot_scale import reach, round_up
from app.ui.sync_history import LEAST_GAP, SPAN, SyncHistory
from server.protocol.units import LocalSec
from tests.ui.views import playing


def at(seconds: float) -> LocalSec:
    return LocalSec(50.0 + seconds)


def acting(action: str) -> PartyView:
    view = playing()
    assert view.sync is not None
    return replace(view, sync=replace(view.sync, action=action))


def test_the_last_minutes_are_kept() -> None:
    history = SyncHistory()
    for second in range(int(SPAN) + 60):
        assert history.take(playing(), at(second))
    assert len(history.samples) == int(SPAN) + 1
    assert history.samples[-1].at - history.samples[0].at == SPAN
    history.clear()
    assert history.samples == ()


def test_more_figures_than_a_plot_shows_are_left_out() -> None:
    history = SyncHistory()
    assert not history.take(PartyView(), at(0))
    assert history.take(playing(), at(0))
    assert not history.take(playing(), at(LEAST_GAP / 2))
    assert history.take(playing(), at(LEAST_GAP))


def test_a_jump_is_marked_once_even_between_two_samples() -> None:
    history = SyncHistory()
    history.take(acting("none"), at(0))
    history.take(acting("nudge"), at(0.1))
    history.take(acting("nudge"), at(1))
    history.take(acting("nudge"), at(2))
    history.take(acting("slew"), at(3))
    assert [sample.jumped for sample in history.samples] == [False, True, False, False]


def test_drift_means_something_only_while_something_is_heard() -> None:
    history = SyncHistory()
    history.take(playing(phase=Phase.PAUSED), at(0))
    history.take(playing(), at(1))
    assert [sample.heard for sample in history.samples] == [False, True]


def test_the_trace_is_json_lines_without_names_or_codes() -> None:
    history = SyncHistory()
    assert list(history.trace()) == []
    history.take(playing(), at(0))
    history.take(playing(), at(2.5))
    lines = list(history.trace())
    first = json.loads(lines[0])
    assert first["t"] == -2.5
    assert (first["phase"], first["driftMs"], first["uncertaintyMs"], first["rttMs"]) == ("playing", 0.1, 0.1, 1.2)
    assert "QWXTR4" not in "".join(lines)
    assert "Ann" not in "".join(lines)


@pytest.mark.parametrize(
    ("size", "rounded"), [(0.0, 1.0), (0.11, 0.2), (0.5, 0.5), (3.0, 5.0), (7.0, 10.0), (float("inf"), 1.0)]
)
def test_axes_end_at_round_figures(size: float, rounded: float) -> None:
    assert round_up(size) == pytest.approx(rounded)


def test_one_wild_value_does_not_flatten_the_rest() -> None:
    assert reach([0.3] * 99 + [400.0], 0.5) == 0.5
    assert reach([], 0.5) == 0.5
    assert reach([3.0, float("nan")], 0.5) == 5.0
