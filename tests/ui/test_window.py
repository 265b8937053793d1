from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from app.core.view import BannerKind, PartyView, Phase
from app.said import quoted
from app.ui.dialogs.ask import ChoiceDialog
from app.ui.dialogs.help import LibvlcDialog, ShortcutSheet, libvlc_steps
from app.ui.main_window import MainWindow
from app.ui.memory import WindowMemory
from app.ui.run import run_window
from app.ui.start_action import HostAction, JoinAction
from app.ui.theme import Appearance
from tests.fakes.replay_actions import Call, ReplayActions
from tests.ui.views import BANNERS, as_guest, empty_party, playing

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from tests.ui.conftest import Stage

    RunAsync = Callable[[Coroutine[Any, Any, None]], None]

pytestmark = pytest.mark.ui
D = TypeVar("D", bound=QDialog)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def no_quit_side_effects(qapp: QApplication) -> Iterator[None]:
    before = qapp.quitOnLastWindowClosed()
    yield
    qapp.setQuitOnLastWindowClosed(before)


async def dialog_over(kind: type[D]) -> D:
    """The dialog that opens next."""
    while True:
        found = [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]
        if found:
            return found[0]
        await asyncio.sleep(0)


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 - a widget has no event to wait for
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [(0, [Call("end_party")]), (1, [Call("leave")]), (2, [])],
    ids=["end", "leave", "stay"],
)
def test_a_host_who_leaves_is_asked_what_becomes_of_the_others(
    stage: Callable[..., Stage], run_async: RunAsync, answer: int, expected: list[Call]
) -> None:
    on = stage(playing())

    async def script() -> None:
        QTest.mouseClick(on.window.header.leave_button, LEFT)
        dialog = await dialog_over(ChoiceDialog)
        QTest.mouseClick(dialog.buttons[answer], LEFT)
        await until(lambda: not on.window.questions.busy)

    run_async(script())
    assert on.actions.calls == expected


def test_a_guest_leaves_without_being_asked(stage: Callable[..., Stage]) -> None:
    on = stage(as_guest(playing()))
    QTest.mouseClick(on.window.header.leave_button, LEFT)
    assert on.actions.calls == [Call("leave")]


def test_a_host_alone_leaves_without_being_asked(stage: Callable[..., Stage]) -> None:
    on = stage(empty_party())
    QTest.mouseClick(on.window.header.leave_button, LEFT)
    assert on.actions.calls == [Call("leave")]


