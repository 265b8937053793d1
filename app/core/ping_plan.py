"""When to ping: bursts of sequential pings, never beyond what the relay answers. Decides only; a shell sends.

Between the bursts of a playing member single pings stand guard: they join the burst before them, and one that
contradicts the clock calls bursts at once, so that a relay that jumped is noticed within 2 s, in the first minutes
of playing within 3 s. For these bursts most of the allowance is saved.

The shell asks `PingPlan.next_at`, waits until then or until something happens, asks `PingPlan.due` and reports with
`PingPlan.sent`; every TIME_PONG goes to `PingPlan.pong`, which turns it into a sample for the clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.core.server_clock import PingSample
from server.protocol.units import LocalSec, Millis, Seconds, ServerMs

if TYPE_CHECKING:
    from app.core.profiles import Profile
    from server.protocol.messages import TimePong

BURST: Final = 8
# The relay's bucket holds 32 and gains 1 a second (protocol.md, Time). Two stay unused: what we sent over some
# seconds may reach the relay bunched together.
_ALLOWANCE: Final = 30.0
_PER_SECOND: Final = 1.0
# What comes by the clock leaves so much for a step, a sleep or a start, which may come at any moment: three bursts.
_RESERVE: Final = 24.0
# While that is being saved, about one burst remains, and guards stand so many times further apart.
_LEAST_RESERVE: Final = 7.0
_SAVING: Final = 1.4
_SMALLEST: Final = 5
# Pings right behind each other meet the same queue; a gap of some milliseconds lets it drain.
_GAP: Final = Seconds(0.02)
# On a slow path the next one does not wait for the answer: three seconds of it would hold too few.
_PATIENCE: Final = Seconds(0.05)
_ON_CONNECT: Final = (0.0, 0.5, 2.0, 6.0)
# Drift is not known from the first seconds; idle pings would have to be bridged by a guess.
_YOUNG: Final = Seconds(30.0)
_ON_RESUME: Final = (0.0, 0.5, 2.0, 4.0)
# A pong that took longer would be discarded anyway.
_TIMEOUT_MARGIN: Final = Seconds(0.3)
# An old relay that knows no TIME_PING is recognised after this time without any answer.
_SILENT_AFTER: Final = Seconds(3.0)
#: One lost answer is a stall; so many in a row are a link that has to prove that it lives.
IN_DOUBT: Final = 2
_NEVER: Final = LocalSec(float("inf"))


class PingEvent(StrEnum):
    """What a burst, or an end of bursts, may follow from."""

    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    PREPARE_PLAY = "prepare-play"
    RESUMED = "resumed"  # from sleep, or the network changed
    HARD_RESYNC = "hard-resync"
    DOUBT = "doubt"  # a sample contradicted what the clock believed
    RENEWED = "renewed"  # what the clock believed was given up
    PLAYING = "playing"
    IDLE = "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class _InFlight:
    ping_id: int
    burst: int
    sent: LocalSec


class PingPlan:
    """The plan of one link. Local time is an argument.

    Args:
        profile: gives the intervals and the round-trip limit.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._connected_at: LocalSec | None = None
        self._answered = False
        self._playing = False
        self._bursts: list[LocalSec] = []
        self._last_burst = LocalSec(0.0)
        self._last_ping = LocalSec(0.0)
        self._left = 0
        self._next_ping = LocalSec(0.0)
        self._urgent = False
        self._in_flight: list[_InFlight] = []
        self._unanswered = 0
        self._ids = 0
        self._burst = 0
        self._tokens = _ALLOWANCE
        self._tokens_at = LocalSec(0.0)

    def use(self, profile: Profile) -> None:
        """Go on with another profile's intervals."""
        self._profile = profile

    def on_event(self, event: PingEvent, now: LocalSec) -> None:
        """Something happened that changes the plan."""
        match event:
            case PingEvent.CONNECTED:
                self._connected_at, self._answered, self._unanswered = now, False, 0
                self._tokens, self._tokens_at = _ALLOWANCE, now
                self._begin_anew(_ON_CONNECT, now)
            case PingEvent.DISCONNECTED:
                self._connected_at = None
                self._begin_anew((), now)
            case PingEvent.RESUMED | PingEvent.HARD_RESYNC:
                # A ping that was under way while the machine slept measures the sleep.
                self._begin_anew(_ON_RESUME, now)
            case PingEvent.RENEWED:
                if len(self._bursts) < len(_ON_RESUME) - 1:
                    self._begin_anew(_ON_RESUME, now)
            case PingEvent.PREPARE_PLAY | PingEvent.DOUBT:
                if not self._left:
                    self._bursts = sorted([now, *self._bursts])
            case PingEvent.PLAYING | PingEvent.IDLE:  # pragma: no branch - the events are all
                self._playing = event is PingEvent.PLAYING

    def next_at(self, now: LocalSec) -> LocalSec | None:
        """When `due` is to be asked next, possibly at once; None while nothing is planned."""
        if self._connected_at is None:
            return None
        if self._left:
            at = max(self._next_ping, self._tokens_reach(1.0, now))
        else:
            at = min(self._burst_at(now), self._sentinel_at(now))
        return min(at, self._gives_up_at)

    def due(self, now: LocalSec) -> int | None:
        """The id of a ping to send now; None when there is none, or a lost one was given up."""
        at = self.next_at(now)
        if at is None or now < at:
            return None
        if now >= self._gives_up_at:
            # Answers come in order: what was asked since waits behind the same stall.
            self._in_flight.clear()
            self._unanswered += 1
            self._next_ping = now
            if self._answered and self._unanswered < IN_DOUBT:
                # Was it the answer or the link? The next ping tells, and must not wait for the next burst.
                self._left = max(1, self._left)
            return None
        if not self._left:
            if now >= self._burst_at(now):
                self._begin_burst(now)
            else:
                self._left = 1
        self._last_ping = now
        self._ids += 1
        return self._ids

    def sent(self, ping_id: int, at: LocalSec | None) -> None:
        """A ping went out at ``at``; None: the link was down, so its burst ends here."""
        if at is None:
            self._left = 0
            return
        self._refill(at)
        self._tokens -= 1
        self._left -= 1
        self._in_flight.append(_InFlight(ping_id=ping_id, burst=self._burst, sent=at))
        # Of a link that has not answered yet, or no longer does, answers are awaited one by one.
        hurry = self._urgent and self._answered and not self._unanswered
        self._next_ping = LocalSec(at + _PATIENCE) if hurry else _NEVER

    def pong(self, pong: TimePong, received: LocalSec) -> PingSample | None:
        """The sample that an answer makes; None when it answers nothing that is under way."""
        asked = next((ping for ping in self._in_flight if ping.ping_id == pong.ping_id), None)
        if asked is None:
            return None
        self._answered, self._unanswered = True, 0
        self._in_flight.remove(asked)
        if not self._in_flight:
            self._next_ping = LocalSec(received + _GAP)
        return PingSample(
            sent=asked.sent,
            received=received,
            server_received=ServerMs(
                pong.server_now_ms if pong.server_received_ms is None else pong.server_received_ms
            ),
            server_sent=ServerMs(pong.server_now_ms),
            epoch=pong.epoch,
            burst=asked.burst,
        )

    def silent(self, now: LocalSec) -> bool:
        """Whether this relay seems to know no TIME_PING at all: then nobody can be synchronised."""
        return self._connected_at is not None and not self._answered and now - self._connected_at >= _SILENT_AFTER

    @property
    def unanswered(self) -> int:
        """Pings in a row that timed out on a link that answered before; from `IN_DOUBT` on it may be dead."""
        return self._unanswered if self._answered else 0

    @property
    def _young(self) -> bool:
        return self._connected_at is not None and self._last_burst < self._connected_at + _YOUNG

    @property
    def _timeout(self) -> Seconds:
        limit: Millis = self._profile.rtt_limit
        return Seconds(limit / 1000 + _TIMEOUT_MARGIN)

    @property
    def _gives_up_at(self) -> LocalSec:
        return LocalSec(self._in_flight[0].sent + self._timeout) if self._in_flight else _NEVER

    def _burst_at(self, now: LocalSec) -> LocalSec:
        if self._bursts:
            return max(self._bursts[0], self._tokens_reach(1.0, now))
        often = self._playing or self._young
        interval = self._profile.ping_playing if often else self._profile.ping_idle
        return max(LocalSec(self._last_burst + interval), self._tokens_reach(_LEAST_RESERVE + _SMALLEST, now))

    def _sentinel_at(self, now: LocalSec) -> LocalSec:
        interval = self._profile.sentinel if self._playing else None
        if interval is None:
            return _NEVER
        if self._tokens < _RESERVE - _SMALLEST:
            interval = Seconds(_SAVING * interval)
        at = max(LocalSec(self._last_ping + interval), self._tokens_reach(_LEAST_RESERVE + 1.0, now))
        # One right before a burst would only make the burst smaller.
        return at if at + interval / 2 < self._burst_at(now) else _NEVER

    def _begin_anew(self, after: tuple[float, ...], now: LocalSec) -> None:
        self._bursts = [LocalSec(now + wait) for wait in after]
        self._left = 0
        self._in_flight.clear()

    def _begin_burst(self, now: LocalSec) -> None:
        self._refill(now)
        planned = bool(self._bursts)
        # Bursts that came due together are one burst.
        self._bursts = [at for at in self._bursts if at > now]
        if planned:
            # `next_at` promised at least one token; rounding must not take it back.
            self._left = max(1, min(BURST, int(self._tokens)))
            self._urgent = True
        else:
            self._left = max(_SMALLEST, min(BURST, int(self._tokens - _RESERVE)))
            self._urgent = False
        self._next_ping = now
        self._burst += 1
        self._last_burst = now

    def _refill(self, now: LocalSec) -> None:
        self._tokens = min(_ALLOWANCE, self._tokens + max(0.0, now - self._tokens_at) * _PER_SECOND)
        self._tokens_at = max(now, self._tokens_at)

    def _tokens_reach(self, wanted: float, now: LocalSec) -> LocalSec:
        self._refill(now)
        return LocalSec(now + max(0.0, wanted - self._tokens) / _PER_SECOND)
