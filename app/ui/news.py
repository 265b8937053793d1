"""What a screen reader tells of a party: states, people and sync as they change; never figures or countdowns."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.core.view import Phase
from app.ui.health import Health, member_health
from app.ui.intents import in_party
from app.ui.words import names_text, status_text, title_text

if TYPE_CHECKING:
    from app.core.view import MemberView, PartyView
    from server.protocol.units import LocalSec


class News:
    """Compares each view with the last; says everything once."""

    def __init__(self) -> None:
        self._state: tuple[Phase, str] = (Phase.IDLE, "")
        self._members: tuple[MemberView, ...] = ()
        self._off: frozenset[str] = frozenset()

    def take(self, view: PartyView, now: LocalSec) -> list[str]:
        """Sentences about what is new."""
        sentences = [self._phase_news(view, now)]
        if not in_party(view):
            self._members, self._off = (), frozenset()
        elif view.members is not self._members:
            # Who comes in reads the list; only what changes after that is news.
            if self._members:
                sentences += self._people_news(view)
            sentences += self._sync_news(view)
            self._members = view.members
        return [sentence for sentence in sentences if sentence]

    def _phase_news(self, view: PartyView, now: LocalSec) -> str:
        track = view.track if view.phase is Phase.PLAYING else None
        state = (view.phase, track.track_id if track is not None else "")
        if state == self._state:
            return ""
        self._state = state
        if track is not None:
            title = title_text(track.title or track.filename, track.artist)
            return QCoreApplication.translate("news", "Playing {0}").format(title)
        if view.phase is Phase.PREPARING and view.starts_at is not None and view.starts_at > now:
            seconds = math.ceil(view.starts_at - now)
            return QCoreApplication.translate("news", "Preparing, starting in {0} s").format(seconds)
        return status_text(view, now)

    def _people_news(self, view: PartyView) -> list[str]:
        before = {member.id: member for member in self._members}
        after = {member.id: member for member in view.members}
        others = [member for member in view.members if not member.is_self]
        joined = [m.name for m in others if m.id not in before]
        left = [m.name for m in self._members if m.id not in after]
        lost = [m.name for m in others if not m.connected and m.id in before and before[m.id].connected]
        back = [m.name for m in others if m.connected and m.id in before and not before[m.id].connected]
        told = [
            (joined, QCoreApplication.translate("news", "Joined: {0}")),
            (left, QCoreApplication.translate("news", "Left: {0}")),
            (lost, QCoreApplication.translate("news", "Connection lost: {0}")),
            (back, QCoreApplication.translate("news", "Back again: {0}")),
        ]
        return [words.format(names_text(tuple(names))) for names, words in told if names]

    def _sync_news(self, view: PartyView) -> list[str]:
        if view.phase is not Phase.PLAYING:
            return []
        # Out above 20 ms, in again below 5: at one border it would be told many times a minute.
        healths = {member.id: member_health(member) for member in view.members if member.connected}
        off = frozenset(
            member_id
            for member_id, health in healths.items()
            if health is Health.BAD or (member_id in self._off and health is not Health.GOOD)
        )
        fresh, self._off, before = off - self._off, off, self._off
        if not off:
            return [QCoreApplication.translate("news", "All in sync again")] if before else []
        if view.self_id in fresh:
            return [QCoreApplication.translate("news", "You are out of sync")]
        names = tuple(member.name for member in view.members if member.id in fresh)
        return [QCoreApplication.translate("news", "Out of sync: {0}").format(names_text(names))] if names else []
