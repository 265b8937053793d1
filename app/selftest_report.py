"""What the self-test found, as data. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was tried.

    Attributes:
        name: stable, for programs.
        passed: it works, or its absence is a fact about this machine and not about the installation.
        detail: a sentence for a person.
        figures: what was measured, by unit-bearing names.
    """

    name: str
    passed: bool
    detail: str
    figures: Mapping[str, float | str | bool] = field(default_factory=dict)


def report(checks: Sequence[Check], *, system: Mapping[str, Any]) -> dict[str, Any]:
    """The whole report. Nothing tried is nothing passed."""
    return {
        "product": "unisono",
        **system,
        "passed": bool(checks) and all(check.passed for check in checks),
        "checks": [
            {"name": check.name, "passed": check.passed, "detail": check.detail, "figures": dict(check.figures)}
            for check in checks
        ],
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One reading of a member that plays.

    Attributes:
        at: seconds of the machine's monotonic clock.
        position: seconds into the track that are heard then.
        drift_ms: off its own schedule.
    """

    at: float
    position: float
    drift_ms: float


#: Two readings this far apart in time are of one state of affairs.
PAIR_WITHIN_SEC: Final = 1.5


def sight(event: Mapping[str, Any]) -> Sight | None:
    """The reading in a member's ``sync`` event; None where it does not play yet or measures nothing."""
    figures = [event.get(name) for name in ("atLocalSec", "positionSec", "driftMs")]
    if event.get("event") != "sync" or event.get("phase") != "playing":
        return None
    numbers = [float(value) for value in figures if isinstance(value, int | float)]
    return Sight(at=numbers[0], position=numbers[1], drift_ms=numbers[2]) if len(numbers) == len(figures) else None


def skews_ms(host: Sequence[Sight], guest: Sequence[Sight]) -> list[float]:
    """How far the guest is ahead of the host, for each of its readings that one of the host's is near to.

    Both run on one machine, so both clocks are one; music passes at a second a second between the two readings.
    """
    skews: list[float] = []
    for one in guest:
        other = min(host, key=lambda sight: abs(sight.at - one.at), default=None)
        if other is not None and abs(other.at - one.at) <= PAIR_WITHIN_SEC:
            skews.append(((one.position - one.at) - (other.position - other.at)) * 1000)
    return skews
