"""A private PipeWire server: a `SoundRoom`, with its PulseAudio door and its own ALSA device.

Loudspeakers are remapped from one null sink here too: null sinks of their own show false offsets of whole quanta.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from tests.support.sound_room import CHANNEL_MAP, CHANNELS, PAIRS, RATE, SINKS, SoundRoom, remap

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
    programs = ("dbus-daemon", "pipewire", "wireplumber", "pipewire-pulse", "pactl", "parec")
    return all(shutil.which(program) for program in programs)


class PipeWireServer(SoundRoom):
    """PipeWire, its session manager and its PulseAudio door; they end with the block."""

    def __init__(self) -> None:
        super().__init__("pw-")
        self._bus = f"unix:path={self._folder}/bus"

    def _start(self) -> None:
        self._write_alsa_configuration()
        # The session manager leaves at once where there is no message bus.
        self._spawn("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={self._bus}")
        self.wait_until((self._folder / "bus").exists, "the message bus")
        self._spawn("pipewire", urgent=True)
        self.wait_until((self._folder / "pipewire-0").exists, "PipeWire")
        self._spawn("wireplumber")
        self._spawn("pipewire-pulse")
        self.wait_until((self._folder / "pulse" / "native").exists, "PipeWire's PulseAudio door")
        self.wait_until(lambda: "PipeWire" in self.pactl("info", check=False), "PipeWire's answer")
        self.pactl(
            *("load-module", "module-null-sink", "sink_name=room", f"rate={RATE}", f"channels={CHANNELS}"),
            f"channel_map={','.join(CHANNEL_MAP)}",
        )
        for sink in SINKS:
            self.pactl("load-module", "module-remap-sink", *remap(sink, PAIRS[sink]))
        self.wait_until(lambda: self.has(*SINKS), "the loudspeakers")
        self.pactl("set-default-sink", "left")

    def _addresses(self) -> dict[str, str]:
        return {
            "DBUS_SESSION_BUS_ADDRESS": self._bus,
            "PIPEWIRE_RUNTIME_DIR": str(self._folder),
            "PULSE_RUNTIME_PATH": str(self._folder / "pulse"),
            "PULSE_SERVER": f"unix:{self._folder}/pulse/native",
            "XDG_STATE_HOME": str(self._folder / "state"),
            "XDG_CONFIG_HOME": str(self._folder / "config"),
            "ALSA_CONFIG_PATH": str(self._folder / "asound.conf"),
        }

    def _write_alsa_configuration(self) -> None:
        lines = ["</usr/share/alsa/alsa.conf>"]
        if (plugin := alsa_plugin()) is not None:
            lines.append(f'pcm_type.pipewire {{ lib "{plugin}" }}')
            lines.append('pcm.pipewire { type pipewire hint { show on description "PipeWire Sound Server" } }')
        (self._folder / "asound.conf").write_text("\n".join(lines) + "\n")
