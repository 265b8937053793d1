"""The default player: decoded tracks, placed sample by sample on the sound card's clock."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.playback.engine import Engine
from app.playback.outputs import OutputPreference, OutputUnavailableError, driver_for
from app.playback.plan import Plan
from app.playback.player import OutputLost, OutputOpened, TrackFailed
from app.said import Said, Saying
from app.tasks import TaskSupervisor
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.program import ClockMap, Programme
    from app.playback.outputs import Output, OutputDriver
    from app.playback.pcm import LoadedTrack, LoadEvent, TrackLoader
    from app.playback.player import PlayerEvent, PlayerListener, Reading, TrackSource

logger = logging.getLogger(__name__)

# Samples may still be read for the block in the making and its fades.
_LINGER_SEC: Final = 1.0
# A sound server that restarts, or a device being switched, is back within a second or needs a person.
_REOPEN_TRIES: Final = 6
_REOPEN_PAUSE_SEC: Final = 0.2
#: A sound server that hangs may keep its thread; a person who closes the window does not wait for it.
_UNWANTED_SEC: Final = 2.0


def _monotonic() -> LocalSec:
    return LocalSec(time.monotonic())


class TimedPlayer:
    """A `Player` that owns its output and schedules by the time frames are heard.

    Args:
        loader: decodes tracks; closed with the player.
        outputs: which interface and device to play on.
        driver: instead of the one that ``outputs`` names.
        clock: local time.
    """

    def __init__(
        self,
        *,
        loader: TrackLoader,
        outputs: OutputPreference | None = None,
        driver: OutputDriver | None = None,
        clock: Callable[[], LocalSec] = _monotonic,
    ) -> None:
        self._loader = loader
        self._preference = outputs or OutputPreference()
        self._driver = driver or driver_for(self._preference)
        self._clock = clock
        self._plan = Plan()
        self._tracks: dict[str, LoadedTrack] = {}
        self._wanted: set[str] = set()
        self._failed: set[str] = set()
        self._lingering: list[LoadedTrack] = []
        self._tasks = TaskSupervisor("player")
        self._opening = asyncio.Lock()
        self._unwanted: set[asyncio.Future[Output]] = set()
        self._output: Output | None = None
        self._engine: Engine | None = None
        self._listener: PlayerListener | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def open(self, listener: PlayerListener) -> None:
        """See `Player.open`."""
        self._listener = listener
        self._loop = asyncio.get_running_loop()
        await self._open_output("no-audio-output", tries=1)

    async def retry_output(self) -> None:
        """See `Player.retry_output`."""
        await self._open_output("no-audio-output", tries=1)

    async def use_output(self, interface: str, device: str | None) -> bool:
        """See `Player.use_output`."""
        wanted = OutputPreference(interface=interface, device=device)
        try:
            driver = driver_for(wanted)
        except ValueError:
            return False
        self._preference, self._driver = wanted, driver
        await self._open_output("no-audio-output", tries=1)
        return True

    async def close(self) -> None:
        """See `Player.close`."""
        self._listener = None
        await self._tasks.close()
        if self._unwanted:
            # Once the loop is gone nobody could close what is still being opened, and its thread would outlive us.
            await asyncio.wait(self._unwanted, timeout=_UNWANTED_SEC)
        async with self._opening:
            await self._close_output()
        for track in (*self._tracks.values(), *self._lingering):
            track.close()
        self._tracks.clear()
        self._lingering.clear()
        await self._loader.close()

    def load(self, source: TrackSource) -> None:
        """See `Player.load`."""
        self._wanted.add(source.track_id)
        if source.track_id in self._failed:
            # The programme may still name it: only here can it be replaced.
            self._failed.discard(source.track_id)
            if (failed := self._tracks.pop(source.track_id, None)) is not None:
                self._linger(failed)
        if source.track_id not in self._tracks:
            self._tracks[source.track_id] = self._loader.load(source, self._on_load_event)
            self._change(tracks=dict(self._tracks))

    def unload(self, track_id: str) -> None:
        """See `Player.unload`."""
        self._wanted.discard(track_id)
        self._sweep()

    def set_programme(self, programme: Programme) -> None:
        """See `Player.set_programme`."""
        self._change(programme=programme)
        self._sweep()

    def set_clock(self, clock: ClockMap) -> None:
        """See `Player.set_clock`."""
        self._change(clock=clock)

    def jump(self) -> None:
        """See `Player.jump`."""
        self._change(jump_serial=self._plan.jump_serial + 1)

    def set_volume(self, volume: float) -> None:
        """See `Player.set_volume`."""
        self._change(volume=min(1.0, max(0.0, volume)))

    def set_output_offset(self, offset_ms: float) -> None:
        """See `Player.set_output_offset`."""
        offset = Seconds(offset_ms / 1000)
        if offset != self._plan.offset:
            # A person listens for the effect: half a minute of slewing would mislead.
            self._change(offset=offset, jump_serial=self._plan.jump_serial + 1)

    def set_slewing(self, enabled: bool) -> None:  # noqa: FBT001 - a switch
        """See `Player.set_slewing`."""
        self._change(slewing=enabled)

    def reading(self) -> Reading:
        """See `Player.reading`."""
        engine = self._engine or self._new_engine()
        return engine.reading(self._clock())

    def _change(self, **changes: object) -> None:
        self._plan = replace(self._plan, **changes)  # type: ignore[arg-type]
        if self._engine is not None:
            self._engine.plan = self._plan

    def _sweep(self) -> None:
        """Let unloaded tracks go that the programme has left."""
        heard = {segment.track_id for segment in self._plan.programme.segments}
        gone = self._tracks.keys() - self._wanted - heard
        for track_id in gone:
            self._failed.discard(track_id)
            self._linger(self._tracks.pop(track_id))
        if gone:
            self._change(tracks=dict(self._tracks))

    def _linger(self, track: LoadedTrack) -> None:
        self._lingering.append(track)
        asyncio.get_running_loop().call_later(_LINGER_SEC, self._let_go, track)

    def _let_go(self, track: LoadedTrack) -> None:
        if track in self._lingering:
            self._lingering.remove(track)
            track.close()

    def _on_load_event(self, event: LoadEvent) -> None:
        if isinstance(event, TrackFailed):
            self._failed.add(event.track_id)
        if event.track_id in self._wanted:
            self._tell(event)

    def _tell(self, event: PlayerEvent) -> None:
        if self._listener is not None:
            self._listener(event)

    def _new_engine(self) -> Engine:
        engine = Engine(
            clock=self._clock,
            on_event=lambda event: self._from_thread(engine, self._tell, event),
            on_lost=lambda reason: self._from_thread(engine, self._reopen, reason),
            on_moved=lambda device: self._from_thread(engine, self._on_moved, device),
        )
        engine.plan = self._plan
        return engine

    def _from_thread(self, engine: Engine, call: Callable[..., None], *arguments: object) -> None:
        """Call on the event loop, unless the engine has been replaced meanwhile."""

        def deliver() -> None:
            if engine is self._engine:
                call(*arguments)

        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(deliver)

    def _on_moved(self, device: str) -> None:
        if self._output is not None:
            self._tell(OutputOpened(interface=self._output.interface, device=device))

    def _reopen(self, reason: str) -> None:
        logger.warning("Output lost: %s", reason)
        self._tasks.spawn("reopen output", self._open_output("output-lost", tries=_REOPEN_TRIES))

    async def _open_output(self, code: str, *, tries: int) -> None:
        """Close what is open, then open anew; tells the outcome."""
        async with self._opening:
            await self._close_output()
            said = Said(what=Saying.NO_OUTPUT)
            for attempt in range(tries):
                if attempt:
                    await asyncio.sleep(_REOPEN_PAUSE_SEC)
                engine = self._new_engine()
                try:
                    output = await self._open_driver(engine)
                except OutputUnavailableError as error:
                    logger.info("No output: %s", error)
                    said = error.said
                    continue
                self._engine, self._output = engine, output
                engine.plan = self._plan
                self._tell(OutputOpened(interface=output.interface, device=output.device))
                return
            self._tell(OutputLost(code=code, said=said))

    async def _open_driver(self, engine: Engine) -> Output:
        opening = asyncio.get_running_loop().run_in_executor(None, self._driver.open, engine, self._preference.device)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            # The thread goes on opening: nobody may keep what comes of it.
            opening.add_done_callback(_close_unwanted)
            self._unwanted.add(opening)
            raise

    async def _close_output(self) -> None:
        output, self._output, self._engine = self._output, None, None
        if output is not None:
            await asyncio.to_thread(output.close)


def _close_unwanted(opening: asyncio.Future[Output]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
