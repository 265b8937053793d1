from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from server.protocol.units import ServerMs
from tests.fakes.replay_actions import Call
from tests.ui.views import chat, playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Stage

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton


def test_what_is_new_is_counted_until_the_chat_is_opened(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing(chat=chat()))
    panel = on.window.party_page.chat
    assert panel.unread_label.text() == "4"  # one of the five is ours
    assert not panel.body.isVisible()
    QTest.mouseClick(panel.fold_button, LEFT)
    assert not panel.unread_label.isVisible()
    assert "Elif" in panel.talk.toPlainText()
    assert "<please>" in panel.talk.toPlainText()
    QTest.mouseClick(panel.fold_button, LEFT)
    late = replace(chat()[0], text="one more", sent_at=chat()[-1].sent_at)
    on.actions.change(chat=(*chat(), late))
    qtbot.waitUntil(panel.unread_label.isVisible)
    assert panel.unread_label.text() == "1"


def test_enter_says_it_and_empties_the_field(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    panel = on.window.party_page.chat
    QTest.mouseClick(panel.fold_button, LEFT)
    assert panel.field.hasFocus()
    QTest.keyClicks(panel.field, "play it again ")
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    QTest.keyClick(panel.field, Qt.Key.Key_Return)
    assert on.actions.calls == [Call("say", ("play it again",))]
    assert panel.field.text() == ""


def test_a_reaction_is_one_click(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    panel = on.window.party_page.chat
    QTest.mouseClick(panel.fold_button, LEFT)
    for button in panel.reactions.values():
        QTest.mouseClick(button, LEFT)
    words = ["heart", "thumb", "star", "flame", "smile"]
    assert on.actions.calls == [Call("react", (word,)) for word in words]


def test_a_reaction_of_a_newer_app_is_shown_as_its_word(stage: Callable[..., Stage]) -> None:
    unknown = replace(chat()[1], reaction="<confetti>")
    on = stage(playing(chat=(unknown,)))
    panel = on.window.party_page.chat
    QTest.mouseClick(panel.fold_button, LEFT)
    assert "<confetti>" in panel.talk.toPlainText()
    assert panel.talk.accessibleDescription() == "Cem: <confetti>"


def test_keys_in_the_chat_are_letters(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    panel = on.window.party_page.chat
    QTest.mouseClick(panel.fold_button, LEFT)
    QTest.keyClicks(panel.field, "m m")
    assert panel.field.text() == "m m"
    assert on.actions.calls == []


def test_new_lines_come_in_below_and_old_ones_leave_above(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    said = tuple(replace(chat()[0], text=f"line {at}", sent_at=ServerMs(1000.0 * at)) for at in range(12))
    on = stage(playing(chat=said[:8]))
    panel = on.window.party_page.chat
    QTest.mouseClick(panel.fold_button, LEFT)
    on.actions.change(chat=said[3:10])
    qtbot.waitUntil(lambda: "line 9" in panel.talk.toPlainText())
    # Line by line, as if the whole talk were shown anew.
    shown = panel.talk.toPlainText()
    panel.fold_button.click()
    panel.fold_button.click()
    assert shown == panel.talk.toPlainText()
    assert len(shown.splitlines()) == 7
    on.actions.change(chat=said[11:])
    qtbot.waitUntil(lambda: len(panel.talk.toPlainText().splitlines()) == 1)
    bar = panel.talk.verticalScrollBar()
    assert bar.value() == bar.maximum()
