from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer

from app.ui.litter import LitterCollector

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.ui


class Ring(QTimer):
    """Litter: refers to itself, and runs."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self
        self.start(1000)


def leave_litter() -> None:
    """More than the interpreter lets lie, were it allowed to collect."""
    for _ in range(30_000):
        ring: list[object] = []
        ring.append(ring)


def test_litter_is_collected_on_the_windows_thread_and_no_other(qtbot: QtBot, qapp: QApplication) -> None:
    with LitterCollector(qapp):
        litter = weakref.ref(Ring())
        # Without the collector this thread destroys the timer, which warns at best.
        thread = threading.Thread(target=leave_litter)
        thread.start()
        thread.join()
        assert litter() is not None
        qtbot.waitUntil(lambda: litter() is None, timeout=20_000)
    assert not gc.isenabled(), "as the tests of the window have it"
