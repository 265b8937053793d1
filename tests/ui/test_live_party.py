"""People at real windows with each other: members, talk, sound, and what happens when the network or the host goes."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu, QSlider

from app.core.drift import Action
from app.core.view import Phase
from app.relay_process import RelayProcess
from app.window_start import WindowOptions
from tests.ui.hand import needs_hand, until
from tests.ui.live import Guest, Person, live

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.view import MemberView
    from tests.support.logs import ExpectedLogs

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("theme"), needs_hand]


def test_the_host_and_a_guest_talk_set_the_sound_and_hand_over(tmp_path: Path, songs: list[Path]) -> None:
    async def script(ann: Person) -> None:
        page, hand = ann.page, ann.hand
        await ann.sees("Playing")
        bea = Guest(tmp_path, "Bea", "join", ann.view.invite_short)
        try:
            await bea.sees("state", phase="playing")

            # Chat: unfold, say, react.
            await hand.click(page.chat.fold_button)
            await hand.type("play it again")
            await hand.key("Return")
            await hand.click(page.chat.reactions["heart"])
            await until(
                lambda: [line.text or line.reaction for line in ann.view.chat] == ["play it again", "heart"], "chat"
            )

            # Bea's volume and our own sound delay.
            await until(lambda: member(ann, "Bea").volume_open, "Bea lets us")
            slider = (await member_menu(ann, "Bea")).findChildren(QSlider)[0]
            await hand.click(slider, QPoint(slider.width() // 3, slider.height() // 2))
            await until(lambda: (member(ann, "Bea").volume or 1.0) < 0.95, "Bea is softer")
            await hand.dismiss()
            await hand.click(page.delay)
            await hand.click(page.delay.panel.late_button)
            await hand.dismiss()
            await until(lambda: ann.view.output_offset_ms == 5.0, "5 ms")

            # Resync by key: measured anew, nothing lost.
            await hand.click(page.cover)
            await hand.key("ctrl+r")
            await until(lambda: ann.view.sync is not None and ann.view.sync.action == Action.HARD, "a resync")
            assert ann.view.phase is Phase.PLAYING

            # Bea becomes host; when she goes, we are host again.
            await choose_in(ann, await member_menu(ann, "Bea"), "Make Bea the host")
            await bea.sees("party", isHost=True)
            await until(lambda: page.transport.guest_label.text() == "Bea is in control", "Bea is in control")
            bea.say("pause")
            await ann.sees("Paused")
        finally:
            assert await bea.close() == 0
        await until(page.transport.play_button.isVisible, "we are in control again")

        # A guest is sent away.
        cem = Guest(tmp_path, "Cem", "join", ann.view.invite_short)
        try:
            await until(lambda: any(each.name == "Cem" for each in ann.view.members), "Cem")
            await choose_in(ann, await member_menu(ann, "Cem"), "Send Cem away")
            assert "removed you" in (await cem.sees("left"))["reason"]
        finally:
            await cem.close()

    live(script, tmp_path / "ann", window=WindowOptions(files=(songs[2],), play=True))


def test_a_relay_that_is_killed_under_the_party_is_not_heard(
    tmp_path: Path, songs: list[Path], expect_log: ExpectedLogs
) -> None:
    expect_log("The relay ended unasked")

    async def script(ann: Person) -> None:
        await ann.sees("Playing")
        bea = Guest(tmp_path, "Bea", "join", ann.view.invite_short)
        try:
            await bea.sees("state", phase="playing")
            runtime = ann.controller._runtime
            relay = runtime.own_relay.running
            assert isinstance(relay, RelayProcess)
            killed = relay.pid
            os.kill(killed, signal.SIGKILL)
            await until(lambda: runtime.session.state.away_since is not None, "the loss")
            assert ann.status.startswith("Playing")
            await until(lambda: relay.pid != killed and runtime.session.state.away_since is None, "we are back")
            # A relay that knew her for a moment only may have forgotten her seat; then she takes another.
            here = ("Bea", True)
            await until(lambda: here in [(each.name, each.connected) for each in ann.view.members], "Bea is back")
            assert ann.status.startswith("Playing")
            await ann.hand.key("space")
            await bea.sees("state", phase="paused")
        finally:
            assert await bea.close() == 0

    live(script, tmp_path / "ann", window=WindowOptions(files=(songs[2],), play=True, name="Ann"))


async def member_menu(person: Person, name: str) -> QMenu:
    """Open the menu on a member by its three dots."""
    listed = person.page.members
    await until(lambda: any(each.name == name for each in listed.members), name)
    at = [each.name for each in listed.members].index(name)
    row = listed.visualRect(listed.model().index(at, 0))
    await person.hand.click(listed.viewport(), QPoint(listed.viewport().width() - 16, row.center().y()))
    await until(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "the menu")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


async def choose_in(person: Person, menu: QMenu, words: str) -> None:
    """Click an entry of a menu."""
    (action,) = [each for each in menu.actions() if each.text() == words]
    await person.hand.click(menu, menu.actionGeometry(action).center())


def member(person: Person, name: str) -> MemberView:
    """A member as the window shows them, which is a moment after the session knows."""
    return next(each for each in person.page.members.members if each.name == name)
