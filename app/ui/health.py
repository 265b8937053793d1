"""How well a member is in sync, graded by what can be heard, and where it stands on the pulse line."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.core.view import MemberView

#: Under 5 ms two loudspeakers fuse into one; over 20 ms most people hear an echo on percussive music.
GOOD_BELOW_MS: Final = 5.0
WARN_BELOW_MS: Final = 20.0
#: The scale's marks; the last one is its end.
MARKS_MS: Final = (0.1, 1.0, 10.0, 100.0)

# The stretch up to the first mark is linear, so that zero has a place on a logarithmic scale.
_LINEAR_SHARE: Final = 0.16
_DECADES: Final = math.log10(MARKS_MS[-1] / MARKS_MS[0])


class Health(StrEnum):
    """Grades; the names are those of the colour tokens."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "disabled"


def health_of(drift_ms: float | None, uncertainty_ms: float | None = None) -> Health:
    """Grade of a drift as bad as it may be: its uncertainty counts against it."""
    if drift_ms is None or not math.isfinite(drift_ms):
        return Health.UNKNOWN
    worst = abs(drift_ms) + (uncertainty_ms or 0.0)
    if worst < GOOD_BELOW_MS:
        return Health.GOOD
    return Health.WARN if worst < WARN_BELOW_MS else Health.BAD


def member_health(member: MemberView) -> Health:
    """Grade of a member; unknown while it is away or has reported nothing."""
    return health_of(member.drift_ms, member.uncertainty_ms) if member.connected else Health.UNKNOWN


def scale_position(drift_ms: float) -> float:
    """Place on the pulse line, -1 … 1, for a drift that is positive when too early.

    Early is left, like a time axis. Beyond the last mark the place is the line's end.
    """
    size = abs(drift_ms)
    if size <= MARKS_MS[0]:
        share = _LINEAR_SHARE * size / MARKS_MS[0]
    else:
        share = _LINEAR_SHARE + (1 - _LINEAR_SHARE) * math.log10(size / MARKS_MS[0]) / _DECADES
    return math.copysign(min(1.0, share), -drift_ms)
