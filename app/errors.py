"""Everything that goes wrong on this side, and the words for people.

UnisonoError
├── UsageError          what was typed cannot be meant
├── RelayStartError     the bundled relay did not start
└── SettingsError       settings could not be written

Codes are stable: the command line prints them with ``--json``, windows choose an action by them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class UnisonoError(Exception):
    """Something that a person is told.

    Attributes:
        code: the stable word.
        message: a sentence that says what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return self.message


class UsageError(UnisonoError):
    """What was typed cannot be meant: an unknown file, an invite that is none."""


class RelayStartError(UnisonoError):
    """The bundled relay did not start."""


class SettingsError(UnisonoError):
    """Settings could not be written; what was changed holds until the app ends."""


#: Words for codes whose own sentence says too little, or comes from an older or foreign relay.
_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unknown-code": "No party has this code. Check the code with the host; the party may also have ended.",
        "wrong-pin": "The PIN is not right. Ask the host for the party's PIN.",
        "wrong-token": "Your seat in the party is gone. Join again with the code.",
        "not-host": "The host is in control of the music.",
        "no-track": "Nothing to play yet: add music first.",
        "party-full": "The party is full. Ask the host to make room.",
        "relay-full": "The relay is full. Try again later, or use another relay.",
        "rate-limited": "Too many tries in a short time. Wait a minute and try again.",
        "version-mismatch": "This app and the relay do not understand each other. Update both to the same version.",
        "queue-full": "The queue is full. Remove something first.",
        "upload-too-large": "This file is larger than the relay takes. Ask whoever runs the relay to raise the limit.",
        "quota-exceeded": "The party's space on the relay is used up. Remove something from the queue first.",
        "not-audio": "This file holds no music that can be played. Choose an audio file.",
        "disk-full": "There is no space left for music. Free some space and try again.",
        "shutting-down": "The relay is being restarted. The music goes on; the party comes back by itself.",
    }
)


def words_for(code: str, fallback: str) -> str:
    """The sentence for a person; ``fallback`` is what came with the code."""
    return fallback if code in _OWN_WORDS_WIN and fallback else _WORDS.get(code, fallback) or code


# These sentences name the file, or the exact reason, so they beat the table.
_OWN_WORDS_WIN: Final = frozenset({"not-audio", "disk-full", "upload-too-large", "no-track", "not-host"})
