"""Keeps what the window remembers, and tells whoever stores it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.ui.memory import RecentParty, Remember, WindowMemory


class MemoryKeeper(QObject):
    """One window's memory; each real change is remembered at once.

    Args:
        memory: what the last run remembered.
        remember: told whenever that changes.
        name_of_this_run: used whatever is remembered, and not remembered itself.
    """

    changed = Signal(WindowMemory)

    def __init__(self, memory: WindowMemory, remember: Remember, *, name_of_this_run: str = "") -> None:
        super().__init__()
        self._memory = memory
        self._remember = remember
        self.name_of_this_run = name_of_this_run

    @property
    def memory(self) -> WindowMemory:
        """As of now."""
        return self._memory

    @property
    def name(self) -> str:
        """The person's name in this run; empty while nobody knows it."""
        return self.name_of_this_run or self._memory.name

    def change(self, **fields: Any) -> None:
        """Set fields of `WindowMemory`."""
        memory = replace(self._memory, **fields)
        if memory != self._memory:
            self._memory = memory
            self._remember(memory)
            self.changed.emit(memory)

    def named(self, name: str) -> None:
        """A name was used or entered."""
        if name != self.name_of_this_run:
            self.change(name=name)

    def joined(self, party: RecentParty) -> None:
        """A party to offer again."""
        self.change(recent=self._memory.recent_with(party))
