"""The relay as one thing that starts and ends."""

from __future__ import annotations

import contextlib
import errno
import secrets
from typing import TYPE_CHECKING

from aiohttp import web

from server.clock import RelayClock
from server.errors import StartError
from server.http_api import HttpApi
from server.http_upload import UploadApi
from server.registry import Registry
from server.relay import Relay
from server.tasks import RelayTasks
from server.track_store import TrackStore

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.config import RelayConfig

#: How long open requests may take to end on a clean stop.
_SHUTDOWN_SEC = 3.0


def _mint() -> str:
    # 144 bits.
    return secrets.token_urlsafe(18)


@contextlib.asynccontextmanager
async def serve(config: RelayConfig) -> AsyncIterator[int]:
    """A running relay; yields the port it listens on.

    Raises:
        StartError: the port or the data folder cannot be used.
    """
    tracks = TrackStore(config.data_dir, max_bytes=config.max_upload_bytes)
    try:
        tracks.open()
    except OSError as error:
        raise StartError(
            f"The data folder {config.data_dir} cannot be used ({error.strerror}). Choose another with --data-dir."
        ) from error
    clock = RelayClock.start(secrets.token_hex(8))
    registry = Registry(
        settings=config.party,
        max_parties=config.max_parties,
        choose=secrets.choice,
        mint=_mint,
        find_track=tracks.find,
    )
    tasks = RelayTasks()
    relay = Relay(config=config, clock=clock, registry=registry, tracks=tracks, tasks=tasks)
    app = web.Application(client_max_size=config.max_upload_bytes)
    app.add_routes([web.get("/ws", relay.serve_socket)])
    app.add_routes(HttpApi(registry=registry, tracks=tracks, clock=clock, relay=relay).routes())
    app.add_routes(UploadApi(registry=registry, tracks=tracks).routes())
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=_SHUTDOWN_SEC)
    await runner.setup()
    try:
        yield await _listen(runner, config)
    finally:
        relay.drain()
        await tasks.finish(_SHUTDOWN_SEC)
        await runner.cleanup()


async def _listen(runner: web.AppRunner, config: RelayConfig) -> int:
    try:
        # On Windows SO_REUSEADDR would let two relays share a port; asyncio's default is right everywhere.
        site = web.TCPSite(runner, config.host, config.port)
        await site.start()
    except OSError as error:
        raise StartError(_why_not(error, config)) from error
    port: int = runner.addresses[0][1]
    return port


def _why_not(error: OSError, config: RelayConfig) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {config.port} is in use by another program. Choose another with --port, or --port 0 for any."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {config.port} needs more rights than this user has. Choose one above 1023 with --port."
    return f"The relay cannot listen on {config.host}:{config.port} ({error.strerror}). Check --host and --port."
