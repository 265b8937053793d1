"""What an output is: something that takes frames and says when each of them is heard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from app.said import english
from server.protocol.units import Seconds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from app.said import Said
    from server.protocol.units import LocalSec

#: The doubt of a report that is as good as any other of its stream.
CERTAIN: Final = Seconds(0.0)
#: Asked of every device. A busy machine may hold an ordinary thread up for 100 ms; depth does not cost sync.
BUFFER_SEC = 0.3
#: Asked for once a hold-up nearly used that up. Not from the start: what a buffer holds cannot be taken back, and a
#: pause comes as much later.
DEEP_BUFFER_SEC = 0.5


class OutputUnavailableError(Exception):
    """An output cannot be opened; ``said`` says what to do."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said

    def __str__(self) -> str:
        return english(self.said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A place where sound can go.

    Attributes:
        interface: ``pulse``, ``portaudio`` or ``null``.
        name: what `OutputDriver.open` takes; stays the same from day to day, so that settings can be kept by it.
        title: for a person.
        is_default: where sound goes when nobody chose.
    """

    interface: str
    name: str
    title: str
    is_default: bool = False


class OutputClient(Protocol):
    """Who fills an output. All methods are called on the output's own thread, one after another.

    None of them raises, blocks or takes a lock.
    """

    def begin(self, rate: int) -> None:
        """The stream is open at ``rate``; the first frame asked for has number 0."""
        ...

    def heard(self, frame: float, at: LocalSec, doubt: Seconds = CERTAIN) -> None:
        """A timing report: ``frame`` is, was or will be heard at local time ``at``, give or take ``doubt``.

        Reports with more doubt than the least of their stream count less.
        """
        ...

    def render(self, first_frame: int, frames: int) -> NDArray[np.float32]:
        """Exactly ``frames`` frames, shape ``(frames, 2)``, contiguous, within [-1, 1]."""
        ...

    def moved(self, device: str) -> None:
        """The stream plays on another device now: earlier reports mean nothing any more."""
        ...

    def ran_dry(self, gap: Seconds) -> None:
        """A gap was put in that moves all later frames: earlier reports mean nothing any more.

        A block that is merely written too late needs no call: the client sees it by the time.
        """
        ...

    def lost(self, reason: str) -> None:
        """No frame will be taken any more; the owner closes the output and opens another."""
        ...


class Output(Protocol):
    """An open stream."""

    @property
    def interface(self) -> str:
        """``pulse``, ``portaudio`` or ``null``."""
        ...

    @property
    def device(self) -> str:
        """The device that plays, by its lasting name."""
        ...

    def close(self) -> None:
        """Stop; afterwards the client is not called any more. May take some 10 ms. Closing twice does no harm."""
        ...


class OutputDriver(Protocol):
    """Opens streams on one kind of sound system."""

    @property
    def interface(self) -> str:
        """See `Output.interface`."""
        ...

    def open(self, client: OutputClient, device: str | None) -> Output:
        """Open stereo on ``device`` or the system's default; blocks up to a few seconds, so not on an event loop.

        Raises:
            OutputUnavailableError: there is no such system or device.
        """
        ...

    def devices(self) -> list[Device]:
        """What there is to choose from; empty when the system cannot be reached. Blocks."""
        ...

    def has(self, device: str) -> bool:
        """Whether a device of this lasting name can be opened now. Blocks."""
        ...
