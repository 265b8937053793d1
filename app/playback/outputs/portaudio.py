"""PortAudio: WASAPI and CoreAudio, and on Linux the sound server's own ALSA device.

Each callback brings the time at which its first frame reaches the converter. PortAudio's clock is compared with ours
at that very moment, because it may be the wall clock, which steps.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.playback.local_time import monotonic
from app.playback.outputs.base import BUFFER_SEC, Device, OutputUnavailableError
from app.playback.outputs.priority import hurry
from app.playback.outputs.pulse_connection import PulseConnection
from app.said import Said, Saying
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from app.playback.outputs.base import OutputClient

logger = logging.getLogger(__name__)

# What is asked of ALSA's plug-ins, which convert themselves; elsewhere the device's own rate is taken.
_ALSA_RATE: Final = 48_000
# ALSA opens in this order: a sound server's own device before whatever “default” leads to.
_ALSA_DEVICES: Final = ("pipewire", "pulse", "default")
_SERVER_DEVICES: Final = ("pipewire", "pulse")
# Each system's interface with the truest timing.
_HOST_APIS: Final = {"win32": "Windows WASAPI", "darwin": "Core Audio", "linux": "ALSA"}
# PortAudio's devices are counted once per initialisation, and only one may be made at a time.
_library_lock = threading.Lock()
_open_streams = 0


class PortAudioOutput:
    """One output stream.

    Args:
        sounddevice: the binding.
        client: whom frames are asked of.
        index: PortAudio's number of the device.
        name: its lasting name.
        rate: frames per second.
        clock: local time.

    Raises:
        OutputUnavailableError: the device does not open.
    """

    interface: Final = "portaudio"

    def __init__(
        self,
        sounddevice: ModuleType,
        client: OutputClient,
        *,
        index: int,
        name: str,
        rate: int,
        clock: Callable[[], LocalSec],
    ) -> None:
        self.device = name
        self._clock = clock
        self._moved_to: str | None = None
        self._watch: PulseConnection | None = None
        self._client = client
        self._written = 0
        self._closing = False
        self._begun = False
        self._rate = rate
        try:
            self._stream = sounddevice.OutputStream(
                device=index,
                samplerate=rate,
                channels=2,
                dtype="float32",
                latency=BUFFER_SEC,
                # One fiftieth of a second: left to itself PortAudio takes a quarter of the buffer.
                blocksize=rate // 50,
                callback=self._on_block,
                finished_callback=self._on_finished,
            )
            self._stream.start()
        except sounddevice.PortAudioError as error:
            said = Said(what=Saying.OUTPUT_REFUSES, name=name, why=str(error))
            raise OutputUnavailableError(said) from error

    def close(self) -> None:
        """Stop at once."""
        if self._closing:
            return
        self._closing = True
        self._stream.abort(ignore_errors=True)
        self._stream.close(ignore_errors=True)
        if self._watch is not None:
            self._watch.close()
        _count_stream(-1)

    def follow(self, sink: str | None) -> None:
        """Tell which of the sound server's sinks plays for its ALSA device: ``sink``, or without it the default."""
        playing = [sink or ""]

        def compare(default: str, names: frozenset[str]) -> None:
            now = sink if sink in names else default
            if now and now != playing[0]:
                playing[0] = now
                # The client is called on the stream's own thread only: the next block carries the news.
                self._moved_to = now

        try:
            self._watch = PulseConnection()
        except OutputUnavailableError:
            return
        default = self._watch.watch(compare)
        if sink is None and default:
            playing[0] = self.device = default

    def _on_block(self, out: Any, frames: int, times: Any, status: Any) -> None:
        try:
            if not self._begun:
                self._begun = True
                hurry()
                self._client.begin(self._rate)
            if self._moved_to is not None:
                self.device, self._moved_to = self._moved_to, None
                self._client.moved(self.device)
            if status.output_underflow and self._written:
                self._client.ran_dry(Seconds(0.0))
            ahead = times.outputBufferDacTime - self._stream.time
            # Some interfaces report nothing for the first blocks, and some nonsense for a moment.
            if 0 < ahead < 10 * BUFFER_SEC:
                self._client.heard(self._written, LocalSec(self._clock() + ahead))
            out[:] = self._client.render(self._written, frames)
            self._written += frames
        except Exception:
            logger.exception("PortAudio callback failed")
            out[:] = np.float32(0)

    def _on_finished(self) -> None:
        if not self._closing:
            self._client.lost("the device stopped")


