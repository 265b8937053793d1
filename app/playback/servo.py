"""How fast to play so that what is heard is what was scheduled.

The sound card's own rate arrives already integrated (the slope of the `DacClock`), so it is fed forward; what is
left for the loop is a proportional pull. A second integrator would only fight the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from server.protocol.units import Seconds

#: Nothing audible moves faster: 1000 ppm is under two cents of pitch.
MAX_SLEW: Final = 1e-3
# An error decays with this time constant: 1 ms is pulled with 400 ppm.
_PULL: Final = 2.5
# Below this two members cannot be told apart, and below the clock's own noise a correction would be pumping.
_DEAD_BAND: Final = 5e-6
_DEAD_SHARE: Final = 0.5


class Servo:
    """Chooses the slew of each block and keeps the account of what it did.

    Attributes:
        net: sum of all corrections in seconds of the track; positive moved ahead.
        gross: sum of their absolute values.
        jumps: how many of them were jumps.
    """

    def __init__(self) -> None:
        self.net = 0.0
        self.gross = 0.0
        self.jumps = 0

    def reset(self) -> None:
        """A new start: the account begins anew."""
        self.__init__()  # type: ignore[misc]

    @staticmethod
    def slew(error: Seconds, *, feed_forward: float, uncertainty: Seconds) -> float:
        """The relative change of speed, within ±1e-3.

        Args:
            error: heard minus scheduled; positive is ahead.
            feed_forward: relative change that holds the error where it is.
            uncertainty: one standard deviation of ``error``.
        """
        band = max(_DEAD_BAND, _DEAD_SHARE * uncertainty)
        beyond = max(0.0, abs(error) - band) / _PULL
        pull = -beyond if error > 0 else beyond
        return max(-MAX_SLEW, min(MAX_SLEW, feed_forward + pull))

    def slewed(self, slew: float, elapsed: Seconds) -> None:
        """Account for a block played with ``slew``."""
        self.net += slew * elapsed
        self.gross += abs(slew * elapsed)

    def jumped(self, by: Seconds) -> None:
        """Account for a jump of ``by`` seconds of the track."""
        self.net += by
        self.gross += abs(by)
        self.jumps += 1
