"""The relay: members to their parties, and parties to the registry, the tracks and the memory."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, web

from server.hall import Hall
from server.party import Enter, Found, Lost, Said
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import Create, Join
from server.protocol.version import PROTOCOL_VERSION
from server.visits import Visits

if TYPE_CHECKING:
    from server.clock import RelayClock
    from server.config import RelayConfig
    from server.connection import Connection
    from server.front_door import FrontDoor
    from server.keeper import Keeper
    from server.limits import AddressLimits
    from server.metrics import Metrics
    from server.protocol.messages import ClientMessage
    from server.protocol.units import ServerMs
    from server.registry import Registry
    from server.tasks import RelayTasks
    from server.track_store import TrackStore

logger = logging.getLogger(__name__)


class Relay:
    """Hands members' messages to their party.

    Args:
        config: the operator's numbers.
        clock: server time.
        registry: the parties.
        tracks: the uploads.
        tasks: owns what runs beside the sockets.
        keeper: saves what changed.
        door: tells whose request it is.
        limits: what one address may do.
        metrics: counts.

    Attributes:
        visits: the open sockets.
    """

    def __init__(
        self,
        *,
        config: RelayConfig,
        clock: RelayClock,
        registry: Registry,
        tracks: TrackStore,
        tasks: RelayTasks,
        keeper: Keeper,
        door: FrontDoor,
        limits: AddressLimits,
        metrics: Metrics,
    ) -> None:
        self._clock = clock
        self._registry = registry
        self._tracks = tracks
        self._keeper = keeper
        self._limits = limits
        self._metrics = metrics
        self._halls: dict[str, Hall] = {}
        self.visits = Visits(self, config=config, clock=clock, door=door, limits=limits, metrics=metrics, tasks=tasks)

    @property
    def connected(self) -> int:
        """Open sockets."""
        return len(self.visits)

    async def serve_socket(self, request: web.Request) -> web.StreamResponse:
        """One member's whole visit."""
        return await self.visits.serve(request)

    def connection(self, number: int) -> Connection | None:
        """See `Doors`."""
        return self.visits.get(number)

    def behind(self, connection: Connection) -> None:
        """See `Doors`."""
        self.visits.behind(connection)

    def dismiss(self, connection: Connection, reason: str) -> None:
        """See `Doors`."""
        connection.hall = None
        self.visits.close(connection, WSCloseCode.OK, reason)

    def changed(self, hall: Hall) -> None:
        """See `Doors`."""
        if self._registry.get(hall.code) is hall.party:
            self._tracks.hold_all(hall.party.wanted_tracks(), hall.code)
        self._keeper.party_changed(hall.code)

    def refused(self, connection: Connection, code: ErrorCode) -> None:
        """See `Doors`."""
        self.visits.count_refusal(connection, code)

    def over(self, hall: Hall) -> None:
        """See `Doors`."""
        self._registry.remove(hall.code)
        self._halls.pop(hall.code, None)
        self._tracks.release(hall.code)
        self._keeper.party_changed(hall.code)

    def restore(self) -> None:
        """Let the parties of an earlier run go on; their members come back by themselves."""
        for party in list(self._registry):
            party.restored(self._clock.now())
            self.hall(party.state.code).arm()

    def drain(self) -> None:
        """Say goodbye to everybody; they come back by themselves, and find their seats after a restart."""
        self.visits.are_over = True
        for hall in self._halls.values():
            hall.disarm()
        for connection in self.visits.all():
            connection.hall = None
            self.visits.close(connection, WSCloseCode.GOING_AWAY, "the relay restarts")

    def asked(self, connection: Connection, message: ClientMessage, now: ServerMs) -> None:
        """See `House`."""
        if isinstance(message, Create | Join):
            if connection.hall is not None:
                raise ProtocolError(ErrorCode.ALREADY_IN_PARTY, "You are in a party already. Leave it first.")
            self._admit(connection, message, now)
        elif connection.hall is None:
            raise ProtocolError(ErrorCode.NOT_IN_PARTY, "Create or join a party first.")
        else:
            logger.debug("[%s] %s: %s", connection.hall.code, connection.member_id, type(message).__name__)
            connection.hall.handle(Said(member_id=connection.member_id, message=message))

    def left(self, connection: Connection) -> None:
        """See `House`."""
        hall = connection.hall
        if hall is not None and hall.forget(connection) and not self.visits.are_over:
            about = {"party": hall.code, "member": connection.member_id}
            logger.info("[%s] %s lost its connection", hall.code, connection.member_id, extra=about)
            hall.handle(Lost(member_id=connection.member_id))

    def hall(self, code: str) -> Hall:
        """The hall of a registered party."""
        hall = self._halls.get(code)
        if hall is None:
            hall = self._halls[code] = Hall(self._registry.find(code), self._clock, self, self._metrics)
        return hall

    def _admit(self, connection: Connection, message: Create | Join, now: ServerMs) -> None:
        if self.visits.are_over:
            raise ProtocolError(ErrorCode.SHUTTING_DOWN, "The relay is shutting down. Try again in a moment.")
        if message.protocol == 0:
            raise ProtocolError(
                ErrorCode.VERSION_MISMATCH,
                f"This relay speaks version {PROTOCOL_VERSION} of the protocol. Update the app.",
            )
        if isinstance(message, Join):
            if not self._limits.allow_join(connection.key, now):
                raise ProtocolError(ErrorCode.RATE_LIMITED, "Too many attempts from here. Wait a minute.")
            party = self._registry.find(message.code)
            self.hall(party.state.code).handle(Enter(connection=connection.number, request=message))
        else:
            if not self._limits.allow_create(connection.key, now):
                raise ProtocolError(ErrorCode.RATE_LIMITED, "Too many new parties from here. Wait a minute.")
            party = self._registry.create(pin=message.pin, now=now)
            self.hall(party.state.code).handle(Found(connection=connection.number, request=message))
