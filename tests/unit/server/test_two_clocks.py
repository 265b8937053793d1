"""What happens between two reads must not pass for a step of a clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from server.two_clocks import two_clocks

if TYPE_CHECKING:
    from collections.abc import Sequence


class Disturbed:
    """Both clocks of a machine that does something else for some seconds after each read, in turn."""

    def __init__(self, *waits: float) -> None:
        self._waits = list(waits)
        self._now = 100.0

    def read(self) -> float:
        now = self._now
        self._now += self._waits.pop(0) if self._waits else 1e-7
        return now


@pytest.mark.parametrize("waits", [(0.0, 0.0), (0.005, 0.0), (0.0, 0.005), (0.005, 0.005, 0.0, 3e-5, 2e-5)])
def test_both_are_of_the_same_moment_whatever_comes_between(
    waits: Sequence[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = Disturbed(*waits)
    monkeypatch.setattr(time, "time", lambda: machine.read() + 1e6)
    now, wall = two_clocks(machine.read)
    assert wall - now == pytest.approx(1e6, abs=1e-6)


def test_a_machine_that_never_rests_gets_the_best_of_some_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Disturbed(*[4e-3] * 6, 3e-5, 3e-5, *[4e-3] * 90)
    monkeypatch.setattr(time, "time", lambda: machine.read() + 1e6)
    now, wall = two_clocks(machine.read)
    assert wall - now == pytest.approx(1e6, abs=5e-5)
    assert machine.read() < 101
