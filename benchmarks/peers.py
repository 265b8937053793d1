"""Other players as pairs in the room, started the way their own documentation says."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from tests.support.sound_room import end

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from benchmarks.skew import Playing, Server


_SERVER_START_SEC: Final = 2.0
_BARE_VLC: Final = """
import sys, time, vlc
player = vlc.Instance("--aout=pulse").media_player_new(sys.argv[1])
player.play()
time.sleep(86_400)
"""


@asynccontextmanager
async def snapcast(server: Server, folder: Path, track: Path) -> AsyncIterator[Playing]:
    """A Snapcast server fed with the track through a pipe, and two clients on PulseAudio."""
    port, control = _free_port(), _free_port()
    pipe = folder / "snapfifo"
    os.mkfifo(pipe)
    # The installed configuration has a stream of its own, which the clients would take.
    configuration = folder / "snapserver.conf"
    configuration.touch()
    processes = [
        _start(
            server,
            *("snapserver", "--config", str(configuration)),
            *("--stream.source", f"pipe://{pipe}?name=track&mode=read&sampleformat=48000:16:2"),
            *("--stream.port", str(port), "--tcp.port", str(control), "--http.enabled", "false"),
            *("--server.datadir", str(folder)),
        )
    ]
    try:
        await asyncio.sleep(_SERVER_START_SEC)
        for number, sink in enumerate(("left", "right"), 1):
            device = ("--player", "pulse", "--soundcard", sink)
            processes.append(
                _start(server, "snapclient", "-h", "127.0.0.1", "-p", str(port), "-i", str(number), *device)
            )
        feed = ("-re", "-i", str(track), "-f", "s16le", "-ar", "48000", "-ac", "2", "-y", str(pipe))
        processes.append(_start(server, "ffmpeg", "-v", "error", *feed))
        yield processes[2].pid, ()
    finally:
        for process in reversed(processes):
            end(process)


@asynccontextmanager
async def vlc(server: Server, _: Path, track: Path) -> AsyncIterator[Playing]:
    """Two bare libVLC players told to play in the same moment."""
    processes = [_start(server, sys.executable, "-c", _BARE_VLC, str(track), sink=sink) for sink in ("left", "right")]
    try:
        yield processes[1].pid, ()
    finally:
        for process in processes:
            end(process)


def _start(server: Server, *command: str, sink: str = "") -> subprocess.Popen[bytes]:
    env = server.env() | ({"PULSE_SINK": sink} if sink else {})
    return subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
