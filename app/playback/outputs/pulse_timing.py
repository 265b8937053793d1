"""What a sound server says of its timing, and how far it is to be believed.

PulseAudio answers with three threads: one takes the question, the card's own looks at the card, and the first one
stamps what that found. On idle cores each has to be woken, which takes some 30 us or nothing, and hardly ever the same
for two clients. Measured with two clients on one idle card: from question to stamp 60 to 400 us when asked once, 17 us
at best when asked three times in a row. The stamp was late by a third of that time, which was heard as up to 0.06 ms
of skew that stayed for minutes; with that third taken off, and the answers weighed by their time, it is under 0.01 ms.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from server.protocol.units import LocalSec, Seconds

_QUESTIONS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """That ``frame`` is heard at ``heard_at``, which may be wrong by a part of ``doubt``."""

    frame: float
    heard_at: LocalSec
    doubt: Seconds


class Inquiry:
    """Questions in a row, of which the answer that took the shortest time counts.

    Args:
        looks: the share of the time between question and stamp after which the server looks at its card.
    """

    def __init__(self, looks: float) -> None:
        self._looks = looks
        self._left = 0
        self._asked = LocalSec(0.0)
        self._best: Answer | None = None

    @property
    def best(self) -> Answer | None:
        """The best answer since `begin`."""
        return self._best

    def begin(self) -> None:
        """Questions follow."""
        self._left, self._best = _QUESTIONS, None

    def asks(self, now: LocalSec) -> None:
        """A question goes out."""
        self._asked = now
        self._left -= 1

    def take(self, frame: float, latency: Seconds, stamped: LocalSec) -> bool:
        """The server answered; whether to ask once more.

        Args:
            frame: that leaves the server's queue now.
            latency: from there to the ear.
            stamped: local time of the answer's stamp.
        """
        doubt = Seconds(stamped - self._asked)
        if self._best is None or doubt < self._best.doubt:
            heard_at = LocalSec(self._asked + self._looks * doubt + latency)
            self._best = Answer(frame=frame, heard_at=heard_at, doubt=doubt)
        return self._left > 0
