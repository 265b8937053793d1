from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.core.program import ClockMap, Programme, Segment
from app.playback.engine import Engine
from app.playback.plan import Plan
from app.playback.player import PlayerEvent, Sounding, Underrun
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryPcm, MemoryTrack, noise

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.support.logs import ExpectedLogs

RATE = 48_000
BLOCK = 960
LATENCY = 0.2
MUSIC = noise(20, RATE)


class Stage:
    """An engine on a card whose frame 0 is heard at 0.2 s; time passes block by block."""

    def __init__(self) -> None:
        self.now = 0.0
        self.frame = 0
        self.delay = LATENCY
        self.events: list[PlayerEvent] = []
        self.lost: list[str] = []
        self.moved: list[str] = []
        self.engine = Engine(
            clock=lambda: LocalSec(self.now),
            on_event=self.events.append,
            on_lost=self.lost.append,
            on_moved=self.moved.append,
        )
        self.engine.begin(RATE)
        segment = Segment(track_id="a", start_at=ServerMs(1000), start_position=Seconds(0))
        self.engine.plan = Plan(
            programme=Programme(segments=(segment,)),
            clock=ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0),
            tracks={"a": MemoryTrack(MemoryPcm(MUSIC, RATE))},
        )

    def run(self, until: float) -> NDArray[np.float32]:
        blocks = []
        while self.now < until - 1e-9:
            self.engine.heard(self.frame, LocalSec(self.frame / RATE + self.delay))
            blocks.append(self.engine.render(self.frame, BLOCK))
            self.frame += BLOCK
            self.now += BLOCK / RATE
        return np.concatenate(blocks)


def test_reads_silence_before_anything_is_known() -> None:
    stage = Stage()
    assert stage.engine.reading(LocalSec(5)).sounding is Sounding.SILENT
    assert not stage.engine.render(0, BLOCK).any()


def test_reads_what_is_heard_not_what_is_written() -> None:
    stage = Stage()
    stage.run(1.1)
    assert stage.engine.reading(LocalSec(0.95)).sounding is Sounding.SILENT
    reading = stage.engine.reading(LocalSec(1.1))
    assert reading.sounding is Sounding.PLAYING
    assert reading.track_id == "a"
    assert reading.position == pytest.approx(0.1, abs=1e-5)
    assert reading.drift_ms == pytest.approx(0, abs=0.01)
    assert reading.latency_ms == pytest.approx((LATENCY + BLOCK / RATE) * 1000, abs=0.1)


def test_reads_silence_where_nothing_was_written() -> None:
    stage = Stage()
    stage.run(1.1)
    assert stage.engine.reading(LocalSec(3)).sounding is Sounding.SILENT


def test_drift_is_told_against_the_present_programme() -> None:
    stage = Stage()
    stage.run(1.5)
    plan = stage.engine.plan
    late = Plan(programme=plan.programme, clock=plan.clock, tracks=plan.tracks, offset=Seconds(0.05))
    stage.engine.plan = late
    assert stage.engine.reading(LocalSec(1.5)).drift_ms == pytest.approx(-50, abs=0.1)


@pytest.mark.parametrize("keep_clock", [True, False])
def test_what_still_sounds_after_the_programme_left_it_has_no_drift(keep_clock: bool) -> None:  # noqa: FBT001 - a case
    stage = Stage()
    stage.run(1.5)
    stage.engine.plan = Plan(clock=stage.engine.plan.clock if keep_clock else None)
    reading = stage.engine.reading(LocalSec(1.5))
    assert reading.sounding is Sounding.PLAYING
    assert reading.drift_ms == 0


def test_a_late_block_is_one_underrun_with_those_that_catch_up() -> None:
    stage = Stage()
    stage.run(1.5)
    stage.now += 0.35
    behind = stage.now
    while stage.frame / RATE + LATENCY < behind:
        stage.engine.render(stage.frame, BLOCK)
        stage.frame += BLOCK
    stage.now = stage.frame / RATE
    stage.run(2.5)
    assert stage.engine.reading(LocalSec(2.5)).underruns == 1
    (gap,) = stage.events
    assert isinstance(gap, Underrun)
    assert gap.gap_ms == pytest.approx(150, abs=1)
    assert stage.engine.reading(LocalSec(2.5)).drift_ms == pytest.approx(0, abs=0.01)


def test_a_gap_that_moves_the_frames_is_learnt_and_entered_anew() -> None:
    stage = Stage()
    stage.run(1.5)
    stage.delay += 0.06
    stage.engine.ran_dry(Seconds(0.06))
    stage.run(2.5)
    assert stage.events == [Underrun(gap_ms=60)]
    assert stage.engine.reading(LocalSec(2.5)).drift_ms == pytest.approx(0, abs=0.01)


def test_another_device_is_learnt_and_told() -> None:
    stage = Stage()
    stage.run(1.5)
    stage.delay = 0.4
    stage.engine.moved("headset")
    stage.run(2.5)
    assert stage.moved == ["headset"]
    assert stage.engine.reading(LocalSec(2.5)).drift_ms == pytest.approx(0, abs=0.01)


def test_timing_that_moves_unannounced_is_corrected_by_one_jump() -> None:
    stage = Stage()
    stage.run(5)
    stage.delay += 0.087
    stage.run(6)
    reading = stage.engine.reading(LocalSec(6))
    assert reading.jumps == 1
    assert reading.drift_ms == pytest.approx(0, abs=0.05)


def test_the_end_of_the_stream_is_told() -> None:
    stage = Stage()
    stage.engine.lost("connection terminated")
    assert stage.lost == ["connection terminated"]


def test_calls_before_the_stream_is_open_do_no_harm() -> None:
    engine = Engine(clock=lambda: LocalSec(0), on_event=print, on_lost=print, on_moved=lambda _: None)
    engine.heard(0, LocalSec(0))
    engine.moved("nowhere")
    assert not engine.render(0, BLOCK).any()


class BrokenPcm(MemoryPcm):
    def read(self, start: int, count: int) -> NDArray[np.float32]:
        raise OSError("the disk is gone")


def test_a_failure_while_rendering_is_logged_once_and_silent(
    caplog: pytest.LogCaptureFixture, expect_log: ExpectedLogs
) -> None:
    expect_log("engine: Rendering fails")
    stage = Stage()
    stage.run(1.5)
    segment = Segment(track_id="b", start_at=ServerMs(0), start_position=Seconds(0))
    stage.engine.plan = Plan(
        programme=Programme(segments=(segment,)),
        clock=stage.engine.plan.clock,
        tracks={"b": MemoryTrack(BrokenPcm(MUSIC, RATE))},
    )
    assert not stage.run(1.6).any()
    assert [record.message for record in caplog.records] == ["Rendering fails; it stays silent"]


def test_the_newest_span_is_what_the_last_block_ended_with() -> None:
    assert Stage().engine.newest_span is None
    stage = Stage()
    stage.run(1.5)
    span = stage.engine.newest_span
    assert span is not None
    assert span.sounding is Sounding.PLAYING
