"""How the relay carries many members, beside the bare `websockets` broadcast of the same frame.

    python -m benchmarks.relay_load                      # the full table, about two minutes
    python -m benchmarks.relay_load --members 200        # smaller
    python -m benchmarks.relay_load --idle 10000         # also memory of idle members

Relay, reference and clients are separate processes on loopback; with two or more processors each server has the first
one for itself. Latency is from the host's write of HOST_SEEK to each member's read of PREPARE_PLAY, on one monotonic
clock. Every run is bounded in time.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

ROOT = Path(__file__).resolve().parent.parent
UPGRADE = (
    b"GET /ws HTTP/1.1\r\nHost: relay\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
ROUNDS = 15
MARK = b'"PREPARE_PLAY"'
SETTLE_SEC = 3.0


class Client(asyncio.Protocol):
    """One member, as light as it gets: stamps the reads that hold a PREPARE_PLAY or a TIME_PONG."""

    def __init__(self) -> None:
        self.open = asyncio.get_running_loop().create_future()
        self.heard: list[float] = []
        self.pongs: list[tuple[float, float]] = []  # how long the relay held each, ms, and when it came
        self.texts: list[dict[str, Any]] | None = None
        self.transport: asyncio.Transport | None = None
        self.secrets: tuple[str, str] = ("", "")
        self._buffer = b""
        self._upgraded = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the WebSocket."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(UPGRADE)

    def data_received(self, data: bytes) -> None:
        """Stamp first, then look."""
        now = time.monotonic()
        self._buffer += data
        if not self._upgraded:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            assert head.startswith(b"HTTP/1.1 101"), head
            self._upgraded, self._buffer = True, rest
            self.open.set_result(None)
        while (payload := self._frame()) is not None:
            if MARK in payload[:40]:
                self.heard.append(now)
            elif payload.startswith(b'{"t":"TIME_PONG"'):
                pong = json.loads(payload)
                self.pongs.append((pong["serverNowMs"] - pong["serverReceivedMs"], now))
            if self.texts is not None and payload.startswith(b"{"):
                self.texts.append(json.loads(payload))

    def say(self, message: dict[str, Any]) -> float:
        """Send a masked text frame (with a mask of zero); the time of the write."""
        payload = json.dumps(message).encode()
        header = bytes((0x81, 0x80 | len(payload))) if len(payload) < 126 else b"\x81\xfe" + len(payload).to_bytes(2)
        assert self.transport is not None
        now = time.monotonic()
        self.transport.write(header + bytes(4) + payload)
        return now

    def _frame(self) -> bytes | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, start = buffer[1] & 0x7F, 2
        if size == 126:
            size, start = int.from_bytes(buffer[2:4]), 4
        elif size == 127:
            size, start = int.from_bytes(buffer[2:10]), 10
        if len(buffer) < start + size:
            return None
        self._buffer = buffer[start + size :]
        if buffer[0] & 0x0F == 9:
            assert self.transport is not None
            self.transport.write(b"\x8a" + bytes((0x80 | size,)) + bytes(4) + buffer[start : start + size])
        return buffer[start : start + size]


@dataclass
class Figures:
    """Milliseconds of one kind."""

    values: list[float] = field(default_factory=list)

    def at(self, share: float) -> float:
        """The value that this share of all does not exceed."""
        ordered = sorted(self.values)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

    def __str__(self) -> str:
        return f"p50 {self.at(0.5):6.1f}  p99 {self.at(0.99):6.1f}  max {self.at(1.0):6.1f} ms"


@contextlib.contextmanager
def server(*command: object) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server process that says on which port it listens."""
    with subprocess.Popen(
        [sys.executable, *map(str, command)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=_alone,  # noqa: PLW1509 - no threads here
    ) as process:
        assert process.stdout is not None
        try:
            yield process, int(json.loads(process.stdout.readline())["port"])
        finally:
            process.kill()


def _alone() -> None:
    _raise_limit()
    if (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})


def _raise_limit() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@contextlib.asynccontextmanager
async def clients(port: int, count: int) -> AsyncIterator[list[Client]]:
    """So many open sockets."""
    members: list[Client] = []
    for start in range(0, count, 100):
        loop = asyncio.get_running_loop()
        batch = [await loop.create_connection(Client, "127.0.0.1", port) for _ in range(min(100, count - start))]
        members += [protocol for _, protocol in batch]
        await asyncio.gather(*(protocol.open for _, protocol in batch))
    try:
        yield members
    finally:
        for member in members:
            if member.transport is not None:
                member.transport.abort()


