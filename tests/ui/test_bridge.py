from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.core.view import Notice, PartyView, Phase
from app.ui.bridge import ALL_FIELDS, ViewBridge, changed_fields
from tests.fakes.replay_actions import ReplayActions
from tests.ui.views import playing

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.ui


def test_only_fields_that_differ_are_told() -> None:
    view = playing()
    assert changed_fields(view, view) == frozenset()
    assert changed_fields(view, replace(view, volume=0.1, phase=Phase.PAUSED)) == {"volume", "phase"}


def test_views_that_come_close_together_are_shown_as_first_and_last(qtbot: QtBot) -> None:
    actions = ReplayActions(playing())
    bridge = ViewBridge(actions)
    told: list[tuple[PartyView, frozenset[str]]] = []
    bridge.view_changed.connect(lambda view, changed: told.append((view, changed)))
    bridge.start()
    for step in range(1, 11):
        actions.change(volume=step / 20)
    actions.change(muted=True)
    assert [changed for _view, changed in told] == [ALL_FIELDS, {"volume"}]
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told[-1] == (actions.view, frozenset({"volume", "muted"}))
    assert bridge.view is actions.view
    bridge.close()


def test_a_view_that_changes_nothing_is_not_shown(qtbot: QtBot) -> None:
    actions = ReplayActions(playing())
    bridge = ViewBridge(actions)
    told: list[PartyView] = []
    bridge.start()
    bridge.view_changed.connect(lambda view, _changed: told.append(view))
    actions.change(volume=0.8)
    assert told == []
    bridge.close()


def test_notices_pass_and_nothing_does_after_closing(qtbot: QtBot) -> None:
    actions = ReplayActions(playing())
    bridge = ViewBridge(actions)
    told: list[Notice] = []
    bridge.notice_raised.connect(told.append)
    actions.notify("Bea joined.")
    bridge.close()
    actions.notify("Cem joined.")
    assert [notice.message for notice in told] == ["Bea joined."]
    assert actions.subscribers == 0
