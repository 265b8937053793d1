"""A connection to a PulseAudio server, or to PipeWire in its place, with the thread that serves it."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any, Final

from app.playback.outputs import libpulse
from app.playback.outputs.base import Device, OutputUnavailableError
from app.playback.outputs.priority import hurry
from app.said import Said, Saying

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

logger = logging.getLogger(__name__)


def guarded(handler: Callable[..., None]) -> Callable[..., None]:
    """A C callback: passes on what stands between the object and the user data, and lets nothing escape into C."""

    def call(*arguments: Any) -> None:
        try:
            handler(*arguments[1:-1])
        except Exception:
            logger.exception("PulseAudio callback %s failed", getattr(handler, "__name__", handler))

    return call


class PulseConnection:
    """Connects on construction; blocks until the server answered.

    Args:
        on_failure: called on the connection's thread when an established connection breaks.

    Raises:
        OutputUnavailableError: libpulse is missing, or no server answers.
    """

    def __init__(self, on_failure: Callable[[], None] | None = None) -> None:
        library = libpulse.load()
        if library is None:
            raise OutputUnavailableError(Said(what=Saying.NO_PULSE))
        self.library: Final = library
        self._on_failure = on_failure
        self._connected = False
        self._closed = False
        self._watchers: tuple[Any, ...] = ()
        self._state_callback = libpulse.CONTEXT_NOTIFY(guarded(self._on_state))
        self._loop = library.pa_threaded_mainloop_new()
        self.context: Final[int] = library.pa_context_new(library.pa_threaded_mainloop_get_api(self._loop), b"Unisono")
        library.pa_threaded_mainloop_start(self._loop)
        with self.locked():
            answered = self._connect()
        if not answered:
            reason = self.reason()
            self.close()
            raise OutputUnavailableError(Said(what=Saying.NO_SOUND_SERVER, why=reason))
        self._connected = True

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the thread still; needed around every call from outside its callbacks."""
        self.library.pa_threaded_mainloop_lock(self._loop)
        try:
            yield
        finally:
            self.library.pa_threaded_mainloop_unlock(self._loop)

    def wait(self) -> None:
        """Give the lock away until a callback calls `wake`."""
        self.library.pa_threaded_mainloop_wait(self._loop)

    def wake(self) -> None:
        """Let `wait` return; for callbacks."""
        self.library.pa_threaded_mainloop_signal(self._loop, 0)

    def reason(self) -> str:
        """The last error in libpulse's words."""
        return text(self.library.pa_strerror(self.library.pa_context_errno(self.context))).lower()

    def server_name(self) -> str:
        """What the server calls itself: “pulseaudio”, or “PulseAudio (on PipeWire …)”."""
        return self._server()[0]

    def devices(self) -> list[Device]:
        """Its sinks."""
        found: list[Device] = []
        default = self._server()[1]

        def take(info: Any, end: int) -> None:
            if end:
                self.wake()
                return
            name = text(info.contents.name)
            title = text(info.contents.description) or name
            found.append(Device(interface="pulse", name=name, title=title, is_default=name == default))

        callback = libpulse.SINK_INFO(guarded(take))
        self._ask(lambda: self.library.pa_context_get_sink_info_list(self.context, callback, None))
        return found

    def watch(self, on_change: Callable[[str, frozenset[str]], None]) -> str:
        """The default sink's name; ``on_change`` is told it and all sinks' names with every change.

        It is called on the connection's thread.
        """
        default = self._server()[1]
        names: set[str] = set()
        state = [default]

        def begin(_event: int, _index: int) -> None:
            self._let_run(self.library.pa_context_get_server_info(self.context, served, None))

        def take_server(info: Any) -> None:
            if info:
                state[0] = text(info.contents.default_sink_name)
                names.clear()
                self._let_run(self.library.pa_context_get_sink_info_list(self.context, listed, None))

        def take_sink(info: Any, end: int) -> None:
            if not end:
                names.add(text(info.contents.name))
            elif end > 0:
                on_change(state[0], frozenset(names))

        served = libpulse.SERVER_INFO(guarded(take_server))
        listed = libpulse.SINK_INFO(guarded(take_sink))
        changed = libpulse.SUBSCRIPTION(guarded(begin))
        self._watchers = (served, listed, changed)  # ctypes frees a callback with its Python object
        mask = libpulse.SUBSCRIPTION_MASK_SERVER | libpulse.SUBSCRIPTION_MASK_SINK
        with self.locked():
            self.library.pa_context_set_subscribe_callback(self.context, changed, None)
            self._let_run(self.library.pa_context_subscribe(self.context, mask, None, None))
        return default

    def close(self) -> None:
        """Disconnect and end the thread; streams must have been let go before."""
        if self._closed:
            return
        self._closed = True
        with self.locked():
            self.library.pa_context_disconnect(self.context)
        self.library.pa_threaded_mainloop_stop(self._loop)
        self.library.pa_context_unref(self.context)
        self.library.pa_threaded_mainloop_free(self._loop)

    def _connect(self) -> bool:
        library = self.library
        library.pa_context_set_state_callback(self.context, self._state_callback, None)
        if library.pa_context_connect(self.context, None, libpulse.CONTEXT_NOAUTOSPAWN, None) < 0:
            return False
        while (state := library.pa_context_get_state(self.context)) != libpulse.CONTEXT_READY:
            if state in (libpulse.CONTEXT_FAILED, libpulse.CONTEXT_TERMINATED):
                return False
            self.wait()
        return True

    def _on_state(self) -> None:
        # The first thing that the thread tells of is its way to the server.
        hurry()
        self.wake()
        failed = self.library.pa_context_get_state(self.context) == libpulse.CONTEXT_FAILED
        if failed and self._connected and not self._closed and self._on_failure:
            self._on_failure()

    def _server(self) -> tuple[str, str]:
        """Its name and its default sink."""
        found: list[tuple[str, str]] = []

        def take(info: Any) -> None:
            if info:
                found.append((text(info.contents.server_name), text(info.contents.default_sink_name)))
            self.wake()

        callback = libpulse.SERVER_INFO(guarded(take))
        self._ask(lambda: self.library.pa_context_get_server_info(self.context, callback, None))
        return found[0] if found else ("", "")

    def _let_run(self, operation: int | None) -> None:
        if operation:
            self.library.pa_operation_unref(operation)

    def _ask(self, start: Callable[[], int | None]) -> None:
        """Run an operation to its end."""
        with self.locked():
            operation = start()
            if not operation:
                return
            # A broken connection cancels its operations, and its state callback wakes us.
            while self.library.pa_operation_get_state(operation) == libpulse.OPERATION_RUNNING:
                self.wait()
            self.library.pa_operation_unref(operation)


def text(raw: bytes | None) -> str:
    """A C string."""
    return raw.decode(errors="replace") if raw else ""
