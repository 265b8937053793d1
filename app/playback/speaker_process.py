"""Starts the speaker process, gives it orders and samples, and hears its facts."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import subprocess
import threading
from typing import TYPE_CHECKING

from app.playback.decode_process import libvlc_logger
from app.playback.speaker_lines import FACTS, ORDERS, Fact, Samples, SamplesWanted, UseDevice
from app.playback.worker_command import SPEAKER_WORKER, creation_flags, worker_command, worker_environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO

    from app.playback.speaker_lines import Order

logger = logging.getLogger(__name__)


class SpeakerProcess:
    """The child and the three threads that serve it.

    Args:
        samples: the bytes of frames of a voice, and whether they end there; called on a thread.
        on_fact: called on the event loop; None means that the process is gone.
        device: libVLC's name of the device, or None for its own choice.
    """

    def __init__(
        self,
        samples: Callable[[SamplesWanted], tuple[bytes, bool]],
        on_fact: Callable[[Fact | None], None],
        device: str | None,
    ) -> None:
        self._samples = samples
        self._on_fact = on_fact
        self._loop = asyncio.get_running_loop()
        self._orders: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._closed = False
        self._process = subprocess.Popen(
            worker_command(SPEAKER_WORKER),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=worker_environment(),
            creationflags=creation_flags(urgent=True),
        )
        self._threads = [
            threading.Thread(target=work, name=f"speaker {name}", daemon=True)
            for name, work in (("facts", self._listen), ("orders", self._write), ("log", self._log))
        ]
        for thread in self._threads:
            thread.start()
        self.order(UseDevice(device=device))

    def order(self, order: Order) -> None:
        """Send it; returns at once."""
        self._orders.put(ORDERS.encode(order).encode() + b"\n")

    async def close(self) -> None:
        """End the process and wait for it."""
        self._closed = True
        self._process.kill()
        self._orders.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)

    def _listen(self) -> None:
        pipe = _piped(self._process.stdout)
        with pipe:
            for line in pipe:
                fact = FACTS.decode(line)
                if isinstance(fact, SamplesWanted):
                    data, end = self._samples(fact)
                    head = ORDERS.encode(Samples(voice=fact.voice, size=len(data), end=end))
                    self._orders.put(head.encode() + b"\n" + data)
                elif fact is not None:
                    self._post(fact)
        self._process.wait()
        self._orders.put(None)
        self._post(None)

    def _write(self) -> None:
        with contextlib.suppress(OSError), _piped(self._process.stdin) as pipe:
            while (data := self._orders.get()) is not None:
                pipe.write(data)
                pipe.flush()

    def _log(self) -> None:
        with _piped(self._process.stderr) as pipe:
            for line in pipe:
                libvlc_logger.debug("%s", line.decode("utf-8", "replace").rstrip())

    def _post(self, fact: Fact | None) -> None:
        # The loop may be closed already when the program ends in a hurry.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._deliver, fact)

    def _deliver(self, fact: Fact | None) -> None:
        if not self._closed:
            self._on_fact(fact)


def _piped(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("a pipe was asked for")
    return pipe
