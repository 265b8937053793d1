"""What the window remembers between runs; the composition root keeps it in the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from app.ui.theme import Appearance

#: Recent parties beyond this many would push the page's own content away.
MAX_RECENT = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentParty:
    """A party that was joined: the invite that led there and its host's name."""

    invite: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowMemory:
    """Remembered things.

    Attributes:
        name: under which the person joins; empty until the first run asked for it.
        appearance: dark, light or the system's.
        geometry: Qt's own format in hex; empty for the default size.
        recent: newest first.
    """

    name: str = ""
    appearance: Appearance = Appearance.SYSTEM
    geometry: str = ""
    recent: tuple[RecentParty, ...] = ()

    def recent_with(self, party: RecentParty) -> tuple[RecentParty, ...]:
        """`recent` after joining ``party``."""
        others = [known for known in self.recent if known.invite != party.invite]
        return (party, *others)[:MAX_RECENT]


#: Called with the whole memory whenever it changed.
Remember: TypeAlias = Callable[[WindowMemory], None]
