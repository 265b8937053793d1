"""Why the relay cannot start.

``StartError``
    The sentence for a person, saying what to do.
"""

from __future__ import annotations


class StartError(Exception):
    """The relay cannot start; ``str`` is one sentence for a person."""
