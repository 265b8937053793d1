"""What the party page asks for goes straight to the controller."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.party.actions import PartyActions
    from app.ui.pages.party_page import PartyPage


def wire_party_page(page: PartyPage, actions: PartyActions) -> None:
    """Connect every intent that needs nothing of the window."""
    page.transport.play_requested.connect(actions.play)
    page.transport.pause_requested.connect(actions.pause)
    page.transport.stop_requested.connect(actions.stop)
    page.transport.next_requested.connect(actions.next)
    page.transport.previous_requested.connect(actions.previous)
    page.seek_bar.seek_requested.connect(actions.seek)
    page.volume.volume_requested.connect(actions.set_volume)
    page.volume.mute_requested.connect(actions.set_muted)
    page.delay.offset_requested.connect(actions.set_output_offset)
    page.status.start_now_requested.connect(actions.start_now)
    page.status.resync_requested.connect(actions.resync)
    page.queue.play_requested.connect(actions.play_item)
    page.queue.remove_requested.connect(actions.remove_items)
    page.queue.queue.move_requested.connect(actions.move_items)
    page.queue.play_next_requested.connect(actions.play_next)
    page.clear_requested.connect(actions.clear_queue)
    page.uploads.cancel_requested.connect(actions.cancel_upload)
    page.members.kick_requested.connect(actions.kick)
    page.members.make_host_requested.connect(actions.make_host)
    page.chat.say_requested.connect(actions.say)
    page.chat.react_requested.connect(actions.react)
    page.members.volume_requested.connect(actions.set_member_volume)
    page.invite.show_requested.connect(actions.show_nearby)
    page.members.host_volume_allowed.connect(actions.let_host_set_volume)
