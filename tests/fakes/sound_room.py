"""A PulseAudio of our own with one sound card that two members share, and ears: a recording of what is heard.

The card ``room`` has four channels; ``left`` and ``right`` are stereo sinks on either half, so two members play through
one clock and a recording of four channels shows the skew between them, free of any other error.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 48_000
_MAP = "front-left,front-right,rear-left,rear-right"
_SCRIPT = f"""
load-module module-native-protocol-unix auth-anonymous=1 socket={{socket}}
load-module module-null-sink sink_name=room rate={RATE} channels=4 channel_map={_MAP}
load-module module-remap-sink sink_name=left master=room remix=no channels=2 channel_map=front-left,front-right \
master_channel_map=front-left,front-right
load-module module-remap-sink sink_name=right master=room remix=no channels=2 channel_map=front-left,front-right \
master_channel_map=rear-left,rear-right
set-default-sink left
"""


def available() -> bool:
    """Whether PulseAudio and its tools are installed."""
    return all(shutil.which(program) for program in ("pulseaudio", "parec", "pactl"))


class SoundRoom:
    """The server, until `close`."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sound-room-"))
        self.server: subprocess.Popen[bytes] | None = None
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith("PULSE_")},
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder / "pulse"),
            "PULSE_STATE_PATH": str(self.folder / "state"),
            "PULSE_SERVER": f"unix:{self.folder}/socket",
        }
        self.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        script = self.folder / "room.pa"
        script.write_text(_SCRIPT.format(socket=self.folder / "socket"))
        command = ["pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--exit-idle-time=-1", "--disable-shm=no"]
        with (self.folder / "server.log").open("ab") as log:
            self.server = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + 15
        while "right" not in self.control("list", "short", "sinks"):
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "server.log").read_text())
            time.sleep(0.05)

    def stop(self) -> None:
        """End the server, as a crash would."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()
            self.server = None

    def close(self) -> None:
        """End the server and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def control(self, *arguments: str) -> str:
        """Run pactl."""
        done = subprocess.run(
            ["pactl", *arguments], env=self.environment, capture_output=True, text=True, timeout=10, check=False
        )
        return done.stdout

    def record(self) -> Recording:
        """Start recording all four channels; returns once samples arrive."""
        return Recording(self)


class Recording:
    """A running recording of the room's monitor."""

    def __init__(self, room: SoundRoom) -> None:
        self.path = room.folder / f"recording-{time.monotonic_ns()}.raw"
        self._file = self.path.open("wb")
        command = [
            *("parec", "--device=room.monitor", "--raw", "--format=float32le", f"--rate={RATE}"),
            *("--channels=4", f"--channel-map={_MAP}", "--latency-msec=50"),
        ]
        self._process = subprocess.Popen(command, env=room.environment, stdout=self._file)
        deadline = time.monotonic() + 10
        while self.path.stat().st_size == 0 and time.monotonic() < deadline:
            time.sleep(0.02)

    def finish(self) -> NDArray[np.float32]:
        """Stop; returns shape (frames, 4)."""
        self._process.terminate()
        self._process.wait(10)
        self._file.close()
        samples = np.fromfile(self.path, dtype=np.float32)
        self.path.unlink()
        return samples[: len(samples) // 4 * 4].reshape(-1, 4)


def lag(one: NDArray[np.float32], two: NDArray[np.float32], rate: int = RATE) -> float | None:
    """Seconds by which ``two`` comes later than ``one``; None where either is silent or they differ."""
    if min(np.abs(one).max(), np.abs(two).max()) < 1e-3:
        return None
    size = 2 * len(one)
    window = np.hanning(len(one))
    cross = np.conj(np.fft.rfft(one * window, size)) * np.fft.rfft(two * window, size)
    correlation = np.fft.irfft(cross, size)
    peak = int(np.argmax(correlation))
    energy = np.sqrt(np.sum((one * window) ** 2) * np.sum((two * window) ** 2))
    if correlation[peak] < 0.5 * energy:
        return None
    # The peak between samples: where the phase of the cross spectrum, seen from the whole-sample peak, is flat.
    omega = 2 * np.pi * np.arange(len(cross)) / size
    turned = cross * np.exp(1j * omega * peak)
    weight = np.abs(turned)
    rest = -np.sum(weight * omega * np.angle(turned)) / np.sum(weight * omega**2)
    whole = peak if peak < size // 2 else peak - size
    return float((whole + rest) / rate)
