"""What a recording of the room tells: how far apart the loudspeakers were, where in the track, and what was torn.

Pure: arrays in, figures out. Times are seconds into the recording, skews and steps are milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Signal: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

#: Below this a millisecond counts as silent: 16-bit dither is far under it, the quietest test track far above.
SILENCE: Final = 0.002
#: A window whose best alignment explains less than this of its energy is not the same music.
MATCH: Final = 0.5

_BLOCK: Final = 1 << 16
_BESIDE: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of sound, in seconds."""

    start: float
    end: float

    @property
    def length(self) -> float:
        """Its duration in seconds."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A figure over time, one value a window.

    Attributes:
        times: the middle of each window.
        values: ms of skew, or seconds of track position.
        match: normalised correlation, 1 for the very same samples; under `MATCH` the value means nothing.
    """

    times: Signal
    values: Signal
    match: Signal

    @property
    def locked(self) -> Series:
        """Only the windows that found their counterpart."""
        return self._where(self.match >= MATCH)

    def between(self, start: float, end: float) -> Series:
        """Only the windows in a stretch of time."""
        return self._where((self.times >= start) & (self.times < end))

    def _where(self, keep: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Series:
        return Series(times=self.times[keep], values=self.values[keep], match=self.match[keep])


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A series in five figures; ms."""

    median: float
    p95: float
    worst: float
    deviation: float
    windows: int

    def __str__(self) -> str:
        return (
            f"median {self.median:+.3f} ms, |p95| {self.p95:.3f}, |max| {self.worst:.3f}, "
            f"sd {self.deviation:.3f}, {self.windows} windows"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The music jumped by ``ms`` at ``time``; positive skipped, negative repeated."""

    time: float
    ms: float


def sounding(signal: Signal, rate: int, *, bridge_sec: float = 0.1) -> list[Span]:
    """The stretches of sound; silences shorter than ``bridge_sec`` do not part them. Exact to the sample."""
    loud = np.flatnonzero(np.abs(signal) > SILENCE)
    if not loud.size:
        return []
    ends = np.flatnonzero(np.diff(loud) > bridge_sec * rate)
    starts = np.concatenate(([loud[0]], loud[ends + 1]))
    stops = np.concatenate((loud[ends], [loud[-1]])) + 1
    return [Span(start=a / rate, end=b / rate) for a, b in zip(starts.tolist(), stops.tolist(), strict=True)]


def gaps(signal: Signal, rate: int, *, longer_than_sec: float = 0.002, bridge_sec: float = 0.1) -> list[Span]:
    """Holes inside the stretches of sound: silences longer than a noise-like track ever has."""
    loud = np.flatnonzero(np.abs(signal) > SILENCE)
    silent = np.diff(loud)
    holes = np.flatnonzero((silent > longer_than_sec * rate) & (silent <= bridge_sec * rate))
    return [Span(start=(loud[hole] + 1) / rate, end=loud[hole + 1] / rate) for hole in holes.tolist()]


def everywhere(hole: Span, others: Sequence[Sequence[Span]], *, within_sec: float = 0.02) -> bool:
    """Whether all other loudspeakers had a hole at that moment too: then it is the room's or the machine's."""
    return bool(others) and all(
        any(other.start < hole.end + within_sec and other.end > hole.start - within_sec for other in holes)
        for holes in others
    )


def skew(
    left: Signal, right: Signal, rate: int, *, window_sec: float = 0.1, hop_sec: float = 0.1, reach_sec: float = 0.25
) -> Series:
    """How much later ``right`` is heard than ``left``, window by window where both sound.

    Args:
        left: one loudspeaker.
        right: the other, recorded by the same clock.
        rate: of both, Hz.
        window_sec: how much of ``left`` is looked for at a time.
        hop_sec: from one window to the next.
        reach_sec: how far to either side it is looked for.
    """
    reach = round(reach_sec * rate)
    rows = []
    for start, end in _windows(min(left.size, right.size), rate, window_sec, hop_sec):
        needle = left[start:end]
        if not (_sounds(needle) and _sounds(right[start:end])):
            continue
        origin = max(0, start - reach)
        where, match = locate(needle, right[origin : end + reach])
        rows.append(((start + end) / 2 / rate, (origin + where - start) / rate * 1000, match))
    return _series(rows)


def positions(
    signal: Signal, track: Signal, rate: int, *, window_sec: float = 0.1, hop_sec: float = 0.1, reach_sec: float = 0.25
) -> Series:
    """Which second of ``track`` is heard at the middle of each window.

    A window is looked for near where the last one leads to, and in the whole track when it is not there.
    """
    reach = round(reach_sec * rate)
    expected: float | None = None
    whole = _Haystack(track, round(window_sec * rate))
    rows = []
    for start, end in _windows(signal.size, rate, window_sec, hop_sec):
        needle = signal[start:end]
        if not _sounds(needle):
            continue
        where, match = 0.0, 0.0
        if expected is not None:
            origin = max(0, round(expected + start) - reach)
            haystack = track[origin : origin + needle.size + 2 * reach]
            if haystack.size >= needle.size:
                where, match = locate(needle, haystack)
                where += origin
        if match < MATCH:
            where, match = whole.locate(needle)
        if match >= MATCH:
            expected = where - start
        rows.append(((start + end) / 2 / rate, (where + needle.size / 2) / rate, match))
    return _series(rows)


def locate(needle: Signal, haystack: Signal) -> tuple[float, float]:
    """Where ``needle`` begins in ``haystack``, in fractions of a sample, and the normalised correlation there."""
    # Only places where the whole needle fits are read, and the products of those do not wrap around.
    size = 1 << (haystack.size - 1).bit_length()
    spectrum = np.fft.rfft(haystack, size) * np.conj(np.fft.rfft(needle, size))
    products = np.fft.irfft(spectrum, size)[: haystack.size - needle.size + 1]
    energy = np.concatenate(([0.0], np.cumsum(haystack**2)))
    local = np.sqrt(np.maximum(energy[needle.size :] - energy[: -needle.size], 1e-12))
    scores = products / (local * max(float(np.sqrt((needle**2).sum())), 1e-9))
    best = int(np.argmax(scores))
    return best + _apex(scores, best), float(scores[best])


class _Haystack:
    """A long signal made ready to be searched again and again: in overlapping blocks, transformed once."""

    def __init__(self, signal: Signal, needle_size: int) -> None:
        self._signal = signal
        self._needle_size = needle_size
        self._step = _BLOCK - needle_size
        starts = range(0, max(1, signal.size - needle_size + 1), self._step)
        self._spectra = [np.fft.rfft(signal[start : start + _BLOCK], _BLOCK) for start in starts]

    def locate(self, needle: Signal) -> tuple[float, float]:
        """As the function `locate`."""
        spectrum = np.conj(np.fft.rfft(needle, _BLOCK))
        best, place = -1.0, 0
        for number, block in enumerate(self._spectra):
            products = np.abs(np.fft.irfft(block * spectrum, _BLOCK)[: self._step])
            peak = int(np.argmax(products))
            if products[peak] > best:
                best, place = float(products[peak]), number * self._step + peak
        # The last block is padded: what matches best there may hang over the end.
        place = min(place, self._signal.size - self._needle_size)
        origin = max(0, place - _BESIDE)
        where, match = locate(needle, self._signal[origin : place + self._needle_size + _BESIDE])
        return origin + where, match


def spread(series: Series) -> Spread:
    """The figures of a series of ms; all nan when it is empty."""
    if not series.values.size:
        return Spread(median=np.nan, p95=np.nan, worst=np.nan, deviation=np.nan, windows=0)
    size = np.abs(series.values)
    return Spread(
        median=float(np.median(series.values)),
        p95=float(np.percentile(size, 95)),
        worst=float(size.max()),
        deviation=float(series.values.std()),
        windows=series.values.size,
    )


def steps(heard: Series, *, at_least_ms: float = 0.1, sides: int = 3) -> list[Step]:
    """Jumps in a series of track positions: samples dropped (positive) or doubled (negative).

    A slew changes the position's slope, a jump its level: each place is judged by straight lines drawn through the
    ``sides`` windows before it and after it. Windows that hold the jump itself are left out on either side.
    """
    offsets = (heard.values - heard.times) * 1000
    found: list[Step] = []
    for middle in range(sides, heard.times.size - sides):
        before, after = slice(middle - sides, middle), slice(middle + 1, middle + 1 + sides)
        if (
            heard.times[after.stop - 1 if after.stop <= heard.times.size else -1] - heard.times[before.start]
            > 2 * sides
        ):
            continue
        here = heard.times[middle]
        jump = _extended(heard.times[after], offsets[after], here) - _extended(
            heard.times[before], offsets[before], here
        )
        if abs(jump) < at_least_ms:
            continue
        # The window before and after the jump sees part of it too: keep the largest of neighbours.
        if found and here - found[-1].time <= (sides + 1) * (heard.times[1] - heard.times[0]):
            if abs(jump) > abs(found[-1].ms):
                found[-1] = Step(time=float(here), ms=float(jump))
        else:
            found.append(Step(time=float(here), ms=float(jump)))
    return found


def _extended(times: Signal, values: Signal, at: float) -> float:
    slope, level = np.polyfit(times - at, values, 1)
    # No servo slews faster than 1000 ppm; a steeper line is noise over a short base.
    bounded = float(np.clip(slope, -1.0, 1.0))
    return float(level) if bounded == slope else float(np.mean(values - bounded * (times - at)))


def _apex(scores: Signal, best: int) -> float:
    """The peak of the parabola through a maximum and its neighbours, in samples from it."""
    if not 0 < best < scores.size - 1:
        return 0.0
    before, here, after = (float(score) for score in scores[best - 1 : best + 2])
    curve = before - 2 * here + after
    return 0.5 * (before - after) / curve if curve else 0.0


def _windows(size: int, rate: int, window_sec: float, hop_sec: float) -> Iterator[tuple[int, int]]:
    window, hop = round(window_sec * rate), round(hop_sec * rate)
    for start in range(0, size - window + 1, hop):
        yield start, start + window


def _sounds(signal: Signal) -> bool:
    """Whether a window is sound from its first tenth to its last: windows over an edge prove nothing."""
    tenth = max(1, signal.size // 10)
    return bool(signal.size) and all(float(np.abs(part).max()) > SILENCE for part in (signal[:tenth], signal[-tenth:]))


def _series(rows: list[tuple[float, float, float]]) -> Series:
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return Series(times=table[:, 0], values=table[:, 1], match=table[:, 2])
