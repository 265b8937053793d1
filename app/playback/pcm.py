"""Decoded audio as the renderer sees it, whoever decodes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from app.playback.player import TrackCover, TrackFailed, TrackProgress, TrackReady, TrackWaveform

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.playback.player import TrackSource
    from server.protocol.units import Seconds

LoadEvent: TypeAlias = TrackProgress | TrackReady | TrackFailed | TrackCover | TrackWaveform
#: Called on the event loop that `TrackLoader.load` was called on.
LoadListener: TypeAlias = Callable[[LoadEvent], None]


class PcmSource(Protocol):
    """Interleaved stereo at the file's own rate, growing while it is decoded.

    Reading is thread-safe and never blocks on the decoder.
    """

    @property
    def rate(self) -> int:
        """Frames per second of the file, 8000 to 192000."""
        ...

    @property
    def available_frames(self) -> int:
        """Frames that can be read now, counted from the start."""
        ...

    def reach(self, start: int) -> int:
        """Up to which frame everything can be read now from ``start`` on: `available_frames` or more."""
        ...

    @property
    def total_frames(self) -> int | None:
        """The true length; None until decoding is complete."""
        ...

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        """Frames from ``start`` on, shape ``(n, 2)`` in [-1, 1), ``n <= count``: short at the decoder's end."""
        ...


class LoadedTrack(Protocol):
    """A track that is being, or has been, decoded."""

    @property
    def pcm(self) -> PcmSource | None:
        """None until the file's rate is known."""
        ...

    def want(self, position: Seconds) -> None:
        """It will be entered there: where that can be exact, it is decoded there first."""
        ...

    def close(self) -> None:
        """End decoding and let the samples go; a cached file stays in the cache."""
        ...


class TrackLoader(Protocol):
    """Decodes tracks in child processes and keeps finished PCM in a cache with a size limit."""

    def load(self, source: TrackSource, listener: LoadListener) -> LoadedTrack:
        """Begin; the outcome arrives as an event, never as an exception."""
        ...

    async def close(self) -> None:
        """End every child process and wait for it."""
        ...
