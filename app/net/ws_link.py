"""The link to the relay, on websockets: connects, stays connected, stamps time where it matters."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import socket
import time
from typing import TYPE_CHECKING, Any, Final, cast

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.connection import broadcast
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.protocol import State

from app.net.backoff import delay
from app.net.link import LinkDown, LinkFailed, LinkUp, Received
from app.net.near import is_near
from app.net.verdict import judge
from app.said import english
from server.protocol import codec
from server.protocol.errors import ProtocolError
from server.protocol.messages import TimePing
from server.protocol.units import LocalSec, Seconds
from server.stamped_socket import CAN_STAMP, StampedSocket

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from app.net.link import LinkEvent, LinkListener
    from app.tasks import TaskSupervisor
    from server.protocol.invite import Invite
    from server.protocol.messages import Message

logger = logging.getLogger(__name__)

#: A SYNC_STATE with 2000 queue items of the greatest length fits.
MAX_FRAME: Final = 8 * 1024 * 1024
_FIRST_TRY: Final = Seconds(5.0)
# A dead connection is noticed within interval plus timeout: well inside a relay's grace time for a lost seat.
_KEEPALIVE: Final = Seconds(10.0)
# Asked of a link that is in doubt already: two pings were lost, or the machine slept.
_PROBE: Final = Seconds(1.5)
_CLOSE_WAIT: Final = Seconds(2.0)
# More than this waiting to be written means that the relay stopped reading.
_MAX_BACKLOG: Final = 1024 * 1024


def _monotonic() -> LocalSec:
    return LocalSec(time.monotonic())


def _ignore(event: LinkEvent) -> None:
    del event


class _Connection(ClientConnection):
    """Remembers when bytes last arrived: a frame's stamp must not wait for the task that reads it."""

    read_at = LocalSec(0.0)
    stamped: _DepartureSocket | None = None

    def data_received(self, data: bytes) -> None:
        self.read_at = _monotonic() if self.stamped is None else LocalSec(self.stamped.arrived)
        super().data_received(data)


class _DepartureSocket(StampedSocket):
    """Knows when bytes went out, too: encoding and framing them costs 40 to 80 us, by how awake the machine is."""

    __slots__ = ("departed",)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.departed = self.born

    def send(self, data: Any, flags: int = 0, /) -> int:
        """As every socket does; notes the moment."""
        self.departed = _monotonic()
        return super().send(data, flags)


