"""The other player: libVLC plays through its own output, in a child process.

For endless streams, for machines where no timed output opens, and by choice (``--output vlc``). Tracks are decoded to
PCM like everywhere, so that every position is exact; what libVLC's output does with them is heard within some 10 ms of
the schedule. Where the output tells when it began to sound (PulseAudio's), that is known to a millisecond; elsewhere it
is only known through libVLC's own clock.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from app.playback.local_time import monotonic
from app.playback.player import OutputLost, OutputOpened, TrackFailed, TrackReady
from app.playback.speaker_lines import SamplesWanted, SpeakerFailed, SpeakerOpened, VoiceEnded
from app.playback.speaker_process import SpeakerProcess
from app.playback.vlc_pilot import TrackState, VlcPilot, set_volume
from app.playback.vlc_runtime import installation_advice
from app.said import Said, Saying
from app.tasks import TaskSupervisor
from server.protocol.units import MAX_TRACK_SEC

if TYPE_CHECKING:
    from app.core.program import ClockMap, Programme
    from app.playback.pcm import LoadedTrack, LoadEvent, TrackLoader
    from app.playback.player import PlayerEvent, PlayerListener, Reading, TrackSource
    from app.playback.speaker_lines import Fact

logger = logging.getLogger(__name__)

_STEER_SEC: Final = 0.05
_OPEN_SEC: Final = 15.0
_REOPEN_TRIES: Final = 6
_REOPEN_PAUSE_SEC: Final = 0.3
#: What a stream is said to be, so that members agree on it.
_STREAM_RATE: Final = 48_000


@dataclass(slots=True)
class _Track:
    source: TrackSource
    loaded: LoadedTrack
    is_wanted: bool = True
    is_stream: bool = False
    has_failed: bool = False

    def state(self) -> TrackState | None:
        if self.is_stream:
            return TrackState(url=self.source.location)
        pcm = self.loaded.pcm
        if pcm is None:
            return None
        return TrackState(rate=pcm.rate, frames=pcm.available_frames, complete=pcm.total_frames is not None)


class VlcPlayer:
    """A `Player` on libVLC's own output.

    Args:
        loader: decodes tracks; closed with the player.
        device: libVLC's name of the device, or None for its own choice.
    """

    def __init__(self, *, loader: TrackLoader, device: str | None = None) -> None:
        self._loader = loader
        self._device = device
        self._pilot = VlcPilot()
        self._tracks: dict[str, _Track] = {}
        self._tasks = TaskSupervisor("vlc player")
        self._opening = asyncio.Lock()
        self._speaker: SpeakerProcess | None = None
        self._answer: asyncio.Future[SpeakerOpened | SpeakerFailed | None] | None = None
        self._is_reopening = False
        self._volume = 1.0
        self._listener: PlayerListener | None = None

    async def open(self, listener: PlayerListener) -> None:
        """See `Player.open`."""
        self._listener = listener
        self._tasks.spawn("steering", self._steer_on())
        await self._open_speaker("no-audio-output", tries=1)

    async def retry_output(self) -> None:
        """See `Player.retry_output`."""
        await self._open_speaker("no-audio-output", tries=1)

    async def use_output(self, interface: str, device: str | None) -> bool:
        """See `Player.use_output`; libVLC's own output is chosen once."""
        del interface, device
        return False

    async def close(self) -> None:
        """See `Player.close`."""
        self._listener = None
        await self._tasks.close()
        async with self._opening:
            await self._close_speaker()
        for track in self._tracks.values():
            track.loaded.close()
        self._tracks.clear()
        await self._loader.close()

    def load(self, source: TrackSource) -> None:
        """See `Player.load`."""
        track = self._tracks.get(source.track_id)
        if track is not None and track.has_failed:
            track.loaded.close()
            track = None
        if track is None:
            self._tracks[source.track_id] = _Track(source, self._loader.load(source, self._on_load_event))
        else:
            track.is_wanted = True

    def unload(self, track_id: str) -> None:
        """See `Player.unload`."""
        track = self._tracks.get(track_id)
        if track is not None:
            track.is_wanted = False
            self._sweep()

    def set_programme(self, programme: Programme) -> None:
        """See `Player.set_programme`."""
        self._pilot.set_programme(programme)
        self._steer()

    def set_clock(self, clock: ClockMap) -> None:
        """See `Player.set_clock`."""
        self._pilot.set_clock(clock)

    def jump(self) -> None:
        """See `Player.jump`."""
        self._pilot.jump()
        self._steer()

    def set_volume(self, volume: float) -> None:
        """See `Player.set_volume`."""
        self._volume = volume
        if self._speaker is not None:
            self._speaker.order(set_volume(volume))

    def set_output_offset(self, offset_ms: float) -> None:
        """See `Player.set_output_offset`."""
        self._pilot.set_output_offset(offset_ms)

    def set_slewing(self, enabled: bool) -> None:  # noqa: FBT001 - a switch
        """See `Player.set_slewing`."""
        self._pilot.set_slewing(enabled)

    def reading(self) -> Reading:
        """See `Player.reading`."""
        return self._pilot.reading(monotonic(), is_open=self._speaker is not None)

    async def _steer_on(self) -> None:
        while True:
            self._steer()
            await asyncio.sleep(_STEER_SEC)

    def _steer(self) -> None:
        if self._speaker is None or self._answer is not None:
            return
        for order in self._pilot.steer(monotonic(), self._state_of):
            self._speaker.order(order)
        self._sweep()

    def _state_of(self, track_id: str) -> TrackState | None:
        track = self._tracks.get(track_id)
        return track.state() if track is not None else None

    def _samples(self, wanted: SamplesWanted) -> tuple[bytes, bool]:
        """The bytes a voice reads on with, and whether they are the last; called on the speaker's thread."""
        voice = self._pilot.voice(wanted.voice)
        track = self._tracks.get(voice.segment.track_id) if voice is not None else None
        pcm = track.loaded.pcm if track is not None else None
        if voice is None or pcm is None:
            return b"", True
        start = round(voice.begins_at * pcm.rate) + wanted.start
        frames = pcm.read(start, wanted.count)
        total = pcm.total_frames
        data = np.clip(np.rint(frames * 32768), -32768, 32767).astype("<i2").tobytes()
        return data, total is not None and start + len(frames) >= total

    def _sweep(self) -> None:
        """Let unloaded tracks go that the programme has left."""
        for track_id, track in tuple(self._tracks.items()):
            if not track.is_wanted and not self._pilot.uses(track_id):
                del self._tracks[track_id]
                track.loaded.close()

    def _on_load_event(self, event: LoadEvent) -> None:
        track = self._tracks.get(event.track_id)
        if track is None or not track.is_wanted:
            return
        if isinstance(event, TrackFailed) and event.code == "endless-stream":
            track.is_stream = True
            frames = round(MAX_TRACK_SEC * _STREAM_RATE)
            self._tell(TrackReady(track_id=event.track_id, frames=frames, rate=_STREAM_RATE))
            return
        if isinstance(event, TrackFailed):
            track.has_failed = True
        self._tell(event)

    def _tell(self, event: PlayerEvent) -> None:
        if self._listener is not None:
            self._listener(event)

    def _on_fact(self, fact: Fact | None) -> None:
        if self._answer is not None:
            if (fact is None or isinstance(fact, SpeakerOpened | SpeakerFailed)) and not self._answer.done():
                self._answer.set_result(fact)
            return
        if fact is None or isinstance(fact, SpeakerFailed) or (isinstance(fact, VoiceEnded) and fact.failed):
            self._lose(fact)
            return
        self._pilot.hear(fact)

    def _lose(self, fact: VoiceEnded | SpeakerFailed | None) -> None:
        """The process or its output is gone, or a voice ended before its time."""
        voice = self._pilot.voice(fact.voice) if isinstance(fact, VoiceEnded) else None
        if isinstance(fact, VoiceEnded) and voice is None:
            return  # it was stopped meanwhile
        if voice is not None and voice.is_stream:
            title = self._tracks[voice.segment.track_id].source.title
            said = Said(what=Saying.STREAM_ENDED, name=title)
            self._tell(TrackFailed(track_id=voice.segment.track_id, code="unreachable", said=said))
            voice.ended = True
            return
        if self._is_reopening:
            return
        logger.info("libVLC lost its output")
        self._is_reopening = True
        self._tasks.spawn("reopen output", self._open_speaker("output-lost", tries=_REOPEN_TRIES))

    async def _open_speaker(self, code: str, *, tries: int) -> None:
        """Replace the speaker process; tells the outcome."""
        async with self._opening:
            self._is_reopening = False
            answer: SpeakerOpened | SpeakerFailed | None = None
            for attempt in range(tries):
                if attempt:
                    await asyncio.sleep(_REOPEN_PAUSE_SEC)
                await self._close_speaker()
                answer = await self._ask_new_speaker()
                if isinstance(answer, SpeakerOpened):
                    self.set_volume(self._volume)
                    self._tell(OutputOpened(interface="vlc", device=answer.device))
                    return
            await self._close_speaker()
            self._tell(_lost(answer, code))

    async def _ask_new_speaker(self) -> SpeakerOpened | SpeakerFailed | None:
        self._answer = asyncio.get_running_loop().create_future()
        try:
            self._speaker = SpeakerProcess(self._samples, self._on_fact, self._device)
            async with asyncio.timeout(_OPEN_SEC):
                return await self._answer
        except (TimeoutError, OSError):
            logger.exception("The speaker process does not answer")
            return None
        finally:
            self._answer = None

    async def _close_speaker(self) -> None:
        speaker, self._speaker = self._speaker, None
        self._pilot.reset()
        if speaker is not None:
            await speaker.close()


def _lost(answer: SpeakerFailed | SpeakerOpened | None, code: str) -> OutputLost:
    if isinstance(answer, SpeakerFailed) and answer.code == "libvlc-missing":
        said = Said(what=Saying.OUTPUT_WITHOUT_LIBVLC, then=installation_advice())
        logger.info("No libVLC: %s", answer.detail)
    else:
        said = Said(what=Saying.NO_VLC_OUTPUT)
    return OutputLost(code=code, said=said)
