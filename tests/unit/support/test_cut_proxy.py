from __future__ import annotations

import asyncio
import contextlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.cut_proxy import CutProxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PATIENCE_SEC = 20.0


@asynccontextmanager
async def echo_through_proxy() -> AsyncIterator[CutProxy]:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while line := await reader.readline():
                writer.write(line)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with server, CutProxy("127.0.0.1", server.sockets[0].getsockname()[1]) as proxy:
        yield proxy


async def say(proxy: CutProxy, line: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    writer.write(line)
    return reader, writer


async def test_bytes_pass_both_ways() -> None:
    async with asyncio.timeout(PATIENCE_SEC), echo_through_proxy() as proxy:
        reader, writer = await say(proxy, b"hello\n")
        assert await reader.readline() == b"hello\n"
        writer.close()


async def test_an_end_of_stream_passes() -> None:
    async with asyncio.timeout(PATIENCE_SEC), echo_through_proxy() as proxy:
        reader, writer = await say(proxy, b"last\n")
        writer.write_eof()
        assert await reader.read() == b"last\n"
        writer.close()


async def test_a_cut_resets_and_refuses_until_restored() -> None:
    async with asyncio.timeout(PATIENCE_SEC), echo_through_proxy() as proxy:
        reader, writer = await say(proxy, b"hello\n")
        await reader.readline()
        await proxy.cut()
        with pytest.raises(ConnectionResetError):
            await reader.readexactly(1)
        writer.close()
        with pytest.raises(ConnectionRefusedError):
            await say(proxy, b"anyone?\n")
        await proxy.restore()
        reader, writer = await say(proxy, b"again\n")
        assert await reader.readline() == b"again\n"
        assert proxy.accepted == 2
        writer.close()


async def test_a_stall_delivers_nothing_until_restored() -> None:
    async with asyncio.timeout(PATIENCE_SEC), echo_through_proxy() as proxy:
        proxy.stall()
        reader, writer = await say(proxy, b"hello\n")
        waiting = asyncio.ensure_future(reader.readline())  # noqa: TID251 - awaited below
        assert not (await asyncio.wait({waiting}, timeout=0.1))[0]
        await proxy.restore()
        assert await waiting == b"hello\n"
        writer.close()


async def test_an_absent_target_looks_like_a_reset() -> None:
    async with asyncio.timeout(PATIENCE_SEC), CutProxy("127.0.0.1", 1) as proxy:
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        with pytest.raises(ConnectionResetError):
            await reader.readexactly(1)
        writer.close()
