"""Looks out for parties that others announce on this network."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final

from app.core.nearby import HOME_NETWORKS, MOST_PARTIES, SERVICE, NearbyParty, Neighbourhood, read_announcement
from app.net.multicast import MulticastError, open_multicast, own_addresses
from app.tasks import TaskSupervisor
from server.protocol.units import LocalSec

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from zeroconf import ServiceStateChange, Zeroconf
    from zeroconf.asyncio import AsyncZeroconf

    from app.core.nearby import Network

logger = logging.getLogger(__name__)

#: Asked again this often, three times before a host counts as gone; also how soon another network is noticed.
_LOOK_AGAIN_SEC: Final = 8.0
_ANSWER_WITHIN_MS: Final = 3000
#: Services that are asked about at all; some may turn out to be no parties.
_MOST_SERVICES: Final = 2 * MOST_PARTIES


async def watch_parties(
    tell: Callable[[tuple[NearbyParty, ...]], None],
    *,
    interfaces: Sequence[str] = (),
    networks: Collection[Network] = HOME_NETWORKS,
) -> None:
    """Tell of the parties there are, at once when that changes, until cancelled.

    Where there is no multicast nothing is told, and tried again with another network.

    Args:
        tell: called on the loop with all parties.
        interfaces: addresses of the interfaces to look at; none for all.
        networks: where a party's address may lie.
    """
    told: tuple[NearbyParty, ...] = ()
    while True:
        try:
            async with open_multicast(interfaces) as board:
                here = await asyncio.to_thread(own_addresses)
                watch = _Watch(board, tell, networks)
                try:
                    while await asyncio.to_thread(own_addresses) == here:
                        await watch.look()
                finally:
                    told = watch.told
                    await watch.close()
        except MulticastError as error:
            logger.info("Parties on this network cannot be found. %s", error)
            await asyncio.sleep(_LOOK_AGAIN_SEC)
        if told:
            # Another network has other parties.
            told = ()
            tell(told)


class _Watch:
    """The look-out over one network, as long as it is this one."""

    def __init__(
        self,
        board: AsyncZeroconf,
        tell: Callable[[tuple[NearbyParty, ...]], None],
        networks: Collection[Network],
    ) -> None:
        from zeroconf.asyncio import AsyncServiceBrowser  # noqa: PLC0415 - loaded with multicast, not before

        self._board, self._tell, self._networks = board, tell, networks
        self._around = Neighbourhood()
        self._tasks = TaskSupervisor("look-out")
        self._asking: dict[str, asyncio.Task[None]] = {}
        self.told: tuple[NearbyParty, ...] = ()
        self._browser = AsyncServiceBrowser(board.zeroconf, SERVICE, handlers=[self._heard])

    async def look(self) -> None:
        """Ask everybody again, after a while."""
        await asyncio.sleep(_LOOK_AGAIN_SEC)
        for service in tuple(self._asking):
            self._ask(service)
        self._show()

    async def close(self) -> None:
        """Look no more."""
        await self._tasks.close()
        await self._browser.async_cancel()

    def _heard(self, zeroconf: Zeroconf, service_type: str, name: str, state_change: ServiceStateChange) -> None:
        """zeroconf: a service came, changed or said goodbye; called on the loop, with these names."""
        from zeroconf import ServiceStateChange  # noqa: PLC0415 - loaded with multicast, not before

        del zeroconf, service_type
        if state_change is not ServiceStateChange.Removed:
            self._ask(name)
            return
        if (asking := self._asking.pop(name, None)) is not None:
            asking.cancel()
        self._around.gone(name)
        self._show()

    def _ask(self, service: str) -> None:
        asking = self._asking.get(service)
        is_too_much = asking is None and len(self._asking) >= _MOST_SERVICES
        if is_too_much or (asking is not None and not asking.done()):
            return
        self._asking[service] = self._tasks.spawn("ask a party", self._learn(service))

    async def _learn(self, service: str) -> None:
        from zeroconf import Error  # noqa: PLC0415 - loaded with multicast, not before
        from zeroconf.asyncio import AsyncServiceInfo  # noqa: PLC0415 - the same

        try:
            info = AsyncServiceInfo(SERVICE, service)
            answered = await info.async_request(self._board.zeroconf, _ANSWER_WITHIN_MS)
        except (Error, OSError) as error:
            logger.debug("%s could not be asked: %s", service, error)
            return
        if not answered:
            return
        properties: dict[bytes, Any] = info.properties
        party = read_announcement(
            properties, addresses=info.parsed_addresses(), port=info.port, networks=self._networks
        )
        if party is None:
            logger.debug("%s is no party that could be joined", service)
        self._around.seen(service, party, self._now())
        self._show()

    def _show(self) -> None:
        parties = self._around.parties(self._now())
        if parties != self.told:
            self.told = parties
            self._tell(parties)

    @staticmethod
    def _now() -> LocalSec:
        return LocalSec(asyncio.get_running_loop().time())
