"""Local time: the monotonic clock, which every part that needs it takes as an argument."""

from __future__ import annotations

import time

from server.protocol.units import LocalSec


def monotonic() -> LocalSec:
    """Now, in seconds; all processes of a machine share its zero."""
    return LocalSec(time.monotonic())
