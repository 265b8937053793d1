"""Urgency of the thread that feeds the sound card."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import Final

# What PulseAudio's own clients ask for; as root or with a raised limit it is granted, else nothing changes.
_NICE: Final = -11


def hurry() -> None:
    """Let the calling thread go before ordinary ones where the system allows it.

    Only Linux counts the priority per thread; elsewhere PortAudio raises its threads itself.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _NICE)
