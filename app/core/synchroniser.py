"""Keeps one member in time: pings, the server clock, the 2-second drift loop and waking up, behind one face.

Pure like everything here: local time is an argument, effects come back. The estimator, the ping plan and the drift
policy each decide their own part; this joins them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.core.drift import CHECK_EVERY, Action, Decision, DriftPolicy
from app.core.effects import Effect, Jump, LogDrift, LogOffset, RetryLink, Send, SendPing, SetClock
from app.core.ping_plan import IN_DOUBT, PingEvent, PingPlan
from app.core.player_facts import Reading, Sounding
from app.core.profiles import DEFAULT, choose_profile
from app.core.program import ClockMap
from app.core.selecting_clock import SelectingClock
from app.core.view import SyncView
from app.core.wake import WakeDetector
from server.protocol.messages import SyncReport
from server.protocol.units import LocalSec, Millis, Seconds, ServerMs

if TYPE_CHECKING:
    from app.core.events import Tick
    from app.core.profiles import Profile
    from app.core.program import Segment
    from app.core.server_clock import ServerClock
    from server.protocol.messages import TimePong

_REPORT_EVERY: Final = Seconds(5.0)
#: An output that holds this much more than was reported is told at once: the next pause is planned by it.
_DEEPER_MS: Final = 50.0
#: The controller ticks ten times a second; where nothing ran for this long the machine slept or stood still.
_LONGEST_GAP: Final = Seconds(4.0)
# Music that plays takes up a renewed clock once it is this sure, or after so long: one jump, not one for each sample.
_SURE_MS: Final = 1.0
_UNSURE_AT_MOST: Final = Seconds(2.0)
# The wire carries finite figures only.
_UNKNOWN_MS: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOptions:
    """How a member keeps time.

    Attributes:
        profile: the thresholds to begin with.
        auto: pick the profile by the measured round trip.
        clock: makes the estimator.
    """

    profile: Profile = DEFAULT
    auto: bool = True
    clock: type[ServerClock] = SelectingClock


class Synchroniser:
    """One member's time. See the module.

    Args:
        options: profile and estimator.
    """

    def __init__(self, options: SyncOptions) -> None:
        self._auto = options.auto
        self._profile = options.profile
        self._clock: ServerClock = options.clock(options.profile)  # type: ignore[call-arg]
        self._plan = PingPlan(options.profile)
        self._policy = DriftPolicy(options.profile)
        self._wake = WakeDetector(_LONGEST_GAP)
        self._map: ClockMap | None = None
        self._told: ClockMap | None = None  # what the player goes by
        self._renewed: LocalSec | None = None  # since then the player goes by a clock that was given up
        self._unsettled = False  # the player took up a clock that was not sure yet
        self._measured = False
        self._epoch: str | None = None
        self._wall_ahead = 0.0  # wall clock minus local clock, ms: only to show an offset that means something
        self._segment: Segment | None = None
        self._sounding = Sounding.SILENT
        self._checked = LocalSec(-math.inf)
        self._reported = LocalSec(-math.inf)
        self._held = 0.0  # as reported, ms
        self._decision = Decision(action=Action.NONE, reason="")
        self._reading: Reading | None = None

    @property
    def clock(self) -> ClockMap | None:
        """The newest estimate of server time; the last one stays while the link is down."""
        return self._map

    @property
    def synchronised(self) -> bool:
        """Whether server time was measured; an old relay that answers no ping leaves it False."""
        return self._measured

    @property
    def profile(self) -> Profile:
        """The profile in use."""
        return self._profile

    def use(self, options: SyncOptions) -> None:
        """The person chose another profile, or the automatic choice; the estimator stays until the next party."""
        self._auto = options.auto
        if options.auto:
            self._choose_profile()
        elif options.profile is not self._profile:
            self._take_up(options.profile)

    def server_now(self, now: LocalSec) -> ServerMs | None:
        """Server time at ``now``; None while nothing is known."""
        return None if self._map is None else self._map.server_at(now)

    def view(self, now: LocalSec) -> SyncView | None:
        """The figures for people; None before the first estimate."""
        if self._map is None:
            return None
        reading = self._reading
        heard = reading if reading is not None and reading.sounding is Sounding.PLAYING else None
        return SyncView(
            drift_ms=heard.drift_ms if heard else 0.0,
            offset_ms=self._map.server_at_anchor - self._map.anchor * 1000 - self._wall_ahead,
            uncertainty_ms=self._uncertainty(reading, now),
            rtt_ms=self._clock.rtt or 0.0,
            rate_ppm=heard.rate_ppm if heard else 0.0,
            action=self._decision.action.value,
            resync_visible=self._decision.resync_visible,
            underruns=reading.underruns if reading is not None else 0,
            net_correction_ms=heard.net_correction_ms if heard else 0.0,
            gross_correction_ms=heard.gross_correction_ms if heard else 0.0,
        )

    def wake_at(self, now: LocalSec) -> LocalSec | None:
        """When the next ping wants to be asked for."""
        return self._plan.next_at(now)

    def connected(self, now: LocalSec) -> list[Effect]:
        """The link is up, for the first time or again: ping at once."""
        self._plan.on_event(PingEvent.CONNECTED, now)
        return self._pings(now)

    def disconnected(self, now: LocalSec) -> None:
        """The link is down; the last estimate stays."""
        self._plan.on_event(PingEvent.DISCONNECTED, now)

    def start_announced(self, now: LocalSec) -> list[Effect]:
        """A start was scheduled: the clock should be fresh for it."""
        self._plan.on_event(PingEvent.PREPARE_PLAY, now)
        return self._pings(now)

    def playing(self, now: LocalSec, *, playing: bool) -> None:
        """The party plays, or does not: pings come more or less often."""
        self._plan.on_event(PingEvent.PLAYING if playing else PingEvent.IDLE, now)

    def ping_sent(self, ping_id: int, at: LocalSec | None) -> None:
        """A ping that we asked for was written at ``at``; None when the link was down."""
        self._plan.sent(ping_id, at)

    def pong(self, message: TimePong, at: LocalSec) -> tuple[bool, list[Effect]]:
        """An answer, read at ``at``. The first value says whether the relay's clock is a new one."""
        sample = self._plan.pong(message, at)
        if sample is None:
            return False, []
        renewed = self._epoch is not None and sample.epoch not in (None, self._epoch)
        self._epoch = sample.epoch or self._epoch
        effects: list[Effect] = []
        renewals = self._clock.renewals
        taken = self._clock.add(sample)
        if self._clock.renewals > renewals:
            self._renewed = at
            self._plan.on_event(PingEvent.RENEWED, at)
        if taken and (estimate := self._clock.map(at)) is not None:
            self._map, self._measured = estimate, True
            if self._renewed is None:
                effects += self._tell_player()
            smoothed = estimate.server_at_anchor - estimate.anchor * 1000 - self._wall_ahead
            effects.append(
                LogOffset(rtt_ms=sample.rtt, offset_ms=sample.offset - self._wall_ahead, smoothed_ms=smoothed)
            )
        if self._clock.doubtful:
            self._plan.on_event(PingEvent.DOUBT, at)
        self._choose_profile()
        return renewed, effects

    def resync(self, now: LocalSec) -> list[Effect]:
        """The person asked: fresh clock burst, re-anchor, jump."""
        self._clock.reset()
        self._renewed = now
        self._plan.on_event(PingEvent.HARD_RESYNC, now)
        self._policy.resynced(now)
        self._decision = Decision(action=Action.HARD, reason="asked for")
        return [Jump(), *self._pings(now)]

    def tick(self, tick: Tick, segment: Segment | None, now: LocalSec) -> tuple[bool, list[Effect]]:
        """Time passed; ``segment`` is what should be heard. The first value says whether the machine woke up."""
        self._wall_ahead = tick.wall - now * 1000
        woke = self._wake.tick(now, None if tick.boot is None else Seconds(tick.boot))
        effects: list[Effect] = []
        if woke:
            self._clock.reset()
            self._renewed = now
            self._plan.on_event(PingEvent.RESUMED, now)
        if self._map is None and self._plan.silent(now):
            # An old relay: the best there is, shown as not synchronised.
            self._map = ClockMap(anchor=now, server_at_anchor=tick.wall)
            effects += self._tell_player()
        self._note_start(tick.reading, segment, now)
        if self._renewed is not None or self._unsettled:
            effects += self._take_up_clock(tick.reading, now)
        if self._renewed is None or self._clock.map(now) is None:
            effects += self._check_drift(tick.reading, segment, now)
        effects += self._report(tick.reading, now)
        return woke, [*effects, *self._pings(now)]

    def _note_start(self, reading: Reading, segment: Segment | None, now: LocalSec) -> None:
        self._reading = reading
        begins = reading.sounding is Sounding.PLAYING and self._sounding is not Sounding.PLAYING
        if segment is not None and (begins or _is_new(segment, self._segment)):
            self._policy.started(now)
            self._checked = now
            self._decision = Decision(action=Action.NONE, reason="just started")
        self._sounding, self._segment = reading.sounding, segment

    def _tell_player(self) -> list[Effect]:
        self._told = self._map
        return [] if self._map is None else [SetClock(clock=self._map)]

    def _take_up_clock(self, reading: Reading, now: LocalSec) -> list[Effect]:
        """Hand the player a renewed clock; music that plays goes on by the old one until the new one is sure."""
        estimate = self._clock.map(now)
        if estimate is None or self._map is None:
            return []
        sure = estimate.uncertainty_ms <= _SURE_MS
        if reading.sounding is not Sounding.PLAYING or self._told is None:
            self._renewed, self._unsettled = None, False
            return self._tell_player()
        waited = self._renewed is not None and now - self._renewed >= _UNSURE_AT_MOST
        if not sure and not waited:
            return []
        self._renewed, self._unsettled, self._checked = None, not sure, now
        drift = Millis(reading.drift_ms - (self._map.server_at(now) - self._told.server_at(now)))
        decision = self._policy.rejoin(drift, Millis(self._uncertainty(reading, now)), now)
        # Whoever asked for a resync sees it until the next check, however little there was to do.
        is_resync = self._decision.action is Action.HARD
        self._decision = replace(decision, action=Action.HARD) if is_resync else decision
        jump: list[Effect] = [Jump()] if decision.action.jumps else []
        return [*self._tell_player(), self._log(reading, drift), *jump]

    def _log(self, reading: Reading, drift: Millis) -> LogDrift:
        return LogDrift(
            current=reading.position,
            ideal=reading.position - drift / 1000,
            drift=drift / 1000,
            action=self._decision.action.value,
            reason=self._decision.reason,
        )

    def _check_drift(self, reading: Reading, segment: Segment | None, now: LocalSec) -> list[Effect]:
        if reading.sounding is not Sounding.PLAYING or segment is None or self._map is None:
            return []
        if now - self._checked < CHECK_EVERY:
            return []
        self._checked = now
        self._decision = self._policy.decide(Millis(reading.drift_ms), Millis(self._uncertainty(reading, now)), now)
        effects: list[Effect] = [self._log(reading, Millis(reading.drift_ms))]
        if self._decision.action is Action.HARD:
            # What is known stays known: where it is wrong, the burst contradicts it.
            self._plan.on_event(PingEvent.HARD_RESYNC, now)
        if self._decision.action.jumps:
            effects.append(Jump())
        return effects

    def _report(self, reading: Reading, now: LocalSec) -> list[Effect]:
        deeper = reading.latency_ms > self._held + _DEEPER_MS
        if reading.sounding is not Sounding.PLAYING or (now - self._reported < _REPORT_EVERY and not deeper):
            return []
        self._reported, self._held = now, reading.latency_ms
        report = SyncReport(
            drift_ms=reading.drift_ms,
            uncertainty_ms=min(_UNKNOWN_MS, self._uncertainty(reading, now)),
            rtt_ms=self._clock.rtt or 0.0,
            rate_ppm=reading.rate_ppm,
            corrections=reading.jumps,
            held_ms=reading.latency_ms,
        )
        return [Send(message=report)]

    def _uncertainty(self, reading: Reading | None, now: LocalSec) -> float:
        # Grows with the age of the evidence; an estimate that was given up keeps what it had.
        estimate = self._clock.map(now) or self._map
        clock = math.inf if estimate is None else estimate.uncertainty_ms
        return math.hypot(clock, reading.uncertainty_ms if reading is not None else 0.0)

    def _pings(self, now: LocalSec) -> list[Effect]:
        lost = self._plan.unanswered
        ping_id = self._plan.due(now)
        if self._plan.unanswered > max(lost, IN_DOUBT - 1):
            return [RetryLink()]
        return [] if ping_id is None else [SendPing(ping_id=ping_id)]

    def _choose_profile(self) -> None:
        chosen = choose_profile(self._clock.rtt, self._profile) if self._auto else self._profile
        if chosen is not self._profile:
            self._take_up(chosen)

    def _take_up(self, profile: Profile) -> None:
        self._profile = profile
        for part in (self._clock, self._plan, self._policy):
            part.use(profile)


def _is_new(segment: Segment, before: Segment | None) -> bool:
    if before is None:
        return True
    return (segment.track_id, segment.start_at) != (before.track_id, before.start_at)
