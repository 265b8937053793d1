from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from app.core.view import Phase
from app.ui.diagnostics import diagnostics
from app.ui.theme.resources import resource_path
from tests.fakes.replay_actions import Call
from tests.ui.test_window import dialog_over, until
from tests.ui.views import BANNERS, as_guest, members, playing, wandering

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Stage

    RunAsync = Callable[[Coroutine[Any, Any, None]], None]

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton


def run_party(on: Stage, seconds: int) -> None:
    """Let so many seconds of a party pass."""
    for second in range(seconds):
        view, now = wandering(float(second))
        on.clock.now = now
        on.actions.show(view)
        on.window.bridge._deliver()


def test_the_plots_show_what_happened_before_they_were_opened(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    page = on.window.inspector_page
    run_party(on, 40)
    QTest.keyClick(on.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert on.window.pages.currentWidget() is page
    before = page.drift_plot.grab().toImage()
    assert len(page.drift_plot._points) >= 39
    run_party(on, 60)
    assert page.drift_plot.grab().toImage() != before
    assert "±" in page.drift_label.text()
    QTest.mouseClick(page.back_button, LEFT)
    assert on.window.pages.currentWidget() is on.window.party_page


def test_outside_a_party_there_is_nothing_to_see(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    run_party(on, 5)
    on.window.open_inspector()
    on.actions.change(phase=Phase.LEFT, sync=None)
    on.window.bridge._deliver()
    assert on.window.inspector.history.samples == ()
    assert on.window.inspector_page.empty_label.isVisible()


def test_a_loudspeaker_that_is_late_is_told_to_play_earlier(stage: Callable[..., Stage]) -> None:
    on = stage(playing(output_offset_ms=100.0))
    on.window.open_inspector()
    page = on.window.inspector_page
    QTest.mouseClick(page.late_button, LEFT)
    QTest.mouseClick(page.early_button, LEFT)
    assert on.actions.calls == [Call("set_output_offset", (105.0,)), Call("set_output_offset", (95.0,))]


def test_the_host_plays_a_metronome_as_a_track_for_everybody(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.window.open_inspector()
    on.window.inspector_page.metronome_button.click()
    sound = resource_path("sounds", "Metronome.flac")
    assert sound.exists()
    assert on.actions.calls == [Call("add_files", ((sound,), True, None))]
    on.actions.show(as_guest(playing()))
    on.window.bridge._deliver()
    assert not on.window.inspector_page.metronome_button.isVisible()


def test_the_figures_are_saved_as_json_lines(stage: Callable[..., Stage], run_async: RunAsync, tmp_path: Path) -> None:
    on = stage(playing())
    run_party(on, 10)
    path = tmp_path / "trace.jsonl"

    async def script() -> None:
        on.window.open_inspector()
        on.window.inspector_page.trace_button.click()
        dialog = await dialog_over(QFileDialog)
        dialog.setDirectory(str(tmp_path))
        dialog.selectFile(str(path))
        dialog.accept()
        await until(lambda: not on.window.questions.busy)

    run_async(script())
    lines = path.read_text().splitlines()
    assert json.loads(lines[-1])["t"] == 0.0
    assert str(path) in on.window.toasts.log[-1].message


def test_a_place_that_cannot_be_written_is_told(
    stage: Callable[..., Stage], run_async: RunAsync, tmp_path: Path
) -> None:
    on = stage(playing())
    run_async(on.window.inspector.save(tmp_path / "no" / "folder.jsonl"))
    assert "Choose another place" in on.window.toasts.log[-1].message


def test_diagnostics_are_copied_without_names_or_codes(stage: Callable[..., Stage], qtbot: QtBot) -> None:
    on = stage(playing(banner=next(iter(BANNERS.values()))))
    on.window.open_inspector()
    on.window.inspector_page.copy_button.click()
    text = QGuiApplication.clipboard().text()
    assert text == diagnostics(on.actions.view)
    assert "drift +0.100 ms ± 0.100" in text
    assert not any(member.name in text for member in members())
    assert "QWXTR4" not in text
    assert "192.168" not in text
