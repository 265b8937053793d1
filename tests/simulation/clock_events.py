"""What can happen to a member's clock in the middle of playing, and how long it takes until it is right again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.core.profiles import DEFAULT
from app.core.selecting_clock import SelectingClock
from tests.simulation.clock_run import ClockRun
from tests.simulation.network import PATHS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.simulation.network import Path

#: "Right" is within the error that is allowed to 95 % of a steady run, in ms.
RIGHT_MS: Final[Mapping[str, float]] = MappingProxyType(
    {"wired LAN": 0.25, "WiFi LAN": 0.25, "internet": 0.5, "bad hotspot": 3.5}
)
#: The bar, in s.
WITHIN: Final = 3.0
_BEFORE: Final = 120.0
_STAYS: Final = 5.0
_READINGS_A_SECOND: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """How one event went.

    Attributes:
        seconds: from the event (of a restart: from being connected again) until the error is within `RIGHT_MS` and
            stays there for 5 s; infinite if that never came.
        best_ms: the error of an oracle after 3 s: it knows at once that something happened, knows the floor of either
            way exactly, and knows which of the samples since came nearest to one.
        sigmas: the error after 3 s over what the estimate said of it then.
    """

    seconds: float
    best_ms: float
    sigmas: float


def _suspend(seconds: float) -> Callable[[ClockRun], None]:
    return lambda run: run.suspend(seconds)


def _restart(run: ClockRun) -> None:
    run.restart_relay(5)


def _reroute(run: ClockRun) -> None:
    path = PATHS[run.path]
    up = replace(path.up, base_ms=1.5 * path.up.base_ms + 2)
    down = replace(path.down, base_ms=0.8 * path.down.base_ms)
    run.reroute(replace(path, up=up, down=down))


ANOTHER_ROUTE: Final = "another route"
#: In the words of the table.
EVENTS: Final[Mapping[str, Callable[[ClockRun], None]]] = MappingProxyType(
    {
        "relay restart": _restart,
        "suspend of 1 s": _suspend(1),
        "suspend of 60 s": _suspend(60),
        "suspend of 8 h": _suspend(8 * 3600),
        "local step, unseen": lambda run: run.step_local(0.7),
        "local halt, unseen": lambda run: run.pause(0.7),
        "relay's clock steps": lambda run: run.step_server(-0.3),
        ANOTHER_ROUTE: _reroute,
    }
)


def recover(path: Path, event: str, seed: int, *, watched: float = 40.0) -> Recovery:
    """Let an event happen to a member that has been playing for two minutes, and watch it for ``watched`` s."""
    run = ClockRun(path, seed, {"ours": SelectingClock(DEFAULT)})
    run.advance(_BEFORE + 0.77 * seed)
    EVENTS[event](run)
    begin = run.true
    errors = run.traces["ours"].errors
    errors.clear()
    run.advance(WITHIN)
    sigmas = abs(run.error("ours")) / run.sigma("ours")
    run.advance(watched - WITHIN)
    heard = [a for a in run.answers if begin <= a.exchange.sent and a.exchange.received <= begin + WITHIN]
    best = min((min(answer.up_ms, answer.down_ms) for answer in heard), default=float("inf"))
    return Recovery(seconds=_right_from(errors, RIGHT_MS[path.name]), best_ms=best, sigmas=sigmas)


def _right_from(errors: list[float], bound: float) -> float:
    lasts = round(_STAYS * _READINGS_A_SECOND)
    right = 0
    for number, error in enumerate(errors):
        right = right + 1 if error <= bound else 0
        if right > lasts:
            return (number - lasts) / _READINGS_A_SECOND
    return float("inf")