class PortAudioDriver:
    """Opens PortAudio's streams.

    Args:
        prefer: device names to try when nobody chose one, best first.
        platform: as `sys.platform`.
        clock: local time.
    """

    interface: Final = "portaudio"

    def __init__(
        self,
        prefer: tuple[str, ...] = _ALSA_DEVICES,
        platform: str = sys.platform,
        clock: Callable[[], LocalSec] = monotonic,
    ) -> None:
        self._clock = clock
        self._prefer = prefer
        self._platform = platform

    def open(self, client: OutputClient, device: str | None) -> PortAudioOutput:
        """See `OutputDriver.open`."""
        with _library_lock:
            library = _load()
            known = list(_outputs(library, self._platform))
            chosen = _choose(known, device, self._prefer)
            if chosen is None:
                gone = Said(what=Saying.OUTPUT_GONE, name=device) if device else Said(what=Saying.NO_OUTPUT)
                raise OutputUnavailableError(gone)
            if device is not None and chosen["name"] != device and not _is_sink(device):
                # PipeWire would play to its default device without a word.
                raise OutputUnavailableError(Said(what=Saying.OUTPUT_GONE, name=device))
            rate = _ALSA_RATE if self._platform == "linux" else int(chosen["default_samplerate"])
            with _routed(device if chosen["name"] != device else None):
                output = PortAudioOutput(
                    library,
                    client,
                    index=chosen["index"],
                    name=device or chosen["name"],
                    rate=rate,
                    clock=self._clock,
                )
            _count_stream(+1)
            if chosen["name"] in _SERVER_DEVICES:
                output.follow(device if chosen["name"] != device else None)
            return output

    def devices(self) -> list[Device]:
        """Outputs of the system's best interface."""
        with _library_lock:
            try:
                library = _load()
            except OutputUnavailableError:
                return []
            default = library.default.device[1]
            return [
                Device(interface="portaudio", name=one["name"], title=one["name"], is_default=one["index"] == default)
                for one in _outputs(library, self._platform)
            ]

    def has(self, device: str) -> bool:
        """See `OutputDriver.has`; a sound server's sinks count where its own ALSA device is here."""
        names = {one.name for one in self.devices()}
        return device in names or (not names.isdisjoint(_SERVER_DEVICES) and _is_sink(device))


def _is_sink(device: str) -> bool:
    """Whether the sound server has a sink of this name; what cannot be asked is tried."""
    try:
        connection = PulseConnection()
    except OutputUnavailableError:
        return True
    try:
        return any(one.name == device for one in connection.devices())
    finally:
        connection.close()


def _load() -> ModuleType:
    """The binding, with a fresh list of devices where no stream of ours would be hurt by it."""
    try:
        # Importing it initialises PortAudio, which opens every device for a moment: not before a person plays.
        import sounddevice  # noqa: PLC0415 - see above
    except OSError as error:
        raise OutputUnavailableError(Said(what=Saying.NO_PORTAUDIO)) from error
    if _open_streams == 0:
        sounddevice._terminate()  # noqa: SLF001 - the only way to see devices that came or went
        sounddevice._initialize()  # noqa: SLF001 - see above
    module: ModuleType = sounddevice
    return module


def _count_stream(by: int) -> None:
    global _open_streams  # noqa: PLW0603 - PortAudio's own state is global to the process
    _open_streams += by


def _outputs(library: ModuleType, platform: str) -> Iterator[dict[str, Any]]:
    wanted = _HOST_APIS.get(platform, "ALSA")
    apis = [index for index, api in enumerate(library.query_hostapis()) if api["name"] == wanted]
    for one in library.query_devices():
        if one["max_output_channels"] >= 2 and (not apis or one["hostapi"] in apis):  # noqa: PLR2004 - stereo
            yield one


def _choose(known: list[dict[str, Any]], device: str | None, prefer: tuple[str, ...]) -> dict[str, Any] | None:
    by_name = {one["name"]: one for one in known}
    if device in by_name:
        return by_name[device]
    found = next((by_name[name] for name in prefer if name in by_name), None)
    # Another name may be a sink of the sound server behind its ALSA device.
    if found is not None and (device is None or found["name"] in _SERVER_DEVICES):
        return found
    return None if device else next(iter(known), None)


@contextlib.contextmanager
def _routed(sink: str | None) -> Iterator[None]:
    """Lead ALSA's sound server devices to one sink while a stream is being opened."""
    names = ("PULSE_SINK", "PIPEWIRE_NODE") if sink else ()
    before = {name: os.environ.get(name) for name in names}
    os.environ.update({name: sink for name in names if sink})
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
