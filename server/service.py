"""The relay as one thing that starts and ends."""

from __future__ import annotations

import contextlib
import errno
import secrets
import ssl
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.clock import RelayClock, boot_id
from server.errors import InUseError, StartError
from server.front_door import FrontDoor
from server.http_api import HttpApi
from server.http_upload import UploadApi
from server.keeper import Keeper
from server.limits import AddressLimits
from server.metrics import Metrics
from server.registry import Registry
from server.relay import Relay
from server.stamped_socket import CAN_STAMP, open_listeners
from server.store import ClockRecord, Store
from server.sweeper import Sweeper
from server.tasks import RelayTasks
from server.track_store import TrackStore

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator

    from server.config import RelayConfig

#: How long open requests and goodbyes may take on a clean stop.
_SHUTDOWN_SEC: Final = 3.0
#: How long an HTTP connection may wait for its next request, in seconds, as with other web servers.
_KEPT_ALIVE_SEC: Final = 75.0


class Service:
    """All parts of one relay, wired; nothing runs before `listen`.

    Args:
        config: the operator's numbers.

    Raises:
        StartError: the data folder cannot be used.
    """

    def __init__(self, config: RelayConfig) -> None:
        self._config = config
        self._tasks = RelayTasks()
        self._tracks = TrackStore(config.data_dir, quota=config.quota, changed=self._track_changed)
        self._store = _opened(config, self._tracks)
        saved = self._store.load()
        self._clock = clock_from(saved.clock, boot=boot_id())
        self._store.save_clock(ClockRecord(boot_id=boot_id(), offset_ms=self._clock.offset_ms, epoch=self._clock.epoch))
        self._registry = Registry(
            settings=config.party,
            max_parties=config.max_parties,
            choose=secrets.choice,
            mint=_mint,
            find_track=self._tracks.find,
        )
        self._keeper = Keeper(self._store, self._tasks, find_party=self._registry.get, find_track=self._tracks.get)
        for state in saved.parties:
            self._registry.adopt(state)
        self._metrics = Metrics()
        self._limits = AddressLimits(config.addresses)
        self._door = FrontDoor(config, self._limits, self._clock, self._metrics)
        self._relay = Relay(
            config=config,
            door=self._door,
            limits=self._limits,
            metrics=self._metrics,
            clock=self._clock,
            registry=self._registry,
            tracks=self._tracks,
            tasks=self._tasks,
            keeper=self._keeper,
        )
        self._watch()
        self._saved_tracks = saved.tracks
        self._runner = self._server()
        self._sweeper = Sweeper(self._relay.visits, transports=self._transports, door=self._door, metrics=self._metrics)

    async def listen(self) -> int:
        """Go on with the parties of an earlier run and open the port; returns it.

        Raises:
            StartError: the port cannot be used.
        """
        self._tracks.restore(self._saved_tracks, [party.state.code for party in self._registry])
        self._relay.restore()
        await self._runner.setup()
        try:
            for site in await self._sites():
                await site.start()
        except OSError as error:
            raise StartError(why_not(error, self._config)) from error
        self._sweeper.start()
        port: int = self._runner.addresses[0][1]
        return port

    def _transports(self) -> list[asyncio.Transport | None]:
        server = self._runner.server
        return [] if server is None else [handler.transport for handler in server.connections]

    async def _sites(self) -> list[web.BaseSite]:
        config, tls = self._config, _tls(self._config)
        if not CAN_STAMP:
            # On Windows SO_REUSEADDR would let two relays share a port; asyncio's default is right everywhere.
            return [web.TCPSite(self._runner, host, config.port, ssl_context=tls) for host in config.hosts]
        listeners = await open_listeners(config.hosts, config.port)
        self._door.listen_through(listeners)
        return [web.SockSite(self._runner, listener, ssl_context=tls) for listener in listeners]

    async def close(self) -> None:
        """Say goodbye, finish what is open, save everything."""
        self._sweeper.stop()
        self._relay.drain()
        await self._tasks.finish(_SHUTDOWN_SEC)
        await self._runner.cleanup()
        await self._keeper.close()

    def _server(self) -> web.AppRunner:
        return web.AppRunner(
            self._app(),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=_SHUTDOWN_SEC,
            keepalive_timeout=_KEPT_ALIVE_SEC,
        )

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=self._config.quota.file, middlewares=[self._door.middleware()])
        app.add_routes([web.get("/ws", self._relay.serve_socket)])
        api = HttpApi(
            registry=self._registry,
            tracks=self._tracks,
            clock=self._clock,
            relay=self._relay,
            door=self._door,
            limits=self._limits,
            metrics=self._metrics,
            health=self._why_not_ready,
        )
        uploads = UploadApi(
            registry=self._registry,
            tracks=self._tracks,
            clock=self._clock,
            door=self._door,
            limits=self._limits,
            metrics=self._metrics,
        )
        app.add_routes([*api.routes(), *uploads.routes()])
        app.on_response_prepare.append(_sign)
        return app

    def _watch(self) -> None:
        self._metrics.watch("connections", "Open sockets.", lambda: self._relay.connected)
        self._metrics.watch("parties", "Parties.", lambda: len(self._registry))
        self._metrics.watch("members", "Seats, connected or waiting.", self._members)
        self._metrics.watch("track_bytes", "Bytes of tracks on the disk.", lambda: self._tracks.used_bytes)

    def _members(self) -> int:
        return sum(len(party.state.members) for party in self._registry)

    def _why_not_ready(self) -> list[str]:
        reasons = []
        if self._tracks.free_bytes < self._config.quota.free:
            reasons.append("The disk is nearly full: uploads are refused.")
        if self._keeper.is_failing:
            reasons.append("Saving fails: a restart would forget the last changes.")
        if self._relay.connected >= self._config.max_connections:
            reasons.append("All connections are taken.")
        return reasons

    def _track_changed(self, track_id: str) -> None:
        self._keeper.track_changed(track_id)


