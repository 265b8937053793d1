from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtTest import QTest

from app.core.view import PartyView, Phase
from app.errors import UnisonoError
from app.said import quoted
from app.tasks import TaskSupervisor
from app.ui.demo_switch import DemoSwitch
from app.ui.dialogs.ask import ChoiceDialog
from app.ui.handover import encode
from app.ui.instance import InstanceDoor
from app.ui.start_action import HostAction, JoinAction, StartAction
from tests.fakes.replay_actions import Call
from tests.ui.test_window import dialog_over, until
from tests.ui.views import as_guest, playing

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from pytestqt.qtbot import QtBot

    from tests.support.logs import ExpectedLogs
    from tests.ui.conftest import Stage

    RunAsync = Callable[[Coroutine[Any, Any, None]], None]

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton
ROOT = Path(__file__).resolve().parents[2]
SONG = Path("/music/song.flac")


_SECOND_START = """
import sys
from app.ui.handover import decode
from app.ui.handover import encode
from app.ui.instance import hand_over
print(hand_over(sys.argv[1], decode(sys.argv[2].encode())))
"""


def knock(qtbot: QtBot, name: str, action: StartAction | None) -> bool:
    """A second start, in a process of its own: whether an open window took the action."""
    command = [sys.executable, "-c", _SECOND_START, name, encode(action).decode()]
    starter = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    qtbot.waitUntil(lambda: starter.poll() is not None, timeout=20000)
    out, _ = starter.communicate()
    return out.strip() == "True"


@pytest.fixture
def name(tmp_path: Path) -> str:
    return str(tmp_path / "door")


def test_a_second_start_hands_its_files_to_the_open_window(
    stage: Callable[..., Stage], qtbot: QtBot, name: str
) -> None:
    on = stage()
    door = InstanceDoor(name, on.window)
    door.action_given.connect(on.window.take)
    assert door.listen()
    on.window.showMinimized()
    assert knock(qtbot, name, HostAction(paths=(SONG,), play=True))
    assert on.actions.calls == [Call("create_party", ("Ann", None, None))]
    assert not on.window.isMinimized()
    assert knock(qtbot, name, None)
    door.close()
    assert not knock(qtbot, name, None)


def test_a_door_that_a_crash_left_behind_is_opened_again(qtbot: QtBot, name: str) -> None:
    Path(name).touch()
    door = InstanceDoor(name)
    assert door.listen()
    door.close()


def test_a_door_that_cannot_be_opened_costs_nothing_else(
    qtbot: QtBot, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("Later starts open their own window")
    assert not InstanceDoor(str(tmp_path / "no" / "folder" / "door")).listen()


@pytest.mark.parametrize("said", [b"hello\n", b"x" * (1 << 21)], ids=["nonsense", "too much"])
def test_strange_visitors_are_shown_out(qtbot: QtBot, name: str, said: bytes, expect_log: ExpectedLogs) -> None:
    expect_log("no start of ours says", always=said == b"hello\n")
    door = InstanceDoor(name)
    taken: list[object] = []
    door.action_given.connect(taken.append)
    assert door.listen()
    visitor = QLocalSocket()
    visitor.connectToServer(name)
    visitor.write(said)
    qtbot.waitUntil(lambda: visitor.state() is QLocalSocket.LocalSocketState.UnconnectedState)
    assert taken == []
    door.close()


def test_one_that_listens_but_is_not_ours_is_no_open_window(qtbot: QtBot, name: str) -> None:
    server = QLocalServer()
    server.newConnection.connect(lambda: server.nextPendingConnection().abort())
    server.listen(name)
    assert not knock(qtbot, name, None)
    server.close()


@pytest.mark.parametrize(
    ("view", "calls"),
    [
        (playing(), [Call("add_files", ((SONG,), False, None))]),
        (as_guest(playing()), []),
        (PartyView(phase=Phase.CONNECTING), [Call("leave"), Call("create_party", ("Ann", None, None))]),
    ],
    ids=["host", "guest", "connecting"],
)
def test_files_of_a_second_start_go_where_the_party_is(
    stage: Callable[..., Stage], view: PartyView, calls: list[Call]
) -> None:
    on = stage(view)
    on.window.take(HostAction(paths=(SONG,), play=True))
    assert on.actions.calls == calls


@pytest.mark.parametrize("answer", [0, 1], ids=["leave and join", "stay"])
def test_an_invite_of_a_second_start_asks_before_a_party_is_left(
    stage: Callable[..., Stage], run_async: RunAsync, answer: int
) -> None:
    on = stage(playing())

    async def script() -> None:
        on.window.take(JoinAction(invite="ACDEFG@10.0.0.9"))
        dialog = await dialog_over(ChoiceDialog)
        QTest.mouseClick(dialog.buttons[answer], LEFT)
        await until(lambda: not on.window.questions.busy)

    run_async(script())
    switched = [Call("leave"), Call("join_party", ("ACDEFG@10.0.0.9", "Ann", None))]
    assert on.actions.calls == (switched if answer == 0 else [])


def test_a_window_that_goes_takes_its_open_question_with_it(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(playing())

    async def script() -> None:
        on.window.take(JoinAction(invite="ACDEFG@10.0.0.9"))
        dialog = await dialog_over(ChoiceDialog)
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)
        assert on.window.questions._open is not None
        on.window.questions._open.cancel()
        await until(lambda: not on.window.questions.busy)

    run_async(script())


def test_an_invite_to_the_party_we_are_in_changes_nothing(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.window.take(JoinAction(invite=playing().invite_url))
    assert on.actions.calls == []
    assert not on.window.questions.busy


def test_the_demo_runs_until_it_is_ended(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    page = stage().window.start_page
    seen: list[str] = []

    async def demo() -> None:
        seen.append("begun")
        try:
            await asyncio.Event().wait()
        finally:
            seen.append("ended")

    async def script() -> None:
        switch = DemoSwitch(page, demo, TaskSupervisor("test"), seen.append)
        page.demo_button.click()
        await until(lambda: seen == ["begun"])
        assert page.demo_button.text() == "End the demo"
        page.demo_button.click()
        await until(lambda: seen == ["begun", "ended"])
        await until(lambda: page.demo_button.text() == "Try the demo")
        del switch

    run_async(script())


def test_a_demo_that_cannot_begin_says_why(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    page = stage().window.start_page
    said: list[str] = []

    async def demo() -> None:
        raise UnisonoError("no-music", quoted("The bundled music is missing."))

    async def script() -> None:
        switch = DemoSwitch(page, demo, TaskSupervisor("test"), said.append)
        page.demo_button.click()
        await until(lambda: said == ["The bundled music is missing."])
        del switch

    run_async(script())
    assert page.demo_button.text() == "Try the demo"
