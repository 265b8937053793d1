"""A worker process that reads the tags of one file after another, and is replaced when a file breaks it."""

from __future__ import annotations

import contextlib
import logging
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from app.playback.decode_report import Failed, Report, TagsRead, decode_report, encode_job
from app.playback.worker_command import last_words, start_worker

if TYPE_CHECKING:
    import subprocess

    from app.playback.decode_report import DecodeJob

logger = logging.getLogger(__name__)


class TagProcess:
    """Starts with the first job; after a crash, a silence or `kill` it is of no more use.

    Args:
        command: see `app.playback.worker_command`.
        silence_sec: a worker that has no answer after so long is killed.
    """

    def __init__(self, command: list[str], silence_sec: float) -> None:
        self._command = command
        self._silence_sec = silence_sec
        self._process: subprocess.Popen[str] | None = None
        self._folder = TemporaryDirectory(prefix="unisono-tags-", ignore_cleanup_errors=True)
        self._lock = threading.Lock()
        self.is_over = False

    def ask(self, job: DecodeJob) -> Report:
        """The answer to one job; a crash or a silence is one too. One thread asks; blocks ``silence_sec`` at most."""
        try:
            process = self._process or self._start()
        except OSError as error:
            logger.exception("Cannot start a worker that reads tags")
            self.close()
            return Failed(code="decoder-crashed", detail=str(error))
        silent = threading.Event()

        def give_up() -> None:
            silent.set()
            process.kill()

        watch = threading.Timer(self._silence_sec, give_up)
        watch.daemon = True
        watch.start()
        try:
            answer = _exchange(process, job)
        finally:
            watch.cancel()
        if answer is None and self.is_over:
            self.close()
            return Failed(code="cancelled")
        if answer is None:
            why = f"no answer for {self._silence_sec:g} s" if silent.is_set() else last_words(Path(self._folder.name))
            self.close()
            return Failed(code="decoder-crashed", detail=why)
        return answer

    def kill(self) -> None:
        """Called on any thread: who waits for an answer gets a failure at once."""
        with self._lock:
            self.is_over = True
            if self._process is not None:
                self._process.kill()

    def close(self) -> None:
        """Kill it and clean up; nobody waits for an answer."""
        self.kill()
        process, self._process = self._process, None
        if process is not None:
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):  # what it did not read any more
                    if pipe is not None:
                        pipe.close()
        self._folder.cleanup()

    def _start(self) -> subprocess.Popen[str]:
        with self._lock:
            process = self._process = start_worker(self._command, Path(self._folder.name))
            if self.is_over:
                process.kill()
        return process


def _exchange(process: subprocess.Popen[str], job: DecodeJob) -> Report | None:
    """The answer; None when the process has none for us any more."""
    assert process.stdin is not None  # noqa: S101 - pipes were asked for
    assert process.stdout is not None  # noqa: S101
    try:
        process.stdin.write(encode_job(job) + "\n")
        process.stdin.flush()
        while line := process.stdout.readline():
            report = decode_report(line)
            if isinstance(report, TagsRead | Failed):
                return report
    except (OSError, ValueError):  # it died before it read the job, or was killed
        return None
    return None
