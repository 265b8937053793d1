"""Whether a decode that came to its end was a success. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.playback.decode_report import Failed

#: Below this share of the announced length a track counts as corrupt: less than half would be heard.
_LEAST_SHARE: Final = 0.5
#: Lengths that were extrapolated from a bit rate are off by up to 320/32 in streams without an index.
_LEAST_SHARE_GUESSED: Final = 0.04
#: Decoders swallow packets at either end, up to 0.1 s; more than this is missing music.
_DAMAGE_SEC: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a decode ended.

    Attributes:
        frames: written.
        rate: of the output, 0 when there is none.
        announced: the length that the container announces, in seconds.
        head: the first bytes of the file.
        has_audio: libVLC found an audio stream.
        protected: it is encrypted.
    """

    frames: int
    rate: int
    announced: float | None
    head: bytes
    has_audio: bool
    protected: bool


def judge(outcome: Outcome) -> Failed | None:
    """Why the decode failed; None when its output is the track."""
    if outcome.frames == 0 and outcome.protected:
        return Failed(code="not-audio", detail="protected")
    if outcome.frames == 0 and outcome.has_audio:
        return Failed(code="corrupt", detail="an audio stream, but not one sample")
    if outcome.frames == 0:
        return Failed(code="not-audio")
    least = _LEAST_SHARE if announces_exactly(outcome.head) else _LEAST_SHARE_GUESSED
    if _share(outcome) < least:
        return Failed(code="corrupt", detail=f"only {_share(outcome):.0%} of the announced length could be decoded")
    return None


def is_damaged(outcome: Outcome) -> bool:
    """Part of the track is missing, though enough is there to play."""
    if not outcome.announced or not outcome.rate or not announces_exactly(outcome.head):
        return False
    return outcome.announced - outcome.frames / outcome.rate > _DAMAGE_SEC


def announces_exactly(head: bytes) -> bool:
    """The container states its length, instead of having it guessed from a bit rate."""
    return head[:4] in (b"RIFF", b"fLaC", b"OggS", b"FORM", b"\x1aE\xdf\xa3") or head[4:8] == b"ftyp"


def _share(outcome: Outcome) -> float:
    if not outcome.announced or not outcome.rate:
        return 1.0
    return outcome.frames / (outcome.announced * outcome.rate)
