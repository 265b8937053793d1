"""Real windows on a display of our own, driven by a replayed controller."""

from __future__ import annotations

import asyncio
import gc
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import pytest
import qasync
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.tasks import TaskSupervisor
from app.ui.languages import Languages
from app.ui.main_window import MainWindow
from app.ui.memory import WindowMemory
from app.ui.theme import Appearance, Theme
from server.protocol.units import LocalSec
from tests.fakes.replay_actions import ReplayActions
from tests.ui.views import NOW
from tests.ui.xvfb import own_display

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from app.core.view import PartyView
    from tests.fakes.preferences import FakePreferences


#: Longer than a window needs on any honest machine.
PATIENCE_MS: Final = 20_000


class PatientBot(QtBot):
    """Waits as long as a busy machine needs, where a test does not say how long."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - as its base
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **how: Any) -> Any:  # noqa: N802 - as its base
        return super().waitSignal(signal, timeout=timeout, **how)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: N802 - as its base
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with more patience."""
    return PatientBot(request)


@dataclass
class ManualClock:
    """Local time that a test moves."""

    now: LocalSec = NOW

    def __call__(self) -> LocalSec:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now = LocalSec(self.now + seconds)


@dataclass(kw_only=True)
class Stage:
    """A window, the controller behind it and what it remembered."""

    window: MainWindow
    actions: ReplayActions
    clock: ManualClock
    remembered: list[WindowMemory] = field(default_factory=list)


@pytest.fixture(autouse=True)
def _no_litter() -> Iterator[None]:
    """Qt objects that a test leaves behind are destroyed here, not on a thread of a later test that collects."""
    gc.disable()
    yield
    # Nothing was collected meanwhile, so the test's own objects are all in the two young generations.
    gc.collect(1)
    gc.enable()


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    with own_display() as name:
        os.environ |= {"DISPLAY": name, "QT_QPA_PLATFORM": "xcb"}
        yield name
        # Qt ends the process when its display goes away under it.
        if (application := QApplication.instance()) is not None:
            application.shutdown()


@pytest.fixture(scope="session")
def qapp_cls(display: str) -> type[QApplication]:
    return QApplication


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp, Appearance.DARK, text_scale=1.0)


@pytest.fixture
def theme(session_theme: Theme) -> Iterator[Theme]:
    yield session_theme
    session_theme.set_appearance(Appearance.DARK)


@pytest.fixture
def languages(qapp: QApplication) -> Iterator[Languages]:
    made = Languages(qapp)
    yield made
    made.be_silent()


@pytest.fixture
def stage(qtbot: QtBot, theme: Theme) -> Iterator[Callable[..., Stage]]:
    """Opens windows; a test ends with all of them closed and gone."""
    opened: list[Stage] = []

    def open_window(
        view: PartyView | None = None,
        *,
        memory: WindowMemory | None = None,
        replies: dict[str, Any] | None = None,
        preferences: FakePreferences | None = None,
    ) -> Stage:
        actions = ReplayActions(view, replies)
        clock = ManualClock()
        remembered: list[WindowMemory] = []
        window = MainWindow(
            actions,
            theme=theme,
            tasks=TaskSupervisor("test"),
            clock=clock,
            memory=memory or WindowMemory(name="Ann"),
            remember=remembered.append,
            preferences=preferences,
        )
        made = Stage(window=window, actions=actions, clock=clock, remembered=remembered)
        opened.append(made)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        return made

    yield open_window
    for made in opened:
        made.window.quit()
        assert made.actions.subscribers == 0
        made.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]


@pytest.fixture
def run_async(qapp: QApplication) -> Callable[[Coroutine[Any, Any, None]], None]:
    """Runs a coroutine on one loop with Qt, as the program does."""

    def run(coroutine: Coroutine[Any, Any, None]) -> None:
        with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(qapp)) as runner:
            runner.run(_bounded(coroutine))

    return run


async def _bounded(coroutine: Coroutine[Any, Any, None]) -> None:
    async with asyncio.timeout(20):
        await coroutine
