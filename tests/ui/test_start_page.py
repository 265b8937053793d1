from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QBoxLayout, QPushButton, QWidget

from app.core.view import PartyView, Phase
from app.said import quoted
from app.ui.memory import RecentParty, WindowMemory
from tests.fakes.replay_actions import Call
from tests.ui.views import as_guest, empty_party, playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Stage

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton


def drop_files(window: QWidget, *paths: str) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    at = window.rect().center()
    args = (Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(window, QDragEnterEvent(at, *args))
    QApplication.sendEvent(window, QDropEvent(QPointF(at), *args))


def test_a_party_without_music_starts_under_the_name_in_the_field(stage: Callable[..., Stage]) -> None:
    on = stage()
    QTest.mouseClick(on.window.start_page.host_button, LEFT)
    assert on.actions.calls == [Call("create_party", ("Ann", None, None))]


def test_the_first_run_asks_for_a_name_and_keeps_it(stage: Callable[..., Stage]) -> None:
    on = stage(memory=WindowMemory())
    page = on.window.start_page
    QTest.mouseClick(page.host_button, LEFT)
    assert on.actions.calls == []
    assert page.name_error.isVisible()
    QTest.keyClicks(page.name_edit, "Zoe")
    assert not page.name_error.isVisible()
    QTest.mouseClick(page.host_button, LEFT)
    assert on.actions.calls == [Call("create_party", ("Zoe", None, None))]
    assert on.remembered[-1].name == "Zoe"


def test_a_typed_code_joins_on_enter_in_capitals(stage: Callable[..., Stage]) -> None:
    on = stage()
    edit = on.window.start_page.code_field.edit
    QTest.mouseClick(edit, LEFT)
    QTest.keyClicks(edit, "qwx-tr4")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert on.actions.calls == [Call("join_party", ("QWX-TR4", "Ann", None))]


def test_a_link_is_left_as_it_was_pasted(stage: Callable[..., Stage]) -> None:
    on = stage()
    field = on.window.start_page.code_field
    QTest.keyClicks(field.edit, "http://music.example.org/join/qwxtr4")
    QTest.mouseClick(field.button, LEFT)
    assert on.actions.calls == [Call("join_party", ("http://music.example.org/join/qwxtr4", "Ann", None))]


def test_what_is_no_invite_is_told_in_a_sentence_until_it_is_edited(stage: Callable[..., Stage]) -> None:
    on = stage()
    field = on.window.start_page.code_field
    QTest.keyClicks(field.edit, "hello")
    QTest.mouseClick(field.button, LEFT)
    assert on.actions.calls == []
    assert "not a party code" in field.error_label.text()
    assert field.edit.accessibleDescription() == field.error_label.text()
    QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
    assert not field.error_label.isVisible()


def test_ctrl_v_joins_with_the_copied_invite(stage: Callable[..., Stage]) -> None:
    on = stage()
    QGuiApplication.clipboard().setText("QWXTR4@192.168.1.20")
    on.window.start_page.choose_button.setFocus()
    QTest.keyClick(on.window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert on.actions.calls == [Call("join_party", ("QWXTR4@192.168.1.20", "Ann", None))]


def test_dropped_files_start_a_party_and_are_sent_once_it_stands(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(replies={"create_party": lambda _view: PartyView(phase=Phase.CONNECTING)})
    drop_files(on.window, "/music/one.flac", "/music/two.mp3")
    assert on.actions.calls == [Call("create_party", ("Ann", None, None))]
    on.actions.show(empty_party())
    on.actions.change(volume=0.5)
    qtbot.waitUntil(lambda: len(on.actions.calls) > 1)
    on.actions.change(volume=0.6)
    assert on.actions.calls[1:] == [Call("add_files", ((Path("/music/one.flac"), Path("/music/two.mp3")), True, None))]


def test_files_dropped_on_a_party_join_its_queue(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    drop_files(on.window, "/music/one.flac")
    assert on.actions.calls == [Call("add_files", ((Path("/music/one.flac"),), False, None))]
    assert not on.window.drops.veil.isVisible()


def test_a_guest_who_drops_files_is_told_whom_to_ask(stage: Callable[..., Stage]) -> None:
    on = stage(as_guest(playing()))
    drop_files(on.window, "/music/one.flac")
    assert on.actions.calls == []
    assert on.window.toasts.texts == ("Only the host adds music. Ask Ann to add yours.",)


def test_a_joined_party_is_offered_again_next_time(stage: Callable[..., Stage]) -> None:
    on = stage(replies={"join_party": lambda _view: as_guest(playing())})
    field = on.window.start_page.code_field
    QTest.keyClicks(field.edit, "QWXTR4")
    QTest.mouseClick(field.button, LEFT)
    expected = RecentParty(invite="http://192.168.1.20:8750/join/QWXTR4", host="Ann")
    assert on.remembered[-1].recent == (expected,)


def test_a_recent_party_is_one_click_away(stage: Callable[..., Stage]) -> None:
    recent = (RecentParty(invite="QWXTR4@10.0.0.9", host="Jonas"),)
    on = stage(memory=WindowMemory(name="Ann", recent=recent))
    [again] = [b for b in on.window.start_page.findChildren(QPushButton) if b.text() == "Jonas’s party"]
    QTest.mouseClick(again, LEFT)
    assert on.actions.calls == [Call("join_party", ("QWXTR4@10.0.0.9", "Ann", None))]


def test_connecting_can_be_cancelled(stage: Callable[..., Stage]) -> None:
    on = stage(PartyView(phase=Phase.CONNECTING))
    QTest.mouseClick(on.window.connecting_page.cancel_button, LEFT)
    assert on.actions.calls == [Call("leave")]


def test_the_end_of_a_party_is_told_on_the_start_page(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.actions.show(PartyView(phase=Phase.LEFT, left_reason=quoted("Ann ended the party.")))
    assert on.window.pages.currentWidget() is on.window.start_page
    assert on.window.start_page.ended_label.text() == "Ann ended the party."
    assert on.window.start_page.ended_label.isVisible()


def test_the_cards_are_stacked_when_the_window_is_narrow(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage()
    cards = on.window.start_page._cards
    assert cards.direction() is QBoxLayout.Direction.LeftToRight
    on.window.resize(600, 800)
    qtbot.waitUntil(lambda: cards.direction() is QBoxLayout.Direction.TopToBottom)
