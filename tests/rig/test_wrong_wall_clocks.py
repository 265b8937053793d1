"""The wall clock is nobody's business: hours of error and steps while playing are not heard."""

from __future__ import annotations

import asyncio
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.rig.room import Rig
from tests.rig.test_a_party_is_heard import together
from tests.rig.tracks import make_track

if TYPE_CHECKING:
    from tests.support.pulse import PulseServer

pytestmark = [
    pytest.mark.rig,
    pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler to build the wrong clock with"),
]


class WallClock:
    """A wall clock for one process, hours away from the true one."""

    def __init__(self, folder: Path) -> None:
        library = folder / "wall_clock.so"
        source = Path(__file__).with_name("wall_clock.c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, source], check=True)
        self._shift = folder / "shift"
        self._shift.write_bytes(struct.pack("<q", 0))
        self.wrapper = ("env", f"LD_PRELOAD={library}", f"WALL_CLOCK_SHIFT={self._shift}")

    def set(self, hours: float) -> None:
        """Step to so many hours ahead of the true time."""
        with self._shift.open("r+b") as file:
            file.write(struct.pack("<q", round(hours * 3600)))


def test_the_wrong_clock_is_wrong_and_nothing_else(tmp_path: Path) -> None:
    clock = WallClock(tmp_path)
    clock.set(5)
    ask = "import time; time.sleep(0.01); print(time.time(), time.monotonic())"
    before = time.monotonic()
    said = subprocess.run([*clock.wrapper, sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    wall, monotonic = map(float, said.stdout.split())
    assert wall - time.time() == pytest.approx(5 * 3600, abs=30)  # noqa: TID251 - the wall clock is the subject
    assert before < monotonic < time.monotonic()


@pytest.mark.parametrize("stepping", ["guest", "host"])
async def test_hours_of_error_and_a_step_in_mid_track(stepping: str, pulse_server: PulseServer, tmp_path: Path) -> None:
    track = make_track(tmp_path, "wav", seconds=20)
    clock = WallClock(tmp_path)
    clock.set(5)
    wrappers = {stepping: clock.wrapper}
    async with Rig(pulse_server, tmp_path) as rig:
        host = await rig.host([track], "--play", "--wait-guests", "1", wrapper=wrappers.get("host", ()))
        guest = await rig.guest(await rig.invite(host), wrapper=wrappers.get("guest", ()))
        await asyncio.gather(host.phase("playing"), guest.phase("playing"))
        await asyncio.sleep(4)
        clock.set(-2)
        await asyncio.sleep(5)
        heard = await rig.stop()
    together(heard, spans=1)
