from __future__ import annotations

import pytest

from server.protocol.timeline import ends_at, position_at
from server.protocol.units import Seconds, ServerMs

START = ServerMs(10_000.0)


@pytest.mark.parametrize(
    ("now", "position"),
    [(9_000.0, 2.0), (10_000.0, 2.0), (11_500.0, 3.5), (17_750.0, 9.75), (60_000.0, 9.75)],
    ids=["before the start", "at the start", "in the middle", "at the margin", "long after the end"],
)
def test_the_position_follows_server_time_inside_the_track(now: float, position: float) -> None:
    heard = position_at(ServerMs(now), start_at=START, start_position=Seconds(2.0), duration=Seconds(10.0))
    assert heard == position


def test_without_a_duration_there_is_no_end() -> None:
    assert position_at(ServerMs(3_610_000.0), start_at=START, start_position=Seconds(0.0), duration=None) == Seconds(
        3600
    )


def test_a_track_shorter_than_the_margin_stays_at_its_start() -> None:
    assert position_at(START, start_at=START, start_position=Seconds(0.0), duration=Seconds(0.1)) == Seconds(0)


def test_the_end_is_where_the_last_sample_was_heard() -> None:
    assert ends_at(start_at=START, start_position=Seconds(2.0), duration=Seconds(10.0)) == ServerMs(18_000)
    assert ends_at(start_at=START, start_position=Seconds(12.0), duration=Seconds(10.0)) == START
