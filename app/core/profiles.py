"""Profiles: the numbers of timing that change together with the kind of network."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from server.protocol.units import Millis, Seconds

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One set of numbers.

    Attributes:
        name: what people choose on the command line and in the settings.
        soft: drift from which one jump is made, after a second reading that agrees.
        aggressive: drift from which that jump is made at once.
        hard: drift from which the clock is measured afresh as well.
        lead: the specification's lead time of a start on such a network. The relay decides it, by the members' round
            trips and within the same limits; nothing here goes by it.
        rtt_limit: a ping that took longer is discarded.
        ping_playing: from burst to burst while something plays.
        ping_idle: from burst to burst otherwise.
        sentinel: from ping to ping between bursts while something plays; None for no such pings.
        smoothing: weight of the old value in the specification's moving average; the new one gets the rest.
    """

    name: str
    soft: Millis = Millis(200.0)
    aggressive: Millis = Millis(800.0)
    hard: Millis = Millis(1000.0)
    lead: Millis = Millis(1200.0)
    rtt_limit: Millis = Millis(800.0)
    ping_playing: Seconds = Seconds(8.0)
    ping_idle: Seconds = Seconds(30.0)
    sentinel: Seconds | None = Seconds(1.9)
    smoothing: float = 0.8

    @property
    def show_resync(self) -> Millis:
        """Drift above which a person is offered Resync: 1.50 s in the default profile."""
        return Millis(1.5 * self.hard)

    @property
    def hide_resync(self) -> Millis:
        """Drift below which the offer goes away again: 0.80 s in the default profile."""
        return self.aggressive


DEFAULT: Final = Profile(name="default")
LAN: Final = Profile(name="lan", soft=Millis(150.0), aggressive=Millis(600.0), hard=Millis(800.0), lead=Millis(800.0))
INTERNET: Final = Profile(
    name="internet",
    soft=Millis(300.0),
    aggressive=Millis(1000.0),
    hard=Millis(1200.0),
    lead=Millis(1500.0),
    rtt_limit=Millis(1200.0),
)
#: Radios that sleep: fewer wake-ups, and a stronger average where the average is used.
MOBILE: Final = Profile(name="mobile", ping_playing=Seconds(15.0), sentinel=None, smoothing=0.9)

PROFILES: Final[Mapping[str, Profile]] = MappingProxyType({p.name: p for p in (DEFAULT, LAN, INTERNET, MOBILE)})

# Up to here a round trip stays in the building, up to there on the continent; beyond, every number needs more room.
_LAN_BELOW: Final = Millis(12.0)
_DEFAULT_BELOW: Final = Millis(120.0)
# A round trip on the border must not flip the profile with every burst.
_STICKINESS: Final = 1.5


def choose_profile(rtt: Millis | None, present: Profile = DEFAULT) -> Profile:
    """The profile that ``auto`` means at a measured round trip; ``present`` is kept near a border.

    ``mobile`` is never chosen: no round trip tells how a machine pays for its radio.
    """
    if rtt is None:
        return present
    lan_below: float = _LAN_BELOW
    default_below: float = _DEFAULT_BELOW
    lan_below *= _STICKINESS if present is LAN else 1 / _STICKINESS
    default_below *= 1 / _STICKINESS if present is INTERNET else _STICKINESS
    if rtt < lan_below:
        return LAN
    return DEFAULT if rtt < default_below else INTERNET
