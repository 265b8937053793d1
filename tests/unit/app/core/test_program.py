from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.program import ClockMap, Segment
from server.protocol.units import LocalSec, Seconds, ServerMs


@given(
    st.floats(min_value=0, max_value=1e6),
    st.floats(min_value=-500, max_value=500),
    st.floats(min_value=0, max_value=1e5),
)
def test_server_and_local_time_are_each_others_inverse(anchor: float, skew: float, later: float) -> None:
    clock = ClockMap(anchor=LocalSec(anchor), server_at_anchor=ServerMs(1.7e12), skew_ppm=skew)
    local = LocalSec(anchor + later)
    assert clock.local_at(clock.server_at(local)) == pytest.approx(local, abs=1e-5)


def test_a_relay_that_runs_fast_gains_by_its_skew() -> None:
    clock = ClockMap(anchor=LocalSec(10.0), server_at_anchor=ServerMs(5000.0), skew_ppm=100.0)
    assert clock.server_at(LocalSec(1010.0)) == pytest.approx(5000 + 1_000_000 + 100)


def test_a_segment_moves_on_with_server_time() -> None:
    segment = Segment(track_id="t", start_at=ServerMs(1000.0), start_position=Seconds(30.0))
    assert [segment.position_at(ServerMs(at)) for at in (500.0, 1000.0, 3500.0)] == [29.5, 30.0, 32.5]
