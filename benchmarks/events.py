"""The first second after everything that can happen to a party, as heard: one evening a round, in one room.

``python -m benchmarks.events --rounds 10 [--server pipewire] [--output pulse] [--codec mp3]``
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from benchmarks.skew import SERVERS, version
from tests.rig.evening import make_tracks, reference, spend
from tests.rig.tracks import CODECS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.rig.verdict import Outcome, Verdict

_HEADINGS: Final = (
    "event            |  n | apart, ms: median    p95    max | from schedule, ms: p95    max | gaps | steps | "
    "sound after, s: median    max"
)


def row(name: str, outcomes: Sequence[Outcome]) -> str:
    """What all rounds had of one event; for a pause the distance between the last samples."""
    apart = [outcome.skew_ms for outcome in outcomes]
    late = [outcome.late_ms for outcome in outcomes]
    after = [outcome.after_sec for outcome in outcomes if outcome.after_sec is not None]
    entry = f"{np.median(after):22.2f} {max(after):6.2f}" if after else f"{'–':>22} {'–':>6}"
    return (
        f"{name:16} | {len(outcomes):2} | {np.median(apart):17.3f} {np.percentile(apart, 95):6.3f} {max(apart):6.3f} | "
        f"{np.percentile(late, 95):22.3f} {max(late):6.3f} | {sum(len(each.gaps) for each in outcomes):4} | "
        f"{sum(len(each.steps) for each in outcomes):5} | {entry}"
    )


def trouble(number: int, verdict: Verdict) -> list[str]:
    """Every gap and every step of a round: when, whose, and after what."""

    def since(time: float) -> str:
        before = [outcome for outcome in verdict.outcomes if outcome.begin <= time + 0.1]
        return f"{time - before[-1].begin:+.2f} s from the {before[-1].name}" if before else "before the start"

    holes = [
        f"round {number}: “{gap.who}” silent for {gap.span.length * 1000:.1f} ms, {since(gap.span.start)}"
        for gap in verdict.gaps
    ]
    jumps = [f"round {number}: “{who}” jumped by {step.ms:+.2f} ms, {since(step.time)}" for who, step in verdict.steps]
    return holes + jumps


def main(arguments: Sequence[str]) -> int:
    """Print a table, a line an event."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--codec", choices=sorted(CODECS), default="wav")
    parser.add_argument("--server", choices=sorted(SERVERS), default="pulseaudio")
    parser.add_argument("--output", default="auto", help="the members' sound interface")
    options = parser.parse_args(arguments)
    print(f"# {options.rounds} evenings of {options.codec}, {version(options.server)}, output {options.output}")
    table: dict[str, list[Outcome]] = defaultdict(list)
    with SERVERS[options.server]() as server, tempfile.TemporaryDirectory(prefix="events-") as music:
        tracks, track = make_tracks(Path(music), options.codec), reference(Path(music))
        for number in range(1, options.rounds + 1):
            with tempfile.TemporaryDirectory(prefix="evening-") as folder:
                evening = asyncio.run(spend(server, Path(folder), tracks, "--output", options.output))
                verdict = evening.verdict(track)
            if verdict.torn:
                print(f"round {number}: left out, the recorder lost samples at {verdict.torn} s", flush=True)
                continue
            for outcome in verdict.outcomes:
                table[outcome.name].append(outcome)
            worst = max(verdict.outcomes, key=lambda outcome: outcome.skew_ms)
            print(f"round {number}: worst {worst.skew_ms:.3f} ms ({worst.name})", flush=True)
            for line in trouble(number, verdict):
                print(line, flush=True)
    print(_HEADINGS)
    for name, outcomes in table.items():
        print(row(name, outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
