"""The shape of a track's loudness over time, as a picture shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from server.protocol.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Waveform:
    """Loudness from the start on, as far as it is decoded.

    Attributes:
        levels: one byte for each step of time, 255 is full scale.
        step: seconds a level stands for.
    """

    levels: bytes = b""
    step: Seconds = Seconds(0.0)

    @property
    def length(self) -> Seconds:
        """Seconds that the levels cover."""
        return Seconds(len(self.levels) * self.step)

    def bars(self, count: int, duration: float) -> Iterator[float | None]:
        """``count`` heights in [0, 1] over the whole track, the loudest being 1; None where nothing is decoded yet."""
        loudest = max(self.levels, default=0) or 1
        for at in range(count):
            begin, end = at * duration / count, (at + 1) * duration / count
            # The last level may stand for less than its step: decoders end where the music does.
            if not self.levels or begin >= self.length:
                yield None
                continue
            first = min(len(self.levels) - 1, int(begin / self.step))
            last = max(first + 1, int(end / self.step))
            yield max(self.levels[first:last]) / loudest
