from __future__ import annotations

from server.limits import AddressLimits, AddressRates, KeyedBuckets, Rate, TokenBucket
from server.protocol.units import ServerMs

RATE = Rate(per_second=1.0, burst=3.0)


def at(seconds: float) -> ServerMs:
    return ServerMs(seconds * 1000)


def test_a_burst_is_allowed_then_the_sustained_rate() -> None:
    bucket = TokenBucket(RATE, at(0))
    assert [bucket.take(at(0)) for _ in range(4)] == [True, True, True, False]
    assert not bucket.take(at(0.9))
    assert bucket.take(at(1.0))
    assert not bucket.take(at(1.0))


def test_waiting_fills_no_further_than_the_burst() -> None:
    bucket = TokenBucket(RATE, at(0))
    bucket.take(at(0), 3.0)
    assert not bucket.is_full(at(2))
    assert bucket.is_full(at(3))
    assert [bucket.take(at(1000)) for _ in range(4)] == [True, True, True, False]


def test_time_that_runs_backwards_gives_nothing() -> None:
    bucket = TokenBucket(RATE, at(10))
    assert bucket.take(at(10), 3.0)
    assert not bucket.take(at(0))


def test_each_key_has_its_own_allowance() -> None:
    buckets = KeyedBuckets(RATE)
    assert buckets.take("a", at(0), 3.0)
    assert not buckets.take("a", at(0))
    assert buckets.take("b", at(0))


def test_peers_that_have_calmed_down_are_forgotten() -> None:
    buckets = KeyedBuckets(RATE, sweep_at=4)
    for i in range(4):
        buckets.take(str(i), at(i), 3.0)
    buckets.take("new", at(4.5))
    assert len(buckets) == 3
    for i in range(100):
        buckets.take(f"n{i}", at(1000 + i * 10))
    assert len(buckets) < 10


def test_one_address_cannot_fill_the_relay_or_guess() -> None:
    limits = AddressLimits(AddressRates(joins=3, creates=2, wrong=2))
    assert [limits.allow_join("a", at(0)) for _ in range(4)] == [True, True, True, False]
    assert [limits.allow_create("a", at(0)) for _ in range(3)] == [True, True, False]
    assert limits.allow_join("b", at(0))
    limits.was_wrong("b", at(0))
    assert limits.may_guess("b", at(0))
    limits.was_wrong("b", at(0))
    assert not limits.may_guess("b", at(0))
    assert not limits.allow_join("b", at(0))
    assert limits.may_guess("b", at(31))
    assert limits.may_guess("c", at(0))


def test_requests_of_one_address_are_counted_and_frames_of_its_sockets_only_watched() -> None:
    limits = AddressLimits(AddressRates(requests=2))
    assert [limits.allow_request("a", at(0)) for _ in range(3)] == [True, True, False]
    assert limits.allow_request("b", at(0))
    assert all(limits.is_calm("a", at(0)) for _ in range(400))
    assert not limits.is_calm("a", at(0))
    assert limits.is_calm("b", at(0))
    assert limits.is_calm("a", at(1))
