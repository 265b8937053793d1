"""Keeps what the window remembers, and tells whoever stores it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.ui.memory import RecentParty, Remember, WindowMemory


class MemoryKeeper(QObject):
    """One window's memory; each real change is remembered at once."""

    changed = Signal(WindowMemory)

    def __init__(self, memory: WindowMemory, remember: Remember) -> None:
        super().__init__()
        self._memory = memory
        self._remember = remember

    @property
    def memory(self) -> WindowMemory:
        """As of now."""
        return self._memory

    def change(self, **fields: Any) -> None:
        """Set fields of `WindowMemory`."""
        memory = replace(self._memory, **fields)
        if memory != self._memory:
            self._memory = memory
            self._remember(memory)
            self.changed.emit(memory)

    def joined(self, party: RecentParty) -> None:
        """A party to offer again."""
        self.change(recent=self._memory.recent_with(party))
