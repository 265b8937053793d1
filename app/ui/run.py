"""Runs the window: Qt and asyncio on one loop. The composition root calls `run_window`."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Protocol

import qasync
from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from app.party.actions import PartyActions
from app.signals import endings
from app.tasks import TaskSupervisor
from app.ui.desktop.panels import join_desktop
from app.ui.instance import InstanceDoor, hand_over
from app.ui.languages import Languages
from app.ui.litter import LitterCollector
from app.ui.main_window import MainWindow
from app.ui.memory import Remember, WindowMemory
from app.ui.theme import Theme
from server.protocol.units import LocalSec

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from app.ui.demo_switch import Demo
    from app.ui.nearby_desk import Watch
    from app.ui.preferences import Preferences
    from app.ui.relay_desk import RelayStarter
    from app.ui.start_action import StartAction

logger = logging.getLogger(__name__)

# A controller that cannot let go is left behind after this long.
_CLOSE_SEC = 5.0


class ClosableActions(PartyActions, Protocol):
    """A controller as the window owns it."""

    async def close(self) -> None:
        """Leave the party, stop the sound, end child processes."""
        ...


def run_window(
    controller_factory: Callable[[], ClosableActions],
    *,
    start: StartAction | None = None,
    memory: WindowMemory | None = None,
    remember: Remember = lambda _memory: None,
    geometry: tuple[int, int, int, int] | None = None,
    suggested_name: str = "",
    name: str = "",
    demo: Demo | None = None,
    preferences: Callable[[], Preferences] | None = None,
    relay: RelayStarter | None = None,
    nearby: Watch | None = None,
    instance: str = "",
    language: str = "",
) -> int:
    """Show the window until it is closed; returns the exit status.

    Args:
        controller_factory: called once, on the running loop, before the window shows. The window closes what it gave.
        start: done as soon as the window stands.
        memory: what the settings remember for the window.
        remember: called on the loop with the whole memory whenever it changed.
        geometry: x, y, width, height in screen pixels; else as remembered.
        name: the person's name in this run, whatever is remembered; not remembered itself.
        suggested_name: offered where ``memory`` knows no name, for example the system's user.
        demo: shows the demo; None offers none.
        preferences: called once, after ``controller_factory``; None offers no settings page.
        relay: starts a relay for others; None offers none.
        nearby: looks for parties on this network; None shows none.
        instance: where starts of this program find each other. A window that is open there takes ``start``, and this
            call returns at once; empty for a window of its own.
        language: of the window, as ISO 639; empty is the system's.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("A Qt application without widgets runs already.")
    application.setApplicationName("Unisono")
    application.setDesktopFileName("unisono")
    languages = Languages(application)
    languages.speak(language)
    if instance and hand_over(instance, start):
        return 0
    memory = memory or WindowMemory()
    theme = Theme(application, memory.appearance)

    async def main() -> int:
        controller = controller_factory()
        tasks = TaskSupervisor("window")
        try:
            window = MainWindow(
                controller,
                theme=theme,
                tasks=tasks,
                clock=_local_now,
                memory=memory,
                remember=remember,
                suggested_name=suggested_name,
                name=name,
                demo=demo,
                relay=relay,
                nearby=nearby,
                preferences=preferences() if preferences is not None else None,
                speak=languages.speak,
            )
            if instance:
                door = InstanceDoor(instance, window)
                door.action_given.connect(window.take)
                door.listen()
            panels = join_desktop(window, controller, _local_now)
            try:
                await _until_closed(window, start, geometry)
            finally:
                for panel in panels:
                    panel.close()
        finally:
            await tasks.close()
            await _close(controller)
        return 0

    application.setQuitOnLastWindowClosed(False)
    with (
        _Interrupts(application),
        LitterCollector(application),
        asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(application)) as runner,
    ):
        return runner.run(main())


async def _until_closed(
    window: MainWindow, start: StartAction | None, geometry: tuple[int, int, int, int] | None
) -> None:
    closed = asyncio.Event()
    window.closed.connect(closed.set)
    if geometry is not None:
        window.setGeometry(*geometry)
    window.show()
    if start is not None:
        window.begin(start)
    try:
        await closed.wait()
    finally:
        window.bridge.close()
        window.deleteLater()


async def _close(controller: ClosableActions) -> None:
    try:
        await asyncio.wait_for(controller.close(), _CLOSE_SEC)
    except TimeoutError:
        logger.warning("The controller did not close within %s s", _CLOSE_SEC)


def _local_now() -> LocalSec:
    return LocalSec(time.monotonic())


class _Interrupts:
    """Ctrl+C closes the windows: Python's signal handlers only run when Qt wakes Python, which the socket does."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._ours, self._pythons = socket.socketpair()
        self._pythons.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(lambda *_args: self._ours.recv(64))

    def __enter__(self) -> None:
        self._old_fd = signal.set_wakeup_fd(self._pythons.fileno(), warn_on_full_buffer=False)
        self._old = {number: signal.signal(number, self._interrupted) for number in endings()}

    def __exit__(self, *_exc: object) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._old_fd)
        self._notifier.setEnabled(False)
        self._ours.close()
        self._pythons.close()

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        for window in self._application.topLevelWidgets():
            if isinstance(window, MainWindow):
                window.quit()
