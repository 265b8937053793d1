"""The interface of a player.

Two players fulfil it (`TimedPlayer`, `VlcPlayer`) and pass the same contract tests. What they tell stands in
`app.core.player_facts`, where the session can see it, and is handed on from here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeAlias

from app.core.player_facts import (
    OutputLost,
    OutputOpened,
    PlayerEvent,
    Reading,
    Sounding,
    TrackCover,
    TrackFailed,
    TrackProgress,
    TrackReady,
    TrackSource,
    TrackWaveform,
    Underrun,
)

if TYPE_CHECKING:
    from app.core.program import ClockMap, Programme

__all__ = [
    "OutputLost",
    "OutputOpened",
    "Player",
    "PlayerEvent",
    "PlayerListener",
    "Reading",
    "Sounding",
    "TrackCover",
    "TrackFailed",
    "TrackProgress",
    "TrackReady",
    "TrackSource",
    "TrackWaveform",
    "Underrun",
]

#: Called on the event loop that `Player.open` ran on, never on the audio thread.
PlayerListener: TypeAlias = Callable[[PlayerEvent], None]


class Player(Protocol):
    """Plays a programme on time. Every method is called on one event loop and returns at once.

    Telling it the same thing twice changes nothing. Nothing raises for a bad track or a lost device: that arrives
    as an event, and the programme is kept so that a later retry starts at the position that is right then.
    """

    async def open(self, listener: PlayerListener) -> None:
        """Open the output. Without one the player still decodes, and tells `OutputLost`."""
        ...

    async def retry_output(self) -> None:
        """Try the output again, after the person asked for it."""
        ...

    async def use_output(self, interface: str, device: str | None) -> bool:
        """Play on another interface (``auto``, ``pulse`` …) or device from now on; None is the system's default.

        False where that takes another player, so that it comes with the next start. A device that does not open is
        told as `OutputLost`.
        """
        ...

    async def close(self) -> None:
        """Stop sound and decoding; end child processes."""
        ...

    def load(self, source: TrackSource) -> None:
        """Begin decoding a track, or keep one that is loaded; one that failed is tried afresh.

        Progress and the outcome arrive as events.
        """
        ...

    def unload(self, track_id: str) -> None:
        """Forget a track; its decoding ends. A track that is heard is kept until the programme leaves it."""
        ...

    def set_programme(self, programme: Programme) -> None:
        """What is to be heard from now on; takes effect on the audio clock, sample by sample."""
        ...

    def set_clock(self, clock: ClockMap) -> None:
        """A better estimate of server time; what is heard is slewed towards it."""
        ...

    def jump(self) -> None:
        """Go to the scheduled position at once, by one crossfade, instead of slewing there."""
        ...

    def set_volume(self, volume: float) -> None:
        """Linear gain in [0, 1], reached click-free within 20 ms."""
        ...

    def set_output_offset(self, offset_ms: float) -> None:
        """Sound delay of the device in ms, [-2000, 2000]: positive means it is heard too late, so play earlier."""
        ...

    def set_slewing(self, enabled: bool) -> None:  # noqa: FBT001 - a switch
        """Never touch pitch: when off, errors are only ever removed by jumps."""
        ...

    def reading(self) -> Reading:
        """What is heard now."""
        ...
