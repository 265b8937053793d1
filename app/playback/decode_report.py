"""What a decode worker is asked, and what it reports: one JSON object a line. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final, TypeAlias

from app.playback.json_lines import LineCodec

#: Changes whenever the same bytes would decode to other samples; part of the cache's keys.
DECODER_VERSION: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DecodeJob:
    """Decode one track.

    Attributes:
        location: an absolute path or an http(s) URL.
        folder: an existing folder of the worker's own; the PCM goes to ``PCM_NAME`` in it.
        size_bytes: of the track's file, where known.
        sha256: of the track's file, where known: checked at the end.
        longest_sec: a track that goes on for longer is refused.
        tags_only: report `TagsRead` instead of decoding; more such jobs may follow, a line each.
    """

    location: str
    folder: str
    size_bytes: int | None = None
    sha256: str | None = None
    longest_sec: float = float("inf")
    tags_only: bool = False


#: The worker's output: a WAV file, whose header carries the rate that was really decoded. Plain and relative,
#: because libVLC's option strings need escapes for anything else.
PCM_NAME: Final = "pcm.wav"
#: What is decoded from near the point of entry, until `PCM_NAME` covers it.
AHEAD_NAME: Final = "ahead.wav"
#: Two channels of 16 bits.
FRAME_BYTES: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatKnown:
    """Samples follow at byte ``offset`` of the PCM file, 16-bit stereo at ``rate`` Hz.

    Attributes:
        duration: the announced length in seconds, where the file announces one.
        frames: the true length, where it is known beforehand: the file may hold padding after it.
    """

    rate: int
    offset: int
    duration: float | None = None
    frames: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed:
    """The worker is alive: so many frames are in the file, ``fraction`` of the whole."""

    frames: int
    fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class AheadKnown:
    """Samples from frame ``start`` of the track on follow at byte ``offset`` of the file `AHEAD_NAME`.

    Attributes:
        frames: how many of them are true, where that is known: padding may follow.
    """

    start: int
    offset: int
    frames: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverSaved:
    """The file holds a picture: it is at ``path`` as long as the worker's folder is."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """All of it is in the file.

    Attributes:
        frames: the true length.
        verified: the source's bytes have the sha256 that was announced.
        damaged: some of the file could not be decoded.
        libvlc: its version.
    """

    frames: int
    verified: bool = False
    damaged: bool = False
    libvlc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Nothing more will come. ``code`` as in `TrackFailed`; ``detail`` is for the log, or names the reason."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagsRead:
    """What the file says about itself; ``cover`` is the path of an image in the worker's folder."""

    title: str = ""
    artist: str = ""
    album: str = ""
    duration: float | None = None
    cover: str | None = None


Report: TypeAlias = FormatKnown | Progressed | AheadKnown | CoverSaved | Decoded | Failed | TagsRead
_CODEC: Final = LineCodec[Report](
    {
        "format": FormatKnown,
        "progress": Progressed,
        "ahead": AheadKnown,
        "cover": CoverSaved,
        "done": Decoded,
        "error": Failed,
        "tags": TagsRead,
    }
)


def encode_report(report: Report) -> str:
    """One line, without its end."""
    return _CODEC.encode(report)


def decode_report(line: str) -> Report | None:
    """The report in a line; None for anything else that a library may have printed."""
    return _CODEC.decode(line)


def encode_job(job: DecodeJob) -> str:
    """One line, without its end."""
    return json.dumps(asdict(job))


def decode_job(line: str) -> DecodeJob:
    """The job in a line that our own parent process wrote."""
    return DecodeJob(**json.loads(line))


def encode_wanted(seconds: float) -> str:
    """A line to a worker at work: the track will be entered there."""
    return json.dumps({"wanted": seconds})


def decode_wanted(line: str) -> float:
    """The seconds in such a line that our own parent process wrote."""
    return float(json.loads(line)["wanted"])
