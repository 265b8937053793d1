"""What a person can ask for: the controller's interface, as windows and the command line see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.core.view import Notice, PartyView
    from server.protocol.messages import Reaction


class PartyActions(Protocol):
    """Intents; each method returns at once and never raises for what the network or a file did.

    The outcome shows in the next `PartyView`, or as a `Notice`. Called on the event loop's thread.
    """

    @property
    def view(self) -> PartyView:
        """The present picture."""
        ...

    def subscribe(
        self, on_view: Callable[[PartyView], None], on_notice: Callable[[Notice], None]
    ) -> Callable[[], None]:
        """Be told of every change; returns what ends the subscription."""
        ...

    def create_party(self, *, name: str, relay: str | None = None, pin: str | None = None) -> None:
        """Host a party at ``relay``, or at a bundled relay of our own."""
        ...

    def join_party(self, *, invite: str, name: str, pin: str | None = None) -> None:
        """Join as a guest; a malformed invite becomes a notice."""
        ...

    def go_back(self) -> None:
        """Take the seat again that `PartyView.way_back` tells of; the bundled relay starts where it was."""
        ...

    def leave(self) -> None:
        """Leave; the bundled relay ends with its host's party after a confirmation that the window asks for."""
        ...

    def end_party(self) -> None:
        """End the party for everybody."""
        ...

    def add_files(self, paths: Sequence[Path], *, play_first: bool = False, before_item_id: str | None = None) -> None:
        """Upload files (folders are walked) and queue them; the first may start at once."""
        ...

    def cancel_upload(self, upload_id: str) -> None:
        """Stop sending a file; nothing of it stays."""
        ...

    def play(self) -> None:
        """Start or resume."""
        ...

    def play_item(self, item_id: str) -> None:
        """Start an item of the queue."""
        ...

    def pause(self) -> None:
        """Pause for all."""
        ...

    def stop(self) -> None:
        """Stop for all."""
        ...

    def seek(self, position_sec: float) -> None:
        """Move for all."""
        ...

    def next(self) -> None:
        """Next item for all."""
        ...

    def previous(self) -> None:
        """Previous item for all."""
        ...

    def start_now(self) -> None:
        """Do not wait for members that are not ready."""
        ...

    def remove_items(self, item_ids: Sequence[str]) -> None:
        """Take items out of the queue."""
        ...

    def clear_queue(self) -> None:
        """Take out everything but the current item."""
        ...

    def move_items(self, item_ids: Sequence[str], before_item_id: str | None) -> None:
        """Put items before another, or at the end, in the order in which they stand."""
        ...

    def play_next(self, item_ids: Sequence[str]) -> None:
        """Put items right after the current one."""
        ...

    def undo(self) -> None:
        """Take back the last edit of the queue; a notice with the action ``undo`` told of it."""
        ...

    def kick(self, member_id: str) -> None:
        """Send a member away."""
        ...

    def make_host(self, member_id: str) -> None:
        """Hand the party over."""
        ...

    def say(self, text: str) -> None:
        """Say something to everybody in the party."""
        ...

    def react(self, reaction: Reaction) -> None:
        """Say something to everybody without typing."""
        ...

    def resync(self) -> None:
        """Fresh clock burst, re-anchor, jump: this member only."""
        ...

    def retry_output(self) -> None:
        """Try the sound output again."""
        ...

    def try_again(self) -> None:
        """Try again what failed: the way to the relay, and tracks that could not be had."""
        ...

    def set_volume(self, volume: float) -> None:
        """Own volume, [0, 1]."""
        ...

    def set_member_volume(self, member_id: str, volume: float) -> None:
        """Set another member's volume, [0, 1], where they allow it."""
        ...

    def let_host_set_volume(self, allowed: bool) -> None:  # noqa: FBT001 - a switch
        """Whether the host may set our own volume; remembered."""
        ...

    def show_nearby(self, shown: bool) -> None:  # noqa: FBT001 - a switch
        """Whether parties at our own relay are shown on this network; remembered."""
        ...

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - a switch
        """Own mute."""
        ...

    def set_output_offset(self, offset_ms: float) -> None:
        """Sound delay of the device in use, remembered for it."""
        ...
