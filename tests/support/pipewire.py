"""A private PipeWire server laid out like `PulseServer`'s room, on the same machine.

Two remapped loudspeakers of one null sink again: two null sinks of their own show false offsets of whole quanta.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from tests.support.pulse import CHANNELS, RATE, SINKS, end

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

_CHANNEL_MAP: Final = "front-left,front-right,rear-left,rear-right"
_PAIRS: Final = {"left": "front-left,front-right", "right": "rear-left,rear-right"}
_START_TIMEOUT_SEC: Final = 20.0
_PLUGIN: Final = "libasound_module_pcm_pipewire.so"
#: Where the plugin may lie: installed, or unpacked beside PulseAudio, whose package its own cannot stand beside.
_PLUGIN_PLACES: Final = (
    *Path("/usr").glob("lib*/*/alsa-lib"),
    *Path("/usr").glob("lib*/alsa-lib"),
    *(Path(__file__).resolve().parents[2] / ".dev" / "pipewire-alsa").glob("usr/lib*/*/alsa-lib"),
)


def alsa_plugin() -> Path | None:
    """ALSA's door to PipeWire; None where it is not on this machine."""
    return next((place / _PLUGIN for place in _PLUGIN_PLACES if (place / _PLUGIN).exists()), None)


def pipewire_is_installed() -> bool:
    """Whether this machine can run a `PipeWireServer`."""
    programs = ("dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse", "pactl", "pw-record")
    return all(shutil.which(program) for program in programs)


class PipeWireServer:
    """PipeWire, its session manager and its PulseAudio door, in a folder of their own. A context manager."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pw-"))
        self._bus = f"unix:path={self._folder}/bus"
        self._children: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Self:
        self._write_alsa_configuration()
        try:
            # The session manager leaves at once where there is no message bus.
            self._spawn("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={self._bus}")
            self._wait((self._folder / "bus").exists)
            self._spawn("pipewire")
            self._wait((self._folder / "pipewire-0").exists)
            self._spawn("wireplumber")
            self._spawn("pipewire-pulse")
            self._wait((self._folder / "pulse" / "native").exists)
            self._furnish()
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
        for name in ("PULSE_SINK", "PULSE_SOURCE", "PULSE_COOKIE", "PIPEWIRE_NODE"):
            env.pop(name, None)
        return env | {
            "XDG_RUNTIME_DIR": str(self._folder),
            "DBUS_SESSION_BUS_ADDRESS": self._bus,
            "PIPEWIRE_RUNTIME_DIR": str(self._folder),
            "PULSE_RUNTIME_PATH": str(self._folder / "pulse"),
            "PULSE_SERVER": f"unix:{self._folder}/pulse/native",
            "XDG_STATE_HOME": str(self._folder / "state"),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "ALSA_CONFIG_PATH": str(self._folder / "asound.conf"),
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

    def record(self, path: Path) -> PipeWireRecording:
        """Begin to record the room: 4 channels (left's two, right's two) of 16-bit samples at `RATE`, headerless."""
        return PipeWireRecording(self, path)

    def close(self) -> None:
        """End the daemons, newest first, and forget their folder."""
        while self._children:
            end(self._children.pop())
        shutil.rmtree(self._folder, ignore_errors=True)

    def _spawn(self, *command: str) -> None:
        with (self._folder / f"{command[0]}.log").open("wb") as log:
            self._children.append(subprocess.Popen(command, env=self.env(), stdout=log, stderr=log))

    def _furnish(self) -> None:
        self._wait(lambda: "PipeWire" in self._ask("info"))
        self._ask(
            *("load-module", "module-null-sink", "sink_name=room", f"rate={RATE}", f"channels={CHANNELS}"),
            f"channel_map={_CHANNEL_MAP}",
        )
        for sink in SINKS:
            self._ask(
                *("load-module", "module-remap-sink", f"sink_name={sink}", "master=room", "remix=no", "channels=2"),
                *("channel_map=front-left,front-right", f"master_channel_map={_PAIRS[sink]}"),
            )
        self._wait(lambda: all(f"\t{sink}\t" in self._ask("list", "short", "sinks") for sink in SINKS))
        self._ask("set-default-sink", "left")

    def _ask(self, *arguments: str) -> str:
        done = subprocess.run(["pactl", *arguments], env=self.env(), capture_output=True, text=True, check=False)
        return done.stdout

    def _wait(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + _START_TIMEOUT_SEC
        while not condition():
            if time.monotonic() > deadline:
                logs = "\n".join(log.read_text() for log in self._folder.glob("*.log"))
                raise RuntimeError(f"PipeWire did not start: {logs}")
            time.sleep(0.05)

    def _write_alsa_configuration(self) -> None:
        lines = ["</usr/share/alsa/alsa.conf>"]
        if (plugin := alsa_plugin()) is not None:
            lines.append(f'pcm_type.pipewire {{ lib "{plugin}" }}')
            lines.append('pcm.pipewire { type pipewire hint { show on description "PipeWire Sound Server" } }')
        (self._folder / "asound.conf").write_text("\n".join(lines) + "\n")


class PipeWireRecording:
    """What was heard in the room from now until `stop`, in a file."""

    def __init__(self, server: PipeWireServer, path: Path) -> None:
        self.path = path
        self._output = path.open("wb")
        self._recorder = subprocess.Popen(
            [
                *("pw-record", "--target", "room", "-P", "{ stream.capture.sink=true }", "--format=s16"),
                *(f"--rate={RATE}", f"--channels={CHANNELS}", "--channel-map=FL,FR,RL,RR", "-"),
            ],
            env=server.env(),
            stdout=self._output,
        )

    def seconds(self) -> float:
        """How much is recorded by now."""
        return self.path.stat().st_size / (RATE * CHANNELS * 2)

    def stop(self) -> Path:
        """End the recording; returns its file."""
        end(self._recorder)
        self._output.close()
        return self.path
