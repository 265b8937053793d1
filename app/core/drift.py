"""Drift policy: every 2 s, what to do about the distance between what is heard and what should be.

The table of thresholds is the profile's. On top of it:

* a jump needs two readings in a row that agree, unless the drift is aggressive or hard;
* no jump within 1 s of a start, none within 5 s of the last one, none that its own uncertainty could explain;
* a fourth jump within a minute does not happen: automatic jumps stop until the next start or a Resync;
* a drift that came with a renewed clock is jumped once and at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from server.protocol.units import LocalSec, Millis, Seconds

if TYPE_CHECKING:
    from app.core.profiles import Profile

#: How often a session asks.
CHECK_EVERY: Final = Seconds(2.0)

_AFTER_START: Final = Seconds(1.0)
_COOL_DOWN: Final = Seconds(5.0)
_MINUTE: Final = Seconds(60.0)
_JUMPS_A_MINUTE: Final = 3
# 1000 ppm, the most that is slewed, removes this much in 20 s; more would be heard as a lag for too long.
_SLEWABLE: Final = Millis(20.0)
# After the clock was renewed even this is jumped: a second of slewing removes no more.
_AT_ONCE: Final = Millis(1.0)
# A reading this old says nothing about the next one.
_STALE: Final = Seconds(2.5 * CHECK_EVERY)
# Readings agree when they differ by no more than this share of the larger one, or than slewing did in between.
_AGREE_SHARE: Final = 0.25
_SLEWED_BETWEEN: Final = Millis(CHECK_EVERY * 1.0)
# A drift of fewer standard deviations than this may be no drift at all.
_SURE: Final = 2.0


class Action(StrEnum):
    """What to do now. The words go into ``sync`` events and logs."""

    NONE = "none"  # as it should be, or it has to wait: the reason tells
    SLEW = "slew"  # the player removes it inaudibly by itself
    NUDGE = "nudge"  # one crossfaded jump, for what slewing would take too long over
    SOFT = "soft"  # one jump to the ideal position
    AGGRESSIVE = "aggressive"  # the same without waiting for a second reading
    HARD = "hard"  # fresh clock burst, re-anchor, jump

    @property
    def jumps(self) -> bool:
        """Whether the player is to jump."""
        return self not in (Action.NONE, Action.SLEW)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to do and why.

    Attributes:
        action: see `Action`.
        reason: a few words for the log.
        resync_visible: whether a person is offered Resync: the drift is large, or automatic jumps have stopped.
    """

    action: Action
    reason: str
    resync_visible: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    at: LocalSec
    drift: Millis


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftState:
    """What the policy remembers between two checks."""

    started: LocalSec | None = None
    last: _Reading | None = None
    jumps: tuple[LocalSec, ...] = ()
    stopped: bool = False
    resync_visible: bool = False


class DriftPolicy:
    """Decides by a profile's table. Local time is an argument.

    Args:
        profile: the thresholds.
    """

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._state = DriftState()

    @property
    def state(self) -> DriftState:
        """What is remembered."""
        return self._state

    def use(self, profile: Profile) -> None:
        """Go on with another profile's thresholds."""
        self._profile = profile

    def started(self, now: LocalSec) -> None:
        """A start, seek or hand-over is heard from ``now`` on: what was read before it means nothing."""
        self._state = replace(self._state, started=now, last=None, stopped=False, resync_visible=False)

    def resynced(self, now: LocalSec) -> None:
        """A person asked for Resync: begin afresh, automatic jumps too."""
        self._state = DriftState(started=now)

    def decide(self, drift: Millis, uncertainty: Millis, now: LocalSec) -> Decision:
        """What to do about a drift read at ``now``.

        Args:
            drift: position heard minus position scheduled, signed.
            uncertainty: one standard deviation of it, of the server clock and the output together.
            now: when it was read.
        """
        before = self._state
        size = abs(drift)
        visible = size > (self._profile.hide_resync if before.resync_visible else self._profile.show_resync)
        jumps = tuple(at for at in before.jumps if now - at < _MINUTE)
        state = replace(before, last=_Reading(at=now, drift=drift), jumps=jumps)

        wanted = self._by_table(Millis(size))
        hold = self._hold(wanted, before, drift, uncertainty, now) if wanted.jumps else ""
        stopped = before.stopped
        if wanted.jumps and not hold and len(jumps) >= _JUMPS_A_MINUTE:
            stopped = True
        if wanted.jumps and stopped:
            hold = "too many jumps in a minute"
        if wanted.jumps and not hold:
            state = replace(state, last=None, jumps=(*jumps, now))
        self._state = replace(state, stopped=stopped, resync_visible=visible)
        action = Action.NONE if hold else wanted
        reason = hold or f"drift {drift:+.1f} ms"
        return Decision(action=action, reason=reason, resync_visible=visible or stopped)

    def rejoin(self, drift: Millis, uncertainty: Millis, now: LocalSec) -> Decision:
        """What to do about a drift that came with another clock, which is no drift of the player's.

        No second reading is waited for, and what slewing would take seconds over is jumped.
        """
        before = self._state
        jumps = tuple(at for at in before.jumps if now - at < _MINUTE)
        wanted = abs(drift) >= max(_AT_ONCE, _SURE * uncertainty)
        stopped = before.stopped or (wanted and len(jumps) >= _JUMPS_A_MINUTE)
        jump = wanted and not stopped
        self._state = replace(before, last=None, jumps=(*jumps, now) if jump else jumps, stopped=stopped)
        action = Action.NUDGE if jump else Action.NONE if wanted else Action.SLEW
        reason = f"the clock was renewed, drift {drift:+.1f} ms"
        return Decision(action=action, reason=reason, resync_visible=before.resync_visible or stopped)

    def _by_table(self, size: Millis) -> Action:
        steps = (
            (_SLEWABLE, Action.SLEW),
            (self._profile.soft, Action.NUDGE),
            (self._profile.aggressive, Action.SOFT),
            (self._profile.hard, Action.AGGRESSIVE),
        )
        return next((action for below, action in steps if size < below), Action.HARD)

    def _hold(self, wanted: Action, state: DriftState, drift: Millis, uncertainty: Millis, now: LocalSec) -> str:
        if state.started is not None and now - state.started < _AFTER_START:
            return "just started"
        if state.jumps and now - state.jumps[-1] < _COOL_DOWN:
            return "cooling down after a jump"
        if wanted is Action.HARD:
            return ""
        if abs(drift) < _SURE * uncertainty:
            return "the clock is not sure enough"
        if wanted is not Action.AGGRESSIVE and not _agree(state.last, drift, now):
            return "waiting for a second reading"
        return ""


def _agree(last: _Reading | None, drift: Millis, now: LocalSec) -> bool:
    if last is None or now - last.at > _STALE:
        return False
    return abs(last.drift - drift) <= max(_AGREE_SHARE * max(abs(last.drift), abs(drift)), _SLEWED_BETWEEN)