async def enter(members: list[Client], *, party_of: int) -> list[Client]:
    """Put the members into parties of a size; returns the hosts, each of them playing."""
    hosts = []
    for start in range(0, len(members), party_of):
        host, *guests = members[start : start + party_of]
        hosts.append(host)
        host.texts = []
        host.say({"t": "CREATE", "name": "Host", "capabilities": ["scheduled"]})
        await until(lambda: said(host, "CREATED") is not None)  # noqa: B023 - awaited here
        created = said(host, "CREATED") or {}
        code, host.texts = created["code"], None
        host.secrets = (code, created["hostToken"])
        for i, guest in enumerate(guests):
            guest.say({"t": "JOIN", "code": code, "name": f"Guest {i}", "capabilities": ["scheduled"]})
            if i % 50 == 0:
                await asyncio.sleep(0)
    await asyncio.sleep(SETTLE_SEC)
    for host in hosts:
        host.say({"t": "HOST_PLAY", "trackUrl": "https://example.org/song.flac", "durationMs": 3_600_000})
        host.say({"t": "HOST_START_NOW"})
    await asyncio.sleep(SETTLE_SEC)
    return hosts


def said(host: Client, kind: str) -> dict[str, Any] | None:
    """The first message of a kind, of a client that keeps them."""
    return next((text for text in host.texts or [] if text["t"] == kind), None)


