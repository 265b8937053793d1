"""The doctor as people ask it: every line is true, and what fails says what to do."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from contextlib import closing
from typing import TYPE_CHECKING

from tests.rig.member import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.pulse import PulseServer


async def test_what_works_is_told_and_what_does_not_says_what_to_do(pulse_env: PulseServer, tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "doctor", "--relay", f"127.0.0.1:{port}"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "UNISONO_HOME": str(tmp_path / "home"), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
    )
    async with asyncio.timeout(60):
        stdout, stderr = await process.communicate()
    lines = {line[6:].partition(":")[0]: line for line in stdout.decode().splitlines()}
    assert process.returncode == 1, stderr.decode()
    assert stderr == b""
    for part in ("Folders", "Sound devices", "libVLC", "Sound output", "Timing", "Bundled relay"):
        assert lines[part].startswith("ok "), lines[part]
    assert lines["Sound output"].endswith("left through pulse")
    assert lines["Relay"].startswith("FAIL")
    assert f"No relay is running at 127.0.0.1:{port}. Ask the host" in lines["Relay"]
