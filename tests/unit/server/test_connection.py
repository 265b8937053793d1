from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from server.connection import HIGH_WATER, MAX_WAITING, STALL_MS, Connection
from server.frames import Frame
from server.limits import Rate
from server.protocol.units import ServerMs


class Pipe:
    """A transport whose reader can stop reading; an edge of the system."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.buffered = 0
        self.reads = True
        self.closed = False
        self.listens = True

    def write(self, data: bytes) -> None:
        self.taken.append(data)
        if not self.reads:
            self.buffered += len(data)

    def get_write_buffer_size(self) -> int:
        return self.buffered

    def is_closing(self) -> bool:
        return self.closed

    def is_reading(self) -> bool:
        return self.listens

    def pause_reading(self) -> None:
        self.listens = False

    def resume_reading(self) -> None:
        self.listens = True

    def abort(self) -> None:
        self.closed = True


@pytest.fixture
def pipe() -> Pipe:
    return Pipe()


@pytest.fixture
def connection(pipe: Pipe) -> Connection:
    socket: Any = None
    transport: Any = pipe
    rate = Rate(per_second=1.0, burst=1.0)
    return Connection(1, socket, transport, key="k", message_rate=rate, now=ServerMs(0.0))


BIG = Frame(b"x" * (HIGH_WATER + 1))


def at(ms: float) -> ServerMs:
    return ServerMs(ms)


def test_a_member_that_reads_gets_everything_at_once(connection: Connection, pipe: Pipe) -> None:
    assert not connection.send(BIG)
    assert not connection.send(Frame(b"a"))
    assert pipe.taken == [BIG.data, b"a"]
    assert not connection.is_behind
    assert connection.pump(at(0))


def test_behind_a_full_pipe_frames_wait_in_order_and_pongs_overtake(connection: Connection, pipe: Pipe) -> None:
    pipe.reads = False
    connection.send(BIG)
    assert connection.send(Frame(b"a"))
    assert connection.send(Frame(b"b"))
    connection.send_first(Frame(b"pong"))
    assert pipe.taken[1:] == [b"pong"]
    assert connection.pump(at(0))
    pipe.reads, pipe.buffered = True, 0
    assert connection.pump(at(50))
    assert pipe.taken[2:] == [b"a", b"b"]
    assert not connection.is_behind


def test_of_whole_states_only_the_newest_waits(connection: Connection, pipe: Pipe) -> None:
    pipe.reads = False
    connection.send(BIG)
    for data in (Frame(b"room 1", "ROOM"), Frame(b"queue", "QUEUE"), Frame(b"play"), Frame(b"room 2", "ROOM")):
        connection.send(data)
    pipe.reads, pipe.buffered = True, 0
    connection.pump(at(0))
    assert pipe.taken[1:] == [b"queue", b"play", b"room 2"]


def test_a_member_too_far_behind_is_given_up(connection: Connection, pipe: Pipe) -> None:
    pipe.reads = False
    connection.send(BIG)
    for _ in range(MAX_WAITING):
        connection.send(Frame(b"x"))
    assert connection.pump(at(0))
    connection.send(Frame(b"x"))
    assert not connection.pump(at(0))


def test_a_member_that_takes_nothing_for_long_is_given_up(connection: Connection, pipe: Pipe) -> None:
    pipe.reads = False
    connection.send(BIG)
    connection.send(BIG)
    connection.send(Frame(b"x"))
    assert connection.pump(at(0))
    assert connection.pump(at(STALL_MS))
    assert not connection.pump(at(STALL_MS + 1))
    pipe.buffered = 0
    assert connection.pump(at(STALL_MS + 2))
    assert connection.is_behind
    assert connection.pump(at(2 * STALL_MS))


def test_a_goodbye_takes_everything_along(connection: Connection, pipe: Pipe) -> None:
    pipe.reads = False
    connection.send(BIG)
    connection.send(Frame(b"ended"))
    connection.flush()
    assert pipe.taken[-1] == b"ended"


def test_a_closed_line_takes_nothing(connection: Connection, pipe: Pipe) -> None:
    connection.abort()
    assert pipe.closed
    assert not connection.send(Frame(b"x"))
    connection.send_first(Frame(b"x"))
    assert not connection.is_behind
    assert pipe.taken == []


def test_nothing_piles_up_for_who_asks_and_never_reads(connection: Connection, pipe: Pipe) -> None:
    pipe.reads = False
    for _ in range(10):
        connection.send_first(BIG)
    assert pipe.buffered < 4 * HIGH_WATER


def test_reading_rests_while_much_waits_to_be_handled(pipe: Pipe) -> None:
    socket: Any = SimpleNamespace(_reader=SimpleNamespace(_size=0))
    stamped: Any = SimpleNamespace(before_read=None)
    transport: Any = pipe
    rate = Rate(per_second=1.0, burst=1.0)
    connection = Connection(1, socket, transport, key="k", message_rate=rate, now=at(0), stamped=stamped)
    for size, listens in ((0, True), (17_000, False), (10_000, False), (8000, True), (10_000, True)):
        socket._reader._size = size
        stamped.before_read()
        assert pipe.listens is listens
        assert connection.sends_too_fast is not listens
    connection.release()
    assert stamped.before_read is None


def test_who_is_cut_hears_a_last_word_and_is_heard_no_more(connection: Connection, pipe: Pipe) -> None:
    connection.hang_up(Frame(b"too much"))
    assert pipe.taken == [b"too much"]
    assert not pipe.listens
    assert not connection.send(Frame(b"x"))
    assert pipe.taken == [b"too much"]
