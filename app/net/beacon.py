"""Announces the party of our own relay on this network, for as long as it is to be seen there."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from app.core.nearby import SERVICE, Announcement, is_for_others
from app.net.multicast import MulticastError, open_multicast

if TYPE_CHECKING:
    from collections.abc import Callable

    from zeroconf import ServiceInfo

    from app.tasks import TaskSupervisor

logger = logging.getLogger(__name__)

#: How soon a network that was joined, or left for another, is noticed.
_LOOK_AGAIN_SEC: Final = 5.0
#: Short, so that a machine that went without a goodbye is forgotten soon; who looks asks again in time.
_TTL_SEC: Final = 30


class Beacon:
    """Shows one announcement at a time. Where there is no multicast, nothing is seen and a log line says so.

    Args:
        tasks: owns the work; when it closes, the network is told goodbye.
    """

    def __init__(self, tasks: TaskSupervisor) -> None:
        self._tasks = tasks
        self._shown: Announcement | None = None
        self._showing: asyncio.Task[None] | None = None

    def show(self, announcement: Announcement | None, address: Callable[[], str] = str) -> None:
        """Announce this from now on; None takes back what was announced.

        Args:
            announcement: what to say.
            address: where others reach the party, asked again and again; loopback while we are in no network.
        """
        if announcement == self._shown:
            return
        self._shown, before = announcement, self._showing
        if before is not None:
            before.cancel()
        if announcement is not None:
            self._showing = self._tasks.spawn("announce the party", self._announce(announcement, address, before))

    async def _announce(
        self, announcement: Announcement, address: Callable[[], str], before: asyncio.Task[None] | None
    ) -> None:
        if before is not None:
            # Its goodbye names the same party.
            await asyncio.wait([before])
        while True:
            here = address()
            if is_for_others(here):
                await _announce_at(here, announcement, address)
            await asyncio.sleep(_LOOK_AGAIN_SEC)


async def _announce_at(here: str, announcement: Announcement, address: Callable[[], str]) -> None:
    """Be seen until this machine has another address, or multicast fails."""
    try:
        async with open_multicast([here]) as board:
            # The name may be taken by who wants to be mistaken for us; ours is then another one.
            said = await board.async_register_service(_service(here, announcement), allow_name_change=True)
            logger.info("The party is shown on this network, at %s", here)
            await said
            while address() == here:  # noqa: ASYNC110 - no system tells of it in one way
                await asyncio.sleep(_LOOK_AGAIN_SEC)
    except MulticastError as error:
        logger.info("The party is not shown on this network. %s", error)


def _service(address: str, announcement: Announcement) -> ServiceInfo:
    from zeroconf import ServiceInfo  # noqa: PLC0415 - loaded with multicast, not before

    # The machine's own name is nobody's business; the party's code is a name as good.
    name = f"unisono-{announcement.code.lower()}"
    return ServiceInfo(
        SERVICE,
        f"{name}.{SERVICE}",
        port=announcement.port,
        properties=announcement.properties,
        server=f"{name}.local.",
        host_ttl=_TTL_SEC,
        other_ttl=_TTL_SEC,
        parsed_addresses=[address],
    )
