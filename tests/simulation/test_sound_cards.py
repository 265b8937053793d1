"""Engines on simulated sound cards: off, wandering with temperature, telling their time badly. No real time passes."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import pytest

from app.core.program import ClockMap, Programme, Segment
from app.playback.engine import Engine
from app.playback.plan import Plan
from app.playback.player import PlayerEvent, Sounding
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryPcm, MemoryTrack

RATE = 48_000
BLOCK = 960
DEPTH_SEC = 0.2
SETTLED_SEC = 10.0


@dataclass
class Card:
    """A sound card and what it says of itself.

    Attributes:
        ppm: by how much it is slow.
        wander_ppm: how far its rate swings to either side, with a period of five minutes.
        jitter: half the width of the error of its reports, in seconds.
        stalls: the share of reports that come some ms late, as on a busy machine.
    """

    ppm: float
    wander_ppm: float = 0.0
    jitter: float = 0.0
    stalls: float = 0.0
    random: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))

    def heard_at(self, frame: float) -> float:
        """The truth."""
        at = frame / RATE
        swing = 2 * math.pi / 300
        return DEPTH_SEC + at * (1 + self.ppm * 1e-6) + self.wander_ppm * 1e-6 / swing * (1 - math.cos(swing * at))

    def report(self, frame: float) -> float:
        """What it says."""
        late = self.random.exponential(0.002) if self.random.random() < self.stalls else 0.0
        return self.heard_at(frame) + self.random.uniform(-self.jitter, self.jitter) + late


@dataclass
class Run:
    """What an engine did on a card."""

    errors_ms: list[float] = field(default_factory=list)
    slews_ppm: list[float] = field(default_factory=list)
    net_ms: float = 0.0
    gross_ms: float = 0.0
    jumps: int = 0


def play(card: Card, seconds: float, *, clock_skew_ppm: float = 0.0) -> Run:
    now = 0.0
    events: list[PlayerEvent] = []
    engine = Engine(clock=lambda: LocalSec(now), on_event=events.append, on_lost=print, on_moved=print)
    engine.begin(RATE)
    silence = np.zeros((round((seconds + 10) * RATE), 2), np.float32)
    clock = ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), skew_ppm=clock_skew_ppm, uncertainty_ms=0)
    start = Segment(track_id="a", start_at=ServerMs(1000), start_position=Seconds(0))
    engine.plan = Plan(
        programme=Programme(segments=(start,)),
        clock=clock,
        tracks={"a": MemoryTrack(MemoryPcm(silence, RATE))},
    )
    run = Run()
    for first in range(0, round(seconds * RATE), BLOCK):
        now = card.heard_at(first) - DEPTH_SEC
        engine.heard(first, LocalSec(card.report(first)))
        engine.render(first, BLOCK)
        span = engine.newest_span
        if span is not None and span.sounding is Sounding.PLAYING:
            scheduled = start.position_at(clock.server_at(LocalSec(card.heard_at(span.first_frame))))
            if now > SETTLED_SEC:
                run.errors_ms.append((span.position - scheduled) * 1000)
            run.slews_ppm.append((span.step * RATE - 1) * 1e6)
    assert not events
    reading = engine.reading(LocalSec(now))
    run.net_ms, run.gross_ms, run.jumps = (
        reading.net_correction_ms,
        reading.gross_correction_ms,
        reading.jumps,
    )
    return run


def p95(values: list[float]) -> float:
    return float(np.percentile(np.abs(values), 95))


@pytest.mark.parametrize("ppm", [-300, -50, 0, 50, 300])
def test_a_wandering_card_is_held_to_a_third_of_a_millisecond(ppm: float) -> None:
    run = play(Card(ppm=ppm, wander_ppm=2, jitter=0.0003, stalls=0.1), 90)
    assert p95(run.errors_ms) <= 0.05
    assert np.abs(run.slews_ppm).max() <= 1001
    assert run.jumps == 0


@pytest.mark.parametrize("ppm", [-300, -50, 50, 300])
def test_corrections_do_not_pump(ppm: float) -> None:
    run = play(Card(ppm=ppm, jitter=0.0003, stalls=0.1), 90)
    assert run.gross_ms <= 1.5 * abs(run.net_ms)


@pytest.mark.parametrize("ppm", [-300, 0, 300])
def test_20_ms_of_jitter_is_survived(ppm: float) -> None:
    run = play(Card(ppm=ppm, jitter=0.02), 90)
    assert p95(run.errors_ms) <= 3
    assert np.abs(run.slews_ppm).max() <= 1001


def test_a_relay_clock_that_runs_fast_is_followed() -> None:
    run = play(Card(ppm=40, jitter=0.0001), 40, clock_skew_ppm=80)
    assert p95(run.errors_ms) <= 0.03
    assert run.net_ms == pytest.approx(39 * 0.12, rel=0.05)
