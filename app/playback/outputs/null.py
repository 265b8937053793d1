"""Silence that keeps time: an output without a sound card, clocked by the monotonic clock."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from app.playback.outputs.base import BUFFER_SEC, Device
from app.playback.outputs.priority import hurry
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from app.playback.outputs.base import OutputClient

_RATE: Final = 48_000
_BLOCK: Final = 960
_JOIN_SEC: Final = 2.0


class NullOutput:
    """Asks for a block every 20 ms, a fifth of a second before it would be heard."""

    interface: Final = "null"
    device: Final = "null"

    def __init__(self, client: OutputClient) -> None:
        self._client = client
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
        client = self._client
        client.begin(_RATE)
        start = time.monotonic() + BUFFER_SEC
        written = 0
        while not self._stop.is_set():
            heard_at = start + written / _RATE
            ahead = heard_at - time.monotonic()
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
    """Always opens."""

    interface: Final = "null"

    def open(self, client: OutputClient, device: str | None) -> NullOutput:  # noqa: ARG002 - there is only one
        """Start keeping time."""
        return NullOutput(client)

    def devices(self) -> list[Device]:
        """The one."""
        return [Device(interface="null", name="null", title="No sound", is_default=True)]
