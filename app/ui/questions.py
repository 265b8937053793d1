"""The window's questions to the person: opened as tasks, one at a time, answered whenever they like."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from app.licences import licences
from app.ui.dialogs.about import AboutDialog
from app.ui.dialogs.ask import choose, choose_music, choose_place, finished
from app.ui.dialogs.help import LibvlcDialog, ShortcutSheet
from app.ui.dialogs.relay import RelayDialog
from app.ui.intents import in_party

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from app.core.view import PartyView
    from app.party.actions import PartyActions
    from app.tasks import TaskSupervisor
    from app.ui.relay_desk import RelayDesk
    from app.ui.theme import Theme


def leave_question() -> tuple[str, str, list[tuple[str, str]]]:
    """Title, text and answers of what a host is asked who leaves others behind."""
    title = QCoreApplication.translate("questions", "Leave your own party?")
    text = QCoreApplication.translate(
        "questions",
        "If you leave, another member becomes the host. If this computer runs the party, it ends for everybody.",
    )
    answers = [
        (QCoreApplication.translate("questions", "End the party"), "danger"),
        (QCoreApplication.translate("questions", "Leave"), "plain"),
        (QCoreApplication.translate("questions", "Stay"), "accent"),
    ]
    return title, text, answers


class Questions:
    """Dialogs of one window; while one is open, no other opens."""

    def __init__(self, window: QWidget, theme: Theme, tasks: TaskSupervisor) -> None:
        self._window = window
        self._theme = theme
        self._tasks = tasks
        self._open: asyncio.Task[None] | None = None
        self._may_close = False

    @property
    def busy(self) -> bool:
        """Whether a question is open."""
        return self._open is not None and not self._open.done()

    def show_shortcuts(self) -> None:
        """The sheet of keys."""
        self._ask("shortcuts", self._shortcuts())

    def show_about(self) -> None:
        """The version, and whose work is in it."""
        self._ask("about", self._about())

    def choose_music(self, then: Callable[[list[Path]], None]) -> None:
        """A file dialog; ``then`` gets what was chosen."""
        self._ask("choose music", self._choose_music(then))

    def save_trace(self, then: Callable[[Path], Awaitable[None]]) -> None:
        """Where to write the sync figures; ``then`` gets the path and is awaited."""
        self._ask("save", self._save_trace(then))

    def show_relay(self, desk: RelayDesk) -> None:
        """The relay for others."""
        self._ask("relay", self._relay(desk))

    def explain_libvlc(self, retry: Callable[[], None]) -> None:
        """How to install libVLC; ``retry`` when the person says that it is there."""
        self._ask("libVLC", self._libvlc(retry))

    def leave(self, actions: PartyActions) -> None:
        """Leave, after asking a host what becomes of the others."""
        view = actions.view
        if _is_alone_or_guest(view):
            actions.leave()
        else:
            self._ask("leave", self._leave(actions))

    def switch_party(self, then: Callable[[], None]) -> None:
        """Whether to leave this party for another; ``then`` after a yes."""
        self._ask("switch", self._switch(then))

    def may_close(self, view: PartyView, close: Callable[[], object]) -> bool:
        """Whether the window may close now; else the host is asked and ``close`` called after a yes."""
        if self._may_close or _is_alone_or_guest(view):
            return True
        self._ask("close", self._close(close))
        return False

    def consent_to_close(self) -> None:
        """The next close needs no answer."""
        self._may_close = True

    def _ask(self, name: str, coroutine: Coroutine[None, None, None]) -> None:
        if self.busy:
            coroutine.close()
            return
        self._open = self._tasks.spawn(name, coroutine)

    async def _shortcuts(self) -> None:
        await finished(ShortcutSheet(self._window))

    async def _about(self) -> None:
        # Reading the licences of a hundred works takes a moment.
        works = await asyncio.to_thread(licences)
        await finished(AboutDialog(self._window, works))

    async def _choose_music(self, then: Callable[[list[Path]], None]) -> None:
        if paths := await choose_music(self._window):
            then(paths)

    async def _save_trace(self, then: Callable[[Path], Awaitable[None]]) -> None:
        title = QCoreApplication.translate("questions", "Save the sync figures")
        if path := await choose_place(self._window, title, "unisono-sync.jsonl"):
            await then(path)

    async def _relay(self, desk: RelayDesk) -> None:
        await finished(RelayDialog(self._window, self._theme, desk))

    async def _libvlc(self, retry: Callable[[], None]) -> None:
        if await finished(LibvlcDialog(self._window, self._theme)):
            retry()

    async def _leave(self, actions: PartyActions) -> None:
        answer = await choose(self._window, *leave_question())
        if answer == 0:
            actions.end_party()
        elif answer == 1:
            actions.leave()

    async def _switch(self, then: Callable[[], None]) -> None:
        title = QCoreApplication.translate("questions", "Join another party?")
        text = QCoreApplication.translate(
            "questions", "You leave this party for it. If this computer runs this party, it ends for everybody."
        )
        answers = [
            (QCoreApplication.translate("questions", "Leave and join"), "danger"),
            (QCoreApplication.translate("questions", "Stay"), "accent"),
        ]
        if await choose(self._window, title, text, answers) == 0:
            then()

    async def _close(self, close: Callable[[], object]) -> None:
        answers = [
            (QCoreApplication.translate("questions", "Close"), "danger"),
            (QCoreApplication.translate("questions", "Stay"), "accent"),
        ]
        title = QCoreApplication.translate("questions", "Close Unisono?")
        text = QCoreApplication.translate(
            "questions",
            "You are the host: if this computer runs the party, the music stops for everybody.",
        )
        if await choose(self._window, title, text, answers) == 0:
            self._may_close = True
            close()


def _is_alone_or_guest(view: PartyView) -> bool:
    others = any(m.connected and not m.is_self for m in view.members)
    return not (in_party(view) and view.is_host and others)
