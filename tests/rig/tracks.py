"""Test tracks that can be found again: noise, so that every tenth of a second of it is unlike every other."""

from __future__ import annotations

import subprocess
import wave
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rig.analysis import Signal

RATE: Final = 44_100

#: How each kind of file is made from the WAV, by ffmpeg; the WAV is the track itself.
CODECS: Final = {
    "wav": (),
    "flac": ("-c:a", "flac"),
    "mp3": ("-c:a", "libmp3lame", "-q:a", "2"),  # variable bit rate
    "m4a": ("-c:a", "aac", "-b:a", "192k"),
    "ogg": ("-c:a", "libvorbis", "-q:a", "6"),
    "opus": ("-c:a", "libopus", "-b:a", "160k"),
}


def noise(seconds: float, *, seed: int, rate: int = RATE, low: float = 150.0, high: float = 9000.0) -> Signal:
    """Noise that falls by 3 dB an octave inside a band that every codec keeps; about -15 dBFS, never clipped."""
    size = round(seconds * rate)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(size))
    hertz = np.fft.rfftfreq(size, 1 / rate)
    shape = np.where((hertz > low) & (hertz < high), 1 / np.sqrt(np.maximum(hertz, 1)), 0)
    signal = np.fft.irfft(spectrum * shape, size)
    levelled: Signal = np.clip(0.18 * signal / signal.std(), -0.95, 0.95)
    return levelled


def delayed(signal: Signal, samples: float) -> Signal:
    """Delay by a fraction of samples, as a sound card's clock might."""
    spectrum = np.fft.rfft(signal)
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(signal.size) * samples)
    return np.fft.irfft(spectrum * turn, signal.size)


def write_wav(path: Path, left: Signal, right: Signal, rate: int = RATE) -> Path:
    """Write 16-bit stereo."""
    samples = np.round(np.array([left, right]).T * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return path


def make_track(folder: Path, codec: str, *, seconds: float, seed: int = 1) -> Path:
    """A stereo noise track in one of `CODECS`; its channels differ. What the folder has already is not made again."""
    source = folder / f"noise-{seed}-{seconds:g}s.wav"
    if not source.exists():
        write_wav(source, noise(seconds, seed=seed), noise(seconds, seed=seed + 1000))
    path = source.with_suffix(f".{codec}")
    if path.exists():
        return path
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(source), *CODECS[codec], str(path)], check=True)
    return path


def read(path: Path, rate: int, *, channel: int = 0) -> Signal:
    """One channel of a file at ``rate`` Hz, as ffmpeg decodes it."""
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        str(path),
        "-af",
        f"pan=mono|c0=c{channel}",
        "-ar",
        str(rate),
        "-f",
        "f32le",
        "-",
    ]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<f4").astype(np.float64)
