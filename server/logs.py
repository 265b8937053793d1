"""Log lines on standard error."""

from __future__ import annotations

import logging
import sys


def set_up_logs(level: str) -> None:
    """Send the relay's log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    # One line a request says nothing that the party's own lines do not say better.
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
