"""Measures a track's loudness while it is decoded. Pure.

Loudness (the root of the mean square) and not peaks: those of a modern master all touch full scale, and its picture
would be a block.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from app.core.waveform import Waveform
from server.protocol.units import Seconds

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Twice the bars of a wide window. When there are more, neighbours are merged and the step doubles.
MOST_LEVELS: Final = 1024
#: 23 ms at CD quality: a short sound effect has a picture too.
_FIRST_STEP: Final = 1024


class Loudness:
    """Takes the frames of one track in order.

    Args:
        rate: frames per second.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._step = _FIRST_STEP
        self._squares = np.zeros(0, np.float64)  # mean square of each whole step
        self._rest = np.zeros(0, np.float32)  # frames of a step that is not full
        self.frames = 0

    def add(self, frames: NDArray[np.float32]) -> None:
        """The next frames, shape ``(n, 2)``."""
        self.frames += len(frames)
        # One number for both ears.
        squares = np.concatenate((self._rest, np.einsum("ij,ij->i", frames, frames) / 2))
        whole = len(squares) // self._step * self._step
        steps = squares[:whole].reshape(-1, self._step).mean(axis=1, dtype=np.float64)
        self._squares = np.concatenate((self._squares, steps))
        self._rest = squares[whole:].copy()
        while len(self._squares) > MOST_LEVELS:
            self._merge()

    def waveform(self) -> Waveform:
        """The picture so far."""
        levels = np.sqrt(self._squares) * 255
        return Waveform(
            levels=np.clip(np.rint(levels), 0, 255).astype(np.uint8).tobytes(), step=Seconds(self._step / self._rate)
        )

    def _merge(self) -> None:
        """Half as many levels, each twice as long; an odd one goes back to the frames that are not full."""
        if len(self._squares) % 2:
            odd = np.full(self._step, self._squares[-1], np.float32)
            self._rest = np.concatenate((odd, self._rest))
            self._squares = self._squares[:-1]
        self._squares = self._squares.reshape(-1, 2).mean(axis=1)
        self._step *= 2
