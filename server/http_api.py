"""The relay's HTTP interface beside the socket: party state, tracks, liveness, invites."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from server.party import Phase, picture
from server.protocol.errors import ProtocolError
from server.protocol.invite import InviteError, normalise_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.clock import RelayClock
    from server.front_door import FrontDoor
    from server.limits import AddressLimits
    from server.metrics import Metrics
    from server.party import Party
    from server.protocol.messages import QueueItem
    from server.protocol.units import ServerMs
    from server.registry import Registry
    from server.relay import Relay
    from server.track_store import TrackStore

_SHA256: Final = re.compile("[0-9a-f]{64}")
_SAFE: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
#: Content is named by its hash and never changes.
_FOREVER: Final = "private, max-age=31536000, immutable"

_JOIN_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Join a Unisono party</title>
<style>body{{font:18px/1.5 system-ui,sans-serif;max-width:32rem;margin:12vh auto;padding:0 1rem;color:#1c1c22}}
a.go{{display:inline-block;padding:.6em 1.2em;border-radius:.5em;background:#4b3bd6;color:#fff;text-decoration:none}}
code{{background:#eee;padding:.1em .4em;border-radius:.3em}}</style></head>
<body><h1>You are invited</h1>
<p>Party <code>{code}</code>: everybody hears the same music at the same instant.</p>
<p><a class="go" href="{link}">Open in Unisono</a></p>
<p>Nothing happens? Start Unisono, choose “Join a party” and paste <code>{page}</code>.</p>
</body></html>"""


class HttpApi:
    """Answers requests from the relay's state; changes nothing.

    Args:
        registry: the parties.
        tracks: the uploads.
        clock: server time.
        relay: for counts.
        door: tells whose request it is.
        limits: what one address may do.
        metrics: counts.
        health: why the relay is not ready; empty if it is.
    """

    def __init__(
        self,
        *,
        registry: Registry,
        tracks: TrackStore,
        clock: RelayClock,
        relay: Relay,
        door: FrontDoor,
        limits: AddressLimits,
        metrics: Metrics,
        health: Callable[[], list[str]],
    ) -> None:
        self._registry = registry
        self._tracks = tracks
        self._clock = clock
        self._relay = relay
        self._door = door
        self._limits = limits
        self._metrics = metrics
        self._health = health

    def routes(self) -> list[web.RouteDef]:
        """What this answers to."""
        return [
            web.get("/api/party-state", self.party_state),
            web.get("/api/track/{track_id}", self.track),
            web.get("/api/ping", self.ping),
            web.get("/health", self.health),
            web.get("/metrics", self.metrics),
            web.get("/join/{code}", self.join_page),
        ]

    async def party_state(self, request: web.Request) -> web.Response:
        """Where a party is, for who is not in it."""
        try:
            code = normalise_code(request.query.get("code", ""))
        except InviteError as error:
            return refusal(400, "bad-message", f"Say ?code=CODE. {error}")
        now, key = self._clock.now(), self._door.key(request)
        if not self._limits.may_guess(key, now):
            return refusal(429, "rate-limited", "Too many wrong codes from here. Wait a minute.")
        try:
            party = self._registry.find(code)
        except ProtocolError:
            self._limits.was_wrong(key, now)
            return web.json_response({"exists": False, "partyCode": code, "serverTime": now})
        return web.json_response(_state(party, now))

    async def track(self, request: web.Request) -> web.StreamResponse:
        """An upload; aiohttp answers Range, If-Range and If-None-Match."""
        stored = self._tracks.get(request.match_info["track_id"])
        if stored is None:
            return refusal(404, "no-track", "The relay does not hold this track any more.")
        disposition = f"inline; filename*=UTF-8''{quote(stored.filename, safe='')}"
        return web.FileResponse(
            self._tracks.path(stored),
            headers={
                **_SAFE,
                "Content-Type": stored.content_type,
                "Content-Disposition": disposition,
                "Cache-Control": _FOREVER,
            },
        )

    async def ping(self, _request: web.Request) -> web.Response:
        """Liveness."""
        return web.json_response({"ok": True, "serverTime": self._clock.now()})

    async def health(self, _request: web.Request) -> web.Response:
        """Readiness, and why not."""
        reasons = self._health()
        content = {
            "status": "failing" if reasons else "ok",
            "reasons": reasons,
            "parties": len(self._registry),
            "connections": self._relay.connected,
        }
        return web.json_response(content, status=503 if reasons else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        """For Prometheus."""
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})

    async def join_page(self, request: web.Request) -> web.Response:
        """How to join, for who followed a link."""
        try:
            code = normalise_code(request.match_info["code"])
        except InviteError as error:
            return web.Response(status=404, text=str(error), headers=_SAFE)
        is_secure, host = self._door.is_secure(request), self._door.host(request)
        secure = "?secure=1" if is_secure else ""
        link = f"unisono://{host}/{code}{secure}"
        page = f"{'https' if is_secure else 'http'}://{host}/join/{code}"
        text = _JOIN_PAGE.format(code=html.escape(code), link=html.escape(link), page=html.escape(page))
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return web.Response(text=text, content_type="text/html", headers={**_SAFE, **policy})


def refusal(status: int, code: str, message: str) -> web.Response:
    """An error as JSON: the stable code and the sentence of the wire's ERROR."""
    return web.json_response({"ok": False, "code": code, "message": message}, status=status)


def is_sha256(text: str) -> bool:
    """Whether this is a hash as we write them."""
    return _SHA256.fullmatch(text) is not None


def _state(party: Party, now: ServerMs) -> dict[str, Any]:
    state = party.state
    play, sync = state.playback, picture.sync_state(state, now)
    current = None
    if play.track is not None:
        current = {
            "trackId": play.track.track_id,
            "url": play.track.track_url,
            "title": play.track.title,
            "filename": play.track.filename,
            "durationMs": play.track.duration_ms,
            "startAtServerMs": sync.start_at_server_ms,
            "startPositionSec": sync.start_position_sec,
            "status": sync.status,
            "pausedPositionSec": sync.paused_position_sec,
            "pausedAtServerMs": sync.paused_at_server_ms,
        }
    guests = sum(member.id != state.host_id for member in state.connected())
    return {
        "exists": True,
        "partyCode": state.code,
        "status": sync.status if play.phase is not Phase.STOPPED else "stopped",
        "serverTime": now,
        "currentTrack": current,
        "queue": [_item(item) for item in state.queue.items],
        "guestCount": guests,
    }


def _item(item: QueueItem) -> dict[str, Any]:
    return {
        "itemId": item.item_id,
        "trackId": item.track_id,
        "trackUrl": item.track_url,
        "title": item.title,
        "filename": item.filename,
        "durationMs": item.duration_ms,
    }