async def until(condition: Callable[[], bool]) -> None:
    """Look every 10 ms whether something has come true."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - thousands of clients cannot each own an event
            await asyncio.sleep(0.01)


async def fan_out(members: list[Client], ask: Callable[[], float]) -> Figures:
    """Ask for a broadcast a few times, a second apart."""
    figures = Figures()
    for member in members:
        member.heard.clear()
    for done in range(1, ROUNDS + 1):
        asked = ask()
        await until(lambda: all(len(member.heard) >= done for member in members))  # noqa: B023 - awaited here
        if done > 2:  # the first rounds warm the caches of both sides
            figures.values += [(member.heard[-1] - asked) * 1000 for member in members]
        await asyncio.sleep(0.5)
    return figures


async def measure_pings(port: int, code: str, host_token: str) -> tuple[Figures, Figures]:
    """Pings right behind a broadcast's order, from a process that carries no other member.

    The first figure is how long the relay held each (from the system's stamp of its arrival, where there is one, to
    the answer), the second the whole round trip between two processes.
    """
    held, round_trips = Figures(), Figures()
    async with clients(port, 21) as (host, *pingers):
        host.texts = []
        host.say({"t": "JOIN", "code": code, "name": "Host", "capabilities": ["scheduled"], "hostToken": host_token})
        await until(lambda: said(host, "JOINED") is not None)
        host.texts, ask = None, seek(host)
        for done in range(2 * ROUNDS):
            ask()
            sent = [pinger.say({"t": "TIME_PING", "clientNowMs": 0, "pingId": done}) for pinger in pingers]
            await until(lambda: all(pinger.pongs for pinger in pingers))
            for pinger, at in zip(pingers, sent, strict=True):
                service, came = pinger.pongs.pop()
                held.values.append(service)
                round_trips.values.append((came - at) * 1000)
            await asyncio.sleep(0.3)
    return held, round_trips


def seek(host: Client) -> Callable[[], float]:
    positions = iter(range(1, 10_000))
    return lambda: host.say({"t": "HOST_SEEK", "positionSec": next(positions)})


def memory_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def cpu_sec(pid: int) -> float:
    parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


async def measure_relay(count: int, party_of: int) -> tuple[Figures, str]:
    """Fan-out in one party of `count`, or in `count / party_of` parties."""
    with tempfile.TemporaryDirectory() as folder, server("-m", "server", *relay_options(folder)) as (process, port):
        started = memory_kb(process.pid)
        async with clients(port, count) as members:
            hosts = await enter(members, party_of=party_of)
            before, asks = cpu_sec(process.pid), [seek(host) for host in hosts]
            figures = await fan_out(members, lambda: min(ask() for ask in asks))
            cpu = (cpu_sec(process.pid) - before) / (ROUNDS * count) * 1e6
            held, trips = await asyncio.to_thread(in_child, "pings", port, *hosts[0].secrets)
            per_member = (memory_kb(process.pid) - started) / count
            detail = f"ping held {held}, round trip {trips}   {cpu:.1f} µs CPU a message   {per_member:.1f} kB a member"
            return figures, detail


async def measure_reference(count: int) -> Figures:
    """The same frame through `websockets.broadcast` to the same number of clients."""
    with server("-m", "benchmarks.relay_load", "--reference") as (_, port):
        async with clients(port, count) as members:
            await asyncio.sleep(SETTLE_SEC)
            return await fan_out(members, lambda: members[0].say({"t": "GO"}))


async def measure_idle(count: int) -> str:
    """Memory of members that sit in parties and do nothing."""
    with tempfile.TemporaryDirectory() as folder, server("-m", "server", *relay_options(folder)) as (process, port):
        started = memory_kb(process.pid)
        async with clients(port, count) as members:
            for first in range(0, count, 10):
                host = members[first]
                host.texts = []
                host.say({"t": "CREATE", "name": "Host", "capabilities": ["scheduled"]})
                await until(lambda: said(host, "CREATED") is not None)  # noqa: B023 - awaited here
                code, host.texts = (said(host, "CREATED") or {})["code"], None
                for guest in members[first + 1 : first + 10]:
                    guest.say({"t": "JOIN", "code": code, "name": "Guest", "capabilities": ["scheduled"]})
            await asyncio.sleep(SETTLE_SEC)
            used = memory_kb(process.pid)
        return f"{used / 1000:.0f} MB for {count} idle members ({started / 1000:.0f} MB without any)"


def relay_options(folder: str) -> list[str]:
    quiet = ["--host", "127.0.0.1", "--port", "0", "--data-dir", folder, "--log-level", "WARNING"]
    return [
        *quiet,
        "--requests-per-minute",
        "1000000",
        "--joins-per-minute",
        "1000000",
        "--creates-per-minute",
        "1000000",
        "--connections-per-address",
        "1000000",
    ]


async def reference() -> None:
    """A server that sends one PREPARE_PLAY to everybody when anybody says anything."""
    from websockets.asyncio.server import ServerConnection, broadcast, serve  # noqa: PLC0415 - only this role needs it

    from server.protocol.codec import encode  # noqa: PLC0415 - the same
    from server.protocol.messages import PreparePlay  # noqa: PLC0415 - the same

    connections: set[ServerConnection] = set()
    frame = encode(
        PreparePlay(
            track_id="url-" + "0" * 32,
            track_url="https://example.org/song.flac",
            title="song.flac",
            filename="song.flac",
            duration_ms=3_600_000,
            start_at_server_ms=1_700_000_000_000.25,
            start_position_sec=1,
            sequence=3,
            item_id="0" * 12,
        )
    )

    async def handle(connection: ServerConnection) -> None:
        connections.add(connection)
        try:
            async for _ in connection:
                broadcast(connections, frame)
        finally:
            connections.discard(connection)

    async with serve(handle, "127.0.0.1", 0, compression=None, backlog=1000) as listening:
        print(json.dumps({"port": next(iter(listening.sockets)).getsockname()[1]}), flush=True)
        await listening.serve_forever()


def in_child(role: str, *args: int | str) -> Any:
    """Run one measurement in a process of its own, away from the servers' processor."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_child, role, *args).result(timeout=300)


def _child(role: str, *args: int | str) -> Any:
    _raise_limit()
    processors = os.sched_getaffinity(0)
    if len(processors) > 1:
        os.sched_setaffinity(0, processors - {0})
    measures: dict[str, Callable[..., Any]] = {
        "relay": measure_relay,
        "reference": measure_reference,
        "idle": measure_idle,
        "pings": measure_pings,
    }
    return asyncio.run(measures[role](*args))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, nargs="*", default=[200, 2000])
    parser.add_argument("--idle", type=int, default=0)
    parser.add_argument("--reference", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.reference:
        asyncio.run(reference())
        return
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, Python {sys.version.split()[0]}")
    for count in given.members:
        bare = in_child("reference", count)
        figures, detail = in_child("relay", count, count)
        ratio = figures.at(0.99) / bare.at(0.99)
        print(f"{count:5} in one party       {figures}   {detail}")
        print(f"{count:5} bare websockets    {bare}   relay / bare at p99: {ratio:.2f}")
        figures, detail = in_child("relay", count, 10)
        print(f"{count:5} in parties of 10   {figures}   {detail}", flush=True)
    if given.idle:
        print(in_child("idle", given.idle))


if __name__ == "__main__":
    main()
