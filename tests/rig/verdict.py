"""What became of every command, in a recording: how far apart, how late by the schedule, and what was torn.

Pure: the schedule is what the relay announced, in seconds of server time. The recorder's clock is tied to it by a line
through everything that was heard, so lateness is against what all members have in common.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from tests.rig.analysis import Series, Span, everywhere, gaps, positions, skew, sounding, steps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.rig.analysis import Signal, Step

#: What "the first second" is.
FIRST_SEC: Final = 1.0
_HOP_SEC: Final = 0.05
_WINDOW_SEC: Final = 0.1
#: A crossfade, a fade, and the tie's own error: nothing is judged so close to a place where the schedule changes.
_EDGE_SEC: Final = 0.012
#: What is off by more than this tells nothing about the two clocks.
_ASTRAY_MS: Final = 5.0
_GAP_SEC: Final = 0.002
_LASTING_SEC: Final = 0.5
_BUFFER_SEC: Final = 0.5
_TORN_EVERY_SEC: Final = 0.5
_TORN_MS: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is scheduled from an instant on.

    Attributes:
        start: server time, seconds.
        position: seconds into the reference; None is silence.
    """

    start: float
    position: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was done.

    Attributes:
        name: of its kind.
        at: server time at which it takes effect, or was asked for where ``who`` is given.
        who: the loudspeaker whose next sound is its effect.
        lasts: seconds that it goes on for; they are judged too.
    """

    name: str
    at: float
    who: str | None = None
    lasts: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A silence where music was scheduled; seconds into the recording."""

    who: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One happening as it was heard.

    Attributes:
        name: of its kind.
        begin: when it was heard, seconds into the recording.
        after_sec: from `Happening.at` to the first sound, where a loudspeaker was named.
        skew_ms: the worst window of the first second between any two loudspeakers; for a stop, how far apart
            their last samples were.
        late_ms: the worst window of the first second against the schedule, of any loudspeaker.
        gaps: silences in that second and around it.
        steps: lost or doubled samples, by loudspeaker.
    """

    name: str
    begin: float
    after_sec: float | None
    skew_ms: float
    late_ms: float
    gaps: tuple[Gap, ...]
    steps: tuple[tuple[str, Step], ...]


class Verdict:
    """Judges a recording.

    Args:
        voices: what each loudspeaker played; the first one from the first moment to the end.
        reference: the tracks one after the other.
        rate: of all, Hz.
        moments: the schedule in its order; the first one is a start.
        happenings: what was done, in its order.
        until: server time at which the music is no longer judged.

    Attributes:
        torn: when the recorder itself lost samples, or the whole machine stood still and everybody fell silent, so that
            nothing can be told of the members; seconds into the recording.
        gaps: silences over 2 ms where a loudspeaker had music to play, from when it entered to its last sound.
        steps: lost or doubled samples of each loudspeaker, inside one stretch of the schedule.
        outcomes: what became of each happening.
        shift_ms: how much later than its place in the reference everything is heard: what a codec adds in front.
    """

    def __init__(
        self,
        voices: Mapping[str, Signal],
        reference: Signal,
        rate: int,
        *,
        moments: Sequence[Moment],
        happenings: Sequence[Happening],
        until: float,
    ) -> None:
        self._voices = voices
        self._rate = rate
        self._moments = moments
        self._until = until
        self._spans = {who: sounding(voice, rate) for who, voice in voices.items()}
        self._first = next(iter(self._spans.values()))
        self._followed = {
            who: positions(voice, reference, rate, hop_sec=_HOP_SEC).locked for who, voice in voices.items()
        }
        self._slope, self._level, self._shift = 0.0, self._first[0].start - moments[0].start, 0.0
        torn = tuple(self._torn())
        self._tie()
        self._shift = self._codec_shift()
        self.shift_ms: Final = self._shift * 1000
        self._skews = [
            skew(voices[one], voices[two], rate, hop_sec=_HOP_SEC) for one, two in itertools.combinations(voices, 2)
        ]
        self._entries = {
            each.who: self._entry(each.who, self.recorded(each.at)) for each in happenings if each.who is not None
        }
        self.gaps: Final = tuple(self._gaps())
        self.torn: Final = (*torn, *self._stood_still())
        self.steps: Final = tuple(self._steps())
        self.outcomes: Final = tuple(self._outcome(happening) for happening in happenings)

    def recorded(self, server: float) -> float:
        """When in the recording an instant of server time is heard."""
        return self._tied(server) + self._shift

    def lateness(self, who: str) -> Series:
        """By how many ms a loudspeaker was later than scheduled, away from where the schedule changes."""
        followed = self._followed[who]
        rows = [
            (time, (time - self._tied(moment.start + position - moment.position)) * 1000, match)
            for time, position, match in zip(followed.times, followed.values, followed.match, strict=True)
            if (moment := self._in_force(time)).position is not None and not self._is_near_a_change(time)
        ]
        table = np.array(rows).reshape(-1, 3)
        return Series(times=table[:, 0], values=table[:, 1], match=table[:, 2])

    def _outcome(self, happening: Happening) -> Outcome:
        asked = self.recorded(happening.at)
        begin = asked if happening.who is None else self._entries[happening.who]
        end = min(begin + happening.lasts + FIRST_SEC, self._next_change(begin))
        judged = Span(start=begin + _EDGE_SEC + _WINDOW_SEC / 2, end=end - _WINDOW_SEC / 2)
        is_stop = self._in_force(begin + _EDGE_SEC).position is None
        return Outcome(
            name=happening.name,
            begin=begin,
            after_sec=None if happening.who is None else begin - asked,
            skew_ms=self._stopped_apart(begin) if is_stop else self._apart(judged),
            late_ms=0.0 if is_stop else self._late(judged),
            gaps=tuple(gap for gap in self.gaps if begin - _WINDOW_SEC <= gap.span.start < end),
            steps=tuple((who, step) for who, step in self.steps if begin <= step.time < end),
        )

    def _tie(self) -> None:
        """Lay the line through everything heard that is where it should be."""
        for _ in range(2):
            late = [self.lateness(who) for who in self._voices]
            times, ms = (np.concatenate([getattr(each, of) for each in late]) for of in ("times", "values"))
            usual = np.abs(ms - np.median(ms)) < _ASTRAY_MS
            since = times[usual] - self._tied(self._moments[0].start)
            slope, level = np.polyfit(since, ms[usual] / 1000, 1)
            self._slope, self._level = self._slope + float(slope), self._level + float(level)

    def _tied(self, server: float) -> float:
        return server + self._level + self._slope * (server - self._moments[0].start)

    def _codec_shift(self) -> float:
        """By how much a codec moves the music inside its file: from the edges of silence, which no codec moves."""
        silent = (one.start for zero, one in itertools.pairwise(self._moments) if zero.position is None)
        edges = [min((span.start - self._tied(at) for span in self._first), key=abs) for at in silent]
        return float(np.median(edges)) if edges else 0.0

    def _torn(self) -> Iterator[float]:
        """Where all that sounds jumps against the schedule by the same amount: nobody but the recorder can do that."""
        late = [self.lateness(who) for who in self._voices]
        ends = np.arange(0.0, max(each.times.max(initial=0.0) for each in late), _TORN_EVERY_SEC)
        levels = [[_middle(each.between(at, at + _TORN_EVERY_SEC).values) for at in ends] for each in late]
        jumps = np.diff(np.array(levels), axis=1)
        for column, at in zip(jumps.T, ends[1:], strict=True):
            heard = column[~np.isnan(column)]
            if heard.size > 1 and np.abs(heard).min() > _TORN_MS and np.ptp(heard) < _TORN_MS:
                yield float(at)

    def _in_force(self, recorded: float) -> Moment:
        """What is scheduled at an instant of the recording."""
        begun = [moment for moment in self._moments if self.recorded(moment.start) <= recorded]
        return begun[-1] if begun else Moment(start=-np.inf, position=None)

    def _changes(self) -> list[float]:
        return [self.recorded(server) for server in (*(moment.start for moment in self._moments), self._until)]

    def _is_near_a_change(self, recorded: float) -> bool:
        return any(abs(recorded - change) < _WINDOW_SEC / 2 + _EDGE_SEC for change in self._changes())

    def _next_change(self, recorded: float) -> float:
        return min((change for change in self._changes() if change > recorded + _WINDOW_SEC), default=np.inf)

    def _entry(self, who: str, after: float) -> float:
        """When a loudspeaker began to sound and went on: what a new device is given first was made for the old one."""
        lasting = (span.start for span in self._spans[who] if span.length >= _LASTING_SEC)
        return next((start for start in lasting if start >= after), np.inf)

    def _exit(self, who: str) -> float:
        """Until when a loudspeaker is judged: what was in its buffer is torn when its stream moves elsewhere."""
        end = self._spans[who][-1].end if self._spans[who] else 0.0
        return end - _BUFFER_SEC if end < self.recorded(self._until) - _BUFFER_SEC else np.inf

    def _stopped_apart(self, at: float) -> float:
        """How far apart, in ms, the last samples before a stop were."""
        ends = [
            span.end
            for spans in self._spans.values()
            for span in spans
            if span.start < at - _WINDOW_SEC and abs(span.end - at) < FIRST_SEC
        ]
        return (max(ends) - min(ends)) * 1000 if ends else np.inf

    def _apart(self, judged: Span) -> float:
        """The worst window of any two loudspeakers; infinite where they did not play the same, or nothing."""
        windows = [series.between(judged.start, judged.end) for series in self._skews]
        alike = all(series.locked.values.size == series.values.size for series in windows)
        return max((float(np.abs(one.values).max()) for one in windows if one.values.size and alike), default=np.inf)

    def _late(self, judged: Span) -> float:
        windows = (self.lateness(who).between(judged.start, judged.end).values for who in self._voices)
        return max((float(np.abs(values).max()) for values in windows if values.size), default=np.inf)

    def _stretches(self) -> list[tuple[float, float]]:
        """The parts of the recording that hold one moment's music, without their edges."""
        return [
            (start + _EDGE_SEC, end - _EDGE_SEC)
            for moment, (start, end) in zip(self._moments, itertools.pairwise(self._changes()), strict=True)
            if moment.position is not None
        ]

    def _gaps(self) -> Iterator[Gap]:
        for who, voice in self._voices.items():
            for hole in gaps(voice, self._rate, bridge_sec=np.inf):
                for start, end in self._stretches():
                    inside = Span(
                        start=max(hole.start, start, self._entries.get(who, 0.0)),
                        end=min(hole.end, end, self._exit(who)),
                    )
                    if inside.length > _GAP_SEC:
                        yield Gap(who=who, span=inside)

    def _stood_still(self) -> Iterator[float]:
        for gap in self.gaps:
            playing = {
                who
                for who, spans in self._spans.items()
                if any(span.start < gap.span.end + _TORN_EVERY_SEC and span.end > gap.span.start for span in spans)
            }
            others = [[gap.span for gap in self.gaps if gap.who == who] for who in playing - {gap.who}]
            if everywhere(gap.span, others):
                yield gap.span.start

    def _steps(self) -> Iterator[tuple[str, Step]]:
        for who, followed in self._followed.items():
            # Windows that share samples would see the same step twice.
            apart = Series(times=followed.times[::2], values=followed.values[::2], match=followed.match[::2])
            for start, end in self._stretches():
                begin = max(start, self._entries.get(who, 0.0) + _EDGE_SEC)
                inside = apart.between(begin + _WINDOW_SEC / 2, end - _WINDOW_SEC / 2)
                yield from ((who, step) for step in steps(inside))


def _middle(values: Signal) -> float:
    return float(np.median(values)) if values.size else np.nan
