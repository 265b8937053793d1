"""Which processes a process started, as Linux tells it."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def children(of: int | None = None) -> set[int]:
    """Process ids of those that live or wait to be noticed: ours, or another's; none of one that is gone."""
    found: set[int] = set()
    # Threads end meanwhile, and leave their children to another.
    gone = contextlib.suppress(FileNotFoundError, ProcessLookupError)
    with gone:
        for task in Path(f"/proc/{of or os.getpid()}/task").iterdir():
            with gone:
                found.update(int(pid) for pid in (task / "children").read_text().split())
    return found
