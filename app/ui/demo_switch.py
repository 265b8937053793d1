"""The demo, started and ended from the start page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from app.errors import UnisonoError
from app.ui.words import told

if TYPE_CHECKING:
    import asyncio

    from app.tasks import TaskSupervisor
    from app.ui.pages.start_page import StartPage

#: Shows the demo until its windows are closed; cancelled, it ends them.
Demo: TypeAlias = Callable[[], Awaitable[None]]


class DemoSwitch:
    """Runs one demo at a time.

    Args:
        page: holds the button; it stays hidden where there is no demo.
        demo: see `Demo`.
        tasks: owns the running demo, so that it ends with the window.
        say: tells the person a sentence.
    """

    def __init__(self, page: StartPage, demo: Demo | None, tasks: TaskSupervisor, say: Callable[[str], None]) -> None:
        self._page, self._demo, self._tasks, self._say = page, demo, tasks, say
        self._running: asyncio.Task[None] | None = None
        page.demo_button.setVisible(demo is not None)
        page.demo_requested.connect(self._toggle)

    def _toggle(self) -> None:
        if self._running is not None:
            self._running.cancel()
        elif self._demo is not None:
            self._running = self._tasks.spawn("demo", self._run(self._demo))
            self._page.show_demo(running=True)

    async def _run(self, demo: Demo) -> None:
        try:
            await demo()
        except UnisonoError as error:
            self._say(told(error.said))
        finally:
            self._running = None
            self._page.show_demo(running=False)
