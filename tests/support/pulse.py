"""A private PulseAudio server: a `SoundRoom`."""

from __future__ import annotations

import shutil
from typing import Final

from tests.support.sound_room import CHANNEL_MAP, CHANNELS, PAIRS, RATE, SINKS, SoundRoom, remap

_MAP: Final = ",".join(CHANNEL_MAP)
_SCRIPT: Final = "\n".join(
    (
        ".fail",
        "load-module module-native-protocol-unix auth-anonymous=1 socket={socket}",
        f"load-module module-null-sink sink_name=room rate={RATE} format=s16le channels={CHANNELS} channel_map={_MAP}",
        *(f"load-module module-remap-sink {' '.join(remap(sink, PAIRS[sink]))}" for sink in SINKS),
        "set-default-sink left",
        "set-default-source room.monitor",
        "",
    )
)


def pulse_is_installed() -> bool:
    """Whether this machine can run a `PulseServer`."""
    return all(shutil.which(program) for program in ("pulseaudio", "pactl", "parec"))


class PulseServer(SoundRoom):
    """A PulseAudio daemon; ends with the block."""

    def __init__(self) -> None:
        super().__init__("pa-")
        self._socket = self._folder / "native"

    def _start(self) -> None:
        script = self._folder / "room.pa"
        script.write_text(_SCRIPT.format(socket=self._socket))
        self._spawn(
            *("pulseaudio", "-n", "-F", str(script), "--daemonize=no", "--use-pid-file=no"),
            *("--exit-idle-time=-1", "--disable-shm=yes", "--log-target=stderr"),
        )
        self.wait_until(lambda: self._socket.exists() and self.has(*SINKS), "PulseAudio")

    def _addresses(self) -> dict[str, str]:
        return {
            "PULSE_SERVER": f"unix:{self._socket}",
            "PULSE_RUNTIME_PATH": str(self._folder),
            "PULSE_CONFIG_PATH": str(self._folder),
        }
