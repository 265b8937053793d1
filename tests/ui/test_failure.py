from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.bootstrap import MemberOptions
from app.errors import UnisonoError
from app.paths import paths_under
from app.window_start import WindowOptions, run_window

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.logs import ExpectedLogs

pytestmark = [pytest.mark.ui, pytest.mark.usefixtures("theme")]


def test_a_program_that_cannot_start_says_so_in_a_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    expect_log("settings file cannot be read")
    monkeypatch.setattr("sys.stderr", None)  # as from a desktop on Windows
    blocked = tmp_path / "file"
    blocked.write_text("")
    said: list[str] = []

    def read() -> None:
        boxes = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox)]
        for box in boxes:
            said.append(box.text())
            box.accept()
        if not boxes:
            QTimer.singleShot(20, read)

    QTimer.singleShot(20, read)
    with pytest.raises(UnisonoError):
        run_window(WindowOptions(shared=True), MemberOptions(output="null"), paths_under(blocked), lambda _: None)
    assert len(said) == 1
    assert "cannot be kept" in said[0]
