"""Makes the self-test's files, one per codec: a second of 1000 Hz on the left and 1500 Hz on the right.

Run by a maintainer when a codec is added; the results are committed, so that neither a build nor an installed app needs
ffmpeg. ``python packaging/make_samples.py`` writes ``resources/selftest/``.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parents[1] / "resources" / "selftest"
#: Quarter of full scale on both sides: loud enough to recognise, far from clipping after a lossy codec.
SIGNAL: Final = "aevalsrc=0.25*sin(2*PI*1000*t)|0.25*sin(2*PI*1500*t):d=1:s={rate}"

#: File name, rate, ffmpeg's encoder options.
SAMPLES: Final = (
    ("pcm.wav", 22050, ("-c:a", "pcm_s16le")),
    ("pcm.aiff", 22050, ("-c:a", "pcm_s16be")),
    ("flac.flac", 44100, ("-c:a", "flac")),
    ("mp3-cbr.mp3", 44100, ("-c:a", "libmp3lame", "-b:a", "96k")),
    ("mp3-vbr.mp3", 44100, ("-c:a", "libmp3lame", "-q:a", "6")),
    ("aac.m4a", 44100, ("-c:a", "aac", "-b:a", "96k")),
    ("aac.aac", 44100, ("-c:a", "aac", "-b:a", "96k", "-f", "adts")),
    ("vorbis.ogg", 44100, ("-c:a", "libvorbis", "-q:a", "3")),
    ("opus.opus", 48000, ("-c:a", "libopus", "-b:a", "64k")),
    ("opus.webm", 48000, ("-c:a", "libopus", "-b:a", "64k", "-f", "webm")),
    ("alac.m4a", 44100, ("-c:a", "alac")),
    ("wma.wma", 44100, ("-c:a", "wmav2", "-b:a", "96k")),
)


def main() -> None:
    """Write every sample, bit for bit the same on each run of one ffmpeg."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, rate, options in SAMPLES:
        source = ("-f", "lavfi", "-i", SIGNAL.format(rate=rate))
        plain = ("-ac", "2", "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact")
        command = ("ffmpeg", "-y", "-loglevel", "error", *source, *plain, *options, str(FOLDER / name))
        subprocess.run(command, check=True)
        print(f"{name}: {(FOLDER / name).stat().st_size} bytes")


if __name__ == "__main__":
    main()
