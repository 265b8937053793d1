"""Why the relay cannot start.

``StartError``
    The sentence for a person, saying what to do.

    ``InUseError``
        Another relay has the data folder.
"""

from __future__ import annotations


class StartError(Exception):
    """The relay cannot start; ``str`` is one sentence for a person."""


class InUseError(StartError):
    """Another relay has the data folder; nothing is wrong with it."""
