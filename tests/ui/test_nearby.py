from __future__ import annotations

import asyncio
import time
from functools import partial
from ipaddress import ip_network
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.core.nearby import Announcement, NearbyParty
from app.core.view import PartyView, Phase
from app.net import beacon
from app.net.beacon import Beacon
from app.net.http import RelayHttp
from app.net.lookout import watch_parties
from app.net.ws_link import WebsocketsLink
from app.party.controller import PartyController
from app.party.parts import Parts
from app.relay_process import start_relay, start_relay_again
from app.settings import Settings
from app.tasks import TaskSupervisor
from app.ui.main_window import MainWindow
from app.ui.memory import WindowMemory
from app.ui.nearby_desk import NearbyDesk
from server.protocol.invite import Invite
from server.protocol.units import LocalSec
from tests.fakes.party_parts import FakePlayer
from tests.fakes.preferences import FakePreferences
from tests.fakes.replay_actions import Call
from tests.ui.test_window import until
from tests.ui.views import as_guest, empty_party, playing

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.ui.theme import Theme
    from app.ui.widgets.nearby_list import NearbyList
    from tests.ui.conftest import Stage

    RunAsync = Callable[[Coroutine[Any, Any, None]], None]

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton
HERE = "127.0.0.1"


def party(code: str, name: str = "Bea") -> NearbyParty:
    return NearbyParty(host_name=name, invite=Invite(host="192.168.1.20", port=8750, code=code))


FIRST, SECOND = party("QWXTR4"), party("ACDEFG", "Cem")


@pytest.fixture(autouse=True)
def pointer_out_of_the_way(display: str) -> None:
    QCursor.setPos(0, 0)


def names(listed: NearbyList) -> list[str]:
    return [row.accessibleName() for row in listed.rows if row.isVisible()]


def test_a_found_party_is_one_click_away(stage: Callable[..., Stage]) -> None:
    on = stage()
    listed = on.window.start_page.nearby
    assert not listed.isVisible()
    listed.show_parties((FIRST, SECOND))
    assert names(listed) == ["Join Bea’s party, code Q W X T R 4", "Join Cem’s party, code A C D E F G"]
    QTest.mouseClick(listed.rows[1], LEFT)
    assert on.actions.calls == [Call("join_party", ("ACDEFG@192.168.1.20", "Ann", None))]