def test_closing_a_hosts_window_asks_first(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(playing())

    async def script() -> None:
        assert not on.window.close()
        dialog = await dialog_over(ChoiceDialog)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await until(lambda: not on.window.questions.busy)
        assert on.window.isVisible()
        on.window.close()
        dialog = await dialog_over(ChoiceDialog)
        QTest.mouseClick(dialog.buttons[0], LEFT)
        await until(lambda: not on.window.isVisible())

    run_async(script())
    assert on.remembered[-1].geometry


def test_ctrl_o_opens_the_systems_file_dialog_once(
    stage: Callable[..., Stage], run_async: RunAsync, tmp_path: Path
) -> None:
    on = stage(playing())
    song = tmp_path / "song.flac"
    song.write_bytes(b"fLaC")

    async def script() -> None:
        QTest.keyClick(on.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(on.window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
        dialog = await dialog_over(QFileDialog)
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile(str(song))
        dialog.accept()
        await until(lambda: not on.window.questions.busy)

    run_async(script())
    assert on.actions.calls == [Call("add_files", ((song,), False, None))]


def test_missing_libvlc_is_explained_and_tried_again(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(playing(banner=BANNERS[BannerKind.LIBVLC_MISSING], phase=Phase.STOPPED))

    async def script() -> None:
        QTest.mouseClick(on.window.banner.button, LEFT)
        dialog = await dialog_over(LibvlcDialog)
        assert "libvlc5" in dialog.command_label.text()
        dialog.accept()
        await until(lambda: not on.window.questions.busy)

    run_async(script())
    assert on.actions.calls == [Call("try_again")]


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_every_system_has_its_own_way_to_libvlc(platform: str) -> None:
    sentence, command = libvlc_steps(platform)
    assert sentence.endswith(":")
    assert "vlc" in command.lower()


def test_f1_shows_the_keys(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage()

    async def script() -> None:
        QTest.keyClick(on.window, Qt.Key.Key_F1)
        dialog = await dialog_over(ShortcutSheet)
        QTest.mouseClick(dialog.close_button, LEFT)
        await until(lambda: not on.window.questions.busy)

    run_async(script())


def test_the_look_changes_at_once_and_is_remembered(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    dark = on.window.grab().toImage().pixelColor(5, 5)
    menu = on.window.header.menu()
    [light] = [action for action in menu.actions() if action.text() == "Light"]
    light.trigger()
    menu.deleteLater()
    assert dark.name().upper() == "#14161A"
    assert on.window.grab().toImage().pixelColor(5, 5).name().upper() == "#F6F7F9"
    assert on.remembered[-1].appearance is Appearance.LIGHT


def test_the_window_runs_its_start_action_and_closes_its_controller(no_quit_side_effects: None) -> None:
    actions = ReplayActions(replies={"create_party": lambda _view: empty_party()})
    kept: list[WindowMemory] = []
    song = Path("/music/song.flac")

    def factory() -> ReplayActions:
        asyncio.get_running_loop().call_later(0.05, _close_windows)
        return actions

    status = run_window(
        factory,
        start=HostAction(paths=(song,), play=True),
        suggested_name="Ann",
        remember=kept.append,
        geometry=(40, 40, 900, 700),
    )
    assert status == 0
    assert actions.closed
    assert actions.calls == [Call("create_party", ("Ann", None, None)), Call("add_files", ((song,), True, None))]
    assert kept[-1].name == "Ann"


def test_a_start_action_without_a_name_waits_for_one(stage: Callable[..., Stage]) -> None:
    on = stage(memory=WindowMemory())
    on.window.begin(JoinAction(invite="QWXTR4@10.0.0.9"))
    assert on.actions.calls == []
    QTest.keyClicks(on.window.start_page.name_edit, "Bea")
    QTest.keyClick(on.window.start_page.name_edit, Qt.Key.Key_Return)
    assert on.actions.calls == [Call("join_party", ("QWXTR4@10.0.0.9", "Bea", None))]


def test_a_name_for_one_run_is_used_and_not_remembered(no_quit_side_effects: None) -> None:
    actions = ReplayActions(replies={"join_party": lambda _view: as_guest(playing())})
    kept: list[WindowMemory] = []

    def factory() -> ReplayActions:
        asyncio.get_running_loop().call_later(0.05, _close_windows)
        return actions

    run_window(
        factory,
        start=JoinAction(invite="QWXTR4@10.0.0.9"),
        memory=WindowMemory(name="Ann"),
        name="Guest",
        remember=kept.append,
    )
    assert actions.calls == [Call("join_party", ("QWXTR4@10.0.0.9", "Guest", None))]
    assert {memory.name for memory in kept} == {"Ann"}


def test_ctrl_c_in_the_terminal_closes_the_window(no_quit_side_effects: None) -> None:
    actions = ReplayActions(playing())

    def factory() -> ReplayActions:
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGINT)
        return actions

    assert run_window(factory) == 0
    assert actions.closed


def test_the_loop_survives_twenty_thousand_turns(run_async: RunAsync) -> None:
    """PySide6 6.12.0 on Python 3.11 aborts after some 8000."""
    turns = 0

    async def script() -> None:
        nonlocal turns
        timer = QTimer(interval=0)
        timer.timeout.connect(lambda: None)
        timer.start()
        for _ in range(20_000):
            await asyncio.sleep(0)
            turns += 1
        timer.stop()

    run_async(script())
    assert turns == 20_000


def _close_windows() -> None:
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow):
            window.quit()


def test_why_the_party_is_over_is_said_once(stage: Callable[..., Stage]) -> None:
    made = stage(playing())
    made.actions.notify("Ann has removed you.", fatal=True)
    assert list(made.window.toasts.texts) == ["Ann has removed you."]
    made.actions.show(PartyView(phase=Phase.LEFT, left_reason=quoted("Ann has removed you.")))
    assert not made.window.toasts.texts
    assert made.window.start_page.ended_label.text() == "Ann has removed you."


def test_a_relay_that_stays_away_can_be_tried_again(stage: Callable[..., Stage]) -> None:
    made = stage(playing(banner=BANNERS[BannerKind.RELAY_UNREACHABLE]))
    QTest.mouseClick(made.window.banner.button, LEFT)
    assert made.actions.named("try_again")
