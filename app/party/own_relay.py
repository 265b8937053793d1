"""The bundled relay of a party: started before it, let go after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.events import ComeBack, Enter
from app.core.view import Notice
from app.errors import UnisonoError

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable

    from app.core.events import Event
    from app.core.way_back import RelayPlace, WayBack
    from app.party.parts import BundledRelay, Parts
    from app.tasks import TaskSupervisor


class OwnRelay:
    """At most one relay that runs, and at most one that is being started.

    Args:
        parts: start it.
        tasks: owns the start.
        handle: takes the event that leads into its party.
        notify: tells the person why it did not start.
        changed: told when a start begins or is given up.
    """

    def __init__(
        self,
        parts: Parts,
        tasks: TaskSupervisor,
        *,
        handle: Callable[[Event], None],
        notify: Callable[[Notice], None],
        changed: Callable[[], None],
    ) -> None:
        self._parts, self._tasks = parts, tasks
        self._handle, self._notify, self._changed = handle, notify, changed
        self._starting: asyncio.Task[None] | None = None
        self.running: BundledRelay | None = None

    @property
    def is_starting(self) -> bool:
        """Whether a party waits for it."""
        return self._starting is not None

    def open_party(self, name: str, pin: str | None) -> None:
        """Start it, then open a party there."""
        self._begin(self._parts.relay, lambda relay: Enter(relay=relay.local, public=relay.public, name=name, pin=pin))

    def come_back(self, way: WayBack, place: RelayPlace) -> None:
        """Start it where it was, then take our seat again."""
        self._begin(
            lambda: self._parts.relay_again(place),
            lambda relay: ComeBack(way=way, relay=relay.local, public=relay.public),
        )

    def cancel(self) -> None:
        """Give up a start that is under way."""
        starting, self._starting = self._starting, None
        if starting is not None:
            starting.cancel()
            self._changed()

    def release(self) -> BundledRelay | None:
        """The relay that runs, which whoever asks has to close; None when there is none."""
        relay, self.running = self.running, None
        return relay

    def _begin(self, start: Callable[[], Awaitable[BundledRelay]], entrance: Callable[[BundledRelay], Event]) -> None:
        if self._starting is None:
            self._starting = self._tasks.spawn("start the relay", self._start(start, entrance))
            self._changed()

    async def _start(
        self, start: Callable[[], Awaitable[BundledRelay]], entrance: Callable[[BundledRelay], Event]
    ) -> None:
        try:
            relay = await start()
        except UnisonoError as error:
            self._starting = None
            self._notify(Notice(code=error.code, said=error.said, fatal=True))
            return
        except Exception:
            self._starting = None
            raise
        self._starting, self.running = None, relay
        self._handle(entrance(relay))
