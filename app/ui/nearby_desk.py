"""Looks for parties on this network while the start page can show them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from app.core.view import Phase

if TYPE_CHECKING:
    from app.core.nearby import NearbyParty
    from app.core.view import PartyView
    from app.tasks import TaskSupervisor
    from app.ui.widgets.nearby_list import NearbyList

#: Tells of the parties that there are, until it is cancelled.
Watch: TypeAlias = Callable[[Callable[[tuple["NearbyParty", ...]], None]], Awaitable[None]]

#: The window is painted first.
_AFTER_SEC: Final = 0.3


class NearbyDesk:
    """Serves one list.

    Args:
        listed: shows what is found.
        watch: see `Watch`.
        tasks: owns the search, so that it ends with the window.
    """

    def __init__(self, listed: NearbyList, watch: Watch, tasks: TaskSupervisor) -> None:
        self._listed, self._watch, self._tasks = listed, watch, tasks
        self._looking: asyncio.Task[None] | None = None
        self._own_codes: set[str] = set()

    def follow(self, view: PartyView) -> None:
        """Look while we are in no party; inside one nobody sees the list, and the network need not hear us ask."""
        if view.shown_nearby is not None:
            # Our relay ended with its party; its goodbye may be lost.
            self._own_codes.add(view.code)
        outside = view.phase in (Phase.IDLE, Phase.LEFT)
        if outside and self._looking is None:
            self._looking = self._tasks.spawn("look for parties", self._look())
        elif not outside and self._looking is not None:
            self._looking.cancel()
            self._looking = None
            self._listed.show_parties(())

    async def _look(self) -> None:
        await asyncio.sleep(_AFTER_SEC)
        await self._watch(self._show)

    def _show(self, found: tuple[NearbyParty, ...]) -> None:
        self._listed.show_parties(tuple(party for party in found if party.code not in self._own_codes))
