"""Samples between samples: a windowed-sinc interpolator without memory.

It keeps no state from block to block, so which source position an output frame carries is an argument and exact to
rounding; a streaming resampler (soxr) costs the same, but its delay would have to be reconstructed at every jump.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.lib.stride_tricks import as_strided

if TYPE_CHECKING:
    from numpy.typing import NDArray

# 40 taps and a 100 dB window pass 18.5 kHz untouched at 44.1 kHz.
_TAPS: Final = 40
_KAISER_BETA: Final = 10.06
# Linear interpolation between neighbouring phases errs by (2 pi f / phases)^2 / 8: -114 dB at 15 of 48 kHz.
_PHASES: Final = 512
# A slewed track stays below this; from here on a file is really slowed down in samples and needs a lower cut-off.
_DOWNSAMPLING: Final = 1.01


class Interpolator:
    """Evaluates stereo audio at fractional positions, for one ratio of file rate to device rate.

    At equal rates and whole positions the output is the input, bit by bit.

    Args:
        ratio: file frames per device frame, nominal.
    """

    def __init__(self, ratio: float) -> None:
        stretch = ratio / 0.95 if ratio > _DOWNSAMPLING else 1.0
        #: Source frames that one output frame is made of.
        self.taps: Final = 2 * math.ceil(_TAPS * stretch / 2)
        #: Source frames needed before the one at or below the position.
        self.reach_back: Final = self.taps // 2 - 1
        self._rows, self._slopes = _kernel(self.taps, 1 / stretch)

    def evaluate(self, window: NDArray[np.float32], start: float, step: float, count: int) -> NDArray[np.float32]:
        """``count`` frames at ``start``, ``start + step``, … in ``window``, whose frame 0 is position 0.

        The window must reach from ``floor(start) - reach_back`` (not below 0) for `span` frames.
        """
        positions = start + step * np.arange(count)
        whole = positions.astype(np.int64)
        phases = (positions - whole) * _PHASES
        phase = phases.astype(np.int64)
        between = (phases - phase).astype(np.float32)
        taps = self._slopes.take(phase, axis=0)
        taps *= between[:, None]
        taps += self._rows.take(phase, axis=0)
        # One channel after the other: three times as fast as a product of small matrices per frame.
        source = np.ascontiguousarray(window.T)
        runs = as_strided(source, (2, source.shape[1] - self.taps + 1, self.taps), (*source.strides, 4))
        first = whole - self.reach_back
        # At equal rates a block hardly ever skips or repeats a frame: then its runs need no copy.
        is_even = first[-1] - first[0] == count - 1
        taken = slice(first[0], first[0] + count) if is_even else first
        mixed = np.empty((count, 2), dtype=np.float32)
        for channel in range(2):
            np.einsum("nt,nt->n", taps, runs[channel][taken], out=mixed[:, channel])
        return mixed

    def span(self, start: float, step: float, count: int) -> int:
        """Source frames needed for ``count`` output frames whose first lies ``start`` (0 to 1) past a whole one."""
        return int(start + step * (count - 1)) + self.taps


def _kernel(taps: int, cutoff: float) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Per phase a row of taps, and what it differs by from the next phase's."""
    offsets = np.arange(taps) - (taps // 2 - 1)
    distance = offsets[None, :] - (np.arange(_PHASES + 1) / _PHASES)[:, None]
    inside = np.clip(1 - (distance / (taps / 2)) ** 2, 0, None)
    rows = np.sinc(distance * cutoff) * np.i0(_KAISER_BETA * np.sqrt(inside))
    rows /= rows.sum(axis=1, keepdims=True)
    return rows[:-1].astype(np.float32), np.diff(rows, axis=0).astype(np.float32)
