"""Visits: sockets come in, frames are read in turn, and who goes too far is sent away."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Final, Protocol

from aiohttp import WSCloseCode, WSMessage, WSMsgType, web

from server.connection import Connection, Laggards
from server.frames import close_frame, frame_of, pong_frame
from server.protocol.codec import MAX_CLIENT_FRAME, decode_client
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import ErrorMessage, RequestSyncState, TimePing, TimePong
from server.turnstile import Turnstile

if TYPE_CHECKING:
    from server.clock import RelayClock
    from server.config import RelayConfig
    from server.front_door import FrontDoor
    from server.limits import AddressLimits
    from server.metrics import Metrics
    from server.protocol.messages import ClientMessage
    from server.protocol.units import ServerMs
    from server.tasks import RelayTasks

logger = logging.getLogger(__name__)

#: What guessing looks like.
_WRONG: Final = frozenset({ErrorCode.UNKNOWN_CODE, ErrorCode.WRONG_PIN, ErrorCode.WRONG_TOKEN})
#: How long a connection that used up its allowance waits before its next frame is read.
_PENALTY_SEC: Final = 0.02
#: The answer holds the whole queue, up to 1.5 MB: twenty a second to each of a few connections would fill a processor.
_WHOLE_QUEUE_COST: Final = 5.0
#: How long a closing handshake may take.
_GOODBYE_SEC: Final = 2.0
#: How long who is cut for flooding has to read why.
_LAST_WORD_SEC: Final = 1.0


class House(Protocol):
    """What happens to a visitor who is let through."""

    def asked(self, connection: Connection, message: ClientMessage, now: ServerMs) -> None:
        """Do what a message asks.

        Raises:
            ProtocolError: it cannot be done.
        """
        ...

    def left(self, connection: Connection) -> None:
        """The connection is gone."""
        ...


class Visits:
    """Every open socket, from its handshake to its end.

    Args:
        house: gets the messages.
        config: the operator's numbers.
        clock: server time.
        door: tells whose request it is.
        limits: what one address may do.
        metrics: counts.
        tasks: owns the goodbyes.
    """

    def __init__(
        self,
        house: House,
        *,
        config: RelayConfig,
        clock: RelayClock,
        door: FrontDoor,
        limits: AddressLimits,
        metrics: Metrics,
        tasks: RelayTasks,
    ) -> None:
        self._house = house
        self._config = config
        self._clock = clock
        self._door = door
        self._limits = limits
        self._metrics = metrics
        self._tasks = tasks
        self._connections: dict[int, Connection] = {}
        self._addresses: defaultdict[str, set[Connection]] = defaultdict(set)
        self._numbers = itertools.count(1)
        self._laggards = Laggards(clock, on_cut=metrics.cut.inc)
        self._turnstile = Turnstile()
        self.are_over = False

    def __len__(self) -> int:
        return len(self._connections)

    def all(self) -> list[Connection]:
        """Every open connection."""
        return list(self._connections.values())

    def get(self, number: int) -> Connection | None:
        """An open connection by its number."""
        return self._connections.get(number)

    def behind(self, connection: Connection) -> None:
        """Frames wait for this connection."""
        self._laggards.add(connection)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One member's whole visit."""
        key = self._door.key(request)
        if len(self._connections) >= self._config.max_connections or self.are_over:
            return web.Response(status=503, text="This relay is full. Try again later.")
        if self._is_crowded(key):
            return web.Response(status=429, text="Too many connections from here.")
        # Compression doubles the time and quadruples the memory of a connection. Pings of the WebSocket are answered
        # here, because aiohttp would answer thousands of them in one turn of the loop.
        socket = web.WebSocketResponse(
            compress=False,
            autoping=False,
            heartbeat=self._config.heartbeat_sec,
            max_msg_size=MAX_CLIENT_FRAME,
            timeout=_GOODBYE_SEC,
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
            stamped=self._door.socket_of(request.transport),
        )
        self._connections[connection.number] = connection
        self._addresses[key].add(connection)
        try:
            async for message in socket:
                if message.type is WSMsgType.ERROR:
                    break
                if not connection.closing and not await self._read(connection, message):
                    break
        finally:
            self._gone(connection)
        return socket

    def refuse(self, connection: Connection, code: ErrorCode, message: str) -> None:
        """Answer with ERROR, unless this connection has heard too many of them."""
        self.count_refusal(connection, code)
        if not connection.conduct.may_be_told(code, self._clock.now()):
            return
        if connection.send(frame_of(ErrorMessage(code=code, message=message[:512]))):
            self.behind(connection)

    def count_refusal(self, connection: Connection, code: ErrorCode) -> None:
        """A connection was refused something."""
        self._metrics.refused.labels(code).inc()
        if code in _WRONG:
            self._limits.was_wrong(connection.key, self._clock.now())

    def close(self, connection: Connection, code: WSCloseCode, reason: str) -> None:
        """Close a connection after what was sent to it."""
        connection.flush()
        connection.closing = True
        self._tasks.spawn(f"close {connection.number}", self._close(connection, code, reason))

    def _is_crowded(self, key: str) -> bool:
        # Who has no seat yet asks for one at once, so few of an address are without one at a time. Each may hold 0.8 MB
        # of frames that wait, and joining is limited.
        here, most = self._addresses.get(key, ()), self._config.connections_per_address
        strangers = max(1, most // 10)
        if len(here) < strangers:
            return False
        return len(here) >= most or sum(connection.hall is None for connection in here) >= strangers

    async def _close(self, connection: Connection, code: WSCloseCode, reason: str) -> None:
        try:
            # Closing waits until everything is sent, and who reads nothing would be waited for without end.
            async with asyncio.timeout(2 * _GOODBYE_SEC):
                await connection.socket.close(code=code, message=reason.encode())
        except TimeoutError:
            connection.abort()

    async def _read(self, connection: Connection, message: WSMessage) -> bool:
        """Handle a frame and wait until it is time for the next one; False if the connection was cut."""
        connection.regulate()
        received = self._clock.now()
        in_order = self._hear(connection, message, received)
        conduct = connection.conduct
        if not in_order and conduct.is_too_much(received, pipe_is_full=connection.sends_too_fast):
            logger.info("Connection %d sends too much and was cut", connection.number)
            self._metrics.flooders.inc()
            # Not by a handshake, which would read all that it has sent and still sends.
            connection.hang_up(close_frame(WSCloseCode.POLICY_VIOLATION, "too many messages"))
            await asyncio.sleep(_LAST_WORD_SEC)
            connection.abort()
            return False
        # Each counts the frame, so both are asked.
        calm = (conduct.is_calm(received), self._limits.is_calm(connection.key, received))
        in_haste = not in_order or not all(calm)
        if not in_order:
            await asyncio.sleep(_PENALTY_SEC)
        # One read can hold many frames: others get their turn between two of them.
        if in_haste:
            await self._turnstile.wait()
        else:
            await asyncio.sleep(0)
        return True

    def _hear(self, connection: Connection, message: WSMessage, received: ServerMs) -> bool:
        """Do what a frame asks; False if the connection has used up its allowance."""
        if message.type is WSMsgType.TEXT:
            return self._receive(connection, message.data, received)
        in_order = connection.conduct.may_ask(received)
        if message.type is WSMsgType.BINARY:
            self.refuse(connection, ErrorCode.BAD_MESSAGE, "Frames are JSON text.")
        elif message.type is WSMsgType.PING and in_order:
            connection.send_first(pong_frame(message.data))
        return in_order

    def _receive(self, connection: Connection, data: str, received: ServerMs) -> bool:
        try:
            message = decode_client(data)
            if isinstance(message, TimePing):
                return self._pong(connection, message, received)
            self._metrics.messages.inc()
            if not connection.conduct.may_ask(received, _cost(message)):
                self.refuse(connection, ErrorCode.RATE_LIMITED, "Too many requests at once. Wait a moment.")
                return False
            if message is not None:
                self._house.asked(connection, message, received)
        except ProtocolError as error:
            self.refuse(connection, error.code, error.detail)
            return error.code is not ErrorCode.BAD_MESSAGE or connection.conduct.may_ask(received)
        except Exception:
            # A fault of ours costs this one message, never the party.
            logger.exception("A message of connection %d failed", connection.number)
            self.refuse(connection, ErrorCode.INTERNAL, "The relay made a mistake. Try again.")
        return True

    def _pong(self, connection: Connection, ping: TimePing, received: ServerMs) -> bool:
        if not connection.conduct.may_ping(received):
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

    def _gone(self, connection: Connection) -> None:
        self._connections.pop(connection.number, None)
        self._addresses[connection.key].discard(connection)
        if not self._addresses[connection.key]:
            del self._addresses[connection.key]
        self._laggards.discard(connection)
        connection.release()
        self._house.left(connection)


def _cost(message: ClientMessage | None) -> float:
    return _WHOLE_QUEUE_COST if isinstance(message, RequestSyncState) else 1.0
