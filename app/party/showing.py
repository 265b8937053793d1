"""Whether our own party is shown on this network, and as what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.nearby import Announcement

if TYPE_CHECKING:
    from app.core.session_state import State
    from app.party.parts import Beacon, BundledRelay
    from app.settings import SettingsStore


class Showing:
    """Keeps a beacon at what the party is.

    Args:
        beacon: shows it; None where nothing is to be shown in this run.
        settings: say whether the person wants that.
    """

    def __init__(self, beacon: Beacon | None, settings: SettingsStore) -> None:
        self._beacon, self._settings = beacon, settings

    def follow(self, state: State, relay: BundledRelay | None) -> None:
        """The party, our relay or the settings may have changed."""
        if self._beacon is None:
            return
        announcement = _announcement(state, relay)
        if announcement is None or relay is None or not self._settings.settings.show_nearby:
            self._beacon.show(None)
        else:
            self._beacon.show(announcement, lambda: relay.public.host)

    def shown(self, state: State, relay: BundledRelay | None) -> bool | None:
        """Whether the person wants it shown; None where it cannot be."""
        if self._beacon is None or _announcement(state, relay) is None:
            return None
        return self._settings.settings.show_nearby


def _announcement(state: State, relay: BundledRelay | None) -> Announcement | None:
    """What the network may be told of the party; None where that is nothing.

    A party with a PIN is for those who were told it, and one on a relay of somebody else is theirs to show.
    """
    if relay is None or not relay.is_for_others or state.seat is None or state.door is None:
        return None
    if state.door.pin or state.door.hidden:
        return None
    host = next((member.name for member in state.members if member.is_host), state.door.name)
    return Announcement(code=state.seat.code, host_name=host, port=relay.local.port)
