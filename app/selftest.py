"""The self-test: tries every part of this installation for real and reports in JSON.

Run by every build on what it built, and by a person who suspects an installation. Progress goes to stderr, one report
to stdout; the exit status is 0 when everything passed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import platform
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from app import logs
from app.selftest_decoding import check_decoders
from app.selftest_party import check_members, check_relay
from app.selftest_report import Check, report
from app.selftest_sound import check_output
from app.selftest_window import check_window, show_window
from server.protocol.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

logger = logging.getLogger(__name__)

#: One part of the self-test: given a folder of its own, it returns its checks.
_PARTS: Final[dict[str, Callable[[Path], Awaitable[list[Check]]]]] = {
    "decoders": check_decoders,
    "output": check_output,
    "relay": check_relay,
    "members": check_members,
    "window": check_window,
}


def main(arguments: Sequence[str]) -> int:
    """Run ``unisono selftest``; returns the exit status."""
    parser = argparse.ArgumentParser(prog="unisono selftest", description="Try every part of this installation.")
    parser.add_argument("--only", action="append", choices=[*_PARTS], metavar="PART", help=f"of {', '.join(_PARTS)}")
    parser.add_argument("--show-window", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.show_window is not None:
        # The window's own process: a crash of Qt or of a driver is a finding, not the end of the self-test.
        return show_window(given.show_window)
    with tempfile.TemporaryDirectory(prefix="unisono-selftest-", ignore_cleanup_errors=True) as folder:
        logs.configure(verbose=False, quiet=True, file=Path(folder) / "selftest.log")
        checks = asyncio.run(_run(given.only or list(_PARTS), Path(folder)))
    result = report(checks, system=_system())
    sys.stdout.write(f"{json.dumps(result, indent=1)}\n")
    sys.stdout.flush()
    return 0 if result["passed"] else 1


async def _run(parts: Sequence[str], folder: Path) -> list[Check]:
    checks: list[Check] = []
    for name in parts:
        own = folder / name
        own.mkdir()
        began = time.monotonic()
        try:
            found = await _PARTS[name](own)
        except Exception as error:
            logger.exception("The part %s of the self-test broke", name)
            found = [Check(name=name, passed=False, detail=f"broke: {type(error).__name__}: {error}")]
        for check in found:
            sys.stderr.write(f"{'ok  ' if check.passed else 'FAIL'}  {check.name}: {check.detail}\n")
        sys.stderr.write(f"      ({name}: {time.monotonic() - began:.1f} s)\n")
        sys.stderr.flush()
        checks += found
    return checks


def _system() -> dict[str, Any]:
    return {
        "version": VERSION,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.platform(),
        "machine": platform.machine(),
    }
