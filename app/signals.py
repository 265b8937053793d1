"""What tells a program to end."""

from __future__ import annotations

import signal
import sys


def endings() -> list[signal.Signals]:
    """Ctrl-C, the system's request, and the terminal that is closed, unless we were started to outlive it."""
    found = [signal.SIGINT, signal.SIGTERM]
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        found.append(signal.SIGHUP)
    return found
