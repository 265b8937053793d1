"""What a player is asked to load and what it tells: facts that the session decides on.

They stand here, below the player, because pure rooms import no player. `app.playback.player` hands them on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from app.core.waveform import Waveform
    from app.said import Said


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackSource:
    """Where a track's bytes are.

    Attributes:
        track_id: the relay's name for it; the player's name for it too.
        location: an absolute file path, or an http(s) URL. Every other scheme is refused.
        title: for messages to a person.
        sha256: of the bytes, where known: the key of the PCM cache.
        size_bytes: of the bytes, where known: tells a cut download from a short track.
        duration: announced length in seconds, where known; the decoded length decides.
    """

    track_id: str
    location: str
    title: str = ""
    sha256: str | None = None
    size_bytes: int | None = None
    duration: Seconds | None = None


class Sounding(StrEnum):
    """What the player does right now."""

    SILENT = "silent"  # nothing is scheduled at this instant
    PLAYING = "playing"
    STARVED = "starved"  # something is scheduled whose samples are not decoded yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What is heard at one instant, measured on the audio clock.

    Attributes:
        at: the local instant the reading is for.
        sounding: see `Sounding`; the figures below mean something only while PLAYING.
        track_id: the track that is heard.
        position: seconds into the track heard at ``at``.
        drift_ms: position heard minus position scheduled; positive is ahead of the party. Excludes the error of
            the `ClockMap`, which has its own uncertainty.
        uncertainty_ms: one standard deviation of ``drift_ms`` by the output's own timing.
        rate_ppm: by how much the audio is being slewed at present.
        latency_ms: how long the next frame takes to be heard: so much sound is handed over and cannot be taken back.
        underruns: since the player opened.
        net_correction_ms: sum of all corrections, signed, since the last start.
        gross_correction_ms: sum of their absolute values.
        jumps: crossfaded jumps since the last start.
    """

    at: LocalSec
    sounding: Sounding
    track_id: str | None = None
    position: Seconds = Seconds(0.0)
    drift_ms: float = 0.0
    uncertainty_ms: float = 0.0
    rate_ppm: float = 0.0
    latency_ms: float = 0.0
    underruns: int = 0
    net_correction_ms: float = 0.0
    gross_correction_ms: float = 0.0
    jumps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackProgress:
    """Decoding goes on: seconds decoded so far, and the fraction of the whole where the length is known."""

    track_id: str
    decoded: Seconds
    fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackReady:
    """The whole track is decoded: ``frames`` at ``rate`` Hz."""

    track_id: str
    frames: int
    rate: int

    @property
    def duration(self) -> Seconds:
        """The true length."""
        return Seconds(self.frames / self.rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackFailed:
    """The track cannot be played. ``code`` is stable, ``said`` says what to do.

    Codes: ``not-audio``, ``corrupt``, ``not-found``, ``unreachable``, ``libvlc-missing``, ``disk-full``,
    ``decoder-crashed``, ``endless-stream`` (which only `VlcPlayer` plays).
    """

    track_id: str
    code: str
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackCover:
    """The track's file holds a picture: an encoded image, as found in the file or beside it."""

    track_id: str
    image: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackWaveform:
    """The track's loudness over time, as far as it is decoded; each picture replaces the one before."""

    track_id: str
    waveform: Waveform


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputLost:
    """The output stopped or could not be opened; the programme is kept.

    Codes: ``no-audio-output``, ``output-lost``.
    """

    code: str
    said: Said


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputOpened:
    """Sound goes to ``device`` through ``interface`` (``pulse``, ``portaudio``, ``vlc``, ``null``).

    Attributes:
        interface: see above.
        device: by its lasting name.
        instead_of: the device that was chosen and is gone; sound goes there again when it is back.
    """

    interface: str
    device: str
    instead_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Underrun:
    """The output ran dry; heard as a gap of about ``gap_ms``."""

    gap_ms: float


PlayerEvent: TypeAlias = (
    TrackProgress | TrackReady | TrackFailed | TrackCover | TrackWaveform | OutputLost | OutputOpened | Underrun
)
