"""Screenshots of every page and state, dark and light: ``python -m tests.ui.screenshots OUTDIR [NAME…]``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.ui.shots import Shot, no_demo, shots
from tests.ui.views import NOW
from tests.ui.xvfb import own_display

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from app.ui.main_window import MainWindow
    from app.ui.theme import Theme

# Qt reads it before anything else: pictures at another scale are taken by a process of their own.
_SCALE = "QT_SCALE_FACTOR"


def take(out: Path, only: list[str]) -> list[Path]:
    """Take the pictures of this process's scale into ``out``; returns their paths."""
    from PySide6.QtGui import QFont, QFontDatabase  # noqa: PLC0415 - the platform is chosen before
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the platform is chosen before

    from app.ui.theme import Appearance, Theme  # noqa: PLC0415 - the same
    from tests.ui.small_png import save_small  # noqa: PLC0415 - the same

    application = QApplication(["unisono"])
    # The face that most Linux desktops would show; any other works as well.
    if "Inter" in QFontDatabase.families():
        application.setFont(QFont("Inter", 10))
    theme = Theme(application, Appearance.DARK, text_scale=1.0)
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        theme.set_appearance(appearance)
        for name, shot in _of_this_scale(only).items():
            theme.set_text_scale(shot.text_scale)
            path = out / f"{name}-{appearance.value}.png"
            save_small(_take_one(theme, shot).toImage(), path)
            written.append(path)
    return written


def main(arguments: list[str]) -> int:
    """Command line; starts a display of its own."""
    if not arguments:
        sys.stderr.write("usage: python -m tests.ui.screenshots OUTDIR [NAME…]\n")
        return 2
    if _SCALE in os.environ:
        _report(take(Path(arguments[0]), arguments[1:]))
        return 0
    with own_display("3200x2400") as display:
        os.environ |= {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        _report(take(Path(arguments[0]), arguments[1:]))
        for scale in sorted({shot.scale for shot in shots().values()} - {1}):
            again = [sys.executable, "-m", "tests.ui.screenshots", *arguments]
            subprocess.run(again, check=True, env=os.environ | {_SCALE: str(scale)})
    return 0


def _report(paths: list[Path]) -> None:
    for path in paths:
        sys.stdout.write(f"{path}\n")
    sys.stdout.flush()


def _of_this_scale(only: list[str]) -> dict[str, Shot]:
    scale = int(os.environ.get(_SCALE, "1"))
    return {name: shot for name, shot in shots().items() if shot.scale == scale and (not only or name in only)}


def _take_one(theme: Theme, shot: Shot) -> QPixmap:
    from PySide6.QtCore import QCoreApplication, QEvent  # noqa: PLC0415 - the platform is chosen before
    from PySide6.QtTest import QTest  # noqa: PLC0415 - the same
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - the same

    from app.ui.languages import Languages  # noqa: PLC0415 - the same

    languages = Languages(QApplication.instance() or QApplication(["unisono"]))
    languages.speak(shot.language or "en")
    window = _open(theme, shot)
    opened = shot.over(window) if shot.over is not None else None
    QTest.qWait(250)
    picture = window.grab() if opened is None else _with_what_lies_over(window)
    if opened is not None:
        opened.close()
    window.quit()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    languages.be_silent()
    return picture


def _open(theme: Theme, shot: Shot) -> MainWindow:
    from PySide6.QtTest import QTest  # noqa: PLC0415 - the platform is chosen before

    from app.tasks import TaskSupervisor  # noqa: PLC0415 - the same
    from app.ui.main_window import MainWindow  # noqa: PLC0415 - the same
    from app.ui.memory import RecentParty, WindowMemory  # noqa: PLC0415 - the same
    from tests.fakes.preferences import FakePreferences  # noqa: PLC0415 - the same
    from tests.fakes.replay_actions import ReplayActions  # noqa: PLC0415 - the same

    actions = ReplayActions(shot.view)
    recent = (
        RecentParty(invite="http://192.168.1.31:8750/join/ACDEFG", host="Jonas"),
        RecentParty(invite="https://music.example.org/join/MQRTVW", host="Studio"),
    )
    window = MainWindow(
        actions,
        theme=theme,
        tasks=TaskSupervisor("shots"),
        clock=lambda: NOW,
        memory=WindowMemory(name=shot.known_name, recent=recent if shot.known_name else ()),
        remember=lambda _memory: None,
        suggested_name="Ann",
        preferences=FakePreferences(),
        demo=no_demo,
    )
    window.resize(*shot.size)
    window.show()
    if not QTest.qWaitForWindowExposed(window, 5000):
        raise RuntimeError("The window did not show")
    for notice in shot.notices:
        actions.notify(notice)
    shot.prepare(window)
    return window


def _with_what_lies_over(window: QWidget) -> QPixmap:
    """Menus and dialogs are windows of their own: they are in the picture of the screen only."""
    area = window.frameGeometry()
    return window.screen().grabWindow(0, area.x(), area.y(), area.width(), area.height())


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
