"""The default player: decoded tracks, placed sample by sample on the sound card's clock."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.playback.local_time import monotonic
from app.playback.output_keeper import OutputKeeper
from app.playback.outputs import OutputPreference, driver_for
from app.playback.plan import Plan
from app.playback.player import TrackFailed
from server.protocol.units import Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.program import ClockMap, Programme
    from app.playback.outputs import OutputDriver
    from app.playback.pcm import LoadedTrack, LoadEvent, TrackLoader
    from app.playback.player import PlayerEvent, PlayerListener, Reading, TrackSource
    from server.protocol.units import LocalSec

# Samples may still be read for the block in the making and its fades.
_LINGER_SEC: Final = 1.0


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
        clock: Callable[[], LocalSec] = monotonic,
    ) -> None:
        self._loader = loader
        self._clock = clock
        self._plan = Plan()
        self._tracks: dict[str, LoadedTrack] = {}
        self._wanted: set[str] = set()
        self._failed: set[str] = set()
        self._lingering: list[LoadedTrack] = []
        self._listener: PlayerListener | None = None
        preference = outputs or OutputPreference()
        self._outputs = OutputKeeper(
            driver or driver_for(preference, clock),
            preference.device,
            clock=clock,
            plan=lambda: self._plan,
            tell=self._tell,
        )

    async def open(self, listener: PlayerListener) -> None:
        """See `Player.open`."""
        self._listener = listener
        await self._outputs.open()

    async def retry_output(self) -> None:
        """See `Player.retry_output`."""
        await self._outputs.open()

    async def use_output(self, interface: str, device: str | None) -> bool:
        """See `Player.use_output`."""
        try:
            driver = driver_for(OutputPreference(interface=interface, device=device), self._clock)
        except ValueError:
            return False
        await self._outputs.use(driver, device)
        return True

    async def close(self) -> None:
        """See `Player.close`."""
        self._listener = None
        await self._outputs.close()
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
            self._aim()

    def unload(self, track_id: str) -> None:
        """See `Player.unload`."""
        self._wanted.discard(track_id)
        self._sweep()

    def set_programme(self, programme: Programme) -> None:
        """See `Player.set_programme`."""
        self._change(programme=programme)
        self._aim()
        self._sweep()

    def set_clock(self, clock: ClockMap) -> None:
        """See `Player.set_clock`."""
        self._change(clock=clock)
        self._aim()

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
        engine = self._outputs.engine or self._outputs.new_engine()
        return engine.reading(self._clock())

    def _change(self, **changes: object) -> None:
        self._plan = replace(self._plan, **changes)  # type: ignore[arg-type]
        if self._outputs.engine is not None:
            self._outputs.engine.plan = self._plan

    def _aim(self) -> None:
        """Tell tracks where they will be entered."""
        if self._plan.clock is None:
            return
        now = self._plan.server_at(self._clock())
        for segment in self._plan.programme.segments:
            if (track := self._tracks.get(segment.track_id)) is not None:
                track.want(max(segment.start_position, segment.position_at(now)))

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