async def _sign(_request: web.Request, response: web.StreamResponse) -> None:
    # Neither our libraries' versions nor a guess at a content type is anybody's business.
    response.headers["Server"] = "unisono-relay"
    response.headers["X-Content-Type-Options"] = "nosniff"


@contextlib.asynccontextmanager
async def serve(config: RelayConfig) -> AsyncIterator[int]:
    """A running relay; yields the port it listens on.

    Raises:
        StartError: the port or the data folder cannot be used.
    """
    service = Service(config)
    try:
        yield await service.listen()
    finally:
        await service.close()


def _tls(config: RelayConfig) -> ssl.SSLContext | None:
    if config.tls_cert is None or config.tls_key is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(config.tls_cert, config.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise StartError(
            f"The certificate {config.tls_cert} with the key {config.tls_key} cannot be used "
            f"({error.strerror or error}). Both must be PEM files that belong together."
        ) from error
    return context


def check(config: RelayConfig) -> None:
    """Try everything that can be tried without opening the port, also while the relay runs.

    Raises:
        StartError: something cannot be used.
    """
    _tls(config)
    tracks = TrackStore(config.data_dir, quota=config.quota)
    # A changed configuration is tried beside the relay that is to be restarted with it.
    with contextlib.suppress(InUseError):
        _opened(config, tracks).close()


def _opened(config: RelayConfig, tracks: TrackStore) -> Store:
    store = Store(config.data_dir / "relay.sqlite3")
    try:
        tracks.open()
    except OSError as error:
        raise StartError(
            f"The data folder {config.data_dir} cannot be used ({error.strerror}). Choose another with --data-dir."
        ) from error
    store.open()
    return store


def clock_from(saved: ClockRecord | None, *, boot: str) -> RelayClock:
    """Server time as an earlier run left it, if the machine has not been started since; else by the wall clock."""
    # The same boot has the same monotonic clock: server time goes on as if the relay had never been away.
    if saved is not None and saved.boot_id and saved.boot_id == boot:
        return RelayClock(offset_ms=saved.offset_ms, epoch=saved.epoch)
    return RelayClock.set_by_wall(secrets.token_hex(8))


def _mint() -> str:
    # 144 bits.
    return secrets.token_urlsafe(18)


def why_not(error: OSError, config: RelayConfig) -> str:
    """The sentence for a port that cannot be opened."""
    if error.errno == errno.EADDRINUSE:
        return f"Port {config.port} is in use by another program. Choose another with --port, or --port 0 for any."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {config.port} needs more rights than this user has. Choose one above 1023 with --port."
    return f"The relay cannot listen on {config.host}:{config.port} ({error.strerror}). Check --host and --port."
