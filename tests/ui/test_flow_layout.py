from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QWidget

from app.ui.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.ui


def laid_out(qtbot: QtBot, width: int, *, ends: int = 0, fill: bool = False, hidden: int = -1) -> list[tuple[int, ...]]:
    """Left, top and width of three boxes of 100 × 20 px."""
    box = QWidget()
    qtbot.addWidget(box)
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setFixedSize(100, 20) if not fill else part.setMinimumSize(100, 20)
    box.setLayout(FlowLayout(*parts, ends=ends, fill=fill))
    if hidden >= 0:
        parts[hidden].hide()
    box.resize(width, 200)
    box.show()
    return [(part.x(), part.y(), part.width()) for part in parts if not part.isHidden()]


def test_what_fits_stands_in_one_line(qtbot: QtBot) -> None:
    assert laid_out(qtbot, 400) == [(0, 0, 100), (108, 0, 100), (216, 0, 100)]


def test_what_does_not_fit_goes_on_below(qtbot: QtBot) -> None:
    assert laid_out(qtbot, 250) == [(0, 0, 100), (108, 0, 100), (0, 28, 100)]
    assert laid_out(qtbot, 250, ends=2) == [(0, 0, 100), (108, 0, 100), (0, 28, 100)]


def test_the_last_may_stand_at_the_end_whichever_are_there(qtbot: QtBot) -> None:
    assert laid_out(qtbot, 400, ends=2) == [(0, 0, 100), (192, 0, 100), (300, 0, 100)]
    assert laid_out(qtbot, 400, ends=2, hidden=1) == [(0, 0, 100), (300, 0, 100)]


def test_a_line_can_be_shared(qtbot: QtBot) -> None:
    assert laid_out(qtbot, 316, fill=True, hidden=2) == [(0, 0, 154), (162, 0, 154)]
    assert laid_out(qtbot, 150, fill=True, hidden=2) == [(0, 0, 150), (0, 28, 150)]
