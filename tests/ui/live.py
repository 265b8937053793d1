"""The real window on the real session: relay, player and guests as people have them, only silent."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from PySide6.QtCore import QCoreApplication, QEvent, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.bootstrap import MemberOptions, build_member
from app.cli.member_process import MemberProcess
from app.paths import paths_under
from app.tasks import TaskSupervisor
from app.ui.main_window import MainWindow
from app.ui.memory import WindowMemory
from app.ui.theme import Theme
from app.window_start import WindowOptions, run_window
from server.protocol.units import LocalSec
from tests.ui.hand import Hand, until

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from app.core.view import PartyView
    from app.party.controller import PartyController
    from app.ui.pages.party_page import PartyPage

    Event: TypeAlias = dict[str, Any]

#: Silent, and reached from this machine only.
SILENT = MemberOptions(output="null", relay_host="127.0.0.1", relay_port=0)
_TOGETHER_SEC = 60.0


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody at a window."""

    window: MainWindow
    controller: PartyController
    hand: Hand = field(default_factory=Hand)

    @property
    def view(self) -> PartyView:
        """What the window shows."""
        return self.controller.view

    @property
    def page(self) -> PartyPage:
        """The party page."""
        return self.window.party_page

    @property
    def status(self) -> str:
        """The sentence under the title."""
        return self.page.status.text_label.text()

    async def sees(self, words: str) -> None:
        """Wait until the sentence under the title begins like this."""
        await until(lambda: self.status.startswith(words), f"“{words}…”, but “{self.status}”")


Script: TypeAlias = "Callable[[Person], Awaitable[None]]"


def live(script: Script, home: Path, *, window: WindowOptions | None = None, demo: Any = None) -> None:
    """Run the program's window with a script at its hands; it ends as a person ends it."""
    failures: list[BaseException] = []

    def attach(controller: PartyController) -> None:
        TaskSupervisor("script").spawn("play", play(controller))

    async def play(controller: PartyController) -> None:
        try:
            async with asyncio.timeout(_TOGETHER_SEC):
                await until(_windows, "the window")
                (shown,) = _windows()
                # As a window manager would, and large enough to see every row.
                shown.resize(1240, 1150)
                shown.activateWindow()
                await until(shown.isActiveWindow, "the window in front")
                await script(Person(window=shown, controller=controller))
        except Exception as error:  # noqa: BLE001 - raised below, outside the loop
            failures.append(error)
        finally:
            for shown in _windows():
                shown.quit()

    with _a_process_of_its_own():
        status = run_window(window or WindowOptions(), SILENT, paths_under(home), attach, demo)
    if failures:
        raise failures[0]
    assert status == 0


def _windows() -> list[MainWindow]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)]


@contextmanager
def _a_process_of_its_own() -> Iterator[None]:
    """What the program finds at its start, and the proof that it leaves nothing but what ends with its process."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    others = application.findChildren(Theme)
    font = QFont(application.font())
    # The look of the tests would count as the system's large text.
    font.setPixelSize(13)
    application.setFont(font)
    yield
    for translator in application.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()
    for made in application.findChildren(Theme):
        if made not in others:
            made.deleteLater()
    for theme in others:
        theme.set_text_scale(theme.text_scale)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not _windows()
    # A task that failed unseen says so when it is collected, which is an error in the log.
    gc.collect()


class Guest:
    """A member without a window, in a process of its own.

    Args:
        home: for what it keeps.
        arguments: the command, with what it needs.
    """

    def __init__(self, home: Path, name: str, *arguments: str) -> None:
        self.events: list[Event] = []
        self._process = MemberProcess(
            [*arguments, "--headless", "--json", "--output", "null", "--name", name, "--report-every", "0.3"],
            home=home / name,
            on_event=self.events.append,
            on_end=lambda: None,
        )

    def say(self, command: str) -> None:
        """Type a command."""
        self._process.say(command)

    async def sees(self, kind: str, **fields: Any) -> Event:
        """The next event, not heard of before, of a kind and with these fields."""
        found: list[Event] = []

        def there() -> bool:
            while self.events and not found:
                event = self.events.pop(0)
                if event["event"] == kind and all(event.get(name) == value for name, value in fields.items()):
                    found.append(event)
            return bool(found)

        await until(there, f"{kind} {fields}")
        return found[0]

    def kill(self) -> None:
        """``kill -9``; `close` it all the same."""
        os.kill(self._process.pid, signal.SIGKILL)

    async def close(self) -> int:
        """End it; returns its exit status."""
        return await self._process.close()


@dataclass(frozen=True, kw_only=True)
class SecondWindow:
    """Another person's window on the same screen."""

    person: Person
    tasks: TaskSupervisor

    @classmethod
    async def open(cls, home: Path, theme: Theme, name: str) -> SecondWindow:
        """Open it beside the first one."""
        member = build_member(SILENT, paths_under(home))
        member.controller.start()
        tasks = TaskSupervisor(name)
        window = MainWindow(
            member.controller,
            theme=theme,
            tasks=tasks,
            clock=lambda: LocalSec(time.monotonic()),
            memory=WindowMemory(name=name),
            remember=lambda _memory: None,
        )
        window.show()
        window.activateWindow()
        await until(window.isActiveWindow, f"{name}'s window")
        return cls(person=Person(window=window, controller=member.controller), tasks=tasks)

    async def close(self) -> None:
        """Close it, and all behind it."""
        self.person.window.quit()
        self.person.window.deleteLater()
        await self.tasks.close()
        await self.person.controller.close()
