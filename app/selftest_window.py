"""Part of the self-test: opens the window without a display, looks at it and closes it, in a process of its own."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import time
from typing import TYPE_CHECKING, Any, Final

from app.cli.member_process import app_command
from app.selftest_report import Check
from app.tasks import TaskSupervisor

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QWidget

logger = logging.getLogger(__name__)

_WITHIN_SEC: Final = 60.0
_LOOK_EVERY_SEC: Final = 0.05
#: An empty window has one colour, one without letters and pictures two or three.
MIN_COLOURS: Final = 8
_SAMPLE_STEP: Final = 3


async def check_window(folder: Path) -> list[Check]:
    """Let a child show the window; what it saw is the check."""
    return [await asyncio.to_thread(_check, folder)]


def _check(folder: Path) -> Check:
    result = folder / "window.json"
    environment = {**os.environ, "UNISONO_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}
    command = [*app_command(), "selftest", "--show-window", str(result)]
    began = time.monotonic()
    try:
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=_WITHIN_SEC, check=False
        )
    except subprocess.TimeoutExpired:
        return Check(name="window", passed=False, detail=f"did not open and close within {_WITHIN_SEC:.0f} s")
    took = time.monotonic() - began
    if done.returncode or not result.exists():
        logger.error("The window's process ended with status %s: %s", done.returncode, done.stderr)
        last = (done.stderr.strip().splitlines() or ["without a word"])[-1]
        return Check(name="window", passed=False, detail=f"ended with status {done.returncode}: {last}")
    return judge(json.loads(result.read_text(encoding="utf-8")), took)


def judge(seen: dict[str, Any], took: float) -> Check:
    """Whether what the child saw is a window with something in it."""
    figures = {"colours": seen["colours"], "width": seen["width"], "height": seen["height"], "tookSec": round(took, 3)}
    size = f"{seen['width']} × {seen['height']}"
    if seen["colours"] < MIN_COLOURS:
        words = f"opened with {size} points, but shows only {seen['colours']} colours"
        return Check(name="window", passed=False, detail=words, figures=figures)
    return Check(
        name="window", passed=True, detail=f"{size} points, opened and closed in {took:.1f} s", figures=figures
    )


def show_window(result: Path) -> int:
    """The child: run the window as a person would get it, write down what it looks like, close it."""
    from app.bootstrap import MemberOptions  # noqa: PLC0415 - the parent needs no Qt
    from app.paths import user_paths  # noqa: PLC0415 - the same
    from app.window_start import WindowOptions, run_window  # noqa: PLC0415 - the same

    tasks = TaskSupervisor("selftest")

    def attach(_controller: object) -> None:
        tasks.spawn("watch the window", _watch(result))

    status = run_window(WindowOptions(), MemberOptions(output="null"), user_paths(), attach)
    return status if result.exists() else status or 1


async def _watch(result: Path) -> None:
    window = _window()
    while window is None:
        # Qt tells nobody but the window itself that it is shown.
        await asyncio.sleep(_LOOK_EVERY_SEC)
        window = _window()
    image = window.grab().toImage()
    _write(result, {"colours": count_colours(image), "width": window.width(), "height": window.height()})
    window.close()


def _write(result: Path, seen: dict[str, int]) -> None:
    result.write_text(json.dumps(seen), encoding="utf-8")


def _window() -> QWidget | None:
    """The window once it is shown."""
    from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: PLC0415 - only the child loads Qt

    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMainWindow) and one.isVisible()]
    return shown[0] if shown else None


def count_colours(image: QImage) -> int:
    """How many colours a coarse grid of points finds."""
    columns, rows = range(0, image.width(), _SAMPLE_STEP), range(0, image.height(), _SAMPLE_STEP)
    return len({image.pixel(x, y) for x in columns for y in rows})
