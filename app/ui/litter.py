"""Garbage collection on the window's thread only.

Python collects on whichever thread happens to allocate: the one that decodes, the one that plays. A Qt object in a
forgotten cycle would be destroyed there, and a running timer that is ends the process.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final, Self

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from types import TracebackType

#: What becomes litter in this time is little; looking costs a microsecond.
_LOOK_EVERY_MS: Final = 500


class LitterCollector:
    """Takes collection over for the length of a ``with`` block that runs Qt's loop.

    Args:
        owner: lives on the window's thread.
    """

    def __init__(self, owner: QObject) -> None:
        self._timer = QTimer(owner, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(collect_what_is_due)
        self._was_enabled = gc.isenabled()

    def __enter__(self) -> Self:
        gc.disable()
        # Modules and classes stay. Looking through them each time would hold the window up for 60 ms.
        gc.freeze()
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._timer.stop()
        self._timer.deleteLater()
        gc.unfreeze()
        if self._was_enabled:
            # What is left must not wait for another thread.
            gc.collect()
            gc.enable()


def collect_what_is_due() -> None:
    """What the interpreter would have done by its own thresholds."""
    for generation, (count, limit) in reversed(list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))):
        if count > limit > 0:
            gc.collect(generation)
            return