def test_the_keyboard_reaches_a_found_party_from_the_code_field(stage: Callable[..., Stage]) -> None:
    on = stage()
    page = on.window.start_page
    page.nearby.show_parties((FIRST,))
    page.code_field.button.setFocus()
    QTest.keyClick(page.code_field.button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is page.nearby.rows[0]
    QTest.keyClick(page.nearby.rows[0], Qt.Key.Key_Space)
    assert on.actions.calls == [Call("join_party", ("QWXTR4@192.168.1.20", "Ann", None))]


def test_rows_keep_their_place_and_take_a_new_name(stage: Callable[..., Stage]) -> None:
    listed = stage().window.start_page.nearby
    listed.show_parties((SECOND,))
    [row] = listed.rows
    listed.show_parties((party("QWXTR4", ""), party("ACDEFG", "Cemal")))
    assert listed.rows[0] is row
    assert names(listed) == ["Join Cemal’s party, code A C D E F G", "Join A party, code Q W X T R 4"]
    listed.show_parties(())
    assert not listed.isVisible()


def test_a_row_does_not_go_away_under_the_pointer(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    listed = stage().window.start_page.nearby
    listed.show_parties((FIRST, SECOND))
    QTest.qWait(0)
    QCursor.setPos(listed.rows[1].mapToGlobal(listed.rows[1].rect().center()))
    qtbot.waitUntil(listed.underMouse, timeout=5000)
    listed.show_parties((SECOND,))
    assert [row.isEnabled() for row in listed.rows] == [False, True]
    QCursor.setPos(listed.window().mapToGlobal(QPoint(3, 3)))
    qtbot.waitUntil(lambda: len(listed.rows) == 1, timeout=5000)


def test_a_list_waits_for_a_click_that_is_being_aimed(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    page = stage().window.start_page
    QCursor.setPos(page.choose_button.mapToGlobal(page.choose_button.rect().center()))
    page.nearby.show_parties((FIRST,))
    assert not page.nearby.isVisible()
    qtbot.waitUntil(page.nearby.isVisible, timeout=10000)


def test_many_parties_are_folded_until_they_are_asked_for(stage: Callable[..., Stage]) -> None:
    listed = stage().window.start_page.nearby
    listed.show_parties(tuple(party(f"QWXTR{letter}") for letter in "ACDEFGH"))
    assert (len(names(listed)), listed.more_button.text()) == (4, "Show 3 more")
    QTest.mouseClick(listed.more_button, LEFT)
    assert (len(names(listed)), listed.more_button.isVisible()) == (7, False)
    assert QApplication.focusWidget() is listed.rows[4]


def test_the_network_is_searched_outside_of_parties_only(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    listed = stage().window.start_page.nearby
    tells: list[Callable[[tuple[NearbyParty, ...]], None]] = []
    ended: list[bool] = []

    async def watch(tell: Callable[[tuple[NearbyParty, ...]], None]) -> None:
        tells.append(tell)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def script() -> None:
        tasks = TaskSupervisor("test")
        desk = NearbyDesk(listed, watch, tasks)
        desk.follow(PartyView())
        desk.follow(PartyView())
        await until(lambda: len(tells) == 1)
        tells[0]((FIRST,))
        assert len(names(listed)) == 1
        desk.follow(PartyView(phase=Phase.CONNECTING))
        assert not listed.rows
        await until(lambda: ended == [True])
        desk.follow(playing())
        desk.follow(PartyView(phase=Phase.LEFT))
        await until(lambda: len(tells) == 2)
        # Our own party, whose goodbye was lost.
        tells[1]((FIRST, SECOND))
        assert names(listed) == ["Join Cem’s party, code A C D E F G"]
        await tasks.close()

    run_async(script())


def test_the_host_sees_and_switches_who_sees_the_party(stage: Callable[..., Stage]) -> None:
    on = stage(empty_party())
    invite = on.window.party_page.invite
    assert invite.nearby_switch.isChecked()
    QTest.mouseClick(invite.nearby_switch, LEFT)
    assert on.actions.calls == [Call("show_nearby", (False,))]
    on.actions.change(shown_nearby=False)
    QTest.qWait(50)
    assert (invite.nearby_switch.isChecked(), invite.nearby_label.text()) == (False, "Others need the code or the link")


def test_a_guest_has_no_say_in_it(stage: Callable[..., Stage]) -> None:
    assert not stage(as_guest(playing())).window.party_page.invite.nearby_switch.isVisible()


def test_the_setting_is_remembered(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    kept = FakePreferences(Settings(name="Ann"))
    on = stage(preferences=kept)

    async def script() -> None:
        on.window.open_settings()
        await until(on.window.settings_page.look_again_button.isEnabled)
        QTest.mouseClick(on.window.settings_page.show_nearby, LEFT)

    run_async(script())
    assert not kept.settings.show_nearby


def test_a_click_on_a_party_found_by_multicast_leads_into_it(
    qapp: QApplication, theme: Theme, run_async: RunAsync, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    qapp.setQuitOnLastWindowClosed(False)
    monkeypatch.setattr(beacon, "is_for_others", bool)

    def member() -> PartyController:
        return PartyController(
            Parts(
                player=FakePlayer(),
                link=WebsocketsLink,
                http=RelayHttp,
                relay=partial(start_relay, data_dir=tmp_path),
                relay_again=start_relay_again,
            )
        )

    async def script() -> None:
        relay = await start_relay(data_dir=tmp_path / "relay", port=0, host=HERE)
        tasks = TaskSupervisor("test")
        host, guest = member(), member()
        window = MainWindow(
            guest,
            theme=theme,
            tasks=tasks,
            clock=lambda: LocalSec(time.monotonic()),
            memory=WindowMemory(name="Cem"),
            remember=lambda _memory: None,
            nearby=partial(watch_parties, interfaces=[HERE], networks=[ip_network("127.0.0.0/8")]),
        )
        try:
            await host.open()
            await guest.open()
            host.create_party(name="Bea", relay=relay.local.http_url)
            await until(lambda: bool(host.view.code))
            said = Announcement(code=host.view.code, host_name="Bea", port=relay.local.port)
            Beacon(tasks).show(said, lambda: HERE)
            window.show()
            listed = window.start_page.nearby
            await until(lambda: any(host.view.code in row.toolTip() for row in listed.rows))
            [row] = [row for row in listed.rows if host.view.code in row.toolTip()]
            # Not by QTest: it would turn the loop within this coroutine.
            row.click()
            await until(lambda: window.pages.currentWidget() is window.party_page)
            await until(lambda: {one.name for one in host.view.members} == {"Bea", "Cem"})
            assert guest.view.code == host.view.code
        finally:
            window.quit()
            window.deleteLater()
            QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
            await tasks.close()
            await guest.close()
            await host.close()
            await relay.close()

    run_async(script())
