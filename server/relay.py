"""The relay: sockets in, frames to parties, and everybody's limits."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import Counter
from typing import TYPE_CHECKING

from aiohttp import WSCloseCode, WSMsgType, web

from server.connection import Connection, Laggards
from server.frames import frame_of
from server.hall import Hall
from server.party import Enter, Found, Lost, Said
from server.protocol.codec import MAX_CLIENT_FRAME, decode_client
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import Create, ErrorMessage, Join, TimePing, TimePong
from server.protocol.version import PROTOCOL_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.clock import RelayClock
    from server.config import RelayConfig
    from server.front_door import FrontDoor
    from server.keeper import Keeper
    from server.limits import AddressLimits
    from server.metrics import Metrics
    from server.protocol.messages import ClientMessage
    from server.protocol.units import ServerMs
    from server.registry import Registry
    from server.stamped_socket import StampedListener, StampedSocket
    from server.tasks import RelayTasks
    from server.track_store import TrackStore

logger = logging.getLogger(__name__)

#: What guessing looks like.
_WRONG = frozenset({ErrorCode.UNKNOWN_CODE, ErrorCode.WRONG_PIN, ErrorCode.WRONG_TOKEN})
#: How long a connection that used up its allowance waits before its next frame is read.
_PENALTY_SEC = 0.02
#: How long a closing handshake may take.
_GOODBYE_SEC = 2.0


class Relay:
    """Accepts members and hands their messages to their party.

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
        self._config = config
        self._clock = clock
        self._registry = registry
        self._tracks = tracks
        self._tasks = tasks
        self._keeper = keeper
        self._door = door
        self._limits = limits
        self._metrics = metrics
        self._halls: dict[str, Hall] = {}
        self._connections: dict[int, Connection] = {}
        self._addresses: Counter[str] = Counter()
        self._listeners: tuple[StampedListener, ...] = ()
        self._numbers = itertools.count(1)
        self._laggards = Laggards(clock, on_cut=metrics.cut.inc)
        self._draining = False

    @property
    def connected(self) -> int:
        """Open sockets."""
        return len(self._connections)

    async def serve_socket(self, request: web.Request) -> web.StreamResponse:
        """One member's whole visit."""
        key = self._door.key(request)
        if len(self._connections) >= self._config.max_connections or self._draining:
            return web.Response(status=503, text="This relay is full. Try again later.")
        if self._addresses[key] >= self._config.connections_per_address:
            return web.Response(status=429, text="Too many connections from here.")
        # Compression doubles the time and quadruples the memory of a connection.
        socket = web.WebSocketResponse(
            compress=False, heartbeat=self._config.heartbeat_sec, max_msg_size=MAX_CLIENT_FRAME, timeout=_GOODBYE_SEC
        )
        await socket.prepare(request)
        if request.transport is None:
            return socket
        connection = Connection(
            next(self._numbers),
            socket,
            request.transport,
            key=key,
            message_rate=self._config.message_rate,
            now=self._clock.now(),
            stamped=self._stamped(request.transport),
        )
        self._connections[connection.number] = connection
        self._addresses[key] += 1
        try:
            async for message in socket:
                if connection.closing:
                    continue
                received = self._clock.now()
                if message.type is not WSMsgType.TEXT:
                    self._refuse(connection, ErrorCode.BAD_MESSAGE, "Frames are JSON text.")
                    in_order = connection.messages.take(received)
                else:
                    in_order = self._receive(connection, message.data, received)
                # One read can hold thousands of frames: others get their turn between two of them, and who sends
                # more than allowed is read more slowly.
                await asyncio.sleep(0 if in_order else _PENALTY_SEC)
        finally:
            self._gone(connection)
        return socket

    def listen_through(self, listeners: Sequence[StampedListener]) -> None:
        """Members come in through these: their messages are stamped as they arrive."""
        self._listeners = tuple(listeners)

    def _stamped(self, transport: asyncio.Transport) -> StampedSocket | None:
        number = transport.get_extra_info("socket").fileno()
        found = (listener.accepted(number) for listener in self._listeners)
        return next((stamped for stamped in found if stamped is not None), None)

    def connection(self, number: int) -> Connection | None:
        """See `Doors`."""
        return self._connections.get(number)

    def behind(self, connection: Connection) -> None:
        """See `Doors`."""
        self._laggards.add(connection)

    def dismiss(self, connection: Connection, reason: str) -> None:
        """See `Doors`."""
        connection.hall = None
        connection.flush()
        connection.closing = True
        self._tasks.spawn(f"close {connection.number}", self._close(connection, WSCloseCode.OK, reason))

    def changed(self, hall: Hall) -> None:
        """See `Doors`."""
        if self._registry.get(hall.code) is hall.party:
            self._tracks.hold_all(hall.party.wanted_tracks(), hall.code)
        self._keeper.party_changed(hall.code)

    def refused(self, connection: Connection, code: ErrorCode) -> None:
        """See `Doors`."""
        self._metrics.refused.labels(code).inc()
        if code in _WRONG:
            self._limits.was_wrong(connection.key, self._clock.now())

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
        self._draining = True
        for hall in self._halls.values():
            hall.disarm()
        for connection in list(self._connections.values()):
            connection.hall = None
            connection.flush()
            connection.closing = True
            self._tasks.spawn(
                f"close {connection.number}", self._close(connection, WSCloseCode.GOING_AWAY, "the relay restarts")
            )

    async def _close(self, connection: Connection, code: WSCloseCode, reason: str) -> None:
        await connection.socket.close(code=code, message=reason.encode())

    def _receive(self, connection: Connection, data: str, received: ServerMs) -> bool:
        """Do what a frame asks; False if the connection has used up its allowance."""
        try:
            message = decode_client(data)
            if isinstance(message, TimePing):
                return self._pong(connection, message, received)
            self._metrics.messages.inc()
            if not connection.messages.take(received):
                self._refuse(connection, ErrorCode.RATE_LIMITED, "Too many requests at once. Wait a moment.")
                return False
            if message is not None:
                self._route(connection, message, received)
        except ProtocolError as error:
            self._refuse(connection, error.code, error.detail)
            return error.code is not ErrorCode.BAD_MESSAGE or connection.messages.take(received)
        except Exception:
            # A fault of ours costs this one message, never the party.
            logger.exception("A message of connection %d failed", connection.number)
            self._refuse(connection, ErrorCode.INTERNAL, "The relay made a mistake. Try again.")
        return True

    def _pong(self, connection: Connection, ping: TimePing, received: ServerMs) -> bool:
        if not connection.pings.take(received):
            self._metrics.pings_dropped.inc()
            return False
        pong = TimePong(
            client_now_ms=ping.client_now_ms,
            ping_id=ping.ping_id,
            server_received_ms=connection.received(self._clock),
            epoch=self._clock.epoch,
            server_now_ms=self._clock.now(),
        )
        connection.send_first(frame_of(pong))
        self._metrics.ping_service.observe((self._clock.now() - received) / 1000)
        return True

    def _route(self, connection: Connection, message: ClientMessage, now: ServerMs) -> None:
        if isinstance(message, Create | Join):
            if connection.hall is not None:
                raise ProtocolError(ErrorCode.ALREADY_IN_PARTY, "You are in a party already. Leave it first.")
            self._admit(connection, message, now)
        elif connection.hall is None:
            raise ProtocolError(ErrorCode.NOT_IN_PARTY, "Create or join a party first.")
        else:
            logger.debug("[%s] %s: %s", connection.hall.code, connection.member_id, type(message).__name__)
            connection.hall.handle(Said(member_id=connection.member_id, message=message))

    def _admit(self, connection: Connection, message: Create | Join, now: ServerMs) -> None:
        if self._draining:
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

    def hall(self, code: str) -> Hall:
        """The hall of a registered party."""
        hall = self._halls.get(code)
        if hall is None:
            hall = self._halls[code] = Hall(self._registry.find(code), self._clock, self, self._metrics)
        return hall

    def _refuse(self, connection: Connection, code: ErrorCode, message: str) -> None:
        self.refused(connection, code)
        if connection.send(frame_of(ErrorMessage(code=code, message=message[:512]))):
            self.behind(connection)

    def _gone(self, connection: Connection) -> None:
        self._connections.pop(connection.number, None)
        self._addresses[connection.key] -= 1
        if not self._addresses[connection.key]:
            del self._addresses[connection.key]
        self._laggards.discard(connection)
        hall = connection.hall
        if hall is not None and hall.forget(connection) and not self._draining:
            about = {"party": hall.code, "member": connection.member_id}
            logger.info("[%s] %s lost its connection", hall.code, connection.member_id, extra=about)
            hall.handle(Lost(member_id=connection.member_id))
