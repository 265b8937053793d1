"""The rule about logs: a warning that a test did not announce is a fault, and so is one that did not come."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class ExpectedLogs:
    """What a test says it will cause; call it with a pattern searched in ``logger name: message``.

    Args:
        optional: patterns that may come or not.
    """

    patterns: list[str] = field(default_factory=list)
    optional: list[str] = field(default_factory=list)

    def __call__(self, pattern: str, *, always: bool = True) -> None:
        """Expect a record at WARNING or above; with ``always=False`` merely allow it."""
        (self.patterns if always else self.optional).append(pattern)

    def verdict(self, records: Iterable[logging.LogRecord]) -> list[str]:
        """What is wrong: unexpected records, and expected ones that did not come."""
        lines = [
            f"{record.levelname} {record.name}: {record.getMessage()}"
            for record in records
            if record.levelno >= logging.WARNING
        ]
        known = [*self.patterns, *self.optional]
        unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in known)]
        absent = [pattern for pattern in self.patterns if not any(re.search(pattern, line) for line in lines)]
        return [
            *(f"unexpected log: {line}" for line in unexpected),
            *(f"expected log did not come: {pattern}" for pattern in absent),
        ]
