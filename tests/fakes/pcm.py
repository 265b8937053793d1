"""Tracks in memory: a `TrackLoader` whose samples appear when the test says so."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING

import numpy as np

from app.playback.player import TrackFailed, TrackReady
from app.said import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from app.playback.pcm import LoadListener
    from app.playback.player import TrackSource


class MemoryPcm:
    """A `PcmSource` over an array; ``available`` holds back what is not decoded yet."""

    def __init__(self, samples: NDArray[np.float32], rate: int, *, available: int | None = None) -> None:
        self.samples = samples
        self.rate = rate
        self.held_at = available

    @property
    def available_frames(self) -> int:
        return len(self.samples) if self.held_at is None else self.held_at

    def reach(self, start: int) -> int:
        return self.available_frames

    @property
    def total_frames(self) -> int | None:
        return len(self.samples) if self.held_at is None else None

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        return self.samples[start : min(start + count, self.available_frames)]


class MemoryTrack:
    """A `LoadedTrack`."""

    def __init__(self, pcm: MemoryPcm | None) -> None:
        self.pcm = pcm
        self.closed = False
        self.wanted: list[float] = []

    def want(self, position: float) -> None:
        self.wanted.append(position)

    def close(self) -> None:
        self.closed = True


class MemoryLoader:
    """A `TrackLoader` that knows its tracks beforehand; any other fails."""

    def __init__(self, tracks: Mapping[str, MemoryPcm]) -> None:
        self.tracks = dict(tracks)
        self.closed = False
        self.loaded: list[MemoryTrack] = []

    def load(self, source: TrackSource, listener: LoadListener) -> MemoryTrack:
        pcm = self.tracks.get(source.track_id)
        if pcm is None:
            failed = TrackFailed(track_id=source.track_id, code="not-found", said=quoted("No such track."))
            asyncio.get_running_loop().call_soon(listener, failed)
        elif pcm.total_frames is not None:
            ready = TrackReady(track_id=source.track_id, frames=pcm.total_frames, rate=pcm.rate)
            asyncio.get_running_loop().call_soon(listener, ready)
        track = MemoryTrack(pcm)
        self.loaded.append(track)
        return track

    async def close(self) -> None:
        self.closed = True


@functools.cache
def noise(seconds: float, rate: int, seed: int = 1) -> NDArray[np.float32]:
    """Stereo noise below 10 kHz, the same in both channels: cross-correlates to a single sharp peak."""
    count = round(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    frequency = np.fft.rfftfreq(count, 1 / rate)
    spectrum[(frequency > 10_000) | (frequency < 50)] = 0
    wave = np.fft.irfft(spectrum, count)
    wave *= 0.25 / np.abs(wave).max()
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def tone(hertz: float, seconds: float, rate: int, level: float = 0.5) -> NDArray[np.float32]:
    """A sine, the same in both channels."""
    wave = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)
