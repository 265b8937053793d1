"""Part of the self-test: decodes one file per codec, and listens to what came out."""

from __future__ import annotations

import asyncio
import time
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from app.playback.decoder import VlcTrackLoader
from app.playback.pcm_cache import PcmCache
from app.playback.player import TrackFailed, TrackReady, TrackSource
from app.said import english
from app.selftest_report import Check

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.playback.pcm import LoadEvent

#: One for each codec that hosts may use. Named here, so that a sample that got lost is missed.
SAMPLES: Final = (
    "pcm.wav",
    "pcm.aiff",
    "flac.flac",
    "mp3-cbr.mp3",
    "mp3-vbr.mp3",
    "aac.m4a",
    "aac.aac",
    "vorbis.ogg",
    "opus.opus",
    "opus.webm",
    "alac.m4a",
    "wma.wma",
)
#: What packaging/make_samples.py put into every sample.
LEFT_HZ: Final = 1000.0
RIGHT_HZ: Final = 1500.0
LEVEL: Final = 0.25
#: A second each; lossy codecs add padding, and some lose their last frame.
SHORTEST_SEC: Final = 0.85
LONGEST_SEC: Final = 1.2
_LEVEL_TOLERANCE: Final = 0.2
#: Of the signal's power: a swapped channel or a wrong rate leaves all of it unexplained.
_RESIDUE_LIMIT: Final = 0.05
_WITHIN_SEC: Final = 30.0


async def check_decoders(folder: Path) -> list[Check]:
    """Decode every sample; each is one check."""
    cache = PcmCache(folder)
    loader = VlcTrackLoader(cache)
    try:
        return [await _check(loader, name) for name in SAMPLES]
    finally:
        await loader.close()
        cache.close()


def judge(samples: NDArray[np.float32], rate: int) -> str:
    """What is wrong with a decoded sample; empty when it is what was encoded.

    Args:
        samples: shape ``(frames, 2)``.
        rate: in Hz.
    """
    seconds = len(samples) / rate
    if not SHORTEST_SEC <= seconds <= LONGEST_SEC:
        return f"{seconds:.2f} s long instead of 1 s"
    # Whole periods of both tones, away from the codec's fades at both ends.
    middle = samples[round(0.3 * rate) : round(0.7 * rate)]
    for side, hertz in ((0, LEFT_HZ), (1, RIGHT_HZ)):
        level, residue = tone(middle[:, side], hertz, rate)
        if abs(level / LEVEL - 1) > _LEVEL_TOLERANCE:
            return f"{hertz:.0f} Hz is at {level:.3f} instead of {LEVEL} on the {'right' if side else 'left'}"
        if residue > _RESIDUE_LIMIT:
            return f"{residue:.0%} of what is heard on the {'right' if side else 'left'} was never encoded"
    return ""


def tone(samples: NDArray[np.float32], hertz: float, rate: int) -> tuple[float, float]:
    """The level of one tone, and the fraction of the power that is something else."""
    turns = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / rate)
    level = 2 * abs(complex(np.mean(samples * turns)))
    power = float(np.mean(np.square(samples, dtype=np.float64)))
    return level, max(0.0, 1 - level**2 / 2 / power) if power > 0 else 1.0


async def _check(loader: VlcTrackLoader, name: str) -> Check:
    path = Path(str(files("resources"))) / "selftest" / name
    title = f"decode {name}"
    if not path.is_file():
        return Check(name=title, passed=False, detail=f"the sample is missing: {path}")
    ended: asyncio.Future[TrackReady | TrackFailed] = asyncio.get_running_loop().create_future()

    def listen(event: LoadEvent) -> None:
        if isinstance(event, TrackReady | TrackFailed) and not ended.done():
            ended.set_result(event)

    began = time.monotonic()
    track = loader.load(TrackSource(track_id=name, location=str(path), title=name), listen)
    try:
        event = await asyncio.wait_for(ended, _WITHIN_SEC)
        took = time.monotonic() - began
        if isinstance(event, TrackFailed):
            return Check(name=title, passed=False, detail=f"{event.code}: {english(event.said)}")
        if track.pcm is None:
            return Check(name=title, passed=False, detail="decoded, but without samples")
        wrong = judge(track.pcm.read(0, event.frames), event.rate)
        detail = wrong or f"{event.frames} frames at {event.rate} Hz in {took * 1000:.0f} ms"
        return Check(name=title, passed=not wrong, detail=detail, figures={"tookSec": round(took, 3)})
    except TimeoutError:
        return Check(name=title, passed=False, detail=f"no answer within {_WITHIN_SEC:.0f} s")
    finally:
        track.close()
