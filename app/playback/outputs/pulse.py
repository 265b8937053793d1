"""PulseAudio by its own asynchronous API, also served by PipeWire.

The stream stays connected while the player is open, so that a start never waits for a device and its timing has long
settled. Timing is read from the server's raw figures: "the frame leaving the queue now is heard in so many
microseconds", stamped with the server's own clock. The client-side interpolation of libpulse would smooth over what
the `DacClock` wants to see.
"""

from __future__ import annotations

import ctypes as c
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from app.playback.local_time import monotonic
from app.playback.outputs import libpulse
from app.playback.outputs.base import BUFFER_SEC, DEEP_BUFFER_SEC, Device, OutputUnavailableError
from app.playback.outputs.priority import waited
from app.playback.outputs.pulse_connection import PulseConnection, guarded, text
from app.playback.outputs.pulse_timing import Inquiry, PromptRequests, QuickAnswers
from app.said import Said, Saying
from server.protocol.units import LocalSec, Seconds
from server.two_clocks import two_clocks
from server.wall_stamps import WallStamps

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.outputs.base import OutputClient

logger = logging.getLogger(__name__)

_FRAME_BYTES: Final = 8
_ASK_RATE: Final = 48_000
# A request for more than this share of what the server holds for us came just in time.
_CLOSE_CALL: Final = 0.7
_LARGEST_BLOCK: Final = 4096
# Often while a new stream's timing is learnt.
_TIMING_EVERY: Final = Seconds(0.02)
_LEARNING: Final = Seconds(5.0)
# All clients of a server are asked for sound in the same moment. Whoever asks for timing right after it writes meets
# the others at work, and on few cores the server stamps its answer up to a scheduler's slice (0.7 ms) late, every
# time. So timing is asked for between the writes, now sooner, now later.
_TIMING_AFTER_USEC: Final = (4_000, 7_000, 11_000)
# Of so many requests one is followed by such a question where it is the request itself that is asked about.
_BETWEEN: Final = 8
# An answer older than this tells more about the machine than about the card.
_STALE: Final = Seconds(0.25)
# An answer that is still missing after that will not come.
_PATIENCE: Final = Seconds(1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How a server is treated.

    Attributes:
        flag: early requests leave the server one request's worth of the buffer, an adjusted latency half of it.
        request: how much is asked of us at once. Each request wakes a thread with cold caches: longer ones cost less.
            But what is handed over cannot be taken back, and the relay plans a pause some 0.4 s ahead.
        timing: how often the line is kept once it is learnt.
        asks_at_once: when sound is requested, not after it was written.
    """

    flag: int
    request: Seconds
    timing: Seconds
    asks_at_once: bool


# With an adjusted latency PulseAudio takes gulps of 110 ms, and a hold-up of as much is a gap.
_PULSEAUDIO: Final = _Manner(
    flag=libpulse.STREAM_EARLY_REQUESTS, request=Seconds(0.06), timing=Seconds(0.2), asks_at_once=False
)
# Its requests jitter by half a millisecond: only many of them make a line.
_PIPEWIRE: Final = _Manner(
    flag=libpulse.STREAM_ADJUST_LATENCY, request=Seconds(0.02), timing=_TIMING_EVERY, asks_at_once=True
)


class PulseOutput:
    """One playback stream with its own connection and thread.

    Args:
        client: whom frames are asked of.
        device: a sink's name; None follows PULSE_SINK, then the server's default and its changes.
        clock: local time.

    Raises:
        OutputUnavailableError: libpulse is missing, no server answers, or it has no such sink.
    """

    interface: Final = "pulse"

    def __init__(self, client: OutputClient, device: str | None, clock: Callable[[], LocalSec]) -> None:
        self._client = client
        self._clock = clock
        self._written = 0
        self._closing = False
        self._lost = False
        self._timing_asked = LocalSec(0.0)
        self._timing_pending = False
        self._timing_number = 0
        self._inquiry: Inquiry = QuickAnswers()
        self._buffer_sec = BUFFER_SEC
        self._waited = 0.0
        self._learns_until = LocalSec(clock() + _LEARNING)
        now, wall = two_clocks(clock)
        self._stamps = WallStamps(wall=wall, monotonic=now)
        self._device = ""
        self._stream: int | None = None
        # ctypes frees a callback with its Python object: they live as long as the output.
        self._callbacks: dict[str, Any] = {
            "state": libpulse.STREAM_NOTIFY(guarded(self._on_state)),
            "write": libpulse.STREAM_REQUEST(guarded(self._on_write)),
            "moved": libpulse.STREAM_NOTIFY(guarded(self._on_moved)),
            "suspended": libpulse.STREAM_NOTIFY(guarded(self._on_suspended)),
            "deepened": libpulse.STREAM_SUCCESS(guarded(self._on_deepened)),
            "timing": libpulse.STREAM_SUCCESS(guarded(self._on_timing)),
            "quiet": libpulse.TIME_EVENT(guarded(self._on_quiet)),
        }
        self._quiet: int | None = None
        self._connection = PulseConnection(self._lose)
        self._lib = self._connection.library
        self._manner = _PIPEWIRE if "PipeWire" in self._connection.server_name() else _PULSEAUDIO
        with self._connection.locked():
            opened = self._open_stream(device)
        if not opened:
            reason = self._connection.reason()
            self.close()
            raise OutputUnavailableError(_refusal(device, reason))

    @property
    def device(self) -> str:
        """The sink's name."""
        return self._device

    def close(self) -> None:
        """Disconnect and end the thread."""
        if self._closing:
            return
        self._closing = True
        with self._connection.locked():
            self._lib.pa_stream_disconnect(self._stream)
            self._lib.pa_stream_unref(self._stream)
        self._connection.close()

    def _open_stream(self, device: str | None) -> bool:
        library = self._lib
        spec = libpulse.SampleSpec(libpulse.SAMPLE_FLOAT32NE, _ASK_RATE, 2)
        self._stream = library.pa_stream_new(self._connection.context, b"Music", c.byref(spec), None)
        library.pa_stream_set_state_callback(self._stream, self._callbacks["state"], None)
        attributes = self._attributes()
        flags = libpulse.STREAM_FIX_RATE | libpulse.STREAM_NOT_MONOTONIC | self._manner.flag
        name = device.encode() if device else None
        if library.pa_stream_connect_playback(self._stream, name, c.byref(attributes), flags, None, None) < 0:
            return False
        while (state := library.pa_stream_get_state(self._stream)) != libpulse.STREAM_READY:
            if state in (libpulse.STREAM_FAILED, libpulse.STREAM_TERMINATED):
                return False
            self._connection.wait()
        self._device = text(library.pa_stream_get_device_name(self._stream))
        rate = library.pa_stream_get_sample_spec(self._stream).contents.rate
        if self._manner.asks_at_once:
            self._inquiry = PromptRequests(rate)
        self._client.begin(rate)
        for event in ("write", "moved", "suspended"):
            getattr(library, f"pa_stream_set_{event}_callback")(self._stream, self._callbacks[event], None)
        self._on_write(library.pa_stream_writable_size(self._stream))
        return True

    def _attributes(self) -> libpulse.BufferAttr:
        size = _FRAME_BYTES * _ASK_RATE
        # Without a pre-buffer the server's timeline runs on through an underrun: what is late is dropped.
        queue, request = int(size * self._buffer_sec), int(size * self._manner.request)
        return libpulse.BufferAttr(libpulse.DEFAULT, queue, 0, request, libpulse.DEFAULT)

    def _on_state(self) -> None:
        self._connection.wake()
        ended = (libpulse.STREAM_FAILED, libpulse.STREAM_TERMINATED)
        if self._device and self._lib.pa_stream_get_state(self._stream) in ended:
            self._lose()

    def _lose(self) -> None:
        if not self._closing and not self._lost and self._device:
            self._lost = True
            self._client.lost(self._connection.reason())

    def _on_write(self, size: int) -> None:
        if self._closing or self._lost:
            return
        self._watch_depth(size)
        asks = self._is_timing_due
        if asks and self._manner.asks_at_once:
            self._begin_asking()
        left = size // _FRAME_BYTES
        while left > 0:
            frames = min(left, _LARGEST_BLOCK)
            audio = self._client.render(self._written, frames)
            data = audio.ctypes.data_as(c.c_void_p)
            self._lib.pa_stream_write(self._stream, data, frames * _FRAME_BYTES, None, 0, libpulse.SEEK_RELATIVE)
            self._written += frames
            left -= frames
        if asks:
            self._ask_timing_soon()

    @property
    def _is_timing_due(self) -> bool:
        now = self._clock()
        often = _TIMING_EVERY if now < self._learns_until else self._manner.timing
        return now - self._timing_asked >= (_PATIENCE if self._timing_pending else often)

    def _ask_timing_soon(self) -> None:
        """Once this write, and those of the server's other clients, are done."""
        self._timing_number += 1
        if self._manner.asks_at_once and self._clock() > self._learns_until and self._timing_number % _BETWEEN:
            return
        wait = _TIMING_AFTER_USEC[self._timing_number % len(_TIMING_AFTER_USEC)]
        at = self._lib.pa_rtclock_now() + wait
        if self._quiet is None:
            self._quiet = self._lib.pa_context_rttime_new(self._connection.context, at, self._callbacks["quiet"], None)
        else:
            self._lib.pa_context_rttime_restart(self._connection.context, self._quiet, at)

    def _on_quiet(self, _event: int, _at: int) -> None:
        if not self._timing_pending:
            self._begin_asking(between=True)

    def _begin_asking(self, *, between: bool = False) -> None:
        self._inquiry.begin(between=between)
        self._ask_timing()

    def _watch_depth(self, asked: int) -> None:
        """Hold more ahead from the first request on that nearly came too late; say whose fault it was."""
        before, self._waited = self._waited, waited()
        if self._clock() < self._learns_until:
            return
        held = self._lib.pa_stream_get_buffer_attr(self._stream)
        if not held or asked < _CLOSE_CALL * held.contents.tlength:
            return
        is_first = self._buffer_sec < DEEP_BUFFER_SEC
        logger.log(
            logging.INFO if is_first else logging.DEBUG,
            "A late request for %.0f of %.0f ms of sound; this thread waited %.0f ms for a core, others did the rest",
            *(1000 * size / (_FRAME_BYTES * _ASK_RATE) for size in (asked, held.contents.tlength)),
            1000 * (self._waited - before),
        )
        if is_first:
            self._buffer_sec = DEEP_BUFFER_SEC
            attributes = self._attributes()
            operation = self._lib.pa_stream_set_buffer_attr(
                self._stream, c.byref(attributes), self._callbacks["deepened"], None
            )
            if operation:
                self._lib.pa_operation_unref(operation)

    def _on_deepened(self, success: int) -> None:
        logger.info("The machine is busy: %s sound is held ahead", "more" if success else "no more")

    def _ask_timing(self) -> None:
        if self._closing or self._lost:
            return
        now = self._timing_asked = self._clock()
        self._inquiry.asks(now)
        operation = self._lib.pa_stream_update_timing_info(self._stream, self._callbacks["timing"], None)
        if operation:
            self._timing_pending = True
            self._lib.pa_operation_unref(operation)

    def _on_timing(self, success: int) -> None:
        self._timing_pending = False
        if self._closing:
            return
        if success and self._take_answer():
            self._ask_timing()
        elif (best := self._inquiry.best) is not None:
            self._client.heard(best.frame, best.heard_at, best.doubt)

    def _take_answer(self) -> bool:
        """Note what the server answered; whether to ask once more."""
        # The server stamps its answer with the wall clock; its age is all that is taken from it.
        now, wall = two_clocks(self._clock)
        info = self._lib.pa_stream_get_timing_info(self._stream)
        if not info or info.contents.read_index_corrupt or not info.contents.playing:
            return False
        timing = info.contents
        at = self._stamps.when(timing.timestamp.sec + timing.timestamp.usec * 1e-6, wall=wall, monotonic=now)
        if at is None or now - at > _STALE:
            return False
        return self._inquiry.take(timing.read_index / _FRAME_BYTES, Seconds(timing.sink_usec * 1e-6), LocalSec(at))

    def _on_moved(self) -> None:
        self._device = text(self._lib.pa_stream_get_device_name(self._stream))
        self._begin_anew()

    def _on_suspended(self) -> None:
        if not self._lib.pa_stream_is_suspended(self._stream):
            self._begin_anew()

    def _begin_anew(self) -> None:
        self._learns_until = LocalSec(self._clock() + _LEARNING)
        self._client.moved(self._device)


class PulseDriver:
    """PulseAudio, or PipeWire in its place.

    Args:
        clock: local time.
    """

    interface: Final = "pulse"

    def __init__(self, clock: Callable[[], LocalSec] = monotonic) -> None:
        self._clock = clock

    def open(self, client: OutputClient, device: str | None) -> PulseOutput:
        """See `OutputDriver.open`."""
        return PulseOutput(client, device, self._clock)

    def devices(self) -> list[Device]:
        """Sinks of the server."""
        try:
            connection = PulseConnection()
        except OutputUnavailableError:
            return []
        try:
            return connection.devices()
        finally:
            connection.close()

    def has(self, device: str) -> bool:
        """See `OutputDriver.has`."""
        return any(one.name == device for one in self.devices())


def _refusal(device: str | None, reason: str) -> Said:
    if device:
        return Said(what=Saying.OUTPUT_GONE_WHY, name=device, why=reason)
    return Said(what=Saying.NO_OUTPUT_WHY, why=reason)
