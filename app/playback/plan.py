"""What a block is decided from, and what became of it."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.program import SILENCE, ClockMap, Programme, Segment
from server.protocol.units import LocalSec, Seconds, ServerMs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.playback.pcm import LoadedTrack, PcmSource
    from app.playback.player import Sounding


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that a block is decided from, swapped as a whole.

    Attributes:
        programme: what is to be heard.
        clock: server time; None keeps silence.
        offset: sound delay of the device: a frame is really heard this much later than its output says.
        volume: linear gain.
        slewing: whether pitch may be touched.
        jump_serial: grows with each request to jump.
        tracks: by track id.
    """

    programme: Programme = SILENCE
    clock: ClockMap | None = None
    offset: Seconds = Seconds(0.0)
    volume: float = 1.0
    slewing: bool = True
    jump_serial: int = 0
    tracks: Mapping[str, LoadedTrack] = field(default_factory=dict)

    def pcm_of(self, segment: Segment) -> PcmSource | None:
        """The samples of a segment, as soon as their rate is known."""
        track = self.tracks.get(segment.track_id)
        return None if track is None else track.pcm

    def server_at(self, local: LocalSec) -> ServerMs:
        """Server time of what the output says is heard at ``local``."""
        assert self.clock is not None  # noqa: S101 - a plan without a clock is never asked
        return self.clock.server_at(LocalSec(local + self.offset))

    def local_at(self, server: ServerMs) -> LocalSec:
        """The inverse of `server_at`."""
        assert self.clock is not None  # noqa: S101 - a plan without a clock is never asked
        return LocalSec(self.clock.local_at(server) - self.offset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """What is to be filled, and when it is heard.

    Attributes:
        first_frame: number of its first frame since the output opened.
        frames: how many.
        heard_at: local time at which its first frame is heard.
        period: seconds of local time per frame.
        uncertainty: one standard deviation of ``heard_at``.
    """

    first_frame: int
    frames: int
    heard_at: LocalSec
    period: Seconds
    uncertainty: Seconds = Seconds(0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Consecutive frames of one kind, kept so that a reading can say what is heard much later.

    Attributes:
        first_frame: since the output opened.
        frames: how many.
        sounding: what they carry.
        track_id: of the track.
        position: seconds into the track of the first frame.
        step: seconds of the track per frame.
    """

    first_frame: int
    frames: int
    sounding: Sounding
    track_id: str | None = None
    position: Seconds = Seconds(0.0)
    step: Seconds = Seconds(0.0)


class Timeline:
    """A block's frames in the plan's terms; frame numbers count from the block's first."""

    def __init__(self, plan: Plan, block: Block) -> None:
        self._plan = plan
        self._block = block

    def frame_of(self, server: ServerMs) -> float:
        """The fractional frame that is heard at ``server``."""
        return (self._plan.local_at(server) - self._block.heard_at) / self._block.period

    def first_at(self, server: ServerMs) -> int:
        """The first whole frame heard at ``server`` or later."""
        # A millionth of a frame of slack, so that rounding of an exact boundary never loses a sample.
        return math.ceil(self.frame_of(server) - 1e-6)

    def position(self, segment: Segment, frame: int) -> Seconds:
        """Where a segment is scheduled to be when ``frame`` is heard."""
        local = LocalSec(self._block.heard_at + frame * self._block.period)
        return segment.position_at(self._plan.server_at(local))

    def due(self, frame: int) -> Segment | None:
        """The segment scheduled at a frame: of several, the one that started last."""
        for segment in reversed(self._plan.programme.segments):
            stopped = segment.stop_at is not None and self.first_at(segment.stop_at) <= frame
            if self.first_at(segment.start_at) <= frame:
                return None if stopped or self._is_over(segment, frame) else segment
        return None

    def _is_over(self, segment: Segment, frame: int) -> bool:
        pcm = self._plan.pcm_of(segment)
        total = None if pcm is None else pcm.total_frames
        return pcm is not None and total is not None and self.position(segment, frame) * pcm.rate >= total

    def next_start(self, frame: int) -> int:
        """The first frame after ``frame`` at which a segment starts, or the block's end."""
        starts = (self.first_at(segment.start_at) for segment in self._plan.programme.segments)
        return min((start for start in starts if start > frame), default=self._block.frames)

    def awaits(self, segment: Segment, frame: int) -> bool:
        """Whether a follower's announced start still lies ahead: the track before it ended a little early."""
        ahead = segment.follows and self.first_at(segment.start_at) > frame
        return ahead and segment in self._plan.programme.segments

    def plays_out(self, segment: Segment, frame: int) -> bool:
        """Whether nothing but its own end stops a segment at ``frame``."""
        stopped = segment.stop_at is not None and self.first_at(segment.stop_at) <= frame
        return segment in self._plan.programme.segments and not stopped

    def follower(self, segment: Segment) -> Segment | None:
        """The segment that continues ``segment`` without a seam."""
        segments = self._plan.programme.segments
        for one, two in itertools.pairwise(segments):
            if one == segment and two.follows:
                return two
        return None
