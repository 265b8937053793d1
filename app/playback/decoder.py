"""Decodes tracks in child processes: the `TrackLoader` on libVLC."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from app.playback.decode_process import SILENCE_SEC, WorkerProcess
from app.playback.decode_report import (
    AheadKnown,
    CoverSaved,
    Decoded,
    DecodeJob,
    Failed,
    FormatKnown,
    Progressed,
    Report,
)
from app.playback.decode_words import said_of
from app.playback.player import TrackCover, TrackFailed, TrackProgress, TrackReady
from app.playback.tags import read_cover
from app.playback.vlc_runtime import installation_advice
from app.playback.waveform_task import follow
from app.playback.worker_command import DECODE_WORKER, worker_command
from app.tasks import TaskSupervisor
from server.protocol.units import MAX_TRACK_SEC, Seconds

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from app.playback.pcm import LoadEvent, LoadListener, PcmSource
    from app.playback.pcm_cache import CachedPcm, Draft, PcmCache
    from app.playback.player import TrackSource

logger = logging.getLogger(__name__)

#: The track that plays and the one that comes next; more would only make both late.
MAX_WORKERS: Final = 2
#: A point of entry moves on while it is waited for.
_NEWS_SEC: Final = 30.0


class VlcTrackLoader:
    """Decodes with libVLC, at most two tracks at a time, and keeps the results in a cache.

    When more tracks wait, the one asked for last goes first: a person who skips ahead wants that one now.

    Args:
        cache: closed by its owner, after this.
        command: starts a worker; see `worker_command`.
        silence_sec: a worker that says nothing for so long is killed.
    """

    def __init__(self, cache: PcmCache, *, command: list[str] | None = None, silence_sec: float = SILENCE_SEC) -> None:
        self.cache = cache
        self.command = command or worker_command(DECODE_WORKER)
        self.silence_sec = silence_sec
        self._tasks = TaskSupervisor("decoder")
        self._tracks: set[_Track] = set()
        self._busy = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    def load(self, source: TrackSource, listener: LoadListener) -> _Track:
        """See `TrackLoader`."""
        track = _Track(self, source, listener)
        self._tracks.add(track)
        track.task = self._tasks.spawn(source.track_id, track.run())
        track.picture = self._tasks.spawn(
            f"waveform of {source.track_id}", follow(source.track_id, lambda: track.pcm, track.tell)
        )
        return track

    async def close(self) -> None:
        """See `TrackLoader`; every `LoadedTrack` is closed with it."""
        await self._tasks.close()
        for track in tuple(self._tracks):
            track.close()

    def forget(self, track: _Track) -> None:
        """A track was closed."""
        self._tracks.discard(track)

    @contextlib.asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """One of the places for workers, given to the newest of those that wait."""
        if self._busy >= MAX_WORKERS:
            turn = asyncio.get_running_loop().create_future()
            self._waiting.append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                self._give_up(turn)
                raise
        else:
            self._busy += 1
        try:
            yield
        finally:
            self._hand_on()

    def _give_up(self, turn: asyncio.Future[None]) -> None:
        if turn in self._waiting:
            self._waiting.remove(turn)
        elif turn.done() and not turn.cancelled():
            self._hand_on()

    def _hand_on(self) -> None:
        """A place is free: the next one takes it over, so that nobody slips in between."""
        while self._waiting:
            turn = self._waiting.pop()
            if not turn.done():
                turn.set_result(None)
                return
        self._busy -= 1


class _Track:
    """One track on its way: the `LoadedTrack` of `VlcTrackLoader`."""

    def __init__(self, loader: VlcTrackLoader, source: TrackSource, listener: LoadListener) -> None:
        self._loader = loader
        self._source = source
        self._listener = listener
        self._held: CachedPcm | Draft | None = None
        self._cover: bytes | None = None
        self._closed = False
        self._wanted: Seconds | None = None
        self._process: WorkerProcess | None = None
        self.task: asyncio.Task[None] | None = None
        self.picture: asyncio.Task[None] | None = None

    @property
    def pcm(self) -> PcmSource | None:
        """See `LoadedTrack`."""
        return self._held.pcm if self._held is not None else None

    def want(self, position: Seconds) -> None:
        """See `LoadedTrack`."""
        if self._wanted is not None and abs(position - self._wanted) < _NEWS_SEC:
            return
        self._wanted = position
        if self._process is not None:
            self._process.want(position)

    def close(self) -> None:
        """See `LoadedTrack`. Closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        self._loader.forget(self)
        if self.picture is not None:
            self.picture.cancel()
        if self.task is not None and not self.task.done():
            # The samples go once the worker is gone: it still writes them.
            self.task.cancel()
            self.task.add_done_callback(lambda _task: self._let_go())
        else:
            self._let_go()

    async def run(self) -> None:
        """Find the track in the cache, or decode it."""
        try:
            if self._find():
                return
            async with self._loader.slot():
                # Someone may have decoded the same bytes meanwhile.
                if not self._find():
                    await self._decode()
        except OSError as error:
            logger.exception("No place to decode %s", self._source.track_id)
            self._fail(Failed(code="disk-full", detail=str(error)))

    def _find(self) -> bool:
        cached = self._loader.cache.find(self._source.sha256)
        if cached is None:
            return False
        self._held = cached
        pcm = cached.pcm
        self._ready(pcm.available_frames, pcm.rate)
        self._show_cover(self._loader.cache.cover(self._source.sha256))
        return True

    async def _decode(self) -> None:
        outcome = await self._attempt()
        if isinstance(outcome, Failed) and outcome.code == "disk-full" and self._loader.cache.clear():
            outcome = await self._attempt()
        if isinstance(outcome, Failed):
            self._fail(outcome)

    async def _attempt(self) -> Report:
        """One worker's run; what it decoded stays readable even when it failed."""
        self._let_go()
        draft = self._loader.cache.draft(self._source.sha256)
        self._held = draft
        source = self._source
        job = DecodeJob(
            location=source.location,
            folder=str(draft.folder),
            size_bytes=source.size_bytes,
            sha256=source.sha256,
            longest_sec=MAX_TRACK_SEC,
        )
        process = WorkerProcess(job, self._loader.command)
        self._process = process
        if self._wanted is not None:
            process.want(self._wanted)
        try:
            outcome = await process.run(lambda report: self._progress(draft, report), self._loader.silence_sec)
        finally:
            self._process = None
        if isinstance(outcome, Decoded):
            self._finish(draft, outcome)
        return outcome

    def _progress(self, draft: Draft, report: Report) -> None:
        if isinstance(report, FormatKnown):
            draft.begin(report)
        elif isinstance(report, Progressed) and draft.pcm is not None:
            decoded = Seconds(report.frames / draft.pcm.rate)
            self.tell(TrackProgress(track_id=self._source.track_id, decoded=decoded, fraction=report.fraction))
        elif isinstance(report, AheadKnown):
            draft.begin_ahead(report)
        elif isinstance(report, CoverSaved):
            self._cover = read_cover(report.path)
            self._show_cover(self._cover)

    def _finish(self, draft: Draft, outcome: Decoded) -> None:
        track_id = self._source.track_id
        if outcome.damaged:
            logger.warning("Parts of %s are damaged and left out", track_id)
        if self._source.sha256 is not None and not outcome.verified:
            logger.warning("The bytes of %s are not those that were announced; not kept", track_id)
        logger.info("Decoded %s with libVLC %s: %d frames", track_id, outcome.libvlc, outcome.frames)
        draft.complete(outcome.frames, keep=outcome.verified)
        if self._cover is not None and outcome.verified:
            self._loader.cache.keep_cover(self._source.sha256, self._cover)
        if draft.pcm is not None:
            self._ready(outcome.frames, draft.pcm.rate)

    def _ready(self, frames: int, rate: int) -> None:
        self.tell(TrackReady(track_id=self._source.track_id, frames=frames, rate=rate))

    def _show_cover(self, image: bytes | None) -> None:
        if image:
            self.tell(TrackCover(track_id=self._source.track_id, image=image))

    def _fail(self, failure: Failed) -> None:
        source = self._source
        if self.picture is not None:
            self.picture.cancel()
        # A bad file is the person's news; a decoder that crashes is ours.
        level = logging.WARNING if failure.code == "decoder-crashed" else logging.INFO
        logger.log(level, "Cannot decode %s: %s (%s)", source.track_id, failure.code, failure.detail)
        title = source.title or PurePath(source.location).name
        said = said_of(failure.code, failure.detail, title, installation_advice())
        self.tell(TrackFailed(track_id=source.track_id, code=failure.code, said=said))

    def tell(self, event: LoadEvent) -> None:
        """Hand on an event, unless the track is closed."""
        if not self._closed:
            self._listener(event)

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.close()
            self._held = None
