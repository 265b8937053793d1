"""The demo as people start it."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from typing import TYPE_CHECKING

from tests.rig.member import ROOT

if TYPE_CHECKING:
    from pathlib import Path


async def test_the_demo_plays_silently_where_there_is_no_sound_and_ends_with_a_summary(tmp_path: Path) -> None:
    own = {"UNISONO_HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    base = {key: value for key, value in os.environ.items() if not key.startswith("PULSE_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "demo", "--headless", "--seconds", "5"),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**base, **own},
        cwd=tmp_path,
    )
    try:
        async with asyncio.timeout(90):
            stdout, stderr = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    lines = stdout.decode().splitlines()
    assert process.returncode == 0, stderr.decode()
    assert "silently" in lines[0]
    assert any("Host playing" in line and "Guest playing" in line for line in lines)
    summary = re.fullmatch(
        r"Summary: Host \|drift\| median ([\d.]+) ms, max [\d.]+ ms; Guest \|drift\| median ([\d.]+) ms, max [\d.]+ ms;"
        r" skew between them median ([\d.]+) ms, max [\d.]+ ms",
        lines[-1],
    )
    assert summary is not None, lines[-1]
    assert all(float(figure) < 3.0 for figure in summary.groups())