class WebsocketsLink:
    """Fulfils `RelayLink`. Everything runs on the event loop that `open` is called on.

    Args:
        tasks: owns the tasks that keep the link up.
        tls: trust for ``wss`` relays; None is the system's.
        chance: random numbers in [0, 1) for the backoff.
    """

    def __init__(
        self,
        tasks: TaskSupervisor,
        *,
        tls: ssl.SSLContext | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._tasks = tasks
        self._tls = tls
        self._chance = chance
        self._task: asyncio.Task[None] | None = None
        self._connection: _Connection | None = None
        self._hurry = asyncio.Event()
        self._listener: LinkListener = _ignore

    def open(self, relay: Invite, listener: LinkListener) -> None:
        """Connect and stay connected; a link that was open to another relay ends without a word."""
        self._end()
        self._listener = listener
        self._task = self._tasks.spawn(f"link to {relay.host}:{relay.port}", self._run(relay))

    def send(self, message: Message) -> bool:
        """Write a frame; False while the link is down."""
        return self._write(codec.encode(message))

    def send_ping(self, ping_id: int) -> LocalSec | None:
        """Write a TIME_PING and tell its stamp; None while the link is down."""
        now = _monotonic()
        frame = codec.encode(TimePing(client_now_ms=now * 1000, ping_id=ping_id))
        if not self._write(frame):
            return None
        stamped = self._connection and self._connection.stamped
        # The relay stamps before it encodes: that costs all members the same, and falls out between them.
        return LocalSec(max(now, stamped.departed)) if stamped else now

    def retry_now(self) -> None:
        """Cut a present wait short; a connection that is up has to prove within 1.5 s that it still is."""
        self._hurry.set()
        if self._connection is not None:
            self._tasks.spawn("probe", self._probe(self._connection))

    async def close(self) -> None:
        """Say goodbye with code 1000, wait at most 2 s."""
        task = self._task
        self._end()
        if task is not None:
            await asyncio.wait({task}, timeout=_CLOSE_WAIT)

    def _end(self) -> None:
        self._listener = _ignore
        self._connection = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _write(self, frame: str) -> bool:
        connection = self._connection
        if connection is None or connection.protocol.state is not State.OPEN:
            return False
        if connection.transport.get_write_buffer_size() > _MAX_BACKLOG:
            logger.info("The relay has stopped reading; connecting afresh")
            connection.transport.abort()
            return False
        # The library's only synchronous send: the frame is at the socket when it returns.
        broadcast([connection], frame)
        return True

    async def _run(self, relay: Invite) -> None:
        listener = self._listener
        failed = 0
        known = False
        while True:
            self._hurry.clear()
            try:
                stamped = await _stamped(relay) if CAN_STAMP and is_near(relay.host) else None
                async with self._connect(relay, stamped) as connection:
                    failed, known = 0, True
                    connection = cast("_Connection", connection)
                    connection.stamped = stamped
                    await self._serve(connection, listener)
            except (OSError, WebSocketException, EOFError, ValueError) as error:
                verdict = judge(error, relay)
                logger.info("Link to %s:%s: %s", relay.host, relay.port, english(verdict.said), exc_info=error)
            # A relay that was reached once is waited for, whatever stands in its place: a captive portal goes away.
            if not known:
                self._tell(LinkFailed(at=_monotonic(), code=verdict.code, said=verdict.said), listener)
                return
            retry_in = delay(failed, self._chance())
            failed += 1
            self._tell(LinkDown(at=_monotonic(), reason=verdict.said, retry_in=retry_in), listener)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(retry_in):
                    await self._hurry.wait()

    def _connect(self, relay: Invite, stamped: _DepartureSocket | None) -> connect:
        return connect(
            relay.ws_url,
            ssl=(self._tls or True) if relay.secure else None,
            proxy=None if is_near(relay.host) else True,
            # The relay would compress and uncompress small frames for nothing: time and memory a connection.
            compression=None,
            open_timeout=_FIRST_TRY,
            ping_interval=_KEEPALIVE,
            ping_timeout=_KEEPALIVE,
            close_timeout=_CLOSE_WAIT,
            max_size=MAX_FRAME,
            create_connection=_Connection,
            sock=stamped,
        )

    async def _serve(self, connection: _Connection, listener: LinkListener) -> None:
        """Deliver what arrives until the connection is lost, which raises."""
        self._connection = connection
        self._tell(LinkUp(at=_monotonic()), listener)
        try:
            while True:
                frame = await connection.recv()
                self._deliver(frame, connection.read_at, listener)
        except asyncio.CancelledError:
            await connection.close(1000)
            raise
        finally:
            if self._connection is connection:
                self._connection = None

    def _deliver(self, frame: str | bytes, at: LocalSec, listener: LinkListener) -> None:
        try:
            message = codec.decode_server(frame)
        except ProtocolError as error:
            logger.info("The relay sent something that was not understood: %s", error)
            return
        if message is not None:
            self._tell(Received(at=at, message=message), listener)

    def _tell(self, event: LinkEvent, listener: LinkListener) -> None:
        if listener is not self._listener:
            return
        try:
            listener(event)
        except Exception:
            logger.exception("A listener of the link failed on %s", type(event).__name__)

    async def _probe(self, connection: ClientConnection) -> None:
        try:
            async with asyncio.timeout(_PROBE):
                await (await connection.ping())
        except TimeoutError:
            connection.transport.abort()
        except ConnectionClosed:
            logger.debug("The connection was lost while it was probed")


async def _stamped(relay: Invite) -> _DepartureSocket:
    """A socket of our own to a near relay, where tenths of a millisecond count; the first address that answers."""
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(_FIRST_TRY):
        found = await loop.getaddrinfo(relay.host, relay.port, type=socket.SOCK_STREAM)
        for number, (family, kind, protocol, _, address) in enumerate(found, 1):
            stamped = _DepartureSocket(family, kind, protocol)
            try:
                stamped.setblocking(False)
                await loop.sock_connect(stamped, address)
            except BaseException as error:
                stamped.close()
                if number == len(found) or not isinstance(error, OSError):
                    raise
            else:
                return stamped
    raise OSError(f"{relay.host} has no address")
