"""What a local file says about itself, for the queue and for messages."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from app.playback.decode_report import DecodeJob, Failed, TagsRead
from app.playback.tag_process import TagProcess
from app.playback.worker_command import DECODE_WORKER, worker_command
from server.protocol.units import Seconds

logger = logging.getLogger(__name__)
_SILENCE_SEC: Final = 8.0
#: A worker holds some 50 MB; more files than those of one folder rarely follow each other closely.
_LINGER_SEC: Final = 2.0
#: A cover larger than this is a mistake, not a picture for a window.
_COVER_BYTES: Final = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Empty where the file does not say. ``cover`` is an encoded image, as found in the file or beside it."""

    title: str = ""
    artist: str = ""
    album: str = ""
    duration: Seconds | None = None
    cover: bytes | None = None


class TagReader:
    """Reads the tags of many files, a few at a time, in worker processes that end soon after the last one.

    Starting a worker takes a hundred times as long as reading a file, so each reads many, one after another. A file
    that crashes or hangs one is named in the log and costs its own tags: the next file gets another worker.

    Args:
        at_once: worker processes at the same time.
        command: starts a worker; see `worker_command`.
        silence_sec: what a file may take.
    """

    def __init__(
        self, *, at_once: int = 2, command: list[str] | None = None, silence_sec: float = _SILENCE_SEC
    ) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._command = command or worker_command(DECODE_WORKER)
        self._silence_sec = silence_sec
        self._idle: list[TagProcess] = []
        self._rest: asyncio.TimerHandle | None = None

    async def read(self, path: Path) -> Tags:
        """The tags of a local file; empty when it cannot be read. Cancelling it ends what reads."""
        async with self._turns:
            if self._rest is not None:
                self._rest.cancel()
            process = self._idle.pop() if self._idle else TagProcess(self._command, self._silence_sec)
            asking = asyncio.get_running_loop().run_in_executor(None, _read, process, path)
            try:
                return await asyncio.shield(asking)
            except asyncio.CancelledError:
                process.kill()
                await asyncio.wait({asking})
                raise
            finally:
                self._put_back(process)

    def close(self) -> None:
        """End the workers, which takes some ms; to be called when nothing is read any more."""
        if self._rest is not None:
            self._rest.cancel()
        while self._idle:
            self._idle.pop().close()

    def _put_back(self, process: TagProcess) -> None:
        if process.is_over:
            process.close()
        else:
            self._idle.append(process)
        if self._rest is not None:
            self._rest.cancel()
        self._rest = asyncio.get_running_loop().call_later(_LINGER_SEC, self.close)


def _read(process: TagProcess, path: Path) -> Tags:
    """Blocks until the worker has answered."""
    with TemporaryDirectory(prefix="unisono-tags-", ignore_cleanup_errors=True) as folder:
        report = process.ask(DecodeJob(location=str(path), folder=folder, tags_only=True))
        if isinstance(report, TagsRead):
            return _tags_of(report, path)
    if isinstance(report, Failed) and report.code == "decoder-crashed":
        logger.warning("No tags of %s, which breaks the decoder: %s", path, report.detail)
    else:
        logger.debug("No tags of %s: %s", path, report)
    return Tags()


def _tags_of(report: TagsRead, path: Path) -> Tags:
    return Tags(
        # libVLC gives the file's name where there is no title.
        title="" if report.title == path.name else report.title,
        artist=report.artist,
        album=report.album,
        duration=Seconds(report.duration) if report.duration is not None else None,
        cover=read_cover(report.cover) if report.cover is not None else None,
    )


def read_cover(path: str) -> bytes | None:
    """The bytes of a picture; None where it is gone or absurdly large. Blocks for some ms at most."""
    try:
        return Path(path).read_bytes() if Path(path).stat().st_size <= _COVER_BYTES else None
    except OSError:
        return None
