"""Silence that keeps time: an output without a sound card, clocked by the local clock."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from app.playback.local_time import monotonic
from app.playback.outputs.base import BUFFER_SEC, Device
from app.playback.outputs.priority import hurry
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.playback.outputs.base import OutputClient

_RATE: Final = 48_000
_BLOCK: Final = 960
_JOIN_SEC: Final = 2.0


class NullOutput:
    """Asks for a block every 20 ms, `BUFFER_SEC` before it would be heard.

    Args:
        client: whom frames are asked of.
        clock: local time.
    """

    interface: Final = "null"
    device: Final = "null"

    def __init__(self, client: OutputClient, clock: Callable[[], LocalSec]) -> None:
        self._client = client
        self._clock = clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="null output", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread."""
        self._stop.set()
        if self._thread is not threading.current_thread():
            self._thread.join(_JOIN_SEC)

    def _run(self) -> None:
        hurry()
        client, clock = self._client, self._clock
        client.begin(_RATE)
        start = clock() + BUFFER_SEC
        written = 0
        while not self._stop.is_set():
            heard_at = start + written / _RATE
            ahead = heard_at - clock()
            if ahead < 0:
                # The process was stopped or the machine slept: what should have been heard meanwhile is a gap.
                client.ran_dry(Seconds(-ahead))
                start += BUFFER_SEC - ahead
                continue
            if ahead > BUFFER_SEC:
                self._stop.wait(ahead - BUFFER_SEC)
                continue
            client.heard(written, LocalSec(heard_at))
            client.render(written, _BLOCK)
            written += _BLOCK


class NullDriver:
    """Always opens.

    Args:
        clock: local time.
    """

    interface: Final = "null"

    def __init__(self, clock: Callable[[], LocalSec] = monotonic) -> None:
        self._clock = clock

    def open(self, client: OutputClient, device: str | None) -> NullOutput:  # noqa: ARG002 - there is only one
        """Start keeping time."""
        return NullOutput(client, self._clock)

    def devices(self) -> list[Device]:
        """The one."""
        return [Device(interface="null", name="null", title="No sound", is_default=True)]

    def has(self, device: str) -> bool:
        """See `OutputDriver.has`."""
        return device == "null"
