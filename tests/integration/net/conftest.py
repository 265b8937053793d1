"""A relay reduced to its socket, a log of link events, and waiting for conditions instead of for time."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
from typing import TYPE_CHECKING, TypeVar

import pytest

from app.net.ws_link import WebsocketsLink
from app.tasks import TaskSupervisor
from server.protocol.invite import Invite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from app.net.link import LinkEvent

_Event = TypeVar("_Event")
GENEROUS = 20.0


async def until(condition: Callable[[], bool]) -> None:
    """Wait for a condition; a test that waits longer than any honest machine needs fails."""
    async with asyncio.timeout(GENEROUS):
        while not condition():  # noqa: ASYNC110 - conditions are of any kind
            await asyncio.sleep(0.005)


class EventLog:
    """Collects what a link tells."""

    def __init__(self) -> None:
        self.events: list[LinkEvent] = []

    def __call__(self, event: LinkEvent) -> None:
        self.events.append(event)

    def of(self, kind: type[_Event]) -> list[_Event]:
        return [event for event in self.events if isinstance(event, kind)]

    async def first(self, kind: type[_Event], count: int = 1) -> _Event:
        await until(lambda: len(self.of(kind)) >= count)
        return self.of(kind)[count - 1]


@pytest.fixture
def log() -> EventLog:
    return EventLog()


@pytest.fixture
async def tasks() -> AsyncIterator[TaskSupervisor]:
    supervisor = TaskSupervisor("test")
    yield supervisor
    await supervisor.close()


@pytest.fixture
async def link(tasks: TaskSupervisor) -> AsyncIterator[WebsocketsLink]:
    link = WebsocketsLink(tasks, chance=lambda: 0.0)
    yield link
    await link.close()


def relay_at(port: int, *, secure: bool = False) -> Invite:
    return Invite(host="127.0.0.1", port=port, secure=secure)


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate for 127.0.0.1 in one file, signed by nobody but itself."""
    folder = tmp_path_factory.mktemp("certificate")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-days", "2", "-keyout", str(key), "-out", str(certificate)),
            *("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    both = folder / "both.pem"
    both.write_bytes(key.read_bytes() + certificate.read_bytes())
    return both


@pytest.fixture
def self_signed(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)
