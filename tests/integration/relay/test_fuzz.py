from __future__ import annotations

from benchmarks.relay_fuzz import fuzz


async def test_five_thousand_wrong_frames_hurt_nobody() -> None:
    outcome = await fuzz(5000, seed=7, waves=1, seeks=20)
    assert outcome.alive
    assert outcome.tracebacks == 0
    assert outcome.frames > 4900
    assert max(outcome.memory_kb) < 100_000
