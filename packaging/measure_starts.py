#!/usr/bin/env python3
"""Measures how long the bundle takes to start, against the source, and what the relay takes up.

``.venv/bin/python packaging/measure_starts.py [BUNDLE]`` prints a table; docs/packaging.md keeps the figures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

sys.path.insert(0, str(Path(__file__).resolve().parent))

from recipes import product

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROUNDS: Final = 7
TIMEOUT_SEC: Final = 60.0
_KIB: Final = 1024


def window(command: Sequence[str]) -> float:
    """Seconds from starting the program until its window is shown and painted."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder, "window.json")
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "UNISONO_HOME": folder}
        began = time.monotonic()
        process = subprocess.Popen(
            (*command, "selftest", "--show-window", str(result)),
            cwd=product.ROOT,
            env=env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while not result.exists() and process.poll() is None and time.monotonic() - began < TIMEOUT_SEC:
            time.sleep(0.002)
        took = time.monotonic() - began
        process.wait(TIMEOUT_SEC)
        return took


def relay(command: Sequence[str]) -> tuple[float, float]:
    """Seconds until the relay is ready, and the megabytes of memory that it then takes."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        arguments = ("--host", "127.0.0.1", "--port", "0", "--data-dir", folder, "--exit-with-parent")
        process = subprocess.Popen(
            (*command, *arguments),
            cwd=product.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("pipes were asked for")
        ready = json.loads(process.stdout.readline())
        took = time.monotonic() - began
        if ready["event"] != "ready":
            raise RuntimeError(f"the relay says {ready}")
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
        memory = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
        process.stdin.close()
        process.wait(TIMEOUT_SEC)
        process.stdout.close()
        return took, memory * _KIB / 1e6


def version(command: Sequence[str]) -> float:
    """Seconds that the shortest command takes: the price of starting at all."""
    began = time.monotonic()
    subprocess.run((*command, "--version"), cwd=product.ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def _row(what: str, measure: Callable[[], Sequence[float]], units: Sequence[str]) -> None:
    rounds = [measure() for _ in range(ROUNDS)]
    columns = list(zip(*rounds, strict=True))
    figures = [
        f"{median(column):7.2f} {unit} ({min(column):.2f}-{max(column):.2f})"
        for column, unit in zip(columns, units, strict=True)
    ]
    print(f"{what:<28}", *figures)


def main() -> None:
    """Print the table: medians of the rounds, and from the fastest to the slowest."""
    bundle = Path(sys.argv[1]) if len(sys.argv) > 1 else product.BUILD / "frozen" / product.NAME
    source, frozen = [sys.executable, "-m", "app"], [str(bundle / product.NAME)]
    _row("window, source", lambda: [window(source)], ["s"])
    _row("window, bundle", lambda: [window(frozen)], ["s"])
    _row("--version, source", lambda: [version(source)], ["s"])
    _row("--version, bundle", lambda: [version(frozen)], ["s"])
    _row("relay, source", lambda: relay([sys.executable, "-m", "server"]), ["s", "MB"])
    _row("relay, bundle", lambda: relay([str(bundle / product.RELAY_NAME)]), ["s", "MB"])


if __name__ == "__main__":
    main()
