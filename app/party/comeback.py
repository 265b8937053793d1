"""Keeps what leads back into the present party, and offers what an earlier run of the program left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.core.view import WayBackView
from app.core.way_back import is_closed, way_back

if TYPE_CHECKING:
    from app.core.session_state import State
    from app.core.way_back import WayBack
    from app.party.parts import BundledRelay, Clocks
    from app.party.way_back_store import WayBackStore

#: How wrong the age of a way back may be; a small part of the time that it is good for.
_LIVE_SEC: Final = 15.0


class Comeback:
    """One member's way back, for as long as there is one.

    Args:
        store: keeps it; None keeps nothing.
        clocks: this machine's time.
        hidden: our parties are not shown on this network in this run.
    """

    def __init__(self, store: WayBackStore | None, clocks: Clocks, *, hidden: bool) -> None:
        self._store, self._clocks, self._hidden = store, clocks, hidden
        self._kept: WayBack | None = None
        self._lived = clocks.local()
        #: What an earlier run left; None when there is nothing to go back to.
        self.offer: WayBack | None = None

    @property
    def offered(self) -> WayBackView | None:
        """`offer` as it is shown."""
        offer = self.offer
        return None if offer is None else WayBackView(code=offer.code, is_host=offer.host_token is not None)

    def look(self) -> None:
        """Look what an earlier run left. Blocks for as long as it takes to read a small file."""
        if self._store is not None:
            self.offer = self._store.claim(self._clocks.wall())

    def follow(self, state: State, relay: BundledRelay | None) -> None:
        """The party, or our relay, may have changed."""
        if self._store is None:
            return
        way = way_back(state, relay.place if relay is not None else None, hidden=self._hidden)
        now = self._clocks.local()
        if way is not None and way != self._kept:
            self._kept, self.offer, self._lived = way, None, now
            self._store.keep(way)
        elif way is not None and now - self._lived > _LIVE_SEC:
            self._lived = now
            self._store.live()
        elif is_closed(state) and (self._kept or self.offer) is not None:
            self._kept = self.offer = None
            self._store.forget()

    def close(self) -> None:
        """Finish what is being written."""
        if self._store is not None:
            self._store.close()
