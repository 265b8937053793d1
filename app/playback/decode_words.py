"""What is said to a person when a track cannot be decoded. Pure."""

from __future__ import annotations

from typing import Final

_SENTENCES: Final = {
    "not-audio": "{name} is not a music file that can be played. Choose another file.",
    "corrupt": "{name} is damaged and cannot be played. Choose another copy of it.",
    "not-found": "{name} cannot be found. Check that it still exists, then add it again.",
    "unreachable": "{name} could not be downloaded. Check the connection, then try again.",
    "disk-full": "There is no room on the disk to decode {name}. Free some space, then try again.",
    "endless-stream": "{name} is an endless stream. Start Unisono with “--output vlc” to play it.",
    "decoder-crashed": "{name} could not be decoded: the decoder stopped. Try again, or choose another copy of it.",
}
#: Reasons that deserve words of their own.
_DETAILS: Final = {
    "protected": "{name} is copy-protected and cannot be played. Choose a file without protection.",
}


def sentence(code: str, detail: str, title: str, advice: str) -> str:
    """The sentence for a failure.

    Args:
        code: as in `TrackFailed`.
        detail: the decoder's own reason.
        title: of the track; may be empty.
        advice: how to install libVLC here.
    """
    if code == "libvlc-missing":
        return f"VLC's library (libVLC), which reads the music, is missing. {advice}"
    pattern = _DETAILS.get(detail) or _SENTENCES.get(code, _SENTENCES["decoder-crashed"])
    return pattern.format(name=f"“{title}”" if title else "This track")
