"""What a person is told when a track cannot be decoded. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.said import Said, Saying

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAYINGS: Final[Mapping[str, Saying]] = {
    "not-audio": Saying.TRACK_NOT_AUDIO,
    "corrupt": Saying.TRACK_CORRUPT,
    "not-found": Saying.TRACK_NOT_FOUND,
    "unreachable": Saying.TRACK_UNREACHABLE,
    "disk-full": Saying.TRACK_NO_ROOM,
    "endless-stream": Saying.TRACK_ENDLESS,
    "decoder-crashed": Saying.TRACK_CRASHED,
    "libvlc-missing": Saying.TRACK_WITHOUT_LIBVLC,
}
#: Reasons that deserve words of their own.
_DETAILS: Final[Mapping[str, Saying]] = {"protected": Saying.TRACK_PROTECTED}


def said_of(code: str, detail: str, title: str, advice: Said) -> Said:
    """What is said of a failure.

    Args:
        code: as in `TrackFailed`.
        detail: the decoder's own reason.
        title: of the track.
        advice: how to install libVLC here.
    """
    said = Said(what=_DETAILS.get(detail) or _SAYINGS.get(code, Saying.TRACK_CRASHED), name=title)
    return replace(said, name="", then=advice) if said.what is Saying.TRACK_WITHOUT_LIBVLC else said
