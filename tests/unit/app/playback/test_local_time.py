from __future__ import annotations

from app.playback.local_time import monotonic


def test_local_time_never_goes_back() -> None:
    first = monotonic()
    assert monotonic() >= first
