"""Follows a decode and tells the picture of what is decoded, a few times a second; all work is done on a thread."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from app.playback.loudness import Loudness
from app.playback.player import TrackWaveform

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.pcm import PcmSource

#: Six seconds of music take some 4 ms, in which numpy mostly does without the interpreter.
_SLICE: Final = 1 << 18
#: A picture that fills in four times a second looks alive.
_PAUSE_SEC: Final = 0.25


async def follow(track_id: str, current: Callable[[], PcmSource | None], tell: Callable[[TrackWaveform], None]) -> None:
    """Tell pictures until the track is measured whole.

    Args:
        track_id: for the events.
        current: the samples as they are now; other ones when a decode began anew.
        tell: takes the events.
    """
    pcm: PcmSource | None = None
    loudness = Loudness(1)
    while True:
        if (newest := current()) is not pcm and newest is not None:
            pcm, loudness = newest, Loudness(newest.rate)
        if pcm is not None and pcm.available_frames > loudness.frames:
            await asyncio.to_thread(_measure, pcm, loudness)
            tell(TrackWaveform(track_id=track_id, waveform=loudness.waveform()))
        if pcm is not None and pcm.total_frames is not None and loudness.frames >= pcm.total_frames:
            return
        await asyncio.sleep(_PAUSE_SEC)


def _measure(pcm: PcmSource, loudness: Loudness) -> None:
    while len(frames := pcm.read(loudness.frames, _SLICE)):
        loudness.add(frames)
