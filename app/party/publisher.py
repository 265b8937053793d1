"""Tells whoever looks: views at most 20 times a second, notices at once."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.view import Notice, PartyView
    from server.protocol.units import LocalSec

_T = TypeVar("_T")

logger = logging.getLogger(__name__)

#: Faster than an eye follows figures, slower than a window minds.
_LEAST_SEC: Final = 0.05


class Publisher:
    """Coalesces changes into views.

    Args:
        draw: makes the present view.
        now: local time.
    """

    def __init__(self, draw: Callable[[], PartyView], now: Callable[[], LocalSec]) -> None:
        self._draw = draw
        self._now = now
        self._subscribers: list[tuple[Callable[[PartyView], None], Callable[[Notice], None]]] = []
        self._last: LocalSec | None = None
        self._timer: asyncio.TimerHandle | None = None

    def subscribe(
        self, on_view: Callable[[PartyView], None], on_notice: Callable[[Notice], None]
    ) -> Callable[[], None]:
        """See `PartyActions.subscribe`."""
        subscriber = (on_view, on_notice)
        self._subscribers.append(subscriber)

        def end() -> None:
            if subscriber in self._subscribers:
                self._subscribers.remove(subscriber)

        return end

    def changed(self) -> None:
        """Something differs; the view goes out soon."""
        if self._timer is not None or not self._subscribers:
            return
        elapsed = _LEAST_SEC if self._last is None else self._now() - self._last
        self._timer = asyncio.get_running_loop().call_later(max(0.0, _LEAST_SEC - elapsed), self._publish)

    def notify(self, notice: Notice) -> None:
        """Tell a notice, after the view that belongs to it."""
        self._publish()
        for _, on_notice in list(self._subscribers):
            self._tell(on_notice, notice)

    def close(self) -> None:
        """Publish what is pending, then nothing any more."""
        self._publish()
        self._subscribers.clear()

    def _publish(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._subscribers:
            return
        self._last = self._now()
        view = self._draw()
        for on_view, _ in list(self._subscribers):
            self._tell(on_view, view)

    @staticmethod
    def _tell(listener: Callable[[_T], None], value: _T) -> None:
        try:
            listener(value)
        except Exception:
            # One listener's fault must not stop the party: the music is timed by this loop's events.
            logger.exception("A listener failed")
