from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.playback.outputs import priority

if TYPE_CHECKING:
    import pytest


def test_what_a_thread_waited_never_shrinks() -> None:
    first = priority.waited()
    assert 0 <= first <= priority.waited()


def test_where_nobody_counts_it_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"")
    assert priority.waited() == 0
    monkeypatch.setattr(sys, "platform", "darwin")
    assert priority.waited() == 0
    priority.hurry()
