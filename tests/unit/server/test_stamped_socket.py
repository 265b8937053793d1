"""Real sockets on loopback: a stamp lies between the moments before the bytes were sent and before they were read."""

from __future__ import annotations

import select
import socket
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from server import stamped_socket
from server.stamped_socket import CAN_STAMP, LARGE_READ, SMALL_READ, StampedListener, StampedSocket, open_listeners
from server.two_clocks import two_clocks

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not CAN_STAMP, reason="only Linux stamps what comes over TCP")


@contextmanager
def connected() -> Iterator[tuple[socket.socket, StampedSocket, StampedListener]]:
    with StampedListener() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname()) as client:
            accepted, _ = listener.accept()
            with accepted:
                assert isinstance(accepted, StampedSocket)
                yield client, accepted, listener


@pytest.fixture(scope="module", autouse=True)
def _stamping() -> Iterator[None]:
    """Linux begins to stamp a moment after the first socket asked for it, and ends with the last one."""
    with connected() as (client, accepted, _):
        for _try in range(1000):
            _, read = transfer(client, accepted)
            if accepted.arrived < read:
                break
        yield


@pytest.fixture
def line() -> Iterator[tuple[socket.socket, StampedSocket, StampedListener]]:
    """A plain client, its connection as the listener has it, and the listener."""
    with connected() as line:
        yield line


def transfer(client: socket.socket, accepted: StampedSocket) -> tuple[float, float]:
    """Send and read; the moments just before either."""
    sent = time.monotonic()
    client.sendall(b"ping")
    select.select([accepted], [], [])
    # What a busy event loop does in between takes its time too.
    while time.monotonic() < sent + 0.005:
        pass
    read = time.monotonic()
    assert accepted.recv(100) == b"ping"
    return sent, read


def set_wall(monkeypatch: pytest.MonkeyPatch, step: float) -> None:
    """Set the wall clock, for whoever reads both clocks."""

    def stepped() -> tuple[float, float]:
        now, wall = two_clocks()
        return now, wall + step

    monkeypatch.setattr(stamped_socket, "two_clocks", stepped)


def test_bytes_are_stamped_as_they_arrive_not_as_they_are_read(
    line: tuple[socket.socket, StampedSocket, StampedListener],
) -> None:
    client, accepted, _ = line
    sent, read = transfer(client, accepted)
    # Half a microsecond of rounding, as the stamp goes by way of the wall clock.
    assert sent - 1e-6 <= accepted.arrived < read


def test_a_step_of_the_wall_clock_is_no_age(
    line: tuple[socket.socket, StampedSocket, StampedListener], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, accepted, _ = line
    for step in (3600.0, -3600.0):
        set_wall(monkeypatch, step)
        _, read = transfer(client, accepted)
        monkeypatch.undo()
        assert accepted.arrived >= read


@pytest.mark.parametrize("step", [0.1, -0.002])
def test_a_small_step_of_the_wall_clock_is_no_age_either(
    step: float, line: tuple[socket.socket, StampedSocket, StampedListener], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, accepted, _ = line
    transfer(client, accepted)
    set_wall(monkeypatch, step)
    _, read = transfer(client, accepted)
    assert accepted.arrived >= read
    monkeypatch.undo()


def test_an_accepted_connection_is_found_by_its_number_while_it_is_open(
    line: tuple[socket.socket, StampedSocket, StampedListener],
) -> None:
    _, accepted, listener = line
    assert listener.accepted(accepted.fileno()) is accepted
    assert listener.accepted(-7) is None


async def test_a_port_in_use_is_an_error_and_leaves_nothing_open() -> None:
    (first,) = await open_listeners(["127.0.0.1"], 0)
    with first:
        first.listen()
        with pytest.raises(OSError, match="in use"):
            await open_listeners(["127.0.0.2", "127.0.0.1"], first.getsockname()[1])


async def test_both_families_are_listened_on_at_one_port() -> None:
    try:
        opened = await open_listeners(["127.0.0.1", "::1"], 0)
    except OSError:
        pytest.skip("this machine has no IPv6")
    assert [listener.family for listener in opened] == [socket.AF_INET, socket.AF_INET6]
    assert len({listener.getsockname()[1] for listener in opened}) == 1
    for listener in opened:
        listener.close()


def test_bytes_that_are_read_into_a_buffer_are_stamped_too(
    line: tuple[socket.socket, StampedSocket, StampedListener],
) -> None:
    client, accepted, _ = line
    before = time.monotonic()
    client.sendall(b"ping")
    select.select([accepted], [], [])
    room = bytearray(100)
    assert accepted.recv_into(room) == 4
    assert room[:4] == b"ping"
    assert before - 1e-6 <= accepted.arrived <= time.monotonic()


def test_one_read_of_a_visitor_brings_little_until_it_is_trusted(
    line: tuple[socket.socket, StampedSocket, StampedListener],
) -> None:
    client, accepted, _ = line
    client.sendall(bytes(3 * SMALL_READ))
    room = bytearray(4 * SMALL_READ)
    # Loopback may deliver in pieces.
    assert 0 < len(accepted.recv(len(room))) <= SMALL_READ
    assert 0 < accepted.recv_into(room) <= SMALL_READ
    assert accepted.recv_into(room, 10) == 10
    accepted.largest_read = LARGE_READ
    assert len(accepted.recv(len(room), socket.MSG_WAITALL | socket.MSG_DONTWAIT)) <= 3 * SMALL_READ


def test_a_listener_lets_one_in_and_then_says_that_nobody_is_there() -> None:
    with StampedListener() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.setblocking(False)
        with (
            pytest.raises(BlockingIOError),
        ):
            listener.accept()
        with socket.create_connection(listener.getsockname()), socket.create_connection(listener.getsockname()):
            first, _ = listener.accept()
            with pytest.raises(BlockingIOError):
                listener.accept()
            second, _ = listener.accept()
            first.close()
            second.close()
