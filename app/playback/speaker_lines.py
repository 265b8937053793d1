"""What the speaker process is ordered, and what it tells: one JSON object a line. Pure.

A *voice* is one run of one track from one position on; it starts paused and is let go at an instant. Instants are
seconds of the monotonic clock, which all processes of a machine share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, TypeAlias

from app.playback.json_lines import LineCodec

#: 16-bit stereo.
VOICE_FRAME_BYTES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class UseDevice:
    """The first order: libVLC's name of the device to play on, or None for its own choice."""

    device: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVoice:
    """Make a voice ready: of samples that it will ask for with `SamplesWanted`, or of an endless stream at ``url``."""

    voice: int
    rate: int = 0
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartVoice:
    """Let it sound at ``at``; told again before that, the later word counts."""

    voice: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StopVoice:
    """Silence it for good at ``at``; told again before that, the later word counts."""

    voice: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVoiceRate:
    """Play faster or slower; libVLC knows steps of 0.001."""

    voice: int
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVolume:
    """Linear gain in [0, 1], of all voices."""

    volume: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Samples:
    """The answer to `SamplesWanted`; ``size`` bytes follow the line. None and not ``end``: not decoded yet."""

    voice: int
    size: int
    end: bool = False


Order: TypeAlias = UseDevice | OpenVoice | StartVoice | StopVoice | SetVoiceRate | SetVolume | Samples


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerOpened:
    """libVLC is there and has an audio output."""

    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFailed:
    """It is not: ``code`` is ``libvlc-missing``, ``no-audio-output``, or later ``output-lost``."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplesWanted:
    """The voice reads on: ``count`` frames from ``start`` on, counted from where the voice begins."""

    voice: int
    start: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceStarted:
    """It was let go at ``at``."""

    voice: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceSounded:
    """Its first sample was heard at ``at``, where libVLC's output tells (PulseAudio's does)."""

    voice: int
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceTime:
    """libVLC's own time of the voice changed to ``seconds`` at ``at``."""

    voice: int
    at: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceEnded:
    """It came to its end, or ``failed``: for samples that is a lost output, for a stream a lost stream."""

    voice: int
    failed: bool = False


Fact: TypeAlias = SpeakerOpened | SpeakerFailed | SamplesWanted | VoiceStarted | VoiceSounded | VoiceTime | VoiceEnded

ORDERS: Final = LineCodec[Order](
    {
        "device": UseDevice,
        "open": OpenVoice,
        "start": StartVoice,
        "stop": StopVoice,
        "rate": SetVoiceRate,
        "volume": SetVolume,
        "samples": Samples,
    }
)
FACTS: Final = LineCodec[Fact](
    {
        "opened": SpeakerOpened,
        "failed": SpeakerFailed,
        "wanted": SamplesWanted,
        "started": VoiceStarted,
        "sounded": VoiceSounded,
        "time": VoiceTime,
        "ended": VoiceEnded,
    }
)
