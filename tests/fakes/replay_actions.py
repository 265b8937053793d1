"""A controller that plays scripted views and writes down what it is asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.core.view import Notice, PartyView
from app.said import quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from server.protocol.messages import Reaction


@dataclass(frozen=True, slots=True)
class Call:
    """One intent: its name and its arguments in the order of `PartyActions`."""

    name: str
    args: tuple[Any, ...] = ()


class ReplayActions:
    """Implements `PartyActions`.

    Args:
        view: the first picture.
        replies: what an intent leads to, by name: called with the present view, gives the next one.
    """

    def __init__(
        self, view: PartyView | None = None, replies: dict[str, Callable[[PartyView], PartyView]] | None = None
    ) -> None:
        self._view = view or PartyView()
        self._replies = replies or {}
        self._on_view: list[Callable[[PartyView], None]] = []
        self._on_notice: list[Callable[[Notice], None]] = []
        self.calls: list[Call] = []
        self.closed = False

    @property
    def view(self) -> PartyView:
        return self._view

    @property
    def subscribers(self) -> int:
        return len(self._on_view)

    def show(self, view: PartyView) -> None:
        """Publish the next picture of the script."""
        self._view = view
        for told in tuple(self._on_view):
            told(view)

    def change(self, **fields: Any) -> None:
        """Publish the present picture with some fields changed."""
        self.show(replace(self._view, **fields))

    def notify(self, message: str, *, code: str = "test", fatal: bool = False, action: str = "") -> None:
        """Publish a notice."""
        for told in tuple(self._on_notice):
            told(Notice(code=code, said=quoted(message), fatal=fatal, action=action))

    def named(self, name: str) -> list[Call]:
        """Calls of one intent."""
        return [call for call in self.calls if call.name == name]

    async def close(self) -> None:
        self.closed = True

    def subscribe(
        self, on_view: Callable[[PartyView], None], on_notice: Callable[[Notice], None]
    ) -> Callable[[], None]:
        self._on_view.append(on_view)
        self._on_notice.append(on_notice)

        def end() -> None:
            if on_view in self._on_view:
                self._on_view.remove(on_view)
                self._on_notice.remove(on_notice)

        return end

    def create_party(self, *, name: str, relay: str | None = None, pin: str | None = None) -> None:
        self._did("create_party", name, relay, pin)

    def join_party(self, *, invite: str, name: str, pin: str | None = None) -> None:
        self._did("join_party", invite, name, pin)

    def go_back(self) -> None:
        self._did("go_back")

    def leave(self) -> None:
        self._did("leave")

    def end_party(self) -> None:
        self._did("end_party")

    def add_files(self, paths: Sequence[Path], *, play_first: bool = False, before_item_id: str | None = None) -> None:
        self._did("add_files", tuple(paths), play_first, before_item_id)

    def cancel_upload(self, upload_id: str) -> None:
        self._did("cancel_upload", upload_id)

    def play(self) -> None:
        self._did("play")

    def play_item(self, item_id: str) -> None:
        self._did("play_item", item_id)

    def pause(self) -> None:
        self._did("pause")

    def stop(self) -> None:
        self._did("stop")

    def seek(self, position_sec: float) -> None:
        self._did("seek", position_sec)

    def next(self) -> None:
        self._did("next")

    def previous(self) -> None:
        self._did("previous")

    def start_now(self) -> None:
        self._did("start_now")

    def remove_items(self, item_ids: Sequence[str]) -> None:
        self._did("remove_items", tuple(item_ids))

    def clear_queue(self) -> None:
        self._did("clear_queue")

    def move_items(self, item_ids: Sequence[str], before_item_id: str | None) -> None:
        self._did("move_items", tuple(item_ids), before_item_id)

    def play_next(self, item_ids: Sequence[str]) -> None:
        self._did("play_next", tuple(item_ids))

    def undo(self) -> None:
        self._did("undo")

    def kick(self, member_id: str) -> None:
        self._did("kick", member_id)

    def make_host(self, member_id: str) -> None:
        self._did("make_host", member_id)

    def say(self, text: str) -> None:
        self._did("say", text)

    def react(self, reaction: Reaction) -> None:
        self._did("react", reaction)

    def resync(self) -> None:
        self._did("resync")

    def retry_output(self) -> None:
        self._did("retry_output")

    def try_again(self) -> None:
        self._did("try_again")

    def set_volume(self, volume: float) -> None:
        self._did("set_volume", volume)

    def set_member_volume(self, member_id: str, volume: float) -> None:
        self._did("set_member_volume", member_id, volume)

    def let_host_set_volume(self, allowed: bool) -> None:  # noqa: FBT001 - the interface's shape
        self._did("let_host_set_volume", allowed)

    def show_nearby(self, shown: bool) -> None:  # noqa: FBT001 - the interface's shape
        self._did("show_nearby", shown)

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - the interface's shape
        self._did("set_muted", muted)

    def set_output_offset(self, offset_ms: float) -> None:
        self._did("set_output_offset", offset_ms)

    def _did(self, name: str, *args: Any) -> None:
        self.calls.append(Call(name, args))
        if name in self._replies:
            self.show(self._replies[name](self._view))
