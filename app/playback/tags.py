"""What a local file says about itself, for the queue and for messages."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from app.playback.decode_process import WorkerProcess
from app.playback.decode_report import DecodeJob, TagsRead
from app.playback.worker_command import DECODE_WORKER, worker_command
from server.protocol.units import Seconds

if TYPE_CHECKING:
    from app.playback.decode_report import Report

logger = logging.getLogger(__name__)
_SILENCE_SEC: Final = 8.0
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
    """Reads the tags of many files, a few at a time.

    Args:
        at_once: child processes at the same time.
    """

    def __init__(self, *, at_once: int = 2) -> None:
        self._turns = asyncio.Semaphore(at_once)

    async def read(self, path: Path) -> Tags:
        """The tags of a local file; empty when it cannot be read."""
        async with self._turns:
            return await read_tags(path)


async def read_tags(path: Path, *, command: list[str] | None = None) -> Tags:
    """The tags of a local file, read in a child process; empty when it cannot be read."""
    with TemporaryDirectory(prefix="unisono-tags-") as folder:
        job = DecodeJob(location=str(path), folder=folder, tags_only=True)
        report = await WorkerProcess(job, command or worker_command(DECODE_WORKER)).run(_ignore, _SILENCE_SEC)
        if not isinstance(report, TagsRead):
            logger.debug("No tags of %s: %s", path, report)
            return Tags()
        return Tags(
            # libVLC gives the file's name where there is no title.
            title="" if report.title == path.name else report.title,
            artist=report.artist,
            album=report.album,
            duration=Seconds(report.duration) if report.duration is not None else None,
            cover=await asyncio.to_thread(read_cover, report.cover) if report.cover is not None else None,
        )


def _ignore(_report: Report) -> None:
    return None


def read_cover(path: str) -> bytes | None:
    """The bytes of a picture; None where it is gone or absurdly large. Blocks for some ms at most."""
    try:
        return Path(path).read_bytes() if Path(path).stat().st_size <= _COVER_BYTES else None
    except OSError:
        return None
