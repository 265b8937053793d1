"""What a party controller is built from; the composition root and the tests fill it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from app.core.synchroniser import SyncOptions
from app.playback.tags import Tags
from app.settings import SettingsStore
from server.protocol.units import LocalSec, ServerMs

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from app.core.nearby import Announcement
    from app.core.way_back import RelayPlace
    from app.net.link import RelayLink
    from app.party.uploads import Uploader
    from app.party.way_back_store import WayBackStore
    from app.playback.player import Player
    from app.tasks import TaskSupervisor
    from server.protocol.invite import Invite


class BundledRelay(Protocol):
    """A relay of our own that is running."""

    @property
    def local(self) -> Invite:
        """Its address for this machine."""
        ...

    @property
    def public(self) -> Invite:
        """Its address for others in the network."""
        ...

    @property
    def place(self) -> RelayPlace:
        """Where it can be started again."""
        ...

    @property
    def is_for_others(self) -> bool:
        """Whether it listens for other machines too."""
        ...

    async def close(self) -> None:
        """End it and wait."""
        ...


class Beacon(Protocol):
    """Shows a party on this network, or fails quietly."""

    def show(self, announcement: Announcement | None, address: Callable[[], str] = ...) -> None:
        """Announce this, at the address that is asked for again and again; None takes back what was announced."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """This machine's clocks.

    Attributes:
        local: the monotonic clock, in seconds; everything is timed by it.
        wall: the wall clock in ms since the Unix epoch, only for relays that tell no time and for display.
        boot: the clock that runs on in sleep, None where the system has none.
    """

    local: Callable[[], LocalSec]
    wall: Callable[[], ServerMs]
    boot: Callable[[], LocalSec | None]


def system_clocks() -> Clocks:
    """The real ones."""
    boot_clock = getattr(time, "CLOCK_BOOTTIME", None)
    return Clocks(
        local=lambda: LocalSec(time.monotonic()),
        wall=lambda: ServerMs(time.time() * 1000),  # noqa: TID251 - the one place beside the relay that reads it
        boot=lambda: None if boot_clock is None else LocalSec(time.clock_gettime(boot_clock)),
    )


async def no_tags(_path: Path) -> Tags:
    """For members that read none."""
    return Tags()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Everything a controller needs.

    Attributes:
        player: plays; opened and closed by the controller.
        link: makes a link whose tasks the given supervisor owns.
        http: makes the HTTP side of a relay.
        relay: starts the bundled relay.
        relay_again: starts it where an earlier one was, with its parties.
        beacon: makes what shows our own party on this network; its tasks the given supervisor owns. None shows none.
        read_tags: what a local file says about itself.
        clocks: this machine's time.
        settings: what the person has chosen.
        sync: profile and estimator.
        output_offset_ms: sound delay for this run, in place of the remembered ones.
        way_back: keeps what leads back into the party for the next run; None keeps nothing.
    """

    player: Player
    link: Callable[[TaskSupervisor], RelayLink]
    http: Callable[[Invite], Uploader]
    relay: Callable[[], Awaitable[BundledRelay]]
    relay_again: Callable[[RelayPlace], Awaitable[BundledRelay]]
    beacon: Callable[[TaskSupervisor], Beacon] | None = None
    read_tags: Callable[[Path], Awaitable[Tags]] = no_tags
    clocks: Clocks = field(default_factory=system_clocks)
    settings: SettingsStore = field(default_factory=lambda: SettingsStore(None))
    sync: SyncOptions = field(default_factory=SyncOptions)
    output_offset_ms: float | None = None
    way_back: WayBackStore | None = None
