"""Logs go to stderr, and where a file is named also there; stdout belongs to what was asked for."""

from __future__ import annotations

import copy
import logging
import logging.handlers
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_FORMAT: Final = "%(asctime)s %(levelname)-7s %(name)s: %(message)s"
#: Two files of a megabyte hold a party's evening.
_FILE_BYTES: Final = 1_000_000


class _ForPeople(logging.Formatter):
    """Lines without tracebacks: those are in the file."""

    def format(self, record: logging.LogRecord) -> str:
        plain = copy.copy(record)
        plain.exc_info, plain.exc_text, plain.stack_info = None, None, None
        return super().format(plain)


def configure(*, verbose: bool, quiet: bool = False, file: Path | None = None) -> None:
    """Set up logging once, at the start of a program.

    Args:
        verbose: every message of the wire, and tracebacks.
        quiet: warnings only on stderr; a terminal view uses the screen.
        file: also write here, rotated, with tracebacks; a file that cannot be opened is left out with a warning.
    """
    console = logging.StreamHandler(sys.stderr)
    console.setFormatter(logging.Formatter(_FORMAT) if verbose else _ForPeople(_FORMAT))
    console.setLevel(logging.DEBUG if verbose else logging.WARNING if quiet else logging.INFO)
    handlers: list[logging.Handler] = [console]
    problem: OSError | None = None
    if file is not None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handlers.append(_file_handler(file))
        except OSError as error:
            problem = error
    # A full disk or a closed terminal takes log lines; a traceback about that on the screen helps nobody.
    logging.raiseExceptions = False
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=handlers, force=True)
    # Their own chatter is for their own developers.
    for noisy in ("websockets", "aiohttp.access", "asyncio", "qasync"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It warns of every interface that comes or goes, and of what strangers send.
    logging.getLogger("zeroconf").setLevel(logging.ERROR)
    if problem is not None:
        logging.getLogger(__name__).warning("No log file: %s", problem)


def _file_handler(file: Path) -> logging.Handler:
    handler = logging.handlers.RotatingFileHandler(file, maxBytes=_FILE_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter(_FORMAT))
    return handler
