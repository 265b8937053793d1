from __future__ import annotations

import pytest

from app.core.view import PartyView, Phase, TrackView
from server.protocol.units import LocalSec, Seconds

TRACK = TrackView(track_id="t", title="T", filename="t.wav", duration=Seconds(60.0))


def view(phase: Phase, position: float, track: TrackView | None = TRACK) -> PartyView:
    return PartyView(phase=phase, position=Seconds(position), position_at=LocalSec(100.0), track=track)


@pytest.mark.parametrize(
    ("shown", "now", "expected"),
    [
        (view(Phase.PLAYING, 10.0), 105.0, 15.0),
        (view(Phase.PLAYING, 10.0), 99.0, 10.0),
        (view(Phase.PAUSED, 10.0), 105.0, 10.0),
        (view(Phase.PLAYING, 58.0), 105.0, 60.0),
        (view(Phase.PREPARING, -2.0), 105.0, 0.0),
        (view(Phase.PLAYING, 58.0, track=None), 105.0, 63.0),
    ],
    ids=["moves on", "never before its instant", "stands", "stops at the end", "not before the start", "no track"],
)
def test_the_position_shown(shown: PartyView, now: float, expected: float) -> None:
    assert shown.position_now(LocalSec(now)) == expected
