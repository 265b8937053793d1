"""The front door: whose request it is, and whether it may come in."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from server.addresses import client_address, is_allowed_origin, is_trusted, limit_key
from server.stamped_socket import LARGE_READ, SMALL_READ, stamped_by

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aiohttp.typedefs import Handler, Middleware

    from server.clock import RelayClock
    from server.config import RelayConfig
    from server.limits import AddressLimits
    from server.metrics import Metrics
    from server.stamped_socket import StampedListener, StampedSocket

_CORS = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, HEAD, POST, OPTIONS",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Authorization, Content-Type, Range, X-Filename",
    hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: "X-Track-Id, Location, Content-Range, ETag",
    hdrs.VARY: hdrs.ORIGIN,
}


class FrontDoor:
    """Knows the operator's proxies and origins, and the sockets that come in.

    Args:
        config: the operator's numbers.
        limits: what one address may do.
        clock: server time.
        metrics: counts.
    """

    def __init__(self, config: RelayConfig, limits: AddressLimits, clock: RelayClock, metrics: Metrics) -> None:
        self._proxies = config.trusted_proxies
        self._origins = config.allowed_origins
        self._limits = limits
        self._clock = clock
        self._metrics = metrics
        self._listeners: tuple[StampedListener, ...] = ()

    def listen_through(self, listeners: Sequence[StampedListener]) -> None:
        """Who comes in through these is read in small pieces, and stamped."""
        self._listeners = tuple(listeners)

    def socket_of(self, transport: asyncio.BaseTransport | None) -> StampedSocket | None:
        """The socket under a transport; None where the system does not stamp."""
        return stamped_by(transport, self._listeners)

    def key(self, request: web.Request) -> str:
        """What limits count this request for."""
        forwarded = ",".join(request.headers.getall(hdrs.X_FORWARDED_FOR, []))
        return limit_key(client_address(request.remote or "", forwarded, self._proxies))

    def host(self, request: web.Request) -> str:
        """By which name and port the relay was asked; empty where the request does not say."""
        # Not `request.host`: some versions of aiohttp ask the name service where the header is missing, and wait.
        return request.headers.get(hdrs.HOST, "")

    def is_secure(self, request: web.Request) -> bool:
        """Whether the member's own connection is encrypted, as far as we or a trusted proxy can say."""
        if is_trusted(request.remote or "", self._proxies):
            return request.headers.get(hdrs.X_FORWARDED_PROTO, request.scheme) == "https"
        return request.secure

    @contextlib.contextmanager
    def at_full_speed(self, request: web.Request) -> Iterator[None]:
        """Let a request that was found good send a large body."""
        stamped = self.socket_of(request.transport)
        if stamped is None:
            yield
            return
        stamped.largest_read = LARGE_READ
        try:
            yield
        finally:
            stamped.largest_read = SMALL_READ

    def middleware(self) -> Middleware:
        """Refuses who asks too often and pages of other origins; lets those of allowed ones read the answers."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self._is_welcome(request):
                self._metrics.turned_away.inc()
                response: web.StreamResponse = web.Response(
                    status=429, text="Too many requests from here. Wait a minute.", headers={hdrs.RETRY_AFTER: "60"}
                )
                response.force_close()
                return response
            # One read may hold many requests: others get their turn between two of them.
            await asyncio.sleep(0)
            origin = request.headers.get(hdrs.ORIGIN)
            if not is_allowed_origin(origin, self.host(request), self._origins):
                return web.Response(status=403, text="Pages of this origin may not use the relay.")
            if request.method == hdrs.METH_OPTIONS:
                response = web.Response(status=204)
            else:
                response = await handler(request)
            if origin is not None and not response.prepared:
                response.headers.update({**_CORS, hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: origin})
            return response

        return check

    def _is_welcome(self, request: web.Request) -> bool:
        stamped = self.socket_of(request.transport)
        if stamped is not None:
            stamped.was_heard = True
        return self._limits.allow_request(self.key(request), self._clock.now())
