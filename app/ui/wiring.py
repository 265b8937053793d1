"""What each page asks for goes where it is done: to the controller, or to the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.start_action import BackAction, HostAction, JoinAction

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.party.actions import PartyActions
    from app.ui.main_window import MainWindow
    from app.ui.questions import Questions
    from app.ui.widgets.banner import BannerStrip


def wire_header(window: MainWindow, leave: Callable[[], object]) -> None:
    """The menu and the way out."""
    header = window.header
    header.leave_requested.connect(leave)
    header.settings_requested.connect(window.open_settings)
    header.relay_requested.connect(window.open_relay)
    header.inspector_requested.connect(window.open_inspector)
    header.shortcuts_requested.connect(window.questions.show_shortcuts)
    header.about_requested.connect(window.questions.show_about)
    header.appearance_requested.connect(window.set_appearance)


def wire_banner(banner: BannerStrip, actions: PartyActions, questions: Questions) -> None:
    """The one action of a banner; one that this window does not know does nothing."""
    acts: dict[str, Callable[[], object]] = {
        "retry-output": actions.retry_output,
        "resync": actions.resync,
        "skip": actions.next,
        "retry": actions.try_again,
        "install-libvlc": lambda: questions.explain_libvlc(actions.try_again),
    }
    banner.action_requested.connect(lambda action: acts.get(action, lambda: None)())


def wire_start_page(window: MainWindow) -> None:
    """Two ways into a party, and the name."""
    page, reception = window.start_page, window.reception
    page.settings_requested.connect(window.open_settings)
    page.choose_requested.connect(reception.choose)
    page.host_requested.connect(lambda: window.begin(HostAction()))
    page.join_requested.connect(lambda invite: window.begin(JoinAction(invite=invite)))
    page.back_requested.connect(lambda: window.begin(BackAction()))
    page.name_changed.connect(window.keeper.named)
    page.name_entered.connect(reception.go_on)


def wire_party_page(window: MainWindow, actions: PartyActions) -> None:
    """The whole party."""
    page = window.party_page
    page.add_requested.connect(window.reception.choose)
    page.queue.queue.files_dropped.connect(window.reception.take_files)
    page.invite.copy_requested.connect(window.copy)
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
    page.members.volume_requested.connect(actions.set_member_volume)
    page.invite.show_requested.connect(actions.show_nearby)
    page.members.host_volume_allowed.connect(actions.let_host_set_volume)
    page.chat.say_requested.connect(actions.say)
    page.chat.react_requested.connect(actions.react)


def wire_settings(window: MainWindow, actions: PartyActions, speak: Callable[[str], None]) -> None:
    """What the settings page leaves to the window and the controller; the rest is its desk's."""
    page, desk = window.settings_page, window.settings_desk
    page.back_requested.connect(window.pages.close_aside)
    page.offset_requested.connect(actions.set_output_offset)
    if desk is not None:
        desk.name_chosen.connect(lambda name: window.start_page.show_name(name, known=True))
        desk.name_chosen.connect(lambda name: window.keeper.change(name=name))
        desk.appearance_chosen.connect(window.set_appearance)
        desk.language_chosen.connect(speak)


def wire_inspector(window: MainWindow) -> None:
    """Copying, saving and the way back."""
    page, inspector = window.inspector_page, window.inspector
    page.back_requested.connect(window.pages.close_aside)
    page.trace_requested.connect(lambda: window.questions.save_trace(inspector.save))
    inspector.copy_requested.connect(window.copy)
    inspector.said.connect(window.say)
