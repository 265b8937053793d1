"""PulseAudio by its own asynchronous API, also served by PipeWire.

The stream stays connected while the player is open, so that a start never waits for a device and its timing has long
settled. Timing is read from the server's raw figures: "the frame leaving the queue now is heard in so many
microseconds", stamped with the server's own clock. The client-side interpolation of libpulse would smooth over what
the `DacClock` wants to see.
"""

from __future__ import annotations

import ctypes as c
import logging
import time
from typing import TYPE_CHECKING, Any, Final

from app.playback.outputs import libpulse
from app.playback.outputs.base import BUFFER_SEC, Device, OutputUnavailableError
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.outputs.base import OutputClient

logger = logging.getLogger(__name__)

_FRAME_BYTES: Final = 8
_ASK_RATE: Final = 48_000
# Requests of 20 ms: a member costs little, and a new programme is heard within the buffer anyway.
_REQUEST_SEC: Final = 0.02
_LARGEST_BLOCK: Final = 4096
_TIMING_EVERY: Final = Seconds(0.02)
# An answer older than this tells more about the machine than about the card.
_STALE: Final = Seconds(0.25)


class PulseOutput:
    """One playback stream with its own connection and thread.

    Args:
        library: libpulse.
        client: whom frames are asked of.
        device: a sink's name; None follows PULSE_SINK, then the server's default and its changes.

    Raises:
        OutputUnavailableError: no server answers, or it has no such sink.
    """

    interface: Final = "pulse"

    def __init__(self, library: c.CDLL, client: OutputClient, device: str | None) -> None:
        self._lib = library
        self._client = client
        self._written = 0
        self._closing = False
        self._lost = False
        self._timing_asked = LocalSec(0.0)
        self._timing_pending = False
        self._device = ""
        self._context: int | None = None
        self._stream: int | None = None
        self._callbacks = self._make_callbacks()
        self._loop = library.pa_threaded_mainloop_new()
        library.pa_threaded_mainloop_start(self._loop)
        library.pa_threaded_mainloop_lock(self._loop)
        try:
            self._connect()
            self._open_stream(device)
        except OutputUnavailableError:
            library.pa_threaded_mainloop_unlock(self._loop)
            self.close()
            raise
        library.pa_threaded_mainloop_unlock(self._loop)

    @property
    def device(self) -> str:
        """The sink's name."""
        return self._device

    def close(self) -> None:
        """Disconnect and end the thread."""
        if self._closing:
            return
        self._closing = True
        library = self._lib
        library.pa_threaded_mainloop_lock(self._loop)
        if self._stream:
            library.pa_stream_disconnect(self._stream)
        if self._context:
            library.pa_context_disconnect(self._context)
        library.pa_threaded_mainloop_unlock(self._loop)
        library.pa_threaded_mainloop_stop(self._loop)
        if self._stream:
            library.pa_stream_unref(self._stream)
        if self._context:
            library.pa_context_unref(self._context)
        library.pa_threaded_mainloop_free(self._loop)

    def _make_callbacks(self) -> dict[str, Any]:
        # ctypes frees a callback with its Python object: they live as long as the output.
        return {
            "context": libpulse.CONTEXT_NOTIFY(self._guard(self._on_context_state)),
            "state": libpulse.STREAM_NOTIFY(self._guard(self._on_stream_state)),
            "write": libpulse.STREAM_REQUEST(self._guard(self._on_write)),
            "underflow": libpulse.STREAM_NOTIFY(self._guard(self._on_underflow)),
            "moved": libpulse.STREAM_NOTIFY(self._guard(self._on_moved)),
            "suspended": libpulse.STREAM_NOTIFY(self._guard(self._on_suspended)),
            "timing": libpulse.STREAM_SUCCESS(self._guard(self._on_timing)),
        }

    @staticmethod
    def _guard(handler: Callable[..., None]) -> Callable[..., None]:
        def call(*arguments: Any) -> None:
            try:
                handler(*arguments[1:-1])
            except Exception:
                logger.exception("PulseAudio callback %s failed", handler.__name__)

        return call

    def _connect(self) -> None:
        library = self._lib
        api = library.pa_threaded_mainloop_get_api(self._loop)
        self._context = library.pa_context_new(api, b"Unisono")
        library.pa_context_set_state_callback(self._context, self._callbacks["context"], None)
        if library.pa_context_connect(self._context, None, libpulse.CONTEXT_NOAUTOSPAWN, None) < 0:
            raise OutputUnavailableError(
                f"The sound server does not answer ({self._reason()}). Start it, then try again."
            )
        ended = (libpulse.CONTEXT_FAILED, libpulse.CONTEXT_TERMINATED)
        while (state := library.pa_context_get_state(self._context)) != libpulse.CONTEXT_READY:
            if state in ended:
                raise OutputUnavailableError(self._no_server())
            library.pa_threaded_mainloop_wait(self._loop)

    def _open_stream(self, device: str | None) -> None:
        library = self._lib
        spec = libpulse.SampleSpec(libpulse.SAMPLE_FLOAT32NE, _ASK_RATE, 2)
        self._stream = library.pa_stream_new(self._context, b"Music", c.byref(spec), None)
        library.pa_stream_set_state_callback(self._stream, self._callbacks["state"], None)
        size = _FRAME_BYTES * _ASK_RATE
        attributes = libpulse.BufferAttr(
            libpulse.DEFAULT, int(size * BUFFER_SEC), 0, int(size * _REQUEST_SEC), libpulse.DEFAULT
        )
        flags = libpulse.STREAM_FIX_RATE | libpulse.STREAM_ADJUST_LATENCY | libpulse.STREAM_NOT_MONOTONIC
        name = device.encode() if device else None
        if library.pa_stream_connect_playback(self._stream, name, c.byref(attributes), flags, None, None) < 0:
            raise OutputUnavailableError(self._refusal(device))
        while (state := library.pa_stream_get_state(self._stream)) != libpulse.STREAM_READY:
            if state in (libpulse.STREAM_FAILED, libpulse.STREAM_TERMINATED):
                raise OutputUnavailableError(self._refusal(device))
            library.pa_threaded_mainloop_wait(self._loop)
        self._device = _text(library.pa_stream_get_device_name(self._stream))
        self._client.begin(library.pa_stream_get_sample_spec(self._stream).contents.rate)
        for event in ("write", "underflow", "moved", "suspended"):
            getattr(library, f"pa_stream_set_{event}_callback")(self._stream, self._callbacks[event], None)
        self._on_write(library.pa_stream_writable_size(self._stream))

    def _no_server(self) -> str:
        return f"The sound server does not answer ({self._reason()}). Start it, then try again."

    def _refusal(self, device: str | None) -> str:
        if device:
            return f"The sound output “{device}” is not there ({self._reason()}). Connect it or choose another one."
        return f"There is no sound output ({self._reason()}). Connect a loudspeaker, then try again."

    def _reason(self) -> str:
        return _text(self._lib.pa_strerror(self._lib.pa_context_errno(self._context))).lower()

    def _on_context_state(self) -> None:
        self._lib.pa_threaded_mainloop_signal(self._loop, 0)
        if self._stream and self._lib.pa_context_get_state(self._context) == libpulse.CONTEXT_FAILED:
            self._lose()

    def _on_stream_state(self) -> None:
        self._lib.pa_threaded_mainloop_signal(self._loop, 0)
        ended = (libpulse.STREAM_FAILED, libpulse.STREAM_TERMINATED)
        if self._device and self._lib.pa_stream_get_state(self._stream) in ended:
            self._lose()

    def _lose(self) -> None:
        if not self._closing and not self._lost and self._device:
            self._lost = True
            self._client.lost(self._reason())

    def _on_write(self, size: int) -> None:
        if self._closing or self._lost:
            return
        left = size // _FRAME_BYTES
        while left > 0:
            frames = min(left, _LARGEST_BLOCK)
            audio = self._client.render(self._written, frames)
            data = audio.ctypes.data_as(c.c_void_p)
            self._lib.pa_stream_write(self._stream, data, frames * _FRAME_BYTES, None, 0, libpulse.SEEK_RELATIVE)
            self._written += frames
            left -= frames
        self._ask_timing()

    def _ask_timing(self) -> None:
        now = LocalSec(time.monotonic())
        if self._timing_pending and now - self._timing_asked < 1:
            return
        if now - self._timing_asked < _TIMING_EVERY:
            return
        self._timing_asked = now
        operation = self._lib.pa_stream_update_timing_info(self._stream, self._callbacks["timing"], None)
        if operation:
            self._timing_pending = True
            self._lib.pa_operation_unref(operation)

    def _on_timing(self, success: int) -> None:
        self._timing_pending = False
        if not success or self._closing:
            return
        now = time.monotonic()
        # The server stamps its answer with the wall clock; its age is all that is taken from it.
        wall = time.clock_gettime(time.CLOCK_REALTIME)
        info = self._lib.pa_stream_get_timing_info(self._stream)
        if not info or info.contents.read_index_corrupt or not info.contents.playing:
            return
        timing = info.contents
        age = wall - (timing.timestamp.sec + timing.timestamp.usec * 1e-6)
        if 0 <= age < _STALE:
            heard_at = now - age + timing.sink_usec * 1e-6
            self._client.heard(timing.read_index / _FRAME_BYTES, LocalSec(heard_at))

    def _on_underflow(self) -> None:
        if self._written:
            self._client.ran_dry(Seconds(0.0))

    def _on_moved(self) -> None:
        self._device = _text(self._lib.pa_stream_get_device_name(self._stream))
        self._client.moved(self._device)

    def _on_suspended(self) -> None:
        if not self._lib.pa_stream_is_suspended(self._stream):
            self._client.moved(self._device)


class PulseDriver:
    """PulseAudio, or PipeWire in its place."""

    interface: Final = "pulse"

    def open(self, client: OutputClient, device: str | None) -> PulseOutput:
        """Connect a stream.

        Raises:
            OutputUnavailableError: libpulse is missing, no server answers, or it has no such sink.
        """
        library = libpulse.load()
        if library is None:
            raise OutputUnavailableError("The PulseAudio library is missing. Install libpulse (Debian: libpulse0).")
        return PulseOutput(library, client, device)

    def devices(self) -> list[Device]:
        """Sinks of the server."""
        return []


def _text(raw: bytes | None) -> str:
    return raw.decode(errors="replace") if raw else ""
