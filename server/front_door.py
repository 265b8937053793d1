"""The front door: whose request it is, and whether it may come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import hdrs, web

from server.addresses import client_address, is_allowed_origin, is_trusted, limit_key

if TYPE_CHECKING:
    from aiohttp.typedefs import Handler, Middleware

    from server.config import RelayConfig

_CORS = {
    hdrs.ACCESS_CONTROL_ALLOW_METHODS: "GET, HEAD, POST, OPTIONS",
    hdrs.ACCESS_CONTROL_ALLOW_HEADERS: "Authorization, Content-Type, Range, X-Filename",
    hdrs.ACCESS_CONTROL_EXPOSE_HEADERS: "X-Track-Id, Location, Content-Range, ETag",
    hdrs.VARY: hdrs.ORIGIN,
}


class FrontDoor:
    """Knows the operator's proxies and origins.

    Args:
        config: the operator's numbers.
    """

    def __init__(self, config: RelayConfig) -> None:
        self._proxies = config.trusted_proxies
        self._origins = config.allowed_origins

    def key(self, request: web.Request) -> str:
        """What limits count this request for."""
        forwarded = ",".join(request.headers.getall(hdrs.X_FORWARDED_FOR, []))
        return limit_key(client_address(request.remote or "", forwarded, self._proxies))

    def is_secure(self, request: web.Request) -> bool:
        """Whether the member's own connection is encrypted, as far as we or a trusted proxy can say."""
        if is_trusted(request.remote or "", self._proxies):
            return request.headers.get(hdrs.X_FORWARDED_PROTO, request.scheme) == "https"
        return request.secure

    def middleware(self) -> Middleware:
        """Refuses pages of other origins; lets those of allowed ones read the answers."""

        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            origin = request.headers.get(hdrs.ORIGIN)
            if not is_allowed_origin(origin, request.host, self._origins):
                return web.Response(status=403, text="Pages of this origin may not use the relay.")
            if request.method == hdrs.METH_OPTIONS:
                response: web.StreamResponse = web.Response(status=204)
            else:
                response = await handler(request)
            if origin is not None and not response.prepared:
                response.headers.update({**_CORS, hdrs.ACCESS_CONTROL_ALLOW_ORIGIN: origin})
            return response

        return check
