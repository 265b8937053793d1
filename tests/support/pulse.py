"""A private PulseAudio server whose one sound card is heard by a recorder.

One 4-channel null sink is the room; ``left`` and ``right`` are two stereo loudspeakers in it. Both are recorded by
the same clock, so the difference between them is what a person between them would hear.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

RATE: Final = 48_000
CHANNELS: Final = 4
SINKS: Final = ("left", "right")
_CHANNEL_MAP: Final = "front-left,front-right,rear-left,rear-right"
_START_TIMEOUT_SEC: Final = 20.0

_SCRIPT: Final = f"""\
.fail
load-module module-native-protocol-unix auth-anonymous=1 socket={{socket}}
load-module module-null-sink sink_name=room rate={RATE} format=s16le channels={CHANNELS} channel_map={_CHANNEL_MAP}
load-module module-remap-sink sink_name=left master=room remix=no channels=2 channel_map=front-left,front-right \
master_channel_map=front-left,front-right
load-module module-remap-sink sink_name=right master=room remix=no channels=2 channel_map=front-left,front-right \
master_channel_map=rear-left,rear-right
set-default-sink left
set-default-source room.monitor
"""


def pulse_is_installed() -> bool:
    """Whether this machine can run a `PulseServer`."""
    return all(shutil.which(program) for program in ("pulseaudio", "pactl", "parec"))


class PulseServer:
    """A PulseAudio daemon in a folder of its own, apart from whatever sound server the machine runs.

    Use it as a context manager; it ends with the block.
    """

    def __init__(self) -> None:
        # A short path: a Unix socket's name has 108 bytes at most.
        self._folder = Path(tempfile.mkdtemp(prefix="pa-"))
        self._socket = self._folder / "native"
        self._daemon: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        script = self._folder / "room.pa"
        script.write_text(_SCRIPT.format(socket=self._socket))
        log = (self._folder / "log").open("wb")
        self._daemon = subprocess.Popen(
            [
                *("pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--use-pid-file=no"),
                *("--exit-idle-time=-1", "--disable-shm=yes", "--log-target=stderr"),
            ],
            env=self.env(),
            stdout=log,
            stderr=log,
        )
        log.close()
        try:
            self._wait_until_it_answers()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def env(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """The environment in which a child process finds this server, and no other one."""
        env = dict(os.environ if base is None else base)
        for name in ("PULSE_SINK", "PULSE_SOURCE", "PULSE_COOKIE", "PIPEWIRE_NODE", "PIPEWIRE_REMOTE"):
            env.pop(name, None)
        return env | {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(self._folder),
            "XDG_RUNTIME_DIR": str(self._folder),
            "PULSE_CONFIG_PATH": str(self._folder),
        }

    def pactl(self, *arguments: str) -> str:
        """What ``pactl`` prints; raises when it fails."""
        done = subprocess.run(
            ["pactl", *arguments],
            env=self.env(),
            capture_output=True,
            text=True,
            check=True,
            timeout=_START_TIMEOUT_SEC,
        )
        return done.stdout

    def record(self, path: Path) -> Recording:
        """Begin to record the room: 4 channels (left's two, right's two) of 16-bit samples at `RATE`, headerless."""
        return Recording(self, path)

    def close(self) -> None:
        """End the daemon and forget its folder."""
        if self._daemon is not None:
            end(self._daemon)
            self._daemon = None
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_SEC
        while time.monotonic() < deadline and self._daemon is not None and self._daemon.poll() is None:
            if self._socket.exists():
                asked = subprocess.run(
                    ["pactl", "list", "short", "sinks"], env=self.env(), capture_output=True, text=True, check=False
                )
                if all(f"\t{sink}\t" in asked.stdout for sink in SINKS):
                    return
            time.sleep(0.05)
        raise RuntimeError(f"PulseAudio did not start: {(self._folder / 'log').read_text()}")


class Recording:
    """What was heard in the room from now until `stop`, in a file.

    ``parec`` may begin up to a second late on an idle sink: a recording tells differences between the loudspeakers,
    not when it began.
    """

    def __init__(self, server: PulseServer, path: Path) -> None:
        self.path = path
        self._recorder = subprocess.Popen(
            [
                *("parec", "--raw", "--device=room.monitor", "--format=s16le", f"--rate={RATE}"),
                # Without an explicit map parec remixes the four channels.
                *(f"--channels={CHANNELS}", f"--channel-map={_CHANNEL_MAP}", "--latency-msec=50", str(path)),
            ],
            env=server.env(),
        )

    def seconds(self) -> float:
        """How much is recorded by now."""
        return self.path.stat().st_size / (RATE * CHANNELS * 2) if self.path.exists() else 0.0

    def stop(self) -> Path:
        """End the recording; returns its file."""
        end(self._recorder)
        return self.path


def end(process: subprocess.Popen[bytes], patience_sec: float = 5.0) -> None:
    """End a child process, politely first."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience_sec)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
