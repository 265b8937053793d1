"""Everything that goes wrong on this side.

UnisonoError
├── UsageError          what was typed cannot be meant
├── RelayStartError     the bundled relay did not start
└── SettingsError       settings could not be written

Codes are stable: the command line prints them with ``--json``, windows choose an action by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.said import english

if TYPE_CHECKING:
    from app.said import Said


class UnisonoError(Exception):
    """Something that a person is told.

    Attributes:
        code: the stable word.
        said: the sentence, which says what to do.
    """

    def __init__(self, code: str, said: Said) -> None:
        super().__init__(code, said)
        self.code = code
        self.said = said

    def __str__(self) -> str:
        return english(self.said)


class UsageError(UnisonoError):
    """What was typed cannot be meant: an unknown file, an invite that is none."""


class RelayStartError(UnisonoError):
    """The bundled relay did not start."""


class SettingsError(UnisonoError):
    """Settings could not be written; what was changed holds until the app ends."""
