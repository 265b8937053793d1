from __future__ import annotations

import subprocess
import sys

from app.net.multicast import own_addresses


def test_a_window_that_starts_loads_no_multicast() -> None:
    script = (
        "import sys, app.cli.entry, app.window_start; sys.exit('zeroconf' in sys.modules or 'ifaddr' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], timeout=60, check=False).returncode == 0


def test_this_machine_has_an_address_at_least_for_itself() -> None:
    assert "127.0.0.1" in own_addresses()
