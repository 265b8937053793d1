"""One track being heard: a source position that moves through decoded samples."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

from server.protocol.units import Seconds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.core.program import Segment
    from app.playback.pcm import PcmSource
    from app.playback.resampler import Interpolator


class Voice:
    """Plays a segment from a position on.

    Args:
        segment: what it plays; replaced when a new programme names the same track.
        pcm: the samples.
        interpolator: for the ratio of the file's rate to the device's.
        ratio: file frames per device frame, nominal.
        position: source frame of the next output frame.
        fade_in: output frames over which it comes in; 0 starts with full force.
    """

    def __init__(
        self,
        *,
        segment: Segment,
        pcm: PcmSource,
        interpolator: Interpolator,
        ratio: float,
        position: float,
        fade_in: int = 0,
    ) -> None:
        self.segment = segment
        self.pcm: Final = pcm
        self.ratio: Final = ratio
        self.position = position
        self.slew = 0.0
        #: Joined without a seam: what is heard before frame 0 and after the last one.
        self.before: PcmSource | None = None
        self.after: PcmSource | None = None
        self.after_position = 0
        self._interpolator: Final = interpolator
        self._fade_in = fade_in
        self._age = 0

    @property
    def step(self) -> float:
        """File frames per device frame, slewed."""
        return self.ratio * (1 + self.slew)

    @property
    def seconds(self) -> Seconds:
        """The position of the next output frame in seconds of the track."""
        return Seconds(self.position / self.pcm.rate)

    def frames_to_end(self) -> int | None:
        """Output frames until the track is over; None while its length is unknown."""
        total = self.pcm.total_frames
        return None if total is None else max(0, math.ceil((total - self.position) / self.step))

    def frames_playable(self) -> int:
        """Output frames that the decoded part is enough for."""
        if self.pcm.total_frames is not None:
            return 1 << 60
        spare = self.pcm.reach(int(self.position)) - self._interpolator.taps - self.position
        return max(0, int(spare / self.step))

    def render(self, count: int) -> NDArray[np.float32]:
        """The next ``count`` frames, and move on."""
        interpolator = self._interpolator
        whole = math.floor(self.position)
        start = whole - interpolator.reach_back
        span = interpolator.span(self.position - whole, self.step, count)
        window = self._window(start, span)
        audio = interpolator.evaluate(window, self.position - start, self.step, count)
        if self._age < self._fade_in:
            rise = (self._age + 1 + np.arange(count, dtype=np.float32)) / self._fade_in
            audio *= np.minimum(rise, 1)[:, None]
        self._age += count
        self.position += self.step * count
        return audio

    def _window(self, start: int, span: int) -> NDArray[np.float32]:
        if start >= 0:
            window = self.pcm.read(start, span)
            if len(window) == span:
                return window
        joined = np.zeros((span, 2), dtype=np.float32)
        _fill(joined, self.pcm, start)
        if start < 0 and self.before is not None and self.before.total_frames is not None:
            _fill(joined[: min(span, -start)], self.before, self.before.total_frames + start)
        total = self.pcm.total_frames
        if total is not None and self.after is not None and start + span > total:
            over = max(0, total - start)
            _fill(joined[over:], self.after, self.after_position + max(0, start - total))
        return joined


def _fill(target: NDArray[np.float32], pcm: PcmSource, start: int) -> None:
    """Copy what exists of ``pcm`` from ``start`` on; the rest stays as it is."""
    skip = max(0, -start)
    if skip >= len(target):
        return
    got = pcm.read(start + skip, len(target) - skip)
    target[skip : skip + len(got)] = got
