"""Starts decode workers, listens to them, and makes sure that none outlives its purpose."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.playback.decode_report import (
    Decoded,
    DecodeJob,
    Failed,
    Report,
    decode_report,
    encode_job,
    encode_wanted,
)
from app.playback.worker_command import last_words, start_worker

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

logger = logging.getLogger(__name__)
#: What libVLC and its plugins print; not ours, so on a logger of its own.
libvlc_logger = logging.getLogger("libvlc")

#: A worker gives a sign of life every second; a download retries for at most 58 s between two of its own.
SILENCE_SEC: Final = 20.0


class WorkerProcess:
    """One worker and the thread that listens to it.

    A thread and not asyncio's subprocesses: those need a child watcher that not every Qt event loop has.

    Args:
        job: sent to the worker.
        command: see `app.playback.worker_command`.
    """

    def __init__(self, job: DecodeJob, command: list[str]) -> None:
        self._job = job
        self._command = command
        self._reports: asyncio.Queue[Report | None] = asyncio.Queue()
        self._loop = asyncio.get_running_loop()
        self._process: subprocess.Popen[str] | None = None
        self._killed = False
        self._has_job = False
        self._wanted: float | None = None
        self._lock = threading.Lock()
        self._gone = asyncio.Event()

    async def run(self, on_report: Callable[[Report], None], silence_sec: float = SILENCE_SEC) -> Report:
        """Pass reports on; returns the last one. The process is gone when this returns or raises."""
        threading.Thread(target=self._listen, name="decode worker", daemon=True).start()
        try:
            while True:
                async with asyncio.timeout(silence_sec):
                    report = await self._reports.get()
                if report is None:
                    return Failed(code="decoder-crashed", detail=last_words(Path(self._job.folder)))
                if isinstance(report, Decoded | Failed):
                    return report
                on_report(report)
        except TimeoutError:
            return Failed(code="decoder-crashed", detail=f"no sign of life for {silence_sec:g} s")
        finally:
            self._kill()
            await asyncio.shield(self._gone.wait())
            self._log_chatter()

    def want(self, seconds: float) -> None:
        """The track will be entered there: the worker decodes it first where that can be exact."""
        with self._lock:
            self._wanted = seconds
            if self._process is not None and self._has_job:
                self._write(encode_wanted(seconds))

    def _listen(self) -> None:
        """The thread: start, pass on every line, reap."""
        try:
            process = self._start()
        except OSError as error:
            logger.exception("Cannot start a decode worker")
            self._post(Failed(code="decoder-crashed", detail=str(error)))
        else:
            assert process.stdout is not None  # noqa: S101 - a pipe was asked for
            with process.stdout:
                for line in process.stdout:
                    report = decode_report(line)
                    if report is not None:
                        self._post(report)
            status = process.wait()
            if process.stdin is not None:
                with contextlib.suppress(OSError):
                    process.stdin.close()
            logger.debug("Decode worker %d ended with status %d", process.pid, status)
            self._post(None)
        self._call(self._gone.set)

    def _start(self) -> subprocess.Popen[str]:
        with self._lock:
            process = self._process = start_worker(self._command, Path(self._job.folder))
            if self._killed:
                process.kill()
        with self._lock:
            self._write(encode_job(self._job))
            self._has_job = True
            if self._wanted is not None:
                self._write(encode_wanted(self._wanted))
        return process

    def _write(self, line: str) -> None:
        """Say a line to the worker, which may be gone; the lock is held."""
        assert self._process is not None  # noqa: S101 - only called when it runs
        assert self._process.stdin is not None  # noqa: S101 - a pipe was asked for
        with contextlib.suppress(OSError, ValueError):
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()

    def _kill(self) -> None:
        with self._lock:
            self._killed = True
            if self._process is not None:
                self._process.kill()

    def _post(self, report: Report | None) -> None:
        self._call(lambda: self._reports.put_nowait(report))

    def _call(self, action: Callable[[], None]) -> None:
        # The loop may be closed already when the program ends in a hurry.
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(action)

    def _log_chatter(self) -> None:
        chatter = last_words(Path(self._job.folder))
        if chatter:
            libvlc_logger.debug("%s: %s", self._job.location, chatter)
