"""What media keys, the desktop's player panel and the tray can ask for; the same on every system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from app.core.view import Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.view import PartyView
    from app.party.actions import PartyActions
    from server.protocol.units import LocalSec

_SOUNDING = (Phase.PLAYING, Phase.PREPARING, Phase.WAITING)


class MediaPanel(Protocol):
    """A desktop's view of the player; Linux has MPRIS, Windows and macOS get theirs behind the same face."""

    def show_view(self, view: PartyView) -> None:
        """A new view came."""
        ...

    def close(self) -> None:
        """Take it off the desktop."""
        ...


class MediaControls:
    """Intents of keys and panels: what only the host may do, a guest's keys leave be.

    Args:
        actions: the controller.
        clock: local time.
        raise_window: brings the window to the front.
        quit_window: closes it, after a question where one is due.
    """

    def __init__(
        self,
        actions: PartyActions,
        clock: Callable[[], LocalSec],
        *,
        raise_window: Callable[[], object],
        quit_window: Callable[[], object],
    ) -> None:
        self._actions, self._clock = actions, clock
        self.raise_window, self.quit_window = raise_window, quit_window

    @property
    def view(self) -> PartyView:
        """The present picture."""
        return self._actions.view

    @property
    def position(self) -> float:
        """Seconds into the track, now."""
        return float(self.view.position_now(self._clock()))

    @property
    def may_control(self) -> bool:
        """Whether this member moves the music for all."""
        return self.view.is_host and (self.view.track is not None or bool(self.view.queue))

    def play(self) -> None:
        """Start or resume."""
        if self.may_control and self.view.phase not in _SOUNDING:
            self._actions.play()

    def pause(self) -> None:
        """Pause for all."""
        if self.may_control and self.view.phase in _SOUNDING:
            self._actions.pause()

    def toggle(self) -> None:
        """Play or pause."""
        if self.view.phase in _SOUNDING:
            self.pause()
        else:
            self.play()

    def stop(self) -> None:
        """Stop for all."""
        if self.may_control:
            self._actions.stop()

    def next(self) -> None:
        """Next item for all."""
        if self.may_control:
            self._actions.next()

    def previous(self) -> None:
        """Previous item for all."""
        if self.may_control:
            self._actions.previous()

    def seek(self, position_sec: float) -> None:
        """Move for all; beyond the end is the next item, as MPRIS has it."""
        track = self.view.track
        if not self.may_control or track is None:
            return
        if track.duration is not None and position_sec > track.duration:
            self._actions.next()
        else:
            self._actions.seek(max(0.0, position_sec))

    def set_volume(self, volume: float) -> None:
        """Own volume, [0, 1]."""
        self._actions.set_volume(min(1.0, max(0.0, volume)))

    def set_muted(self, *, muted: bool) -> None:
        """Own mute."""
        self._actions.set_muted(muted)
