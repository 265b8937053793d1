from __future__ import annotations

import pytest

from server.conduct import Conduct
from server.limits import Rate
from server.protocol.errors import ErrorCode
from server.protocol.units import ServerMs


def at(seconds: float) -> ServerMs:
    return ServerMs(seconds * 1000)


@pytest.fixture
def conduct() -> Conduct:
    return Conduct(Rate(per_second=20.0, burst=200.0), at(0))


def test_a_message_takes_from_the_allowance_of_messages_and_a_ping_from_its_own(conduct: Conduct) -> None:
    assert all(conduct.may_ask(at(0)) for _ in range(200))
    assert not conduct.may_ask(at(0))
    assert conduct.may_ask(at(1), 20.0)
    assert not conduct.may_ask(at(1))
    assert all(conduct.may_ping(at(0)) for _ in range(32))
    assert not conduct.may_ping(at(0))
    assert conduct.may_ping(at(1))


def test_who_is_refused_all_the_time_is_told_no_more_but_still_that_it_asks_too_much(conduct: Conduct) -> None:
    told = [conduct.may_be_told(ErrorCode.BAD_MESSAGE, at(0)) for _ in range(60)]
    assert told == [True] * 50 + [False] * 10
    assert conduct.may_be_told(ErrorCode.RATE_LIMITED, at(0))
    assert conduct.may_be_told(ErrorCode.BAD_MESSAGE, at(1))


def test_a_person_is_calm_and_a_program_that_sends_a_lot_is_not(conduct: Conduct) -> None:
    assert all(conduct.is_calm(at(second / 10)) for second in range(100))
    assert not all(conduct.is_calm(at(11)) for _ in range(30))


def test_asking_for_the_time_ten_times_a_second_is_never_too_much(conduct: Conduct) -> None:
    assert not any(conduct.is_too_much(at(tenth / 10), pipe_is_full=False) for tenth in range(6000))


def test_who_sends_as_fast_as_it_is_read_has_some_ten_seconds(conduct: Conduct) -> None:
    # Read every 20 ms.
    frames = range(10_000)
    seconds = next(count for count in frames if conduct.is_too_much(at(count / 50), pipe_is_full=False)) / 50
    assert 8 < seconds < 12


def test_who_fills_the_pipe_is_gone_sooner_also_where_it_is_read_slowly(conduct: Conduct) -> None:
    frames = range(10_000)
    seconds = next(count for count in frames if conduct.is_too_much(at(count / 50), pipe_is_full=True)) / 50
    assert 1 < seconds < 3
    other = Conduct(Rate(per_second=20.0, burst=200.0), at(0))
    seconds = next(count for count in frames if other.is_too_much(at(count / 10), pipe_is_full=True)) / 10
    assert seconds < 12
