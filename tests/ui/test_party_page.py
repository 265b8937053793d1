from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QModelIndex, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.core.view import BannerKind, PartyView, Phase, SyncView
from app.ui.theme.pictures import square_picture
from app.ui.widgets.toast import Toast
from server.protocol.units import LocalSec, Seconds
from tests.fakes.replay_actions import Call
from tests.ui.views import (
    BANNERS,
    NOW,
    as_guest,
    empty_party,
    members,
    picture,
    playing,
    preparing,
    queue,
    track,
    uploading,
    waiting,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Stage

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


def status(on: Stage) -> str:
    return on.window.party_page.status.text_label.text()


def test_preparing_counts_down_and_playing_moves_the_position(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(preparing())
    assert status(on) == "Preparing: starting in 1.2 s"
    on.clock.advance(0.5)
    qtbot.waitUntil(lambda: status(on) == "Preparing: starting in 0.7 s")
    on.clock.advance(0.7)
    on.actions.show(playing(position=Seconds(0.0), position_at=LocalSec(NOW + 1.2)))
    qtbot.waitUntil(lambda: status(on).startswith("Playing"))
    on.clock.advance(65.0)
    qtbot.waitUntil(lambda: on.window.party_page.seek_bar.elapsed_text == "1:05")
    assert on.window.party_page.seek_bar.remaining_text == "−2:43"


def test_the_large_button_pauses_and_plays(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing(), replies={"pause": lambda view: replace(view, phase=Phase.PAUSED)})
    play = on.window.party_page.transport.play_button
    QTest.mouseClick(play, LEFT)
    qtbot.waitUntil(lambda: not play.playing)
    QTest.mouseClick(play, LEFT)
    assert on.actions.calls == [Call("pause"), Call("play")]
    assert status(on) == "Paused for everybody"


def test_space_pauses_from_anywhere_on_the_page(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.window.party_page.queue.setFocus()
    QTest.keyClick(on.window.party_page.queue, Qt.Key.Key_Space)
    QTest.keyClick(on.window, Qt.Key.Key_Space)
    assert on.actions.calls == [Call("pause"), Call("pause")]


def test_space_on_a_button_presses_that_button_only(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    next_button = on.window.party_page.transport.next_button
    next_button.setFocus()
    QTest.keyClick(next_button, Qt.Key.Key_Space)
    assert on.actions.calls == [Call("next")]


def test_a_drag_on_the_seek_bar_previews_and_seeks_once(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    bar = on.window.party_page.seek_bar
    start, end = (QPoint(round(bar.x_of(at)), 12) for at in (83.0, 171.0))
    QTest.mousePress(bar, LEFT, pos=start)
    QTest.mouseMove(bar, end)
    QTest.mouseMove(bar, end)
    on.actions.change(position=Seconds(84.0))
    assert bar.shown_position == pytest.approx(171.0, abs=0.5)
    assert on.actions.calls == []
    QTest.mouseRelease(bar, LEFT, pos=end)
    [call] = on.actions.calls
    assert call.name == "seek"
    assert call.args[0] == pytest.approx(171.0, abs=0.5)


def test_escape_gives_up_a_drag(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    bar = on.window.party_page.seek_bar
    QTest.mousePress(bar, LEFT, pos=QPoint(200, 12))
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    QTest.mouseRelease(bar, LEFT, pos=QPoint(200, 12))
    assert on.actions.calls == []
    assert bar.shown_position == pytest.approx(83.0)


@pytest.mark.parametrize(
    ("key", "target"),
    [
        pytest.param(Qt.Key.Key_Left, 78.0, id="left"),
        pytest.param(Qt.Key.Key_Right, 88.0, id="right"),
        pytest.param(Qt.Key.Key_PageDown, 113.0, id="page down"),
        pytest.param(Qt.Key.Key_Home, 0.0, id="home"),
        pytest.param(Qt.Key.Key_End, 228.0, id="end"),
    ],
)
def test_the_seek_bar_obeys_keys(stage: Callable[..., Stage], key: Qt.Key, target: float) -> None:
    on = stage(playing())
    on.window.party_page.seek_bar.setFocus()
    QTest.keyClick(on.window.party_page.seek_bar, key)
    assert on.actions.calls == [Call("seek", (target,))]


def test_arrows_seek_and_change_the_volume(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.window.party_page.setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_M):
        QTest.keyClick(on.window, key)
    assert [call.name for call in on.actions.calls] == ["seek", "set_volume", "set_muted"]
    assert on.actions.calls[1].args == (pytest.approx(0.85),)
    assert on.actions.calls[2].args == (True,)


def test_ctrl_arrows_change_the_track(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    QTest.keyClick(on.window, Qt.Key.Key_Right, CTRL)
    QTest.keyClick(on.window, Qt.Key.Key_Left, CTRL)
    assert on.actions.calls == [Call("next"), Call("previous")]


def test_a_guest_sees_who_is_in_control_and_moves_nothing(stage: Callable[..., Stage]) -> None:
    on = stage(as_guest(playing()))
    page = on.window.party_page
    assert page.transport.guest_label.text() == "Ann is in control"
    assert not page.transport.play_button.isVisible()
    assert not page.add_button.isVisible()
    page.setFocus()
    QTest.mouseClick(page.seek_bar, LEFT, pos=QPoint(200, 12))
    QTest.keyClick(on.window, Qt.Key.Key_Space)
    QTest.keyClick(on.window, Qt.Key.Key_Right)
    QTest.keyClick(on.window, Qt.Key.Key_Right, CTRL)
    QTest.keyClick(page.queue, Qt.Key.Key_Delete)
    assert on.actions.calls == []


def test_a_guest_who_becomes_host_gets_the_transport(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(as_guest(playing()))
    on.actions.show(playing())
    qtbot.waitUntil(on.window.party_page.transport.play_button.isVisible)
    assert not on.window.party_page.transport.guest_label.isVisible()


def test_a_queue_item_is_played_moved_and_removed_by_keys(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    listed = on.window.party_page.queue
    listed.setCurrentIndex(listed.queue.index(2))
    QTest.keyClick(listed, Qt.Key.Key_Return)
    QTest.keyClick(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(listed, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    assert on.actions.calls == [
        Call("play_item", ("i2",)),
        Call("move_items", (("i2",), "i4")),
        Call("move_items", (("i2",), "i1")),
        Call("remove_items", (("i2",),)),
    ]


def test_a_queue_item_is_removed_by_its_cross_and_played_by_a_double_click(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    listed = on.window.party_page.queue
    second = listed.visualRect(listed.queue.index(1))
    QTest.mouseClick(listed.viewport(), LEFT, pos=QPoint(listed.viewport().width() - 16, second.center().y()))
    assert on.actions.calls == [Call("remove_items", (("i1",),))]
    QTest.mouseDClick(listed.viewport(), LEFT, pos=second.center())
    assert on.actions.named("play_item") == [Call("play_item", ("i1",))]


@pytest.mark.parametrize(("to_row", "before"), [(0, "i0"), (4, "i4"), (6, None)], ids=["first", "middle", "last"])
def test_a_dragged_queue_item_asks_to_be_moved(stage: Callable[..., Stage], to_row: int, before: str | None) -> None:
    on = stage(playing())
    model = on.window.party_page.queue.queue
    mime = model.mimeData([model.index(2)])
    model.dropMimeData(mime, Qt.DropAction.MoveAction, to_row, 0, QModelIndex())
    assert on.actions.calls == [Call("move_items", (("i2",), before))]
    assert [item.item_id for item in model.rows] == [f"i{at}" for at in range(6)]


def test_a_new_order_keeps_the_chosen_item(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    listed = on.window.party_page.queue
    listed.setCurrentIndex(listed.queue.index(4))
    items = queue()
    on.actions.change(queue=(items[0], items[4], items[1], items[2], items[3], items[5]))
    qtbot.waitUntil(lambda: listed.queue.rows[1].item_id == "i4")
    assert listed.currentIndex().row() == 1


def test_an_upload_shows_its_speed_and_is_cancelled(stage: Callable[..., Stage]) -> None:
    on = stage(uploading())
    row = on.window.party_page.uploads.rows["u1"]
    assert row.figures_label.text() == "42 % · 1.8 MB/s · 0:10 left"
    QTest.mouseClick(row.cancel_button, LEFT)
    assert on.actions.calls == [Call("cancel_upload", ("u1",))]
    on.actions.change(uploads=())
    assert not on.window.party_page.uploads.isVisible()


def test_the_host_sends_a_member_away_or_hands_over(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    listed = on.window.party_page.members
    assert [m.name for m in listed.members][:2] == ["Ann", "Bea"]
    assert listed.menu_for(listed.members[0]) is None
    menu = listed.menu_for(listed.members[1])
    assert menu is not None
    for action in menu.actions():
        action.trigger()
    menu.deleteLater()
    assert on.actions.calls == [Call("make_host", ("bea",)), Call("kick", ("bea",))]


def test_a_click_on_the_dots_opens_the_members_menu(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    listed = on.window.party_page.members
    row = listed.visualRect(listed.model().index(2, 0))
    QTest.mouseClick(listed.viewport(), LEFT, pos=QPoint(listed.viewport().width() - 16, row.center().y()))
    qtbot.waitUntil(lambda: QGuiApplication.focusWindow() is not None)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    popup.close()


@pytest.mark.parametrize(
    ("kind", "called"),
    [
        (BannerKind.NO_OUTPUT, [Call("retry_output")]),
        (BannerKind.NEEDS_RESYNC, [Call("resync")]),
        (BannerKind.TRACK_FAILED, [Call("next")]),
    ],
    ids=str,
)
def test_a_banners_button_does_what_it_says(stage: Callable[..., Stage], kind: BannerKind, called: list[Call]) -> None:
    on = stage(playing(banner=BANNERS[kind]))
    assert on.window.banner.text_label.text() == BANNERS[kind].text
    QTest.mouseClick(on.window.banner.button, LEFT)
    assert on.actions.calls == called


def test_reconnecting_is_told_without_an_action_and_goes_away(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    assert not on.window.banner.isVisible()
    on.actions.change(banner=BANNERS[BannerKind.RECONNECTING])
    qtbot.waitUntil(on.window.banner.isVisible)
    assert not on.window.banner.button.isVisible()
    on.actions.change(banner=None)
    qtbot.waitUntil(lambda: not on.window.banner.isVisible())


def test_resync_is_offered_only_when_it_is_called_for(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    button = on.window.party_page.status.resync_button
    assert not button.isVisible()
    late = SyncView(
        drift_ms=-1800.0,
        offset_ms=0.0,
        uncertainty_ms=2.0,
        rtt_ms=8.0,
        rate_ppm=0.0,
        action="hard",
        resync_visible=True,
    )
    on.actions.change(sync=late)
    qtbot.waitUntil(button.isVisible)
    QTest.mouseClick(button, LEFT)
    assert on.actions.calls == [Call("resync")]
    on.actions.change(banner=BANNERS[BannerKind.NEEDS_RESYNC])
    qtbot.waitUntil(lambda: not button.isVisible())


def test_waiting_offers_the_host_to_start_without(stage: Callable[..., Stage]) -> None:
    on = stage(waiting())
    assert status(on) == "Waiting for Bea (62 %)"
    QTest.mouseClick(on.window.party_page.status.start_button, LEFT)
    assert on.actions.calls == [Call("start_now")]


def test_an_empty_party_invites_to_add_music(stage: Callable[..., Stage]) -> None:
    on = stage(empty_party())
    assert status(on) == "Add music to begin"
    assert not on.window.party_page.transport.play_button.isEnabled()


def test_the_link_and_the_code_are_copied_and_said_to_be(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    invite = on.window.party_page.invite
    QTest.mouseClick(invite.copy_link_button, LEFT)
    assert QGuiApplication.clipboard().text() == "http://192.168.1.20:8750/join/QWXTR4"
    QTest.mouseClick(invite.copy_code_button, LEFT)
    assert QGuiApplication.clipboard().text() == "QWXTR4@192.168.1.20"
    assert on.window.toasts.texts == ("Link copied", "Code copied")


def test_the_volume_slider_and_mute_ask(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    volume = on.window.party_page.volume
    assert volume.slider.value() == 80
    volume.slider.setFocus()
    QTest.keyClick(volume.slider, Qt.Key.Key_Left)
    QTest.mouseClick(volume.mute_button, LEFT)
    assert on.actions.calls == [Call("set_volume", (0.79,)), Call("set_muted", (True,))]


def test_a_party_shows_what_was_set_before_it_began(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(PartyView(volume=0.4))
    on.actions.show(playing(volume=0.4))
    qtbot.waitUntil(lambda: on.window.pages.currentWidget() is on.window.party_page)
    assert on.window.party_page.volume.slider.value() == 40


def test_the_sound_delay_is_nudged_and_reset(stage: Callable[..., Stage]) -> None:
    on = stage(playing(output_offset_ms=120.0))
    delay = on.window.party_page.delay
    QTest.mouseClick(delay, LEFT)
    panel = delay.panel
    assert panel.isVisible()
    assert panel.figure.text() == "+120 ms"
    QTest.mouseClick(panel.late_button, LEFT)
    QTest.mouseClick(panel.reset_button, LEFT)
    panel.close()
    assert on.actions.calls == [Call("set_output_offset", (125.0,)), Call("set_output_offset", (0.0,))]


def test_notices_are_toasts_once_and_stay_in_the_log(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.actions.notify("Bea joined.")
    on.actions.notify("Bea joined.")
    assert on.window.toasts.texts == ("Bea joined.",)
    assert [notice.message for notice in on.window.toasts.log] == ["Bea joined.", "Bea joined."]
    on.window.toasts.clear()
    assert not on.window.toasts.isVisible()
    assert on.window.header.log_button.isVisible()


def test_only_the_newest_toasts_are_shown(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    for number in range(5):
        on.actions.notify(f"Notice {number}.")
    assert on.window.toasts.texts == ("Notice 2.", "Notice 3.", "Notice 4.")


def test_the_pulse_line_places_members_by_their_drift(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    pulse = on.window.party_page.pulse
    middle = pulse.width() / 2
    assert pulse.dot_position("dörte").x() > middle
    assert pulse.dot_position("cem").x() < middle
    assert "Cem 0.9 ms ± 0.3" in pulse.accessibleDescription()


def test_the_side_goes_below_when_the_window_is_narrow(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    page = on.window.party_page
    assert page.invite.mapTo(page, QPoint(0, 0)).x() > page.width() / 2
    on.window.resize(600, 800)
    qtbot.waitUntil(lambda: page.invite.mapTo(page, QPoint(0, 0)).x() < 100)
    assert page.horizontalScrollBar().maximum() == 0


def test_the_window_is_named_after_the_track(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    assert on.window.windowTitle() == "Glass Harbour — Mira Vance – Unisono"


def test_a_member_who_is_away_is_not_counted(stage: Callable[..., Stage]) -> None:
    away = tuple(replace(m, connected=m.id != "elif") for m in members())
    on = stage(playing(members=away))
    assert on.window.party_page.members_count.text() == "4"


def test_the_queues_menu_offers_what_keys_and_mouse_do(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    listed = on.window.party_page.queue
    menu = listed.menu_for(listed.queue.rows[0])
    assert menu is not None
    enabled = {action.text(): action.isEnabled() for action in menu.actions() if action.text()}
    assert enabled == {"Play now": True, "Play next": False, "Move up": False, "Move down": True, "Remove": True}
    for action in menu.actions():
        action.trigger()
    menu.deleteLater()
    assert [call.name for call in on.actions.calls] == ["play_item", "move_items", "remove_items"]


def test_a_guests_queue_has_no_menu_and_takes_nothing(stage: Callable[..., Stage]) -> None:
    on = stage(as_guest(playing()))
    model = on.window.party_page.queue.queue
    assert on.window.party_page.queue.menu_for(model.rows[0]) is None
    mime = model.mimeData([model.index(2)])
    assert not model.canDropMimeData(mime, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    model.dropMimeData(mime, Qt.DropAction.MoveAction, 0, 0, QModelIndex())
    assert on.actions.calls == []


def test_files_dropped_between_two_items_go_there(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    model = on.window.party_page.queue.queue
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/music/one.flac"), QUrl("https://example.org/two.flac")])
    assert model.canDropMimeData(mime, Qt.DropAction.CopyAction, 3, 0, QModelIndex())
    model.dropMimeData(mime, Qt.DropAction.CopyAction, 3, 0, QModelIndex())
    assert on.actions.calls == [Call("add_files", ((Path("/music/one.flac"),), False, "i3"))]


def test_messages_can_be_read_again(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.actions.notify("Bea joined.")
    on.actions.notify("The disk is full: make room and try again.", fatal=True)
    QTest.mouseClick(on.window.header.log_button, LEFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [a.text() for a in menu.actions()] == ["The disk is full: make room and try again.", "Bea joined."]
    menu.close()


def test_two_members_at_one_place_stand_above_one_another(stage: Callable[..., Stage]) -> None:
    same = tuple(replace(m, drift_ms=0.5) for m in members()[:2])
    on = stage(playing(members=same))
    pulse = on.window.party_page.pulse
    assert pulse.dot_position("ann").y() != pulse.dot_position("bea").y()


def test_a_dot_under_the_pointer_tells_its_name(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    pulse = on.window.party_page.pulse
    QTest.mouseMove(pulse, QPoint(2, 2))
    QTest.mouseMove(pulse, pulse.dot_position("dörte").toPoint())
    qtbot.waitUntil(lambda: pulse.toolTip() == "Dörte: 7.8 ms ± 0.9, too late")


def test_a_dot_moves_to_its_new_place(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    pulse = on.window.party_page.pulse
    before = pulse.dot_position("cem").x()
    moved = tuple(replace(m, drift_ms=-60.0) if m.id == "cem" else m for m in members())
    on.actions.change(members=moved)
    qtbot.waitUntil(lambda: pulse.dot_position("cem").x() > before + 200)


def test_the_tracks_own_cover_replaces_the_drawn_one(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    cover = on.window.party_page.cover
    assert cover.image.isNull()
    on.actions.change(track=track(cover=picture(64, 32)))
    qtbot.waitUntil(lambda: not cover.image.isNull())
    assert cover.image.width() == cover.image.height()
    on.actions.change(track=track(1))
    qtbot.waitUntil(lambda: cover.image.isNull())  # noqa: PLW0108 - each time another image


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n cut off", b"<svg/>"])
def test_what_is_no_picture_is_not_shown(data: bytes) -> None:
    assert square_picture(data, 100).isNull()


def test_title_and_artist_are_shown_and_in_the_windows_title(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    qtbot.waitUntil(lambda: on.window.windowTitle() == "Glass Harbour — Mira Vance – Unisono")
    assert on.window.party_page.file_label.whole_text == "Mira Vance"
    on.actions.change(track=track(3))
    qtbot.waitUntil(lambda: on.window.party_page.file_label.whole_text == "Paper Kites.ogg")


def test_the_waveform_fills_in_as_decoding_goes_on(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing(track=track(0, 0.5)))
    bar = on.window.party_page.seek_bar
    known = sum(level is not None for level in bar.bars)
    assert known == pytest.approx(len(bar.bars) / 2, abs=1)
    on.actions.change(track=track(0, 1.0))
    qtbot.waitUntil(lambda: None not in bar.bars[:-1])
    count = len(bar.bars)
    on.window.resize(1500, 900)
    qtbot.waitUntil(lambda: len(bar.bars) > count)
    on.actions.change(track=replace(track(), waveform=None))
    qtbot.waitUntil(lambda: not bar.bars)


def test_pointing_at_the_waveform_seeks_nowhere_and_a_drag_seeks_once(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    bar = on.window.party_page.seek_bar
    QTest.mouseMove(bar, QPoint(round(bar.x_of(30.0)), 20))
    assert on.actions.calls == []
    QTest.mousePress(bar, LEFT, pos=QPoint(round(bar.x_of(83.0)), 20))
    for seconds in (90.0, 140.0, 120.0):
        QTest.mouseMove(bar, QPoint(round(bar.x_of(seconds)), 20))
    assert bar.shown_position == pytest.approx(120.0, abs=0.5)
    QTest.mouseRelease(bar, LEFT, pos=QPoint(round(bar.x_of(120.0)), 20))
    (call,) = on.actions.calls
    assert call.name == "seek"
    assert call.args[0] == pytest.approx(120.0, abs=0.5)


def test_several_items_are_chosen_and_handled_together(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    listed = on.window.party_page.queue
    rows = [listed.visualRect(listed.queue.index(at)).center() for at in range(3)]
    QTest.mouseClick(listed.viewport(), LEFT, pos=rows[1])
    QTest.mouseClick(listed.viewport(), LEFT, CTRL, pos=rows[2])
    assert listed.selected_ids == ["i1", "i2"]
    menu = listed.menu_for(listed.queue.rows[1])
    assert menu is not None
    actions = {action.text(): action for action in menu.actions() if action.text()}
    assert list(actions) == ["Play next", "Remove 2 tracks"]
    for action in actions.values():
        action.trigger()
    menu.deleteLater()
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    mime = listed.queue.mimeData(listed.selectedIndexes())
    listed.queue.dropMimeData(mime, Qt.DropAction.MoveAction, 5, 0, QModelIndex())
    both = ("i1", "i2")
    assert on.actions.calls == [
        Call("play_next", (both,)),
        Call("remove_items", (both,)),
        Call("remove_items", (both,)),
        Call("move_items", (both, "i5")),
    ]


def test_the_queue_is_cleared_by_one_button(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing())
    page = on.window.party_page
    QTest.mouseClick(page.clear_button, LEFT)
    assert on.actions.calls == [Call("clear_queue")]
    on.actions.change(queue=queue()[:1])
    qtbot.waitUntil(lambda: not page.clear_button.isVisible())


@pytest.mark.parametrize("by_key", [False, True], ids=["button", "Ctrl+Z"])
def test_an_edit_is_taken_back_from_its_toast(stage: Callable[..., Stage], *, by_key: bool) -> None:
    on = stage(playing())
    toasts = on.window.toasts
    on.actions.notify("Removed “Slow Lanterns”", action="undo")
    on.actions.notify("Removed 3 tracks", action="undo")
    assert toasts.texts == ("Removed 3 tracks",)
    (toast,) = [toast for toast in toasts.findChildren(Toast) if toast.isVisible()]
    assert toast.action_button.text() == "Undo"
    if by_key:
        QTest.keyClick(on.window, Qt.Key.Key_Z, CTRL)
    else:
        QTest.mouseClick(toast.action_button, LEFT)
    assert on.actions.calls == [Call("undo")]
    assert not toasts.texts


@pytest.mark.skipif(shutil.which("xdotool") is None, reason="xdotool moves the mouse")
def test_an_item_is_dragged_with_the_mouse(stage: Callable[..., Stage], qtbot: QtBot, display: str) -> None:
    on = stage(playing())
    listed = on.window.party_page.queue
    start = listed.viewport().mapToGlobal(listed.visualRect(listed.queue.index(1)).center())
    third = listed.visualRect(listed.queue.index(2))
    # The lower edge of the third item: between it and the fourth.
    end = listed.viewport().mapToGlobal(QPoint(third.center().x(), third.bottom()))
    steps = ["mousemove", f"{start.x()}", f"{start.y()}", "mousedown", "1"]
    for part in range(1, 9):
        at = start + (end - start) * part / 8
        steps += ["mousemove", f"{at.x()}", f"{at.y()}", "sleep", "0.03"]
    steps += ["sleep", "0.1", "mouseup", "1"]
    with subprocess.Popen(["xdotool", *steps]) as hand:
        qtbot.waitUntil(lambda: bool(on.actions.calls), timeout=15_000)
        hand.wait(10)
    assert on.actions.calls == [Call("move_items", (("i1",), "i3"))]
