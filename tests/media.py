"""Real audio files for tests, made by ffmpeg once per session and folder."""

from __future__ import annotations

import hashlib
import subprocess
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

RATE: Final = 44100


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How ffmpeg makes a file: its name, the options after the input, the source's own rate and channels."""

    name: str
    options: tuple[str, ...] = ()
    rate: int = RATE
    channels: int = 2
    seconds: float = 6.0


RECIPES: Final = {
    recipe.name: recipe
    for recipe in (
        Recipe(name="cd.wav"),
        Recipe(name="beep.wav", seconds=0.05),
        Recipe(name="float.wav", options=("-c:a", "pcm_f32le")),
        Recipe(name="mono8k.wav", rate=8000, channels=1),
        Recipe(name="cd.flac"),
        # 288000 frames end in half a block of 4608, which libVLC's packetizer would drop.
        Recipe(name="half-block.flac", rate=48_000),
        Recipe(name="hires.flac", options=("-sample_fmt", "s32"), rate=192_000, seconds=3.0),
        Recipe(name="surround.flac", rate=48_000, channels=6),
        Recipe(name="cbr.mp3", options=("-b:a", "192k")),
        Recipe(name="vbr.mp3", options=("-q:a", "4")),
        Recipe(name="vbr-without-index.mp3", options=("-q:a", "4", "-write_xing", "0")),
        Recipe(name="index-at-end.m4a", options=("-b:a", "128k")),
        Recipe(name="index-first.m4a", options=("-b:a", "128k", "-movflags", "+faststart")),
        Recipe(name="raw.aac", options=("-b:a", "128k")),
        Recipe(name="vorbis.ogg", options=("-c:a", "libvorbis")),
        Recipe(name="opus.opus", options=("-c:a", "libopus", "-b:a", "96k"), rate=48_000),
    )
}


def music(*, rate: int = RATE, channels: int = 2, seconds: float = 6.0, seed: int = 1) -> NDArray[np.int16]:
    """Pleasant noise with a sharp autocorrelation, different in each channel; shape ``(n, channels)``."""
    rng = np.random.default_rng(seed)
    count = round(rate * seconds)
    noise = rng.standard_normal((count + 7, channels))
    # A short moving average keeps lossy encoders honest: they drop the top of white noise.
    smooth = sum(noise[shift : shift + count] for shift in range(8)) / 8
    swell = 0.6 + 0.4 * np.sin(np.arange(count) / rate * 2.3)[:, None]
    return np.asarray(np.clip(smooth * swell * 9000, -32768, 32767), dtype=np.int16)


def make_file(folder: Path, recipe: Recipe, *, metadata: Sequence[str] = ()) -> Path:
    """A file by a recipe; ``metadata`` as in ``title=…``."""
    samples = music(rate=recipe.rate, channels=recipe.channels, seconds=recipe.seconds)
    return encode(folder / recipe.name, samples, recipe.rate, recipe.options, metadata=metadata)


def encode(
    path: Path,
    samples: NDArray[np.int16],
    rate: int,
    options: Sequence[str] = (),
    *,
    metadata: Sequence[str] = (),
) -> Path:
    """Write samples through ffmpeg's encoders; the file's name decides the format."""
    tags = [part for entry in metadata for part in ("-metadata", entry)]
    shape = ["-f", "s16le", "-ar", str(rate), "-ac", str(samples.shape[1])]
    run_ffmpeg([*shape, "-i", "-", *options, *tags, str(path)], samples.tobytes())
    return path


def with_cover(folder: Path, song: Path, *, colour: str = "red") -> Path:
    """The mp3 ``song`` with a picture in it and the title “Song”."""
    cover, path = folder / "c.png", folder / f"{colour}.mp3"
    run_ffmpeg(["-f", "lavfi", "-i", f"color={colour}:d=1:s=64x64", "-frames:v", "1", str(cover)])
    arguments = ["-i", str(song), "-i", str(cover), "-map", "0", "-map", "1", "-c", "copy"]
    run_ffmpeg([*arguments, "-metadata", "title=Song", "-metadata", "artist=A", "-metadata", "album=B", str(path)])
    cover.unlink()
    return path


def decode_reference(path: Path, *, rate: int) -> NDArray[np.int16]:
    """ffmpeg's own decode to stereo at the file's rate, shape ``(n, 2)``."""
    data = run_ffmpeg(["-i", str(path), "-f", "s16le", "-ac", "2", "-ar", str(rate), "-"])
    return np.frombuffer(data, np.int16).reshape(-1, 2)


def run_ffmpeg(arguments: Sequence[str], data: bytes | None = None) -> bytes:
    """ffmpeg's stdout; fails loudly."""
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y"] if data is None else ["ffmpeg", "-v", "error", "-y"]
    return subprocess.run([*command, *arguments], input=data, capture_output=True, check=True, timeout=60).stdout


def sha256(path: Path) -> str:
    """Of a file's bytes, as the relay states it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def media_file(folder: Path, name: str) -> Path:
    """The file of `RECIPES`, made at the first request in this folder."""
    return make_file(folder, RECIPES[name])
