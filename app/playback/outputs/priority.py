"""Urgency of the thread that feeds the sound card."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import Final

# What PulseAudio's own clients ask for; as root or with a raised limit it is granted, else nothing changes.
_NICE: Final = -11
_NANO: Final = 1e-9


def hurry() -> None:
    """Let the calling thread go before ordinary ones where the system allows it.

    Only Linux counts the priority per thread; elsewhere PortAudio raises its threads itself.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, 0, _NICE)


def waited() -> float:
    """Seconds that the calling thread has waited for a core in its life, ready to run; 0 where nobody counts them."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, ValueError, IndexError):
            fields = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat").read_bytes().split()
            return int(fields[1]) * _NANO
    return 0.0
