"""Logs go to stderr, and where a file is named also there; stdout belongs to what was asked for."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
#: Two files of a megabyte hold a party's evening.
_FILE_BYTES: Final = 1_000_000


def configure(*, verbose: bool, quiet: bool = False, file: Path | None = None) -> None:
    """Set up logging once, at the start of a program.

    Args:
        verbose: every message of the wire too.
        quiet: warnings only; a terminal view uses the screen.
        file: also write here, rotated; a file that cannot be opened is left out with a warning.
    """
    level = logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)]
    problem: OSError | None = None
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handlers.append(
                logging.handlers.RotatingFileHandler(file, maxBytes=_FILE_BYTES, backupCount=1, encoding="utf-8")
            )
        except OSError as error:
            problem = error
    logging.basicConfig(level=level, format=_FORMAT, handlers=handlers, force=True)
    # Their own chatter is for their own developers.
    for noisy in ("websockets", "aiohttp.access", "asyncio", "qasync"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    if problem is not None:
        logging.getLogger(__name__).warning("No log file: %s", problem)
