"""Token buckets: how much one peer may ask for. Pure; the caller brings the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from server.protocol.units import ServerMs


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``per_second`` sustained, ``burst`` at once."""

    per_second: float
    burst: float


class TokenBucket:
    """Starts full; every request takes a token and time brings them back."""

    __slots__ = ("_at", "_rate", "_tokens")

    def __init__(self, rate: Rate, now: ServerMs) -> None:
        self._rate = rate
        self._tokens = rate.burst
        self._at = now

    def take(self, now: ServerMs, cost: float = 1.0) -> bool:
        """Whether the request is allowed; a refused one costs nothing."""
        self._tokens = min(self._rate.burst, self._tokens + max(0.0, now - self._at) / 1000 * self._rate.per_second)
        self._at = now
        if self._tokens < cost:
            return False
        self._tokens -= cost
        return True

    def has(self, now: ServerMs, count: float = 1.0) -> bool:
        """Whether `take` would allow so many requests; takes nothing."""
        return self._tokens + max(0.0, now - self._at) / 1000 * self._rate.per_second >= count

    def is_full(self, now: ServerMs) -> bool:
        """Whether forgetting this bucket would change nothing."""
        return self.has(now, self._rate.burst)


#: Frames of one address that are nobody's worry; what comes faster waits its turn, and is not refused for it.
_CALM: Final = Rate(per_second=100.0, burst=400.0)


class KeyedBuckets:
    """One bucket for each key, for addresses. Full ones are forgotten, so that memory follows the active peers."""

    def __init__(self, rate: Rate, *, sweep_at: int = 1024) -> None:
        self._rate = rate
        self._buckets: dict[str, TokenBucket] = {}
        self._least = sweep_at
        self._sweep_at = sweep_at

    def __len__(self) -> int:
        return len(self._buckets)

    def take(self, key: str, now: ServerMs, cost: float = 1.0) -> bool:
        """Whether this key's request is allowed."""
        bucket = self._buckets.get(key)
        if bucket is None:
            self._sweep(now)
            bucket = self._buckets[key] = TokenBucket(self._rate, now)
        return bucket.take(now, cost)

    def is_empty(self, key: str, now: ServerMs) -> bool:
        """Whether this key's next request would be refused."""
        bucket = self._buckets.get(key)
        return bucket is not None and not bucket.has(now)

    def _sweep(self, now: ServerMs) -> None:
        if len(self._buckets) < self._sweep_at:
            return
        self._buckets = {key: bucket for key, bucket in self._buckets.items() if not bucket.is_full(now)}
        # Doubling keeps the cost of sweeping constant for each new key.
        self._sweep_at = max(self._least, 2 * len(self._buckets))


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRates:
    """What one address may do in a minute; the same at once."""

    requests: float = 1200.0
    joins: float = 120.0
    creates: float = 20.0
    wrong: float = 20.0


class AddressLimits:
    """Keeps one address from filling the relay or from guessing codes, pins and tokens.

    Keys come from `server.addresses.limit_key`.
    """

    def __init__(self, rates: AddressRates) -> None:
        self._requests = _per_minute(rates.requests)
        self._joins = _per_minute(rates.joins)
        self._creates = _per_minute(rates.creates)
        self._wrong = _per_minute(rates.wrong)
        self._calm = KeyedBuckets(_CALM)

    def allow_request(self, key: str, now: ServerMs) -> bool:
        """Whether this address may ask anything now, over HTTP or for a socket."""
        return self._requests.take(key, now)

    def is_calm(self, key: str, now: ServerMs) -> bool:
        """Whether all sockets of this address together send no more than a party of hundreds does; counts a frame."""
        return self._calm.take(key, now)

    def allow_join(self, key: str, now: ServerMs) -> bool:
        """Whether this address may try to enter a party now."""
        return self.may_guess(key, now) and self._joins.take(key, now)

    def allow_create(self, key: str, now: ServerMs) -> bool:
        """Whether this address may open a party now."""
        return self._creates.take(key, now)

    def may_guess(self, key: str, now: ServerMs) -> bool:
        """Whether this address has not been wrong too often."""
        return not self._wrong.is_empty(key, now)

    def was_wrong(self, key: str, now: ServerMs) -> None:
        """A code, pin or token from this address was wrong."""
        self._wrong.take(key, now)


def _per_minute(count: float) -> KeyedBuckets:
    return KeyedBuckets(Rate(per_second=count / 60, burst=count))
