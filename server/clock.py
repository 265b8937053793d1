"""Server time: the wall clock read once, then the monotonic clock."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from server.protocol.units import ServerMs

if TYPE_CHECKING:
    from collections.abc import Callable

_BOOT_ID: Final = Path("/proc/sys/kernel/random/boot_id")


class RelayClock:
    """Milliseconds since the Unix epoch that never step while the relay runs.

    Args:
        offset_ms: server time at the monotonic clock's zero.
        epoch: changes whenever the offset does, so that members measure anew.
        monotonic: seconds on this machine's monotonic clock.
    """

    def __init__(self, *, offset_ms: float, epoch: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.offset_ms = offset_ms
        self.epoch = epoch
        self._monotonic = monotonic

    @classmethod
    def set_by_wall(cls, epoch: str) -> RelayClock:
        """A clock set by this machine's wall clock."""
        wall = time.time()  # noqa: TID251 - the one reading of the wall clock
        return cls(offset_ms=(wall - time.monotonic()) * 1000, epoch=epoch)

    def now(self) -> ServerMs:
        """Server time now."""
        return self.at(self._monotonic())

    def at(self, monotonic: float) -> ServerMs:
        """Server time at an instant of this machine's monotonic clock, in seconds."""
        return ServerMs(self.offset_ms + monotonic * 1000)


def boot_id() -> str:
    """Which boot of this machine the monotonic clock counts from; empty where the system does not say."""
    try:
        return _BOOT_ID.read_text().strip()
    except OSError:
        return ""
