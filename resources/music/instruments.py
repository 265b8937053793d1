"""The orchestra: every instrument turns a note into stereo samples, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

Signal: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

RATE: Final = 44_100


def pitch(name: str) -> float:
    """Frequency in Hz of a note such as ``F#4``; A4 is 440."""
    semitone = (
        {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[name[0]] + name.count("#") - name[1:].count("b")
    )
    return float(440.0 * 2 ** ((semitone - 9 + 12 * (int(name[-1]) - 4)) / 12))


def pad(frequency: float, seconds: float) -> Signal:
    """Warm strings: six detuned voices, slow to come and slow to go."""
    time = _time(seconds + 1.2)
    swell = np.minimum(time / 0.7, 1) * np.clip((seconds + 1.2 - time) / 1.2, 0, 1)
    sides = []
    for cents in ((-7.0, 1.5, 5.0), (-4.5, -1.0, 8.0)):
        voices = np.zeros_like(time)
        for index, detune in enumerate(cents):
            base = frequency * 2 ** (detune / 1200)
            for harmonic in range(1, max(2, min(9, int(3200 / base)))):
                # Upper partials breathe, so that a held chord stays alive.
                breath = 1 + 0.3 * np.sin(2 * np.pi * (0.11 * harmonic + 0.05 * index) * time)
                voices += breath * np.sin(2 * np.pi * base * harmonic * time + index * harmonic) / harmonic**1.45
        sides.append(voices * swell)
    return 0.045 * np.array(sides)


def bass(frequency: float, seconds: float) -> Signal:
    """A round finger bass."""
    time = _time(seconds + 0.08)
    shape = np.minimum(time / 0.008, 1) * np.exp(-1.1 * time) * np.clip((seconds + 0.08 - time) / 0.08, 0, 1)
    tone = np.sin(2 * np.pi * frequency * time) + 0.35 * np.exp(-4 * time) * np.sin(4 * np.pi * frequency * time)
    tone += 0.12 * np.exp(-9 * time) * np.sin(6 * np.pi * frequency * time)
    return _both(0.24 * np.tanh(1.3 * tone * shape))


def pluck(frequency: float, seconds: float) -> Signal:
    """A kalimba: a struck tine with one bright, short-lived inharmonic partial."""
    time = _time(max(seconds, 1.6))
    tone = np.exp(-2.6 * time) * np.sin(2 * np.pi * frequency * time)
    tone += 0.36 * np.exp(-5.0 * time) * np.sin(2 * np.pi * 2.0 * frequency * time)
    tone += 0.34 * np.exp(-12 * time) * np.sin(2 * np.pi * 5.4 * frequency * time)
    return _both(0.2 * tone * np.minimum(time / 0.002, 1) * _release(time))


def keys(frequency: float, seconds: float) -> Signal:
    """An electric piano: two operators, the bark fading faster than the tone, panned slowly to and fro."""
    time = _time(seconds + 0.5)
    bark = 1.8 * np.exp(-3.2 * time) * np.sin(2 * np.pi * frequency * time)
    tine = 0.18 * np.exp(-18 * time) * np.sin(2 * np.pi * 14 * min(frequency, 900) * time)
    tone = (np.sin(2 * np.pi * frequency * time + bark) + tine) * np.exp(-1.3 * time)
    tone *= np.minimum(time / 0.003, 1) * np.clip((seconds + 0.5 - time) / 0.5, 0, 1)
    sway = 0.25 * np.sin(2 * np.pi * 1.4 * time)
    return 0.15 * np.array([tone * (1 + sway), tone * (1 - sway)])


def kick(_: float, __: float) -> Signal:
    """A soft bass drum: a sine that falls from 130 to 48 Hz."""
    time = _time(0.35)
    phase = 2 * np.pi * (48 * time + 82 / 26 * (1 - np.exp(-26 * time)))
    return _both(0.36 * np.sin(phase) * np.exp(-9 * time) * np.minimum(time / 0.002, 1) * _release(time))


def brush(_: float, __: float) -> Signal:
    """A brushed snare: band-limited noise over a faint drum."""
    time = _time(0.28)
    noise = _noise(7, time.size, 900, 6500)
    drum = 0.25 * np.sin(2 * np.pi * 185 * time) * np.exp(-28 * time)
    return 0.24 * (noise * np.exp(-15 * time) * np.minimum(time / 0.004, 1) + drum) * _release(time)


def shaker(_: float, __: float) -> Signal:
    """A shaker, to the right of the middle."""
    time = _time(0.09)
    grain = _noise(11, time.size, 5500, 15_000) * np.minimum(time / 0.015, 1) * np.exp(-48 * time)
    sides: Signal = 0.16 * grain * np.array([[0.7], [1.0]])
    return sides


def rim(_: float, __: float) -> Signal:
    """A rim click, to the left of the middle."""
    time = _time(0.12)
    click = np.sin(2 * np.pi * 1720 * time) + 0.6 * np.sin(2 * np.pi * 2410 * time)
    sides: Signal = 0.09 * click * np.exp(-65 * time) * np.array([[1.0], [0.6]])
    return sides


def reverb(dry: Signal, seconds: float) -> Signal:
    """A room around a loop: circular convolution, so that the end rings into the beginning."""
    time = _time(seconds)
    # The highs of a room die first.
    tail: Signal = np.zeros((2, time.size))
    for seed, low, high, rate in ((21, 120, 900, 5.0), (22, 900, 3500, 6.5), (23, 3500, 9000, 10.0)):
        tail += _noise(seed, time.size, low, high) * np.exp(-rate * time / seconds)
    tail *= np.minimum(time / 0.02, 1)
    tail /= np.sqrt((tail**2).sum(axis=1, keepdims=True))
    return np.fft.irfft(np.fft.rfft(dry, axis=1) * np.fft.rfft(tail, dry.shape[1], axis=1), dry.shape[1], axis=1)


def echo(dry: Signal, seconds: float, level: float) -> Signal:
    """Repeats that swap sides, around a loop."""
    repeats = np.zeros_like(dry)
    for count in range(1, 5):
        sides = dry[::-1] if count % 2 else dry
        repeats += level**count * np.roll(sides, round(count * seconds * RATE), axis=1)
    return repeats


def shelf(signal: Signal, points: Sequence[tuple[float, float]]) -> Signal:
    """Tone control of a loop: gain in dB over frequency in Hz, straight lines between ``points`` on a log scale."""
    frequencies = np.maximum(np.fft.rfftfreq(signal.shape[1], 1 / RATE), 1)
    gain = np.interp(np.log2(frequencies), [np.log2(hertz) for hertz, _ in points], [level for _, level in points])
    return np.fft.irfft(np.fft.rfft(signal, axis=1) * 10 ** (gain / 20), signal.shape[1], axis=1)


def _time(seconds: float) -> Signal:
    return np.arange(round(seconds * RATE)) / RATE


def _release(time: Signal) -> Signal:
    """The last 30 ms fade, so that nothing ends with a click."""
    fade: Signal = np.clip((time[-1] - time) / 0.03, 0, 1)
    return fade


def _both(mono: Signal) -> Signal:
    return np.array([mono, mono])


def _noise(seed: int, size: int, low: float, high: float) -> Signal:
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal((2, size)), axis=1)
    frequencies = np.fft.rfftfreq(size, 1 / RATE)
    return np.fft.irfft(spectrum * ((frequencies > low) & (frequencies < high)), size, axis=1)
