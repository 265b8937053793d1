from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from app.licences import Licence
from app.ui.dialogs.about import AboutDialog
from server.protocol.version import VERSION

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.theme import Theme

WORKS = [
    Licence(name="FFmpeg", version="5.1", licence="LGPL-2.1-or-later", text="GNU LESSER GENERAL PUBLIC LICENSE"),
    Licence(name="numpy", version="", licence="BSD-3-Clause"),
]


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def opened(qtbot: QtBot, window: QWidget, works: list[Licence]) -> AboutDialog:
    dialog = AboutDialog(window, works)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def test_the_terms_of_the_chosen_work_are_shown(qtbot: QtBot, window: QWidget) -> None:
    dialog = opened(qtbot, window, WORKS)
    assert dialog.terms.toPlainText() == "LGPL-2.1-or-later\n\nGNU LESSER GENERAL PUBLIC LICENSE"
    dialog.names.setCurrentRow(1)
    assert dialog.terms.toPlainText() == "BSD-3-Clause"
    assert [dialog.names.item(row).text() for row in range(2)] == ["FFmpeg 5.1", "numpy"]


def test_the_version_is_told(qtbot: QtBot, window: QWidget) -> None:

    dialog = opened(qtbot, window, [])
    assert f"Unisono {VERSION}" in [label.text() for label in dialog.findChildren(QLabel)]


def test_the_close_button_closes(qtbot: QtBot, window: QWidget) -> None:
    dialog = opened(qtbot, window, WORKS)
    dialog.close_button.click()
    assert not dialog.isVisible()
