"""The link against real sockets: cut, slow, silent, foreign and encrypted ones."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from typing import TYPE_CHECKING

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from app.net.link import LinkDown, LinkEvent, LinkFailed, LinkUp, Received
from app.net.ws_link import WebsocketsLink
from app.said import english
from server.protocol.messages import Create, Ended, TimePong
from server.stamped_socket import CAN_STAMP
from tests.integration.net.conftest import EventLog, relay_at, until
from tests.support.cut_proxy import CutProxy

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Awaitable, Callable

    from app.tasks import TaskSupervisor
    from tests.support.logs import ExpectedLogs

PONG = TimePong(client_now_ms=1.0, ping_id=1, server_now_ms=2.0)


class Relay:
    """Accepts, records and answers as a test asks."""

    def __init__(self) -> None:
        self.connections: list[ServerConnection] = []
        self.frames: list[dict[str, object]] = []
        self.server: Server | None = None
        self.port = 0

    async def handle(self, connection: ServerConnection) -> None:
        self.connections.append(connection)
        # What a test does to the connection is no failure of the server.
        with contextlib.suppress(ConnectionClosed):
            async for frame in connection:
                self.frames.append(json.loads(frame))

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self.server = await serve(self.handle, "127.0.0.1", self.port, ssl=tls, close_timeout=0.1)
        self.port = next(iter(self.server.sockets)).getsockname()[1]

    async def stop(self) -> None:
        if self.server is not None:
            self.server.close()
            await self.server.wait_closed()


@pytest.fixture
async def relay() -> AsyncIterator[Relay]:
    relay = Relay()
    await relay.start()
    yield relay
    await relay.stop()


@contextlib.asynccontextmanager
async def raw_server(
    handler: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[int]:
    server = await asyncio.start_server(handler, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def test_connects_and_delivers_messages_stamped_on_arrival(
    relay: Relay, link: WebsocketsLink, log: EventLog
) -> None:
    before = time.monotonic()
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    await relay.connections[0].send('{"t": "ENDED", "reason": "late"}')
    received = await log.first(Received)
    assert received.message == Ended(reason="late")
    assert before < received.at <= time.monotonic()


async def test_sends_frames_in_order(relay: Relay, link: WebsocketsLink, log: EventLog) -> None:
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    assert link.send(Create(name="first"))
    assert link.send(Create(name="second"))
    await until(lambda: len(relay.frames) == 2)
    assert [frame["name"] for frame in relay.frames] == ["first", "second"]


async def test_a_ping_tells_when_it_went_out(relay: Relay, link: WebsocketsLink, log: EventLog) -> None:
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    before = time.monotonic()
    sent = link.send_ping(7)
    assert sent is not None
    assert before <= sent <= time.monotonic()
    await until(lambda: bool(relay.frames))
    (frame,) = relay.frames
    assert (frame["t"], frame["pingId"]) == ("TIME_PING", 7)
    said = frame["clientNowMs"]
    assert isinstance(said, float)
    # It was written down before it was encoded and framed.
    assert before * 1000 <= said < sent * 1000 if CAN_STAMP else said == sent * 1000


async def test_nothing_is_sent_while_the_link_is_down(link: WebsocketsLink) -> None:
    assert not link.send(Create(name="nobody hears"))
    assert link.send_ping(1) is None


async def test_frames_that_mean_nothing_do_not_end_the_link(relay: Relay, link: WebsocketsLink, log: EventLog) -> None:
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    for frame in ("no json", '{"t": "FROM_THE_FUTURE"}', '{"t": "ENDED", "reason": 5}', '{"t": "ENDED"}'):
        await relay.connections[0].send(frame)
    assert (await log.first(Received)).message == Ended()
    assert len(log.events) == 2


async def test_a_cut_connection_comes_back_by_itself(relay: Relay, link: WebsocketsLink, log: EventLog) -> None:
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    relay.connections[0].transport.abort()
    down = await log.first(LinkDown)
    assert "closed the connection" in english(down.reason)
    assert 0 < down.retry_in < 1
    await log.first(LinkUp, 2)
    await relay.connections[1].send('{"t": "ENDED"}')
    await log.first(Received)


async def test_a_relay_that_restarts_is_waited_for(relay: Relay, link: WebsocketsLink, log: EventLog) -> None:
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    await relay.stop()
    refused = await log.first(LinkDown, 2)
    assert "No relay is running" in english(refused.reason)
    waits = [down.retry_in for down in log.of(LinkDown)]
    assert waits == sorted(waits)
    await relay.start()
    link.retry_now()
    await log.first(LinkUp, 2)


async def test_retry_now_does_not_wait_out_the_backoff(relay: Relay, tasks: TaskSupervisor, log: EventLog) -> None:
    link = WebsocketsLink(tasks, chance=lambda: 0.0)

    def hurry(event: LinkEvent) -> None:
        log(event)
        if isinstance(event, LinkDown):
            link.retry_now()

    link.open(relay_at(relay.port), hurry)
    await log.first(LinkUp)
    started = time.monotonic()
    for count in range(2, 12):
        relay.connections[-1].transport.abort()
        await log.first(LinkUp, count)
    # Waiting out the backoff would take ten times at least 0.15 s; at once takes milliseconds.
    assert time.monotonic() - started < 1.5
    await link.close()


async def test_a_connection_that_died_unnoticed_is_found_when_asked(
    link: WebsocketsLink, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.net.ws_link._PROBE", 0.1)
    relay = Relay()
    await relay.start()
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    # Reads no more, so answers no more, as a machine that fell asleep.
    relay.connections[0].transport.pause_reading()
    link.retry_now()
    await log.first(LinkDown)
    await log.first(LinkUp, 2)
    link.retry_now()
    await link.close()
    await relay.stop()


async def test_a_network_that_went_away_without_a_word_is_noticed(
    relay: Relay, link: WebsocketsLink, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.net.ws_link._KEEPALIVE", 0.2)
    async with CutProxy("127.0.0.1", relay.port) as proxy:
        link.open(relay_at(proxy.port), log)
        await log.first(LinkUp)
        proxy.stall()
        await log.first(LinkDown)
        await proxy.restore()
        await log.first(LinkUp, 2)
        await link.close()


async def test_a_first_connection_that_is_refused_fails_once(link: WebsocketsLink, log: EventLog) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        link.open(relay_at(taken.getsockname()[1]), log)
        failed = await log.first(LinkFailed)
    assert failed.code == "relay-unreachable"
    assert "No relay is running at 127.0.0.1" in english(failed.said)
    assert len(log.events) == 1


async def test_a_server_that_never_answers_is_given_up(
    link: WebsocketsLink, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.net.ws_link._FIRST_TRY", 0.1)
    release = asyncio.Event()

    async def mute(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await release.wait()
        writer.close()

    async with raw_server(mute) as port:
        link.open(relay_at(port), log)
        failed = await log.first(LinkFailed)
        release.set()
    assert failed.code == "relay-unreachable"
    assert "did not answer" in english(failed.said)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", id="web server"),
        pytest.param(b"SSH-2.0-OpenSSH_9.2\r\n", id="not even http"),
    ],
)
async def test_something_else_at_the_address_is_named(link: WebsocketsLink, log: EventLog, answer: bytes) -> None:
    async def stranger(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    async with raw_server(stranger) as port:
        link.open(relay_at(port), log)
        failed = await log.first(LinkFailed)
    assert failed.code == "not-a-relay"
    assert "no Unisono relay" in english(failed.said)


async def test_a_relay_that_stops_reading_is_left(link: WebsocketsLink, log: EventLog) -> None:
    relay = Relay()
    await relay.start()
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    relay.connections[0].transport.pause_reading()
    name = "x" * 60_000
    await until(lambda: not all(link.send(Create(name=name)) for _ in range(20)))
    await log.first(LinkDown)
    await link.close()
    await relay.stop()


async def test_a_listener_that_fails_does_not_end_the_link(
    relay: Relay, link: WebsocketsLink, log: EventLog, expect_log: ExpectedLogs
) -> None:
    expect_log("A listener of the link failed on LinkUp")

    def clumsy(event: LinkEvent) -> None:
        log(event)
        if isinstance(event, LinkUp):
            raise KeyError("slip")

    link.open(relay_at(relay.port), clumsy)
    await log.first(LinkUp)
    await relay.connections[0].send('{"t": "ENDED"}')
    await log.first(Received)


async def test_close_says_goodbye_and_tells_nothing_more(relay: Relay, link: WebsocketsLink, log: EventLog) -> None:
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    await link.close()
    await until(lambda: relay.connections[0].close_code is not None)
    assert relay.connections[0].close_code == 1000
    assert len(log.events) == 1
    assert not link.send(Create(name="gone"))


async def test_opening_elsewhere_leaves_the_first_relay(relay: Relay, link: WebsocketsLink, log: EventLog) -> None:
    other = Relay()
    await other.start()
    link.open(relay_at(relay.port), log)
    await log.first(LinkUp)
    second = EventLog()
    link.open(relay_at(other.port), second)
    await second.first(LinkUp)
    await until(lambda: relay.connections[0].close_code == 1000)
    assert link.send(Create(name="here"))
    await until(lambda: len(other.frames) == 1)
    assert len(log.events) == 1
    await link.close()
    await other.stop()


async def test_a_certificate_nobody_vouches_for_is_named(
    link: WebsocketsLink, log: EventLog, self_signed: ssl.SSLContext
) -> None:
    relay = Relay()
    await relay.start(self_signed)
    link.open(relay_at(relay.port, secure=True), log)
    failed = await log.first(LinkFailed)
    assert failed.code == "bad-certificate"
    assert "not trusted" in english(failed.said)
    await relay.stop()


async def test_an_encrypted_relay_is_reached(
    tasks: TaskSupervisor, log: EventLog, self_signed: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    relay = Relay()
    await relay.start(self_signed)
    link = WebsocketsLink(tasks, tls=trusting)
    link.open(relay_at(relay.port, secure=True), log)
    await log.first(LinkUp)
    await link.close()
    await relay.stop()


async def test_tls_where_none_is_spoken_is_named(link: WebsocketsLink, log: EventLog) -> None:
    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    async with raw_server(plain) as port:
        link.open(relay_at(port, secure=True), log)
        failed = await log.first(LinkFailed)
    assert failed.code == "not-a-relay"
    assert "does not speak TLS" in english(failed.said)
