"""Every block of sound, decided from the schedule and from when the block will be heard.

No timer is involved: the sound card's own clock says when a frame is heard, and the frame is filled accordingly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from app.playback.plan import Block, Plan, Span, Timeline
from app.playback.player import Sounding
from app.playback.resampler import Interpolator
from app.playback.servo import Servo
from app.playback.voice import Voice
from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.core.program import Segment
    from app.playback.pcm import PcmSource

#: A stop, a late entry: short enough to feel instant, long enough not to click.
FADE: Final = Seconds(0.004)
#: From one position to another within the music.
CROSSFADE: Final = Seconds(0.010)
_GAIN_RISE: Final = Seconds(0.010)
# A schedule moved by more than this is another position, not a refined estimate of the same one.
_SAME_LINE: Final = Seconds(0.005)
# How far an announced end may lie from the true one for the next track to follow without a seam.
_SEAM: Final = Seconds(0.05)
# Entering a track that is still being decoded with less than this in hand would starve again at once.
_ENTRY_RESERVE: Final = Seconds(0.25)
# An error beyond this right after a start came from a first timing reading that was wrong.
_START_ERROR: Final = Seconds(0.0003)
_START_SIGMAS: Final = 4.0
_START_WATCH: Final = Seconds(3.0)
_START_PAUSE: Final = Seconds(0.25)
# A jump over less than this would be heard more than the error it removes.
_LEAST_JUMP: Final = Seconds(0.0001)


class _Leaving:
    """A voice on its way out."""

    def __init__(self, voice: Voice, frames: int) -> None:
        self.voice = voice
        self.frames = frames
        self.left = frames

    def mix(self, out: NDArray[np.float32]) -> None:
        """Add its last frames to the beginning of ``out``."""
        count = min(self.left, len(out))
        fall = (self.left - 1 - np.arange(count, dtype=np.float32)) / self.frames
        out[:count] += self.voice.render(count) * fall[:, None]
        self.left -= count


class Renderer:
    """Fills blocks; lives on the output's thread and is called by nobody else.

    Args:
        rate: frames per second of the device, nominal.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._servo = Servo()
        self._voice: Voice | None = None
        self._leaving: list[_Leaving] = []
        self._entry_fade = FADE
        self._gain: float | None = None
        self._jump_serial = 0
        self._watch_until = LocalSec(0.0)
        self._watch_from = LocalSec(0.0)
        self._interpolators: dict[float, Interpolator] = {}

    @property
    def servo(self) -> Servo:
        """The account of corrections since the last start."""
        return self._servo

    @property
    def slew(self) -> float:
        """The relative change of speed at present."""
        return self._voice.slew if self._voice else 0.0

    def restart(self) -> None:
        """The timeline moved (another device, a gap): drop the voice, so that the next block enters anew."""
        self._voice = None
        self._leaving.clear()

    def watch(self, now: LocalSec) -> None:
        """Timing is being learnt anew: for a while an error is a wrong start, to be corrected at once."""
        self._watch_from = now
        self._watch_until = LocalSec(now + _START_WATCH)

    def render(self, plan: Plan, block: Block) -> tuple[NDArray[np.float32], list[Span]]:
        """The block's frames, and what they carry."""
        out = np.zeros((block.frames, 2), dtype=np.float32)
        spans: list[Span] = []
        self._entry_fade = FADE
        for leaving in self._leaving:
            leaving.mix(out)
        self._leaving = [leaving for leaving in self._leaving if leaving.left > 0]
        if plan.clock is None:
            self._let_go(out, 0, FADE)
            spans.append(Span(first_frame=block.first_frame, frames=block.frames, sounding=Sounding.SILENT))
        else:
            frame = 0
            timeline = Timeline(plan, block)
            while frame < block.frames:
                span = self._span(plan, block, timeline, out, frame)
                spans.append(span)
                frame += span.frames
        self._apply_gain(plan, out)
        return out, spans

    def _span(self, plan: Plan, block: Block, timeline: Timeline, out: NDArray[np.float32], frame: int) -> Span:
        segment = self._choose(timeline, out, frame)
        if segment is None:
            until = min(timeline.next_start(frame), block.frames)
            return Span(first_frame=block.first_frame + frame, frames=until - frame, sounding=Sounding.SILENT)
        if self._voice is None:
            self._voice = self._enter(plan, block, timeline, segment, frame)
        if self._voice is None:
            until = min(timeline.next_start(frame), block.frames)
            return Span(first_frame=block.first_frame + frame, frames=until - frame, sounding=Sounding.STARVED)
        if frame == 0:
            self._steer(plan, block, timeline, out)
        return self._play(plan, block, timeline, out, frame)

    def _choose(self, timeline: Timeline, out: NDArray[np.float32], frame: int) -> Segment | None:
        """Which segment is heard at ``frame``; lets the voice go when it is another one."""
        due = timeline.due(frame)
        voice = self._voice
        if voice is None:
            return due
        if due == voice.segment or timeline.awaits(voice.segment, frame):
            return voice.segment
        if self._runs_out(timeline, voice, due, frame):
            return voice.segment
        if due is not None and due.track_id == voice.segment.track_id:
            ahead = voice.seconds - timeline.position(due, frame)
            was_ahead = voice.seconds - timeline.position(voice.segment, frame)
            voice.segment = due
            if abs(ahead - was_ahead) <= _SAME_LINE:
                return due
        self._let_go(out, frame, FADE if due is None else CROSSFADE)
        return due

    @staticmethod
    def _runs_out(timeline: Timeline, voice: Voice, due: Segment | None, frame: int) -> bool:
        """Whether the voice is about to reach its own end, which comes before or after the announced one."""
        left = voice.frames_to_end()
        if left is None or left * voice.step > _SEAM * voice.pcm.rate:
            return False
        if due is None:
            return timeline.plays_out(voice.segment, frame)
        return due.follows and timeline.follower(voice.segment) == due

    def _enter(self, plan: Plan, block: Block, timeline: Timeline, segment: Segment, frame: int) -> Voice | None:
        pcm = plan.pcm_of(segment)
        if pcm is None:
            return None
        position = timeline.position(segment, frame) * pcm.rate
        reserve = min(position + _ENTRY_RESERVE * pcm.rate, pcm.total_frames or float("inf"))
        if pcm.reach(int(position)) < reserve:
            return None
        # The very beginning of a track is heard untouched; anywhere else a hard edge would click.
        fade = self._entry_fade if position > pcm.rate * FADE else Seconds(0.0)
        self._servo.reset()
        self.watch(LocalSec(block.heard_at + frame * block.period))
        return self._voice_at(segment, pcm, position, fade)

    def _voice_at(self, segment: Segment, pcm: PcmSource, position: float, fade: float) -> Voice:
        ratio = pcm.rate / self._rate
        interpolator = self._interpolators.get(ratio)
        if interpolator is None:
            interpolator = self._interpolators[ratio] = Interpolator(ratio)
        return Voice(
            segment=segment,
            pcm=pcm,
            interpolator=interpolator,
            ratio=ratio,
            position=position,
            fade_in=round(fade * self._rate),
        )

    def _steer(self, plan: Plan, block: Block, timeline: Timeline, out: NDArray[np.float32]) -> None:
        """Once a block: how far off the schedule, and what is done about it."""
        voice = self._voice
        assert voice is not None  # noqa: S101 - only called with a voice
        assert plan.clock is not None  # noqa: S101 - only called with a clock
        error = Seconds(voice.seconds - timeline.position(voice.segment, 0))
        asked = plan.jump_serial != self._jump_serial and abs(error) > _LEAST_JUMP
        if asked or self._started_wrong(block, error):
            arrived = self._jump(voice, error, out)
            if arrived is None:
                return
            voice = arrived
            self._watch_from = LocalSec(block.heard_at + _START_PAUSE)
            error = Seconds(voice.seconds - timeline.position(voice.segment, 0))
        self._jump_serial = plan.jump_serial
        if not plan.slewing:
            voice.slew = 0.0
            return
        hold = block.period * self._rate * (1 + plan.clock.skew_ppm * 1e-6) - 1
        voice.slew = Servo.slew(error, feed_forward=hold, uncertainty=block.uncertainty)
        self._servo.slewed(voice.slew, Seconds(block.frames * block.period))

    def _started_wrong(self, block: Block, error: Seconds) -> bool:
        watched = self._watch_from <= block.heard_at < self._watch_until
        return watched and abs(error) > max(_START_ERROR, _START_SIGMAS * block.uncertainty)

    def _jump(self, voice: Voice, error: Seconds, out: NDArray[np.float32]) -> Voice | None:
        """Crossfade to the scheduled position; None before it is decoded."""
        target = voice.position - error * voice.pcm.rate
        if target + CROSSFADE * voice.pcm.rate > voice.pcm.reach(int(target)):
            return None
        self._let_go(out, 0, CROSSFADE)
        self._voice = self._voice_at(voice.segment, voice.pcm, target, CROSSFADE)
        self._servo.jumped(Seconds(-error))
        return self._voice

    def _play(self, plan: Plan, block: Block, timeline: Timeline, out: NDArray[np.float32], frame: int) -> Span:
        """Let the voice sound up to whatever ends it, or to the block's end."""
        voice = self._voice
        assert voice is not None  # noqa: S101 - only called with a voice
        follower = timeline.follower(voice.segment)
        self._join(plan, voice, follower)
        end = self._play_until(block, timeline, voice, follower, frame)
        count = end - frame
        if count == 0:
            return self._starve(block, out, frame)
        span = Span(
            first_frame=block.first_frame + frame,
            frames=count,
            sounding=Sounding.PLAYING,
            track_id=voice.segment.track_id,
            position=voice.seconds,
            step=Seconds(voice.step / voice.pcm.rate),
        )
        audio = voice.render(count)
        stop = voice.segment.stop_at
        if stop is not None and follower is None:
            _fade_before(audio, timeline.frame_of(stop) - frame, FADE * self._rate)
            if end >= timeline.first_at(stop):
                self._voice = None
        out[frame:end] += audio
        if voice.frames_to_end() == 0:
            self._voice = self._hand_over(plan, timeline, voice, follower, end)
        return span

    def _play_until(self, block: Block, timeline: Timeline, voice: Voice, follower: Segment | None, frame: int) -> int:
        end = min(block.frames, frame + voice.frames_playable())
        left = voice.frames_to_end()
        if left is not None:
            end = min(end, frame + left)
        stop = voice.segment.stop_at
        if stop is not None and follower is None and (stop_frame := timeline.first_at(stop)) > frame:
            end = min(end, stop_frame)
        start = timeline.next_start(frame)
        near_end = left is not None and left * voice.step <= _SEAM * voice.pcm.rate
        if not (follower is not None and near_end and start == timeline.first_at(follower.start_at)):
            end = min(end, start)
        return end

    def _starve(self, block: Block, out: NDArray[np.float32], frame: int) -> Span:
        """The decoder was overtaken: what little is left fades out, and the rest of the block is silent."""
        self._let_go(out, frame, FADE)
        return Span(first_frame=block.first_frame + frame, frames=block.frames - frame, sounding=Sounding.STARVED)

    @staticmethod
    def _join(plan: Plan, voice: Voice, follower: Segment | None) -> None:
        after = plan.pcm_of(follower) if follower is not None else None
        if follower is not None and after is not None and after.rate == voice.pcm.rate:
            voice.after = after
            voice.after_position = round(follower.start_position * after.rate)
        else:
            voice.after = None

    def _hand_over(
        self, plan: Plan, timeline: Timeline, voice: Voice, follower: Segment | None, frame: int
    ) -> Voice | None:
        """The voice that continues where the ended one stopped, if the next segment follows it."""
        pcm = plan.pcm_of(follower) if follower is not None else None
        if follower is None or pcm is None or voice.pcm.total_frames is None:
            return None
        overshoot = (voice.position - voice.pcm.total_frames) / voice.pcm.rate
        position = follower.start_position + overshoot
        if abs(position - timeline.position(follower, frame)) > _SEAM:
            return None
        if pcm.total_frames is None and pcm.available_frames < (position + _ENTRY_RESERVE) * pcm.rate:
            return None
        after = self._voice_at(follower, pcm, position * pcm.rate, 0.0)
        after.slew = voice.slew
        # Announced lengths are rounded: the next track begins a little off its line, and is slewed to it.
        self._watch_until = LocalSec(0.0)
        after.before = voice.pcm if pcm.rate == voice.pcm.rate else None
        return after

    def _let_go(self, out: NDArray[np.float32], frame: int, fade: Seconds) -> None:
        self._entry_fade = fade
        if self._voice is None:
            return
        leaving = _Leaving(self._voice, round(fade * self._rate))
        leaving.mix(out[frame:])
        if leaving.left > 0:
            self._leaving.append(leaving)
        self._voice = None

    def _apply_gain(self, plan: Plan, out: NDArray[np.float32]) -> None:
        gain = plan.volume if self._gain is None else self._gain
        if gain == plan.volume:
            if gain != 1:
                out *= gain
        else:
            most = len(out) / (_GAIN_RISE * self._rate)
            reached = gain + max(-most, min(most, plan.volume - gain))
            out *= np.linspace(gain, reached, len(out), endpoint=False, dtype=np.float32)[:, None]
            gain = reached
        self._gain = gain


def _fade_before(audio: NDArray[np.float32], stop: float, fade: float) -> None:
    """Fall to silence over the ``fade`` frames before frame ``stop`` of ``audio``."""
    if stop - fade < len(audio):
        fall = (stop - np.arange(len(audio), dtype=np.float32)) / fade
        audio *= np.clip(fall, 0, 1)[:, None]
