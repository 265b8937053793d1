from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.tasks import TaskSupervisor
from app.ui.dialogs.ask import ChoiceDialog, choose
from app.ui.pages.page import Page
from app.ui.widgets.dimmer import Dimmer
from app.ui.widgets.party_row import PartyRow
from app.ui.widgets.switch import Switch
from server.protocol.units import Seconds
from tests.ui.test_window import dialog_over
from tests.ui.views import playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.theme import Theme
    from tests.ui.conftest import Stage
    from tests.ui.test_window import RunAsync

pytestmark = pytest.mark.ui


class PaintedAreas(QObject):
    """What of a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen: list[QRect] = []
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt
        if isinstance(event, QPaintEvent):
            self.seen.append(event.rect())
        return False


def test_content_stays_in_place_when_a_scroll_bar_comes(qtbot: QtBot) -> None:
    page = Page()
    qtbot.addWidget(page)
    content = QWidget()
    content.setMinimumHeight(400)
    layout = QVBoxLayout()
    layout.setContentsMargins(24, 24, 24, 24)
    layout.addWidget(content)
    page.set_content(layout)
    page.resize(500, 600)
    with qtbot.waitExposed(page):
        page.show()
    before = content.width()
    page.resize(500, 300)
    qtbot.waitUntil(page.verticalScrollBar().isVisible)
    qtbot.waitUntil(lambda: content.width() == before)


def test_a_party_row_is_a_button_that_says_where_it_leads(qtbot: QtBot, theme: Theme) -> None:
    row = PartyRow(theme, "Jonas’s party", "192.168.1.31")
    qtbot.addWidget(row)
    with qtbot.waitExposed(row):
        row.show()
    assert row.accessibleDescription() == "192.168.1.31"
    with qtbot.waitSignal(row.clicked):
        QTest.keyClick(row, Qt.Key.Key_Space)


def test_a_switch_is_drawn_on_its_way_and_where_it_ends(qtbot: QtBot, theme: Theme) -> None:
    switch = Switch(theme, "Never touch the pitch")
    qtbot.addWidget(switch)
    with qtbot.waitExposed(switch):
        switch.show()
    off = switch.grab().toImage()
    with qtbot.waitSignal(switch._way.finished):
        switch.click()
    on = switch.grab().toImage()
    assert on != off
    with qtbot.waitSignal(switch._way.finished):
        switch.click()
    assert switch.grab().toImage() == off


def test_a_question_dims_its_window_for_as_long_as_it_is_open(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    window = stage().window
    tasks, given = TaskSupervisor("test"), list[int]()

    async def answer(over: QWidget, answers: list[tuple[str, str]], given: list[int]) -> None:
        given.append(await choose(over, "Really?", "It is a question.", answers))

    async def script() -> None:
        answers = [("Yes", "accent"), ("No", "plain")]
        task = tasks.spawn("question", answer(window, answers, given))
        dialog = await dialog_over(ChoiceDialog)
        (shade,) = window.findChildren(Dimmer)
        assert shade.size() == window.size()
        window.resize(900, 700)
        QTest.qWait(1)
        assert shade.size() == window.size()
        QTest.mouseClick(dialog.buttons[0], Qt.MouseButton.LeftButton)
        await task

    run_async(script())
    assert given == [0]
    QTest.qWait(1)
    assert not window.findChildren(Dimmer)


def test_a_position_that_moves_paints_no_more_than_the_strip_it_went_over(
    stage: Callable[..., Stage], qtbot: QtBot
) -> None:
    bar = stage(playing(position=Seconds(83.2))).window.party_page.seek_bar
    QTest.qWait(50)
    painted = PaintedAreas(bar)
    # A pixel is a third of a second here: the figures stay as they are.
    bar.set_position(83.9)
    qtbot.waitUntil(lambda: bool(painted.seen))
    assert all(area.width() < bar.width() / 4 for area in painted.seen)
