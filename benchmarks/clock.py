"""How far each way of estimating the relay's clock is off, on the same simulated networks.

Run it with ``python -m benchmarks.clock``. Errors are in ms against the true clock, every 0.1 s of 600 s, the path's
constant asymmetry removed, from 5 s after connecting on. ``move`` is how far one sample moves the estimate, which a
player has to slew away; ``err/σ`` is the 95th percentile of the error over the estimate's own uncertainty.

With ``--events`` something happens to a playing member instead, and the figures are the seconds until its clock is
right again: within the error that is allowed to 95 % of a steady run, for at least 5 s (tests/simulation/clock_events).
The oracle knows at once that something happened, knows both floors of the path, and which of the samples of 3 s is
nearest to one of them.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from app.core.profiles import DEFAULT
from app.core.selecting_clock import SelectingClock
from app.core.smoothing_clock import SmoothingClock
from tests.simulation.clock_events import ANOTHER_ROUTE, EVENTS, RIGHT_MS, WITHIN, recover
from tests.simulation.clock_run import ClockRun, MedianOfMany, MinOfEight, Trace, percentile
from tests.simulation.network import PATHS

if TYPE_CHECKING:
    from tests.simulation.clock_run import Estimator
    from tests.simulation.network import Path

_SETTLED = 50  # readings: 5 s
_SHARES = (0.5, 0.9, 0.95)


def estimators() -> dict[str, Estimator]:
    return {
        "ours": SelectingClock(DEFAULT),
        "EWMA 0.8/0.2": SmoothingClock(DEFAULT),
        "min of 8": MinOfEight(),
        "median of 200": MedianOfMany(),
    }


def measure(path: Path, *, seeds: int, seconds: float, playing: bool, upload: bool) -> dict[str, Trace]:
    total = {name: Trace() for name in estimators()}
    for seed in range(seeds):
        run = ClockRun(path, seed, estimators(), playing=playing)
        if upload:
            run.upload(seconds)
        run.advance(seconds)
        for name, trace in run.traces.items():
            total[name].errors += trace.errors[_SETTLED:]
            total[name].moves += trace.moves[32:]
            total[name].sigmas += trace.sigmas[_SETTLED:]
    return total


def print_events(*, seeds: int) -> None:
    print(f"{'network':12} {'event':20} {'p50':>6} {'p90':>6} {'p95':>6} {'max':>6} {'in 3 s':>8} {'oracle':>8}")
    for path in PATHS.values():
        for event in EVENTS:
            went = [recover(path, event, seed) for seed in range(seeds)]
            took = [recovery.seconds for recovery in went]
            figures = "".join(f"{figure:7.1f}" for figure in (*(percentile(took, s) for s in _SHARES), max(took)))
            ours = sum(seconds <= WITHIN for seconds in took) / seeds
            possible = sum(recovery.best_ms <= RIGHT_MS[path.name] for recovery in went) / seeds
            # On another route the clock is as right as before without any sample.
            oracle = f"{possible:8.1%}" if event != ANOTHER_ROUTE else f"{'–':>8}"
            print(f"{path.name:12} {event:20}{figures} {ours:8.1%} {oracle}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seeds", type=int, help="5, or 40 with --events")
    parser.add_argument("--idle", action="store_true", help="ping as while nothing plays")
    parser.add_argument("--upload", action="store_true", help="an upload fills the way to the relay all the time")
    parser.add_argument("--events", action="store_true", help="how soon the clock is right again after accidents")
    options = parser.parse_args()
    if options.events:
        print_events(seeds=options.seeds or 40)
        return
    print(
        f"{'network':12} {'estimator':14} {'p50':>8} {'p95':>8} {'p99':>8} {'max':>8} {'move p95':>9} {'err/σ p95':>10}"
    )
    for path in PATHS.values():
        traces = measure(
            path, seeds=options.seeds or 5, seconds=options.seconds, playing=not options.idle, upload=options.upload
        )
        for name, trace in traces.items():
            figures = [percentile(trace.errors, share) for share in (0.5, 0.95, 0.99)]
            row = "".join(f"{figure:9.3f}" for figure in (*figures, max(trace.errors)))
            sure = percentile(trace.sigmas, 0.95)
            honest = f"{sure:10.2f}" if sure else f"{'–':>10}"
            print(f"{path.name:12} {name:14}{row} {percentile(trace.moves, 0.95):9.3f} {honest}")


if __name__ == "__main__":
    main()
