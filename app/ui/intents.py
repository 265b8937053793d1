"""Intents that take more than one call: a party from files, and files that wait until the party stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.view import Phase
from app.ui.start_action import BackAction, HostAction, StartAction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.core.view import PartyView
    from app.party.actions import PartyActions

_OUTSIDE = (Phase.IDLE, Phase.LEFT)


def in_party(view: PartyView) -> bool:
    """Whether this member is inside a party, not outside and not on the way."""
    return view.phase not in (*_OUTSIDE, Phase.CONNECTING)


class Intents:
    """Knows the name to join under and the files that a party is started with."""

    def __init__(self, actions: PartyActions) -> None:
        self._actions = actions
        self._pending: tuple[Path, ...] = ()
        self._play = False
        self._invite = ""

    @property
    def joined_with(self) -> str:
        """The invite of the last join; empty after hosting."""
        return self._invite

    def begin(self, action: StartAction, name: str) -> None:
        """Do what the command line or the start page asked for."""
        if isinstance(action, HostAction):
            self._pending, self._play, self._invite = action.paths, action.play, ""
            self._actions.create_party(name=name, relay=action.relay, pin=action.pin)
        elif isinstance(action, BackAction):
            self._pending, self._invite = (), ""
            self._actions.go_back()
        else:
            self._pending, self._invite = (), action.invite
            self._actions.join_party(invite=action.invite, name=name, pin=action.pin)

    def add(self, paths: Sequence[Path], before_item_id: str | None = None) -> None:
        """Queue files; an empty party plays the first at once."""
        view = self._actions.view
        empty = not view.queue and view.phase is Phase.STOPPED
        self._actions.add_files(paths, play_first=empty, before_item_id=before_item_id)

    def follow(self, view: PartyView) -> None:
        """Send waiting files once the party stands; forget them when it did not come about."""
        if self._pending and in_party(view) and view.is_host:
            paths, self._pending = self._pending, ()
            self._actions.add_files(paths, play_first=self._play)
        elif view.phase is Phase.LEFT:
            self._pending = ()
