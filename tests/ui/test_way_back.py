"""The way back into a party that the program was killed in, at the real window."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.view import PartyView, Phase, WayBackView
from app.said import Said, Saying
from app.ui.start_action import BackAction
from tests.fakes.replay_actions import Call
from tests.ui.hand import needs_hand, until
from tests.ui.live import Guest, Person, live
from tests.ui.views import empty_party

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.conftest import Stage

pytestmark = [pytest.mark.ui]
LEFT = Qt.MouseButton.LeftButton
HOSTS = PartyView(way_back=WayBackView(code="ACDEFG", is_host=True))


def test_one_click_goes_back_and_nothing_goes_back_by_itself(stage: Callable[..., Stage]) -> None:
    on = stage(HOSTS)
    page = on.window.start_page
    assert on.actions.calls == []
    assert page.back_button.isVisible()
    assert page.back_button.text() == "Go back to your party ACD-EFG"
    QTest.mouseClick(page.back_button, LEFT)
    assert on.actions.calls == [Call("go_back")]


def test_a_guest_is_offered_the_party_of_somebody_else(stage: Callable[..., Stage]) -> None:
    on = stage(PartyView(way_back=WayBackView(code="ACDEFG", is_host=False)))
    assert on.window.start_page.back_button.text() == "Go back to the party ACD-EFG"


def test_going_back_asks_for_no_name(stage: Callable[..., Stage]) -> None:
    on = stage(HOSTS)
    on.window.start_page.name_edit.clear()
    on.window.take(BackAction())
    assert on.actions.calls == [Call("go_back")]


def test_inside_a_party_there_is_nothing_to_go_back_to(stage: Callable[..., Stage]) -> None:
    on = stage(empty_party())
    on.window.take(BackAction())
    assert on.actions.calls == []


def test_a_party_that_is_over_leaves_one_sentence_and_a_normal_start_page(stage: Callable[..., Stage]) -> None:
    on = stage(HOSTS)
    on.actions.show(PartyView(phase=Phase.LEFT, left_reason=Said(what=Saying.PARTY_OVER)))
    page = on.window.start_page
    assert not page.back_button.isVisible()
    assert page.ended_label.text().startswith("This party is over.")


@needs_hand
@pytest.mark.usefixtures("theme")
def test_a_killed_host_is_back_with_one_click(tmp_path: Path, songs: list[Path]) -> None:
    async def script(ann: Person) -> None:
        page = ann.window.start_page
        await until(page.back_button.isVisible, "the way back")
        await ann.hand.click(page.back_button)
        await ann.sees("Playing")
        assert ann.view.is_host
        assert [item.title for item in ann.view.queue] == ["long"]
        assert ann.view.self_id

    asyncio.run(host_and_die(tmp_path, songs[2]))
    live(script, tmp_path / "ann")


async def host_and_die(home: Path, song: Path) -> None:
    """A host of this home, killed in the middle of its party."""
    ann = Guest(home, "ann", "host", str(song), "--play", "--port", "0", "--listen", "127.0.0.1")
    await ann.sees("state", phase="playing")
    ann.kill()
    await ann.close()
