"""A playing guest whose clock is pulled from under it: one cut in the music, and it is right again within seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.simulation.network import PATHS
from tests.simulation.playing_run import PlayingRun, heard_jumps, right_after

if TYPE_CHECKING:
    from collections.abc import Callable


def _step(run: PlayingRun) -> None:
    run.step_server(-0.3)


def _suspend(run: PlayingRun) -> None:
    run.suspend(30)


def _restart(run: PlayingRun) -> None:
    run.restart_relay(3)


@pytest.mark.parametrize("accident", [_step, _suspend, _restart])
@pytest.mark.parametrize(
    ("path", "bound", "within"), [("WiFi LAN", 1.0, 3.0), ("internet", 1.0, 4.0), ("bad hotspot", 5.0, 5.0)]
)
def test_music_comes_back_right_by_one_jump(
    path: str, bound: float, within: float, accident: Callable[[PlayingRun], None]
) -> None:
    run = PlayingRun(PATHS[path], 0, seconds=100)
    before = run.play(40)
    assert run.jumps == 0
    assert right_after(before[750:], bound) == 0
    accident(run)
    after = run.play(12)
    assert run.jumps == 1
    assert heard_jumps(after) == 1
    assert all(heard.off_ms is not None for heard in after), "nor is there a gap"
    assert right_after(after, bound) <= within
