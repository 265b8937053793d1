"""The network's notice board, multicast DNS: opened late, closed with a goodbye, not missed where there is none."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from zeroconf.asyncio import AsyncZeroconf


class MulticastError(Exception):
    """There is no multicast here: no network, no right to it, or its port is taken. For the log, nobody is told."""


@contextlib.asynccontextmanager
async def open_multicast(interfaces: Sequence[str] = ()) -> AsyncIterator[AsyncZeroconf]:
    """Take part in multicast DNS; at the end everything that was announced is taken back.

    Args:
        interfaces: addresses of the interfaces to use; none for all that there are.

    Raises:
        MulticastError: it cannot be opened, or the block met an error of the library.
    """
    # Neither the import (0.1 s) nor its memory before somebody needs it, and not on the loop.
    await asyncio.to_thread(importlib.import_module, "zeroconf.asyncio")
    from zeroconf import Error, InterfaceChoice, IPVersion  # noqa: PLC0415 - see above
    from zeroconf.asyncio import AsyncZeroconf  # noqa: PLC0415 - see above

    try:
        board = AsyncZeroconf(interfaces=list(interfaces) or InterfaceChoice.All, ip_version=IPVersion.V4Only)
    # RuntimeError: no interface to listen on.
    except (Error, OSError, RuntimeError) as error:
        raise _failed(error) from error
    try:
        try:
            yield board
        finally:
            await _closed(board)
    except (Error, OSError) as error:
        raise _failed(error) from error


async def _closed(board: AsyncZeroconf) -> None:
    """Say goodbye and let go of the sockets: half a second that an impatient second cancellation must not cut."""
    closing = asyncio.get_running_loop().create_task(board.async_close(), name="close multicast")
    impatient = False
    while not closing.done():
        try:
            await asyncio.wait([closing])
        except asyncio.CancelledError:
            impatient = True
    closing.result()
    if impatient:
        raise asyncio.CancelledError


def own_addresses() -> frozenset[str]:
    """The addresses of this machine's interfaces; another set means another network."""
    import ifaddr  # noqa: PLC0415 - see `open_multicast`

    return frozenset(str(ip.ip) for adapter in ifaddr.get_adapters() for ip in adapter.ips)


def _failed(error: Exception) -> MulticastError:
    return MulticastError(f"Multicast cannot be used: {error or type(error).__name__}")
