"""What a sound server says of its timing, what it means, and how far it is to be believed.

PulseAudio answers with three threads: one takes the question, the card's own looks at the card, and the first one
stamps what that found. On idle cores each has to be woken, which takes some 30 us or nothing, and hardly ever the same
for two clients. Measured with two clients on one idle card: from question to stamp 60 to 400 us when asked once, 17 us
at best when asked three times in a row. The stamp was late by a third of that time, which was heard as up to 0.06 ms
of skew that stayed for minutes; with that third taken off, and the answers weighed by their time, it is under 0.01 ms.

PipeWire answers with what it noted when its present cycle began, some 20 or 40 ms long, and stamps the answer when it
was asked: a guess within the cycle. But cycles begin with requests for sound. Taken as of the moment of the request,
two clients on one card were 0.1 to 0.3 ms apart, before 0.3 to 2.8. And it counts the frames that this cycle plays as
gone already (``do_process_done`` in its pulse-server.c, 0.3.65 to 1.6): by one cycle it says that sound comes sooner
than it does, which its own device does not. With one client by either way 42 ms were heard, as long as a cycle.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final, Protocol

from server.protocol.units import LocalSec, Seconds

_QUESTIONS: Final = 3
_LOOKS_AFTER: Final = 2 / 3
# A second or two of cycles: a card that is 300 ppm off moves by less than a cycle's jitter meanwhile.
_CYCLES: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """That ``frame`` is heard at ``heard_at``, which may be wrong by a part of ``doubt``."""

    frame: float
    heard_at: LocalSec
    doubt: Seconds


class Inquiry(Protocol):
    """One question, or some in a row, of which one answer counts.

    Attributes:
        best: the answer that counts, of those since `begin`.
    """

    best: Answer | None

    def begin(self, *, between: bool = False) -> None:
        """Questions follow; ``between`` requests for sound, or because of one."""
        ...

    def asks(self, now: LocalSec) -> None:
        """A question goes out."""
        ...

    def take(self, frame: float, latency: Seconds, stamped: LocalSec) -> bool:
        """The server answered; whether to ask once more at once.

        Args:
            frame: that leaves the server's queue now.
            latency: from there to the ear.
            stamped: local time of the answer's stamp.
        """
        ...


class QuickAnswers:
    """For PulseAudio: of three answers in a row the one that took the shortest time counts."""

    def __init__(self) -> None:
        self._left = 0
        self._asked = LocalSec(0.0)
        self.best: Answer | None = None

    def begin(self, *, between: bool = False) -> None:
        """See `Inquiry.begin`."""
        del between
        self._left, self.best = _QUESTIONS, None

    def asks(self, now: LocalSec) -> None:
        """See `Inquiry.asks`."""
        self._asked = now
        self._left -= 1

    def take(self, frame: float, latency: Seconds, stamped: LocalSec) -> bool:
        """See `Inquiry.take`."""
        took = Seconds(stamped - self._asked)
        if self.best is None or took < self.best.doubt:
            heard_at = LocalSec(self._asked + _LOOKS_AFTER * took + latency)
            self.best = Answer(frame=frame, heard_at=heard_at, doubt=took)
        return self._left > 0


class PromptRequests:
    """For PipeWire, asked as soon as it requests sound: of a second's requests the earliest tells when cycles begin.

    What is asked between the requests only shows how long a cycle is: there may be several to a request.

    Args:
        rate: frames per second of the stream.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._asked = LocalSec(0.0)
        self._between = False
        self._frame: float | None = None
        self._advances: deque[float] = deque(maxlen=_CYCLES)
        self._recent: deque[float] = deque(maxlen=_CYCLES)
        self.best: Answer | None = None

    def begin(self, *, between: bool = False) -> None:
        """See `Inquiry.begin`."""
        self._between, self.best = between, None

    def asks(self, now: LocalSec) -> None:
        """See `Inquiry.asks`."""
        self._asked = now

    def take(self, frame: float, latency: Seconds, stamped: LocalSec) -> bool:
        """See `Inquiry.take`."""
        del stamped
        before, self._frame = self._frame, frame
        if before is not None and frame > before:
            self._advances.append(frame - before)
        if self._between or not self._advances:
            return False
        heard_at = LocalSec(self._asked + latency + min(self._advances) / self._rate)
        self._recent.append(heard_at - frame / self._rate)
        late = Seconds(self._recent[-1] - min(self._recent))
        self.best = Answer(frame=frame, heard_at=heard_at, doubt=late)
        return False
