"""How one connection behaves: what it may ask, whether it is answered, and when it has gone too far. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from server.limits import Rate, TokenBucket
from server.protocol.errors import ErrorCode

if TYPE_CHECKING:
    from server.protocol.units import ServerMs

#: The contract's ping allowance: one a second, and a burst that lets a joining clock converge.
PING_RATE: Final = Rate(per_second=1.0, burst=32.0)
#: Refusals that are told: a program that went wrong says so in its log, a flooder is not worth the bytes.
REFUSAL_RATE: Final = Rate(per_second=2.0, burst=50.0)
#: How often it is told that it asks too much: always in time for somebody who looks, whatever it was refused before.
WARNING_RATE: Final = Rate(per_second=1.0, burst=3.0)
#: Frames beyond the allowance before the line is cut. A client that only asks for the time too often, even ten times a
#: second, stays; one that sends as fast as it is read is gone after some ten seconds, and one that has filled the pipe
#: behind that, so that each of its frames counts for several, after some two.
EXCESS_RATE: Final = Rate(per_second=20.0, burst=300.0)
_FULL_PIPE_COST: Final = 5.0
#: Who has sent so many frames in a short time waits its turn behind who has not.
_HASTE: Final = 20.0


class Conduct:
    """Counts one connection's frames.

    Args:
        message_rate: what it may say.
        now: server time at which it came.
    """

    __slots__ = ("_calm", "_excess", "_messages", "_pings", "_refusals", "_warnings")

    def __init__(self, message_rate: Rate, now: ServerMs) -> None:
        self._messages = TokenBucket(message_rate, now)
        self._calm = TokenBucket(Rate(per_second=message_rate.per_second, burst=_HASTE), now)
        self._pings = TokenBucket(PING_RATE, now)
        self._refusals = TokenBucket(REFUSAL_RATE, now)
        self._warnings = TokenBucket(WARNING_RATE, now)
        self._excess = TokenBucket(EXCESS_RATE, now)

    def may_ask(self, now: ServerMs, cost: float = 1.0) -> bool:
        """Whether a message is inside the allowance; one that is dear to answer may count for several."""
        return self._messages.take(now, cost)

    def may_ping(self, now: ServerMs) -> bool:
        """Whether a TIME_PING is inside the allowance."""
        return self._pings.take(now)

    def may_be_told(self, code: ErrorCode, now: ServerMs) -> bool:
        """Whether it is still told that something was refused."""
        return (self._warnings if code is ErrorCode.RATE_LIMITED else self._refusals).take(now)

    def is_calm(self, now: ServerMs) -> bool:
        """Whether it has sent little lately; counts a frame."""
        return self._calm.take(now)

    def is_too_much(self, now: ServerMs, *, pipe_is_full: bool) -> bool:
        """Whether this frame beyond the allowance is one too many; ``pipe_is_full`` while hundreds wait behind it."""
        return not self._excess.take(now, _FULL_PIPE_COST if pipe_is_full else 1.0)
