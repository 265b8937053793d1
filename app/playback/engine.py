"""What runs on the output's thread: timing in, blocks out, and a picture of itself for readers elsewhere.

The event loop hands in a `Plan` by one assignment and reads frozen snapshots; no lock is shared.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from app.playback.dac_clock import DacClock, DacLine
from app.playback.outputs.base import CERTAIN
from app.playback.plan import Block, Plan, Span
from app.playback.player import Reading, Sounding, Underrun
from app.playback.renderer import Renderer
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from app.playback.player import PlayerEvent

logger = logging.getLogger(__name__)

# 20 ms each, so over two seconds: more than any output's depth that is worth playing through.
_SPANS_KEPT: Final = 256
_APART: Final = Seconds(0.005)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """The state after a block."""

    line: DacLine
    latency: Seconds
    slew: float
    net: float
    gross: float
    jumps: int


class Engine:
    """An `OutputClient` that plays a plan.

    Args:
        clock: local time.
        on_event: told of underruns; called on the output's thread.
        on_lost: told why the stream ended; called on the output's thread.
        on_moved: told the device's new name; called on the output's thread.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], LocalSec],
        on_event: Callable[[PlayerEvent], None],
        on_lost: Callable[[str], None],
        on_moved: Callable[[str], None],
    ) -> None:
        self._clock = clock
        self._on_event = on_event
        self._on_lost = on_lost
        self._on_moved = on_moved
        #: Replaced as a whole by the event loop, read once per block.
        self.plan = Plan()
        self._dac: DacClock | None = None
        self._renderer: Renderer | None = None
        self._picture: _Picture | None = None
        self._spans: deque[Span] = deque(maxlen=_SPANS_KEPT)
        self._underruns = 0
        self._heard_last = LocalSec(float("-inf"))
        self._is_late = False
        self._has_failed = False

    def begin(self, rate: int) -> None:
        """A stream was opened: everything about timing is new."""
        self._spans.clear()
        self._picture = None
        self._dac = DacClock(rate)
        self._renderer = Renderer(rate)

    def heard(self, frame: float, at: LocalSec, doubt: Seconds = CERTAIN) -> None:
        """Refine the card's clock."""
        now = self._clock()
        # Blocks asked for in one go carry one and the same reading.
        if self._dac is None or self._renderer is None or now - self._heard_last < _APART:
            return
        self._heard_last = now
        if self._dac.observe(frame, at, doubt):
            logger.info("The output's timing moved; learning it anew")
            self._renderer.watch(at)

    def render(self, first_frame: int, frames: int) -> NDArray[np.float32]:
        """Fill a block; silence while timing is unknown, and after a failure, which is logged."""
        try:
            audio = self._render(first_frame, frames)
        except Exception:
            # Fifty times a second: once is enough for the log.
            if not self._has_failed:
                logger.exception("Rendering fails; it stays silent")
            self._has_failed = True
            return np.zeros((frames, 2), dtype=np.float32)
        self._has_failed = False
        return audio

    def moved(self, device: str) -> None:
        """Another device: learn its timing, then enter again."""
        self._learn_anew()
        self._on_moved(device)

    def ran_dry(self, gap: Seconds) -> None:
        """A gap moved the frames: learn their timing, then enter again."""
        self._learn_anew()
        self._count_gap(gap)

    def lost(self, reason: str) -> None:
        """The stream ended."""
        self._on_lost(reason)

    @property
    def newest_span(self) -> Span | None:
        """What the newest block ends with; for tests and meters."""
        return self._spans[-1] if self._spans else None

    def reading(self, now: LocalSec) -> Reading:
        """What is heard at ``now``, by the newest knowledge of when its frame is heard. For any thread."""
        picture, plan = self._picture, self.plan
        if picture is None:
            return Reading(at=now, sounding=Sounding.SILENT, underruns=self._underruns)
        frame = picture.line.frame_at(now)
        span = next((s for s in reversed(tuple(self._spans)) if s.first_frame <= frame), None)
        sounding, position = Sounding.SILENT, Seconds(0.0)
        if span is not None and frame < span.first_frame + span.frames:
            sounding = span.sounding
            position = Seconds(span.position + (frame - span.first_frame) * span.step)
        drift = self._drift(plan, span, position, now) if span and sounding is Sounding.PLAYING else None
        return Reading(
            at=now,
            sounding=sounding,
            track_id=span.track_id if span and sounding is Sounding.PLAYING else None,
            position=position,
            drift_ms=0.0 if drift is None else drift * 1000,
            uncertainty_ms=picture.line.uncertainty * 1000,
            rate_ppm=picture.slew * 1e6,
            latency_ms=picture.latency * 1000,
            underruns=self._underruns,
            net_correction_ms=picture.net * 1000,
            gross_correction_ms=picture.gross * 1000,
            jumps=picture.jumps,
        )

    @staticmethod
    def _drift(plan: Plan, span: Span, position: Seconds, now: LocalSec) -> Seconds | None:
        """Heard minus scheduled, by the segment whose line is nearest: a hand-over may be a little early or late."""
        if plan.clock is None:
            return None
        server = plan.server_at(now)
        errors = [
            position - segment.position_at(server)
            for segment in plan.programme.segments
            if segment.track_id == span.track_id
        ]
        return Seconds(min(errors, key=abs)) if errors else None

    def _count_gap(self, gap: Seconds) -> None:
        self._underruns += 1
        self._on_event(Underrun(gap_ms=gap * 1000))

    def _notice_lateness(self, ahead: Seconds) -> None:
        """A block whose time has passed is a gap; the blocks that catch up after it belong to the same one."""
        if ahead < 0 and not self._is_late:
            self._count_gap(Seconds(-ahead))
        self._is_late = ahead < 0

    def _learn_anew(self) -> None:
        if self._dac is not None and self._renderer is not None:
            self._dac.reset()
            self._renderer.restart()
            self._picture = None

    def _render(self, first_frame: int, frames: int) -> NDArray[np.float32]:
        dac, renderer, plan = self._dac, self._renderer, self.plan
        line = dac.line() if dac is not None else None
        if dac is None or renderer is None or line is None or not dac.settled:
            return np.zeros((frames, 2), dtype=np.float32)
        block = Block(
            first_frame=first_frame,
            frames=frames,
            heard_at=line.time_of(first_frame),
            period=line.period,
            uncertainty=line.uncertainty,
        )
        latency = Seconds(block.heard_at - self._clock())
        self._notice_lateness(latency)
        audio, spans = renderer.render(plan, block)
        self._spans.extend(spans)
        servo = renderer.servo
        self._picture = _Picture(
            line=line,
            latency=Seconds(latency + frames * line.period),
            slew=renderer.slew,
            net=servo.net,
            gross=servo.gross,
            jumps=servo.jumps,
        )
        return audio
