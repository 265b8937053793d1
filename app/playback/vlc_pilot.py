"""Steers libVLC's voices along the programme. Pure: facts and time in, orders out.

Every start, late entry, seek and jump is a fresh voice that begins at the right sample and is let go at the right
instant, because libVLC's own seeks are not exact. What a voice is heard at is known from the edges of its clock:
measured against a recording, an edge that says ``t`` is heard `EDGE_TO_EAR` later, give or take `EDGE_SIGMA_MS`.
A start that came late does not show there. Where the output tells when it sounded, the edges are read from that.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Final

from app.playback.player import Reading, Sounding
from app.playback.speaker_lines import (
    OpenVoice,
    SetVoiceRate,
    SetVolume,
    StartVoice,
    StopVoice,
    VoiceEnded,
    VoiceSounded,
    VoiceStarted,
    VoiceTime,
)
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.program import ClockMap, Programme, Segment
    from app.playback.speaker_lines import Fact, Order

#: From an edge of libVLC's clock to that instant being heard; and from letting a voice go to its first sample.
EDGE_TO_EAR: Final = 0.0415
START_TO_EAR: Final = 0.002
#: A voice is made ready this long before its start: libVLC needs 20 ms, a busy machine more.
PREPARE_SEC: Final = 1.5
#: A late entry lies this far ahead.
ENTRY_SEC: Final = 0.3
#: So much has to be decoded beyond the point of entry.
RESERVE_SEC: Final = 0.5
#: Spread of what is heard around what the edges say: 2 ms at best, but at load 5 on two cores about a third of the
#: starts came 34 ms late without a sign in them (measured). One standard deviation, of both.
EDGE_SIGMA_MS: Final = 15.0
#: The same where the output told when it sounded: 0.3 ms at load 5, and it may be told late (measured).
SOUNDED_SIGMA_MS: Final = 1.0
#: A start is known to this before the first edge comes.
START_SIGMA_MS: Final = 20.0
_EDGES: Final = 5
_RATE_STEP: Final = 0.001
_STEER_ABOVE_MS: Final = 2.5
_STEER_UNTIL_MS: Final = 0.5
#: After a step the last five edges are from before it; libVLC tells four a second.
_SETTLE_SEC: Final = 1.6
_NEWS_SEC: Final = 0.001


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackState:
    """What is there of a track: decoded frames at ``rate``, all of them or not; or an endless stream."""

    rate: int = 0
    frames: int = 0
    complete: bool = False
    url: str | None = None

    def reaches(self, position: float) -> bool:
        """Enough is decoded to enter at a position in seconds."""
        if self.url is not None:
            return True
        return self.rate > 0 and (self.complete or self.frames >= (position + RESERVE_SEC) * self.rate)

    def is_over(self, position: float) -> bool:
        """The track ends before this position."""
        return self.url is None and self.complete and position * self.rate >= self.frames


@dataclass(slots=True, kw_only=True)
class VoiceState:
    """What is known of one voice."""

    number: int
    segment: Segment
    begins_at: float  # seconds into the track
    start_at: float  # when its first sample is to be heard
    is_late: bool  # it entered in the middle, at an instant of our choice
    is_stream: bool
    told_stop: float | None = None
    started_at: float | None = None
    sounded_at: float | None = None  # when its first sample was heard, where the output told
    late: float | None = None  # by how much the edges run ahead of that; None until there are enough of them
    ended: bool = False
    rate: float = 1.0
    rate_at: float = 0.0
    edges: deque[tuple[float, float]] = field(default_factory=lambda: deque(maxlen=_EDGES))

    def position_at(self, at: float) -> float:
        """Seconds into the track heard at a local time."""
        if self.edges and (self.sounded_at is None or self.late is not None):
            heard = self._by_edges(at) - (self.late or 0.0)
        elif self.sounded_at is not None:
            heard = at - self.sounded_at
        else:
            heard = at - (self.start_at if self.started_at is None else self.started_at + START_TO_EAR)
        return self.begins_at + heard

    def take(self, edge: VoiceTime) -> None:
        """Its clock was read."""
        self.edges.append((edge.at, edge.seconds))
        if self.sounded_at is not None and self.late is None and len(self.edges) == _EDGES:
            self.late = self._by_edges(edge.at) - (edge.at - self.sounded_at)

    @property
    def sigma_ms(self) -> float:
        """One standard deviation of `position_at`."""
        if self.sounded_at is not None:
            return SOUNDED_SIGMA_MS
        return EDGE_SIGMA_MS if self.edges else START_SIGMA_MS

    def _by_edges(self, at: float) -> float:
        return median(seconds - EDGE_TO_EAR + (at - when) * self.rate for when, seconds in self.edges)

    def plays(self, segment: Segment) -> bool:
        """It was made for this segment, whenever that is to stop."""
        return replace(self.segment, stop_at=None, follows=False) == replace(segment, stop_at=None, follows=False)


class VlcPilot:
    """The programme, the clock, and the voices that exist."""

    def __init__(self) -> None:
        self._segments: tuple[Segment, ...] = ()
        self._clock: ClockMap | None = None
        self._offset = 0.0
        self._slewing = True
        self._jump_wanted = False
        # Replaced, never changed: the samples of a voice are looked up on another thread.
        self._voices: tuple[VoiceState, ...] = ()
        self._count = 0
        self._steered_at: float | None = None
        self._net = self._gross = 0.0
        self._jumps = 0
        self._over: set[Segment] = set()

    def set_programme(self, programme: Programme) -> None:
        """See `Player.set_programme`."""
        self._segments = programme.segments
        self._over.intersection_update(programme.segments)

    def set_clock(self, clock: ClockMap) -> None:
        """See `Player.set_clock`."""
        self._clock = clock

    def set_output_offset(self, offset_ms: float) -> None:
        """See `Player.set_output_offset`."""
        self._offset = offset_ms / 1000

    def set_slewing(self, enabled: bool) -> None:  # noqa: FBT001 - a switch
        """See `Player.set_slewing`."""
        self._slewing = enabled

    def jump(self) -> None:
        """See `Player.jump`."""
        self._jump_wanted = True

    def voice(self, number: int) -> VoiceState | None:
        """A voice by its number."""
        return next((voice for voice in self._voices if voice.number == number), None)

    def uses(self, track_id: str) -> bool:
        """A voice of this track exists."""
        return any(voice.segment.track_id == track_id for voice in self._voices)

    def reset(self) -> None:
        """The speaker is gone, and every voice with it."""
        self._voices = ()

    def hear(self, fact: Fact) -> None:
        """Take note of a fact."""
        number = getattr(fact, "voice", None)
        voice = self.voice(number) if number is not None else None
        if voice is None:
            return
        if isinstance(fact, VoiceStarted):
            voice.started_at = fact.at
        elif isinstance(fact, VoiceSounded):
            voice.sounded_at = fact.at
        elif isinstance(fact, VoiceTime) and voice.started_at is not None:
            voice.take(fact)
        elif isinstance(fact, VoiceEnded):
            voice.ended = True

    def steer(self, now: LocalSec, track: Callable[[str], TrackState | None]) -> list[Order]:
        """What is to be done now. To be asked some ten times a second."""
        orders: list[Order] = []
        if self._clock is None:
            return orders
        for segment in self._due(now):
            orders += self._follow(segment, now, track)
        # Where no voice is due, or one is about to enter, there is nothing to jump from.
        self._jump_wanted = False
        orders += self._retire(now)
        orders += self._slew(now)
        return orders

    def reading(self, now: LocalSec, *, is_open: bool) -> Reading:
        """See `Player.reading`; without an open output nothing sounds."""
        segment = self._current(now)
        if segment is None or not is_open:
            return Reading(at=now, sounding=Sounding.SILENT)
        voice = self._heard(segment, now)
        if segment in self._over or (voice is not None and voice.ended):
            return Reading(at=now, sounding=Sounding.SILENT)
        if voice is None:
            return Reading(at=now, sounding=Sounding.STARVED, track_id=segment.track_id)
        position = voice.position_at(now)
        drift = 0.0 if voice.is_stream else (position - self._scheduled(segment, now)) * 1000
        return Reading(
            at=now,
            sounding=Sounding.PLAYING,
            track_id=segment.track_id,
            position=Seconds(position),
            drift_ms=drift,
            uncertainty_ms=voice.sigma_ms,
            rate_ppm=(voice.rate - 1) * 1e6,
            latency_ms=EDGE_TO_EAR * 1000,
            net_correction_ms=self._net,
            gross_correction_ms=self._gross,
            jumps=self._jumps,
        )

    def _local(self, segment: Segment) -> float:
        """When its first sample is to leave for the ear."""
        assert self._clock is not None  # noqa: S101 - asked for with a clock only
        return self._clock.local_at(segment.start_at) - self._offset

    def _scheduled(self, segment: Segment, at: float) -> float:
        """The position that is to be played at a local time."""
        assert self._clock is not None  # noqa: S101 - asked for with a clock only
        return segment.position_at(self._clock.server_at(LocalSec(at))) + self._offset

    def _stop_of(self, segment: Segment) -> float | None:
        """When it falls silent: its own stop, or the next segment's start."""
        assert self._clock is not None  # noqa: S101 - asked for with a clock only
        stops = [self._local(other) for other in self._segments if other.start_at > segment.start_at]
        if segment.stop_at is not None:
            stops.append(self._clock.local_at(segment.stop_at) - self._offset)
        return min(stops, default=None)

    def _current(self, now: float) -> Segment | None:
        if self._clock is None:
            return None
        begun = [segment for segment in self._segments if self._local(segment) <= now]
        if not begun:
            return None
        segment = begun[-1]
        stop = self._stop_of(segment)
        return None if stop is not None and stop <= now else segment

    def _due(self, now: float) -> list[Segment]:
        """The present segment, and the next one where it is near."""
        current = self._current(now)
        near = (segment for segment in self._segments if now < self._local(segment) <= now + PREPARE_SEC)
        return [segment for segment in (current, next(near, None)) if segment is not None]

    def _of(self, segment: Segment) -> VoiceState | None:
        """The newest voice of a segment."""
        return next((voice for voice in reversed(self._voices) if voice.plays(segment)), None)

    def _heard(self, segment: Segment, now: float) -> VoiceState | None:
        """The voice of a segment that sounds by now."""
        for voice in reversed(self._voices):
            if voice.plays(segment) and voice.started_at is not None and voice.start_at <= now:
                return voice
        return None

    def _follow(self, segment: Segment, now: float, track: Callable[[str], TrackState | None]) -> list[Order]:
        """Give a segment its voice, or move the start of the one that waits."""
        voice = self._of(segment)
        start = self._local(segment)
        if voice is None:
            return self._open(segment, now, track)
        if self._jump_wanted and voice.started_at is not None and start <= now and not voice.is_stream:
            self._jump_wanted = False
            drift = (voice.position_at(now) - self._scheduled(segment, now)) * 1000
            orders = self._open(segment, now, track)
            if orders:
                self._jumps += 1
                self._net -= drift
                self._gross += abs(drift)
            return orders
        waits = voice.started_at is None and not voice.is_late and start > now
        if waits and abs(start - voice.start_at) > _NEWS_SEC:
            voice.start_at = start
            return [StartVoice(voice=voice.number, at=start - START_TO_EAR)]
        return []

    def _open(self, segment: Segment, now: float, track: Callable[[str], TrackState | None]) -> list[Order]:
        state = track(segment.track_id)
        if state is None:
            return []
        start = self._local(segment)
        is_late = start <= now
        position: float = segment.start_position
        if is_late:
            start = now + ENTRY_SEC
            position = self._scheduled(segment, start)
        if state.is_over(position):
            self._over.add(segment)
            return []
        if not state.reaches(position):
            return []
        if self._of(segment) is None:
            self._net = self._gross = 0.0
            self._jumps = 0
        self._count += 1
        voice = VoiceState(
            number=self._count,
            segment=segment,
            # Voices begin at whole samples.
            begins_at=round(position * state.rate) / state.rate if state.rate else position,
            start_at=start,
            is_late=is_late,
            is_stream=state.url is not None,
        )
        self._voices = (*self._voices, voice)
        return [
            OpenVoice(voice=voice.number, rate=state.rate, url=state.url),
            StartVoice(voice=voice.number, at=start - START_TO_EAR),
        ]

    def _retire(self, now: float) -> list[Order]:
        """Stop voices whose time is over, or that a newer one takes over from."""
        orders: list[Order] = []
        for voice in self._voices:
            stop = self._end_of(voice, now)
            if stop is not None and (voice.told_stop is None or abs(stop - voice.told_stop) > _NEWS_SEC):
                voice.told_stop = stop
                orders.append(StopVoice(voice=voice.number, at=stop))
            if voice.told_stop is not None and voice.told_stop < now - 1:
                self._voices = tuple(other for other in self._voices if other is not voice)
        return orders

    def _end_of(self, voice: VoiceState, now: float) -> float | None:
        segment = next((segment for segment in self._segments if voice.plays(segment)), None)
        if segment is None:
            return now if voice.told_stop is None else voice.told_stop
        newer = self._of(segment)
        if newer is not None and newer is not voice:
            return newer.start_at
        return self._stop_of(segment)

    def _slew(self, now: LocalSec) -> list[Order]:
        """Steps of 0.1 % while the edges are off by more than they scatter."""
        elapsed = now - self._steered_at if self._steered_at is not None else 0.0
        self._steered_at = now
        segment = self._current(now)
        voice = self._heard(segment, now) if segment is not None else None
        if segment is None or voice is None or voice.is_stream or voice.ended:
            return []
        moved = (voice.rate - 1) * elapsed * 1000
        self._net += moved
        self._gross += abs(moved)
        rate = self._wanted_rate(voice, now, (voice.position_at(now) - self._scheduled(segment, now)) * 1000)
        if rate == voice.rate:
            return []
        voice.rate, voice.rate_at = rate, now
        return [SetVoiceRate(voice=voice.number, rate=rate)]

    def _wanted_rate(self, voice: VoiceState, now: float, drift_ms: float) -> float:
        if not self._slewing:
            return 1.0
        if len(voice.edges) < _EDGES or now - voice.rate_at < _SETTLE_SEC:
            return voice.rate
        is_done = abs(drift_ms) < _STEER_UNTIL_MS or (drift_ms > 0) == (voice.rate > 1)
        if voice.rate != 1.0 and is_done:
            return 1.0
        if abs(drift_ms) > _STEER_ABOVE_MS:
            return 1 - _RATE_STEP if drift_ms > 0 else 1 + _RATE_STEP
        return voice.rate


def set_volume(volume: float) -> SetVolume:
    """The order for a linear gain, clamped to [0, 1]."""
    return SetVolume(volume=min(1.0, max(0.0, volume)))
