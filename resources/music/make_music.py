"""The score of the demo's music, and what writes it to files; needs ffmpeg for the last step."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from resources.music import instruments
from resources.music.instruments import RATE, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

#: What streaming services level music to, so that the demo is as loud as what a person played before it.
LOUDNESS_LUFS: Final = -14.0
PEAK: Final = 0.89  # -1 dBFS: lossy codecs overshoot a little


#: Drawn so that the octaves above the bass fall by a few dB each, as they do in mixes people like.
_TONE: Final = ((25, -18), (45, -2), (90, -1), (250, -1), (450, -1), (1200, 1), (2500, 5), (5000, 7), (16000, 7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One instrument's line.

    Attributes:
        play: turns a note into samples.
        bars: one string a bar, as many steps as words; ``.`` rests, ``-`` holds, ``+`` joins notes to a chord.
        level: linear.
        room: how much of it goes to the reverb.
        echo: how much of it goes to the echo.
        accents: linear levels, repeated over a bar's steps.
    """

    play: Callable[[float, float], Signal]
    bars: tuple[str, ...]
    level: float = 1.0
    room: float = 0.2
    echo: float = 0.0
    accents: tuple[float, ...] = (1.0,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A loop of music.

    Attributes:
        swing: by how much of a step every second one comes late.
    """

    name: str
    title: str
    tempo: float
    parts: tuple[Part, ...]
    swing: float = 0.0


_R: Final = "."
_CALM: Final = ("D3+A3+F#4+E4", "B2+F#3+D4+A4", "G2+D3+B3+F#4", "A2+E3+D4+A4")
_LONG: Final = (
    *("D3+A3+F#4+E4", "D3+A3+F#4+C#4", "B2+F#3+D4+A4", "B2+F#3+C#4+A4"),
    *("G2+D3+B3+F#4", "G2+D3+A3+F#4", "E3+B3+D4+G4", "A2+E3+D4+A4 A2+E3+C#4+A4"),
)
_LIFT: Final = ("G2+D3+B3+F#4", "A2+E3+C#4+B3", "F#2+C#3+A3+E4", "B2+F#3+D4+A4")
_GROOVE: Final = ("X . . . . . X . X . . . . . . .", "X . . . . . X . X . . X . . . .")
_SNARE: Final = ". . . . X . . . . . . . X . . ."
_SHAKE: Final = "X X X X X X X X X X X X X X X X"

SAME_ROOM: Final = Piece(
    name="same_room",
    title="Same Room",
    tempo=96,
    swing=0.12,
    parts=(
        Part(play=instruments.pad, bars=(*_CALM, *_LONG, *_LIFT, *_CALM), level=0.9, room=0.5),
        Part(
            play=instruments.bass,
            bars=(
                *("D2 - - - - - . .", "B1 - - - - - . .", "G1 - - - - - . .", "A1 - - - - - A1 C#2"),
                *("D2 - . D2 . D2 A1 .", "D2 - . D2 . F#2 E2 .", "B1 - . B1 . B1 F#2 .", "B1 - . B1 . A1 F#1 ."),
                *("G1 - . G1 . G1 D2 .", "G1 - . G1 . B1 D2 .", "E2 - . E2 . E2 B1 .", "A1 - . A1 A1 . C#2 ."),
                *("G1 - . G1 . D2 G1 .", "A1 - . A1 . E2 A1 .", "F#1 - . F#1 . C#2 F#1 .", "B1 - . B1 . F#2 A1 ."),
                *("D2 - - . . A1 D2 .", "B1 - - . . F#1 B1 .", "G1 - - . . D2 G1 .", "A1 - - . . E2 C#2 ."),
            ),
            room=0.04,
        ),
        Part(
            play=instruments.pluck,
            bars=(
                *(". . A4 . D5 . E5 .", "F#5 - . E5 . D5 . .", ". . B4 . D5 . F#5 .", "E5 - . . A4 . B4 ."),
                *("D5 . F#5 . . A5 . F#5", "E5 . D5 . . . A4 .", "B4 . D5 . . F#5 . E5", "D5 . B4 . . . F#4 A4"),
                *("B4 . D5 . . F#5 . A5", "B5 . A5 . F#5 . E5 .", "G5 . F#5 . E5 . D5 .", "E5 - . D5 C#5 . A4 ."),
                *("B5 . A5 . F#5 . D5 .", "C#6 . B5 . A5 . E5 .", "A5 . F#5 . E5 . C#5 .", "D5 . F#5 . A5 . B5 ."),
                *("A5 - . F#5 . E5 . .", "D5 - . F#5 . E5 . .", "D5 . B4 . A4 . B4 .", "E5 - - . . . . ."),
            ),
            level=0.95,
            room=0.3,
            echo=0.38,
            accents=(1.0, 0.7, 0.85, 0.7),
        ),
        Part(
            play=instruments.keys,
            bars=(
                *([_R] * 4),
                *(". . F#4+A4 . . F#4+A4 . .", ". . F#4+C#5 . . F#4+A4 . .", ". . D4+A4 . . D4+F#4 . ."),
                *(". . C#4+A4 . . D4+F#4 . .", ". . B3+F#4 . . D4+F#4 . .", ". . A3+F#4 . . D4+A4 . ."),
                *(". . D4+G4 . . B3+G4 . .", ". . D4+A4 . . C#4+A4 . ."),
                *(
                    ". . B3+F#4 . D4+A4 . . .",
                    ". . C#4+E4 . E4+A4 . . .",
                    ". . A3+E4 . C#4+F#4 . . .",
                    ". . D4+F#4 . D4+A4 . . .",
                ),
                *([_R] * 4),
            ),
            level=0.55,
            room=0.3,
        ),
        Part(
            play=instruments.kick,
            bars=(*([_R] * 4), *(_GROOVE * 6), *(["X . . . . . . . X . . . . . . ."] * 4)),
            room=0.03,
        ),
        Part(play=instruments.brush, bars=(*([_R] * 4), *([_SNARE] * 12), *([_R] * 4)), room=0.25),
        Part(
            play=instruments.shaker,
            bars=(*([_R] * 2), *([_SHAKE] * 18)),
            room=0.1,
            accents=(0.5, 0.25, 1.0, 0.35),
        ),
    ),
)

_NIGHT: Final = ("A2+E3+C4+G4", "F2+C3+A3+E4", "C3+G3+E4+B4", "G2+D3+B3+E4")
_TURN: Final = ("D3+A3+F4+C5", "E3+B3+D4+G4", "F2+C3+A3+E4", "E3+B3+D4+G#4")
_ROLL_A: Final = "A3 C4 E4 G4 B4 G4 E4 C4 A3 C4 E4 G4 B4 G4 E4 C4"
_ROLL_F: Final = "F3 A3 C4 E4 G4 E4 C4 A3 F3 A3 C4 E4 A4 E4 C4 A3"
_ROLL_C: Final = "C4 E4 G4 B4 D5 B4 G4 E4 C4 E4 G4 B4 D5 B4 G4 E4"
_ROLL_G: Final = "G3 B3 D4 E4 G4 E4 D4 B3 G3 B3 D4 E4 B4 E4 D4 B3"
_ROLL_D: Final = "D4 F4 A4 C5 E5 C5 A4 F4 D4 F4 A4 C5 E5 C5 A4 F4"
_ROLL_E: Final = "E4 G4 B4 D5 E5 D5 B4 G4 E4 G4 B4 D5 E5 D5 B4 G4"
_ROLL_E7: Final = "E4 G#4 B4 D5 E5 D5 B4 G#4 E4 G#4 B4 D5 E5 D5 B4 G#4"
_ROLLS: Final = (_ROLL_A, _ROLL_F, _ROLL_C, _ROLL_G)
_HALF: Final = "X . . . . . . . . . X . . . . ."

TWO_WINDOWS: Final = Piece(
    name="two_windows",
    title="Two Windows",
    tempo=84,
    parts=(
        Part(play=instruments.pad, bars=(*_NIGHT, *_NIGHT, *_TURN, *_NIGHT), level=0.8, room=0.5),
        Part(
            play=instruments.bass,
            bars=(
                *("A1 - - - - - - .", "F1 - - - - - - .", "C2 - - - - - - .", "G1 - - - - - G1 ."),
                *("A1 - - . . E2 A1 .", "F1 - - . . C2 F1 .", "C2 - - . . G1 C2 .", "G1 - - . . D2 B1 ."),
                *("D2 - - . . A1 D2 .", "E2 - - . . B1 E2 .", "F1 - - . . C2 F1 .", "E2 - - . . B1 G#1 ."),
                *("A1 - - . . E2 A1 .", "F1 - - . . C2 F1 .", "C2 - - . . G1 C2 .", "G1 - - - . . G#1 ."),
            ),
            room=0.04,
        ),
        Part(
            play=instruments.pluck,
            bars=(*_ROLLS, *_ROLLS, _ROLL_D, _ROLL_E, _ROLL_F, _ROLL_E7, *_ROLLS),
            level=0.5,
            room=0.35,
            echo=0.25,
            accents=(1.0, 0.6, 0.75, 0.6),
        ),
        Part(
            play=instruments.keys,
            bars=(
                *([_R] * 3),
                *(". . . . . . D5 E5", "G5 - - E5 - - D5 -", "C5 - - - - - D5 E5", "B4 - - D5 - - G5 -"),
                *("E5 - - - - . E5 G5", "A5 - - G5 - - F5 -", "G5 - - E5 - - D5 -", "C5 - E5 - A5 - G5 -"),
                *(
                    "G#5 - - - B5 - - .",
                    "E5 - - C5 - - B4 -",
                    "A4 - - - - - C5 D5",
                    "E5 - - D5 - - B4 -",
                    "D5 - - - - . . .",
                ),
            ),
            level=0.9,
            room=0.35,
            echo=0.3,
        ),
        Part(play=instruments.kick, bars=(*([_R] * 4), *([_HALF] * 12)), level=0.9, room=0.03),
        Part(play=instruments.rim, bars=(*([_R] * 4), *([_SNARE] * 12)), room=0.3, echo=0.15),
        Part(play=instruments.shaker, bars=(*([_R] * 4), *([_SHAKE] * 12)), room=0.1, accents=(0.3, 0.2, 0.8, 0.3)),
    ),
)


def render(piece: Piece) -> Signal:
    """The piece as stereo samples in [-1, 1] at `RATE`, levelled; its end joins its beginning."""
    bar_sec = 240 / piece.tempo
    size = round(len(piece.parts[0].bars) * bar_sec * RATE)
    mix: Signal = np.zeros((2, size))
    room: Signal = np.zeros((2, size))
    repeats: Signal = np.zeros((2, size))
    for part in piece.parts:
        line = _line(part, bar_sec, size, piece.swing)
        mix += line
        room += part.room * line
        repeats += part.echo * line
    # Dotted eighths: the echo falls between the beats.
    repeats = instruments.echo(repeats, 45 / piece.tempo, 0.5)
    mix += repeats + 0.9 * instruments.reverb(room + 0.3 * repeats, 2.4)
    return _master(instruments.shelf(mix, _TONE))


def _line(part: Part, bar_sec: float, size: int, swing: float) -> Signal:
    line = np.zeros((2, size))
    for number, bar in enumerate(part.bars):
        words = bar.split()
        step_sec = bar_sec / len(words)
        for step, word in enumerate(words):
            if word in (".", "-"):
                continue
            held = 1 + next((i for i, later in enumerate(words[step + 1 :]) if later != "-"), len(words) - step - 1)
            start = number * bar_sec + (step + (swing if len(words) > 1 and step % 2 else 0.0)) * step_sec
            level = part.level * part.accents[step % len(part.accents)]
            for note in word.split("+"):
                sound = part.play(instruments.pitch(note) if note != "X" else 0.0, held * step_sec)
                where = (round(start * RATE) + np.arange(sound.shape[1])) % size
                line[:, where] += level * sound
    return line


def _master(mix: Signal) -> Signal:
    """Level to `LOUDNESS_LUFS`, rounding off what would stand above `PEAK`."""
    for _ in range(3):  # the rounding costs a little loudness each time
        mix = mix * 10 ** ((LOUDNESS_LUFS - _loudness(mix)) / 20)
        over = np.abs(mix) > 0.7 * PEAK
        rounded = PEAK * (0.7 + 0.3 * np.tanh((np.abs(mix) / PEAK - 0.7) / 0.3))
        mix = np.where(over, np.sign(mix) * rounded, mix)
    return mix


def _loudness(mix: Signal) -> float:
    """Ungated loudness in LUFS: the weighting of ITU-R BS.1770-4, drawn as a curve."""
    weighted = instruments.shelf(mix, ((20, -14), (38, -6), (80, -1.5), (200, 0), (1000, 0.6), (2000, 3), (4000, 4)))
    return float(-0.691 + 10 * np.log10((weighted**2).mean(axis=1).sum()))


def write(piece: Piece, folder: Path) -> Path:
    """Write a piece as Ogg Vorbis; returns the file."""
    path = folder / f"{piece.name}.ogg"
    samples = np.round(render(piece).T * 32767).astype("<i2").tobytes()
    tags = {"title": piece.title, "artist": "Unisono", "license": "CC0-1.0"}
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-y",
        "-f",
        "s16le",
        "-ar",
        str(RATE),
        "-ac",
        "2",
        "-i",
        "-",
        "-c:a",
        "libvorbis",
    ]
    command += ["-q:a", "4", *(word for key, value in tags.items() for word in ("-metadata", f"{key}={value}"))]
    subprocess.run([*command, "-bitexact", str(path)], input=samples, check=True)
    return path


if __name__ == "__main__":
    for each in (SAME_ROOM, TWO_WINDOWS):
        write(each, Path(__file__).parent)
