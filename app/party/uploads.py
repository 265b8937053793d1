"""Our files on their way to the relay: one after the other, each cancellable, none of them blocking anything."""

from __future__ import annotations

import asyncio
import errno
import itertools
import logging
import stat
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from app.core.events import FileOffered
from app.core.player_facts import TrackSource
from app.core.view import Notice, UploadView
from app.net.http_errors import HttpError
from app.paths import shown
from app.playback.tags import Tags
from app.said import Said, Saying
from server.protocol.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence
    from pathlib import Path

    from app.net.http import UploadedTrack
    from app.tasks import TaskSupervisor

logger = logging.getLogger(__name__)

#: What a folder is searched for; the relay looks into the file, so this only skips covers and texts.
AUDIO_SUFFIXES: Final = frozenset(
    f".{suffix}"
    for suffix in (
        *("aac", "aif", "aiff", "ape", "flac", "m4a", "m4b", "mka", "mp2", "mp3", "mp4", "mpc"),
        *("oga", "ogg", "opus", "wav", "wave", "webm", "wma", "wv"),
    )
)
#: A folder dropped by mistake must not queue a whole disk.
MAX_FILES: Final = 500


class Uploader(Protocol):
    """Sends files to one relay."""

    async def upload(
        self, path: Path, *, host_token: str, on_progress: Callable[[int, int], None] | None = None
    ) -> UploadedTrack:
        """Send a file, or only its hash where the relay has it; see `app.net.http.RelayHttp.upload`.

        Raises:
            HttpError: it did not arrive; the message says why.
        """
        ...

    async def close(self) -> None:
        """Close connections; what is under way fails."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    upload_id: str
    path: Path
    play: bool
    before_item_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    answer: UploadedTrack
    tags: Tags


class Uploads:
    """The queue of files to send.

    Args:
        tasks: owns the sending task.
        offered: told of every file that arrived.
        notify: told of every file that did not.
        changed: told that `views` differs.
        read_tags: what a file says about itself; read while it is sent.
    """

    def __init__(
        self,
        tasks: TaskSupervisor,
        *,
        offered: Callable[[FileOffered], None],
        notify: Callable[[Notice], None],
        changed: Callable[[], None],
        read_tags: Callable[[Path], Awaitable[Tags]],
    ) -> None:
        self._tasks = tasks
        self._offered = offered
        self._notify = notify
        self._changed = changed
        self._read_tags = read_tags
        self._ids = itertools.count(1)
        self._jobs: deque[_Job] = deque()
        self._views: dict[str, UploadView] = {}
        self._sending: tuple[str, asyncio.Task[_Sent | HttpError]] | None = None
        self._worker: asyncio.Task[None] | None = None
        self._relay: tuple[Uploader, str] | None = None

    @property
    def views(self) -> tuple[UploadView, ...]:
        """What is on its way, in order."""
        return tuple(self._views.values())

    def connect(self, uploader: Uploader, host_token: str) -> None:
        """Send to this relay, with this right; called again when either changes."""
        self._relay = (uploader, host_token)
        self._run()

    def disconnect(self) -> None:
        """Forget the relay and everything that waits for it."""
        self._relay = None
        for upload_id in list(self._views):
            self.cancel(upload_id)

    def add(self, paths: Sequence[Path], *, play_first: bool, before_item_id: str | None) -> None:
        """Queue files; what is missing is told at once."""
        self._tasks.spawn("look at files", self._add(list(paths), play_first, before_item_id))

    def cancel(self, upload_id: str) -> None:
        """Stop one file."""
        for job in [job for job in self._jobs if job.upload_id == upload_id]:
            self._jobs.remove(job)
            self._start_with_the_next(job)
        self._views.pop(upload_id, None)
        if self._sending is not None and self._sending[0] == upload_id:
            self._sending[1].cancel()
        self._changed()

    async def _add(self, paths: list[Path], play_first: bool, before_item_id: str | None) -> None:  # noqa: FBT001 - private
        # A folder on a sleeping network disk takes seconds.
        files, problems = await asyncio.to_thread(find_files, paths)
        for problem in problems:
            self._notify(problem)
        for index, (path, size) in enumerate(files):
            upload_id = f"upload-{next(self._ids)}"
            self._jobs.append(
                _Job(
                    upload_id=upload_id,
                    path=path,
                    play=play_first and index == 0,
                    before_item_id=before_item_id,
                )
            )
            self._views[upload_id] = UploadView(
                upload_id=upload_id, name=shown(path.name), sent_bytes=0, size_bytes=size
            )
        self._changed()
        self._run()

    def _run(self) -> None:
        if self._relay is not None and self._jobs and (self._worker is None or self._worker.done()):
            self._worker = self._tasks.spawn("send files", self._work())

    async def _work(self) -> None:
        while self._jobs and self._relay is not None:
            job = self._jobs.popleft()
            uploader, token = self._relay
            task = self._tasks.spawn(f"send {job.path.name}", self._send(uploader, token, job))
            self._sending = (job.upload_id, task)
            done, _ = await asyncio.wait({task})
            self._sending = None
            self._views.pop(job.upload_id, None)
            self._conclude(job, done.pop())
            self._changed()

    async def _send(self, uploader: Uploader, token: str, job: _Job) -> _Sent | HttpError:
        began = time.monotonic()

        def progress(sent: int, size: int) -> None:
            view = self._views.get(job.upload_id)
            if view is not None:
                speed = sent / max(0.05, time.monotonic() - began)
                self._views[job.upload_id] = replace(view, sent_bytes=sent, size_bytes=size, bytes_per_sec=speed)
                self._changed()

        tags = self._tasks.spawn(f"tags of {job.path.name}", self._tags_of(job.path))
        try:
            answer = await uploader.upload(job.path, host_token=token, on_progress=progress)
            return _Sent(answer=answer, tags=await tags)
        except HttpError as error:
            return error
        finally:
            tags.cancel()

    async def _tags_of(self, path: Path) -> Tags:
        try:
            return await self._read_tags(path)
        except Exception:
            # Names are not worth a track.
            logger.exception("The tags of %s cannot be read", path.name)
            return Tags()

    def _start_with_the_next(self, job: _Job) -> None:
        """A file that was to start the music does not come: the one after it does so instead."""
        if job.play and self._jobs:
            self._jobs[0] = replace(self._jobs[0], play=True)

    def _conclude(self, job: _Job, task: asyncio.Task[_Sent | HttpError]) -> None:
        result = None if task.cancelled() or task.exception() is not None else task.result()
        if isinstance(result, _Sent):
            self._offered(_offer(job, result.answer, result.tags))
            return
        self._start_with_the_next(job)
        if isinstance(result, HttpError):
            self._notify(Notice(code=result.code, said=_about(shown(job.path.name), result.said)))
        elif not task.cancelled():  # the supervisor has logged it
            said = Said(what=Saying.UPLOAD_FAILED, name=shown(job.path.name))
            self._notify(Notice(code="upload-failed", said=said))


def _about(name: str, said: Said) -> Said:
    """What is said of a file, with its name in front where the sentence does not name it itself."""
    return said if said.name == name else Said(what=Saying.ABOUT_FILE, name=name, then=said)


def find_files(paths: Sequence[Path]) -> tuple[list[tuple[Path, int]], list[Notice]]:
    """Files with their sizes, folders walked in order of name; and a sentence for what cannot be sent. Blocks."""
    found: list[tuple[Path, int]] = []
    problems: list[Notice] = []
    for path in paths:
        try:
            before = len(found)
            found += [(file, file.stat().st_size) for file in _files_of(path)]
            if len(found) == before:
                problems.append(Notice(code="no-music", said=Said(what=Saying.NO_MUSIC_IN, where=shown(path))))
        except OSError as error:
            why = error.strerror or str(error)
            said = Said(what=Saying.PATH_UNREADABLE, where=shown(path), why=why)
            problems.append(Notice(code="file-unreadable", said=said))
    if len(found) > MAX_FILES:
        said = Said(what=Saying.TOO_MANY_FILES, count=MAX_FILES)
        problems.append(Notice(code="too-many-files", said=said))
    return found[:MAX_FILES], problems


def _files_of(path: Path) -> Iterator[Path]:
    absolute = path.expanduser().absolute()
    if not absolute.is_dir():
        # Raises for a missing one; a device or a pipe would be read for ever.
        if not stat.S_ISREG(absolute.stat().st_mode):
            raise OSError(errno.EINVAL, "it is no file")
        yield absolute
        return
    for file in sorted(itertools.islice(absolute.rglob("*"), 100 * MAX_FILES)):
        if file.suffix.lower() in AUDIO_SUFFIXES and file.is_file():
            yield file


def _offer(job: _Job, answer: UploadedTrack, tags: Tags) -> FileOffered:
    announced = Seconds(answer.duration_ms / 1000) if answer.duration_ms else None
    return FileOffered(
        source=TrackSource(
            track_id=answer.track_id,
            location=str(job.path),
            title=tags.title or answer.title or shown(job.path.stem),
            sha256=answer.sha256,
            size_bytes=answer.size_bytes,
            duration=announced or tags.duration,
        ),
        url=answer.track_url,
        filename=answer.filename or shown(job.path.name),
        artist=tags.artist,
        play=job.play,
        before_item_id=job.before_item_id,
    )
