from __future__ import annotations

import signal
import sys

import pytest

from app.signals import endings


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no hangup")
def test_a_closed_terminal_ends_us_unless_we_were_started_to_outlive_it() -> None:
    before = signal.getsignal(signal.SIGHUP)
    try:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
        assert signal.SIGHUP in endings()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does
        assert endings() == [signal.SIGINT, signal.SIGTERM]
    finally:
        signal.signal(signal.SIGHUP, before)
