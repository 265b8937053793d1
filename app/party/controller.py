"""What people ask for, turned into events: the one object that windows and the command line talk to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.events import (
    ChatAsked,
    Enter,
    HostAsked,
    LeaveAsked,
    PlayAsked,
    QueueEditAsked,
    ResyncAsked,
    RetryAsked,
    UndoAsked,
)
from app.core.queue_edit import EditKind
from app.core.view import Notice
from app.invite_words import said_of_invite
from app.party.runtime import PartyRuntime
from app.said import Said, Saying
from server.protocol.invite import InviteError, parse_invite, parse_relay
from server.protocol.messages import (
    CHAT_LIMIT,
    HostNext,
    HostPause,
    HostPrevious,
    HostSeek,
    HostStartNow,
    HostStop,
    HostTransfer,
    HostVolume,
    Kick,
)
from server.protocol.units import MAX_TRACK_SEC

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.core.synchroniser import SyncOptions
    from app.core.view import PartyView
    from app.party.parts import Parts
    from server.protocol.messages import ClientMessage, Reaction


class PartyController:
    """Fulfils `PartyActions`. Made on a running event loop; `open` before anything else, `close` after.

    Args:
        parts: what it drives.
    """

    def __init__(self, parts: Parts) -> None:
        self._runtime = PartyRuntime(parts)
        self._settings = parts.settings

    async def open(self) -> None:
        """Open the sound output and begin."""
        await self._runtime.open()

    def start(self) -> None:
        """`open` in the background; what is asked meanwhile happens right after."""
        self._runtime.tasks.spawn("open", self._runtime.open())

    async def close(self) -> None:
        """Leave the party if we are in one, end everything, and wait for it."""
        self.leave()
        await self._runtime.close()

    @property
    def view(self) -> PartyView:
        """See `PartyActions.view`."""
        return self._runtime.draw()

    def subscribe(
        self, on_view: Callable[[PartyView], None], on_notice: Callable[[Notice], None]
    ) -> Callable[[], None]:
        """See `PartyActions.subscribe`."""
        return self._runtime.publisher.subscribe(on_view, on_notice)

    def tell(self, notice: Notice) -> None:
        """Pass on what the program itself, and no party, has to say."""
        self._runtime.notify(notice)

    def create_party(self, *, name: str, relay: str | None = None, pin: str | None = None) -> None:
        """See `PartyActions.create_party`."""
        where = relay or self._settings.settings.relay
        if not where:
            self._runtime.own_relay.open_party(name, pin)
            return
        try:
            address = parse_relay(where)
        except InviteError as error:
            self._runtime.notify(Notice(code="bad-invite", said=said_of_invite(error), fatal=True))
            return
        self._runtime.handle(Enter(relay=address, name=name, pin=pin))

    def join_party(self, *, invite: str, name: str, pin: str | None = None) -> None:
        """See `PartyActions.join_party`."""
        relay = self._settings.settings.relay
        try:
            address = parse_invite(invite, default_relay=parse_relay(relay) if relay else None)
        except InviteError as error:
            self._runtime.notify(Notice(code="bad-invite", said=said_of_invite(error), fatal=True))
            return
        self._runtime.handle(Enter(relay=address, name=name, pin=pin))

    def look_back(self) -> None:
        """Offer what an earlier run of the program was killed in; called once, before anything is asked."""
        self._runtime.comeback.look()

    def go_back(self) -> None:
        """See `PartyActions.go_back`."""
        self._runtime.go_back()

    def leave(self) -> None:
        """See `PartyActions.leave`."""
        self._runtime.own_relay.cancel()
        self._runtime.handle(LeaveAsked(end_party=self._runtime.own_relay.running is not None))

    def end_party(self) -> None:
        """See `PartyActions.end_party`."""
        self._runtime.handle(LeaveAsked(end_party=True))

    def add_files(self, paths: Sequence[Path], *, play_first: bool = False, before_item_id: str | None = None) -> None:
        """See `PartyActions.add_files`."""
        state = self._runtime.session.state
        if state.seat is not None and not state.is_host:
            self._runtime.notify(Notice(code="not-host", said=Said(what=Saying.HOST_ADDS)))
            return
        self._runtime.uploads.add(paths, play_first=play_first, before_item_id=before_item_id)

    def cancel_upload(self, upload_id: str) -> None:
        """See `PartyActions.cancel_upload`."""
        self._runtime.uploads.cancel(upload_id)

    def play(self) -> None:
        """See `PartyActions.play`."""
        self._runtime.handle(PlayAsked())

    def play_item(self, item_id: str) -> None:
        """See `PartyActions.play_item`."""
        self._runtime.handle(PlayAsked(item_id=item_id))

    def pause(self) -> None:
        """See `PartyActions.pause`."""
        self._ask(HostPause())

    def stop(self) -> None:
        """See `PartyActions.stop`."""
        self._ask(HostStop())

    def seek(self, position_sec: float) -> None:
        """See `PartyActions.seek`."""
        self._ask(HostSeek(position_sec=min(MAX_TRACK_SEC, max(0.0, position_sec))))

    def next(self) -> None:
        """See `PartyActions.next`."""
        self._ask(HostNext())

    def previous(self) -> None:
        """See `PartyActions.previous`."""
        self._ask(HostPrevious())

    def start_now(self) -> None:
        """See `PartyActions.start_now`."""
        self._ask(HostStartNow())

    def remove_items(self, item_ids: Sequence[str]) -> None:
        """See `PartyActions.remove_items`."""
        self._runtime.handle(QueueEditAsked(kind=EditKind.REMOVE, item_ids=tuple(item_ids)))

    def clear_queue(self) -> None:
        """See `PartyActions.clear_queue`."""
        self._runtime.handle(QueueEditAsked(kind=EditKind.CLEAR))

    def move_items(self, item_ids: Sequence[str], before_item_id: str | None) -> None:
        """See `PartyActions.move_items`."""
        edit = QueueEditAsked(kind=EditKind.MOVE, item_ids=tuple(item_ids), before_item_id=before_item_id)
        self._runtime.handle(edit)

    def play_next(self, item_ids: Sequence[str]) -> None:
        """See `PartyActions.play_next`."""
        self._runtime.handle(QueueEditAsked(kind=EditKind.PLAY_NEXT, item_ids=tuple(item_ids)))

    def undo(self) -> None:
        """See `PartyActions.undo`."""
        self._runtime.handle(UndoAsked())

    def kick(self, member_id: str) -> None:
        """See `PartyActions.kick`."""
        self._ask(Kick(target_id=member_id))

    def make_host(self, member_id: str) -> None:
        """See `PartyActions.make_host`."""
        self._ask(HostTransfer(target_id=member_id))

    def say(self, text: str) -> None:
        """See `PartyActions.say`."""
        self._runtime.handle(ChatAsked(text=text[:CHAT_LIMIT]))

    def react(self, reaction: Reaction) -> None:
        """See `PartyActions.react`."""
        self._runtime.handle(ChatAsked(reaction=reaction))

    def resync(self) -> None:
        """See `PartyActions.resync`."""
        self._runtime.handle(ResyncAsked())

    def retry_output(self) -> None:
        """See `PartyActions.retry_output`."""
        self._runtime.tasks.spawn("open the output again", self._runtime.parts.player.retry_output())

    def try_again(self) -> None:
        """See `PartyActions.try_again`."""
        self._runtime.handle(RetryAsked())

    def set_volume(self, volume: float) -> None:
        """See `PartyActions.set_volume`."""
        self._runtime.turn(volume)

    def set_member_volume(self, member_id: str, volume: float) -> None:
        """See `PartyActions.set_member_volume`."""
        self._ask(HostVolume(target_id=member_id, volume=min(1.0, max(0.0, volume))))

    def let_host_set_volume(self, allowed: bool) -> None:  # noqa: FBT001 - a switch
        """See `PartyActions.let_host_set_volume`."""
        self._runtime.let_host_turn(allowed=allowed)

    def show_nearby(self, shown: bool) -> None:  # noqa: FBT001 - a switch
        """See `PartyActions.show_nearby`."""
        self._runtime.show_nearby(shown=shown)

    def set_muted(self, muted: bool) -> None:  # noqa: FBT001 - a switch
        """See `PartyActions.set_muted`."""
        self._runtime.muted = muted
        self._runtime.apply_volume()

    def set_output_offset(self, offset_ms: float) -> None:
        """See `PartyActions.set_output_offset`."""
        self._runtime.change_offset(offset_ms)

    def use_sync(self, options: SyncOptions) -> None:
        """Keep time by another profile from now on."""
        self._runtime.session.use(options)

    def set_slewing(self, slewing: bool) -> None:  # noqa: FBT001 - a switch
        """Whether speed may be corrected inaudibly."""
        self._runtime.parts.player.set_slewing(slewing)

    async def use_output(self, interface: str, device: str) -> bool:
        """Play on another interface or device from now on; False where that comes with the next start."""
        return await self._runtime.parts.player.use_output(interface, device or None)

    def _ask(self, message: ClientMessage) -> None:
        self._runtime.handle(HostAsked(message=message))
