"""Pings between two clocks that a test sets."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from app.core.server_clock import PingSample
from server.protocol.units import LocalSec, ServerMs


@dataclass(slots=True)
class Bench:
    """Makes samples: server time is ``base + local * 1000 * (1 + ppm / 1e6)`` exactly."""

    base: float = 1_700_000_000_000.0
    ppm: float = 0.0
    epoch: str | None = "one"
    samples: list[PingSample] = field(default_factory=list)

    def server(self, local: float) -> float:
        return self.base + local * 1000 * (1 + self.ppm * 1e-6)

    def ping(
        self, at: float, *, up: float = 1.0, down: float = 1.0, held: float = 0.0, burst: int | None = None
    ) -> PingSample:
        """A ping sent at local ``at`` that took ``up`` and ``down`` ms, held by the relay for ``held`` ms."""
        arrived, left = at + up / 1000, at + (up + held) / 1000
        return PingSample(
            sent=LocalSec(at),
            received=LocalSec(left + down / 1000),
            server_received=ServerMs(self.server(arrived)),
            server_sent=ServerMs(self.server(left)),
            epoch=self.epoch,
            burst=int(at) if burst is None else burst,
        )


@pytest.fixture
def bench() -> Bench:
    return Bench()
