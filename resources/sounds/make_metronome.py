"""Writes the metronome: one click a second, to align loudspeakers by ear; needs ffmpeg.

Run ``python -m resources.sounds.make_metronome`` to make it anew. Public domain (CC0 1.0), as the music is.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np

RATE = 44_100
SECONDS = 120
#: Short and sharp, so that two clicks some milliseconds apart are told from one.
_RING_SEC = 0.012
_PITCHES = (1760.0, 1320.0, 1320.0, 1320.0)


def clicks() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Mono samples; each fourth click is higher."""
    sound = np.zeros(RATE * SECONDS)
    time = np.arange(round(RATE * _RING_SEC * 6)) / RATE
    for second in range(SECONDS):
        click = 0.5 * np.cos(2 * np.pi * _PITCHES[second % 4] * time) * np.exp(-time / _RING_SEC)
        sound[second * RATE : second * RATE + len(click)] += click
    return sound


def write(folder: Path) -> Path:
    """Write the file; returns it."""
    path = folder / "Metronome.flac"
    samples = np.round(clicks() * 32767).astype("<i2").tobytes()
    command = ["ffmpeg", "-v", "error", "-y", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "-"]
    subprocess.run([*command, "-metadata", "title=Metronome", "-bitexact", str(path)], input=samples, check=True)
    return path


if __name__ == "__main__":
    write(Path(__file__).parent)
