"""What comes to the window from outside: the command line's action, files, pasted invites, a second start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from app.core.view import Phase
from app.ui.intents import in_party
from app.ui.start_action import BackAction, HostAction, JoinAction, StartAction
from app.ui.words import host_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.party.actions import PartyActions
    from app.ui.intents import Intents
    from app.ui.pages.start_page import StartPage
    from app.ui.questions import Questions


class Reception:
    """Sends arrivals where they belong. What needs a name waits until one is there.

    Args:
        actions: the controller.
        page: knows the name.
        intents: carry actions out.
        questions: ask before a party is left for another.
        named: told the name that is used.
        say: tells the person a sentence.
    """

    def __init__(
        self,
        actions: PartyActions,
        page: StartPage,
        intents: Intents,
        questions: Questions,
        *,
        named: Callable[[str], None],
        say: Callable[[str], None],
    ) -> None:
        self._actions, self._page, self._intents, self._questions = actions, page, intents, questions
        self._named, self._say = named, say
        self._awaiting_name: StartAction | None = None

    def begin(self, action: StartAction) -> None:
        """Start or join a party under the name on the start page; asks for one where none is there.

        Who goes back has the name that the party knows.
        """
        if isinstance(action, BackAction):
            self._awaiting_name = None
            self._intents.begin(action, "")
            return
        name = self._page.name
        if not name:
            self._awaiting_name = action
            self._page.ask_for_name()
            return
        self._awaiting_name = None
        self._named(name)
        self._intents.begin(action, name)

    def go_on(self) -> None:
        """The name was entered: what had to wait for it happens."""
        if self._awaiting_name is not None:
            self.begin(self._awaiting_name)

    def take_files(self, paths: list[Path], before_item_id: str | None = None) -> None:
        """Files were dropped or chosen: a party starts with them, or they join the queue."""
        view = self._actions.view
        if not paths:
            return
        if not in_party(view):
            self.begin(HostAction(paths=tuple(paths), play=True))
        elif view.is_host:
            self._intents.add(paths, before_item_id)
        else:
            words = QCoreApplication.translate("reception", "Only the host adds music. Ask {0} to add yours.")
            self._say(words.format(host_name(view)))

    def take(self, action: StartAction | None) -> None:
        """Another start of the program asked for this while the window was open."""
        view = self._actions.view
        if action is None:
            return
        if view.phase is Phase.CONNECTING:
            self._actions.leave()
            self.begin(action)
        elif not in_party(view):
            self.begin(action)
        elif isinstance(action, HostAction):
            self.take_files(list(action.paths))
        elif isinstance(action, BackAction):
            return  # we are in it
        elif action.invite not in (view.invite_short, view.invite_url):
            self._questions.switch_party(lambda: self._switch(action))

    def paste(self) -> None:
        """Join with the invite on the clipboard."""
        text = QGuiApplication.clipboard().text().strip()
        if text:
            self._page.code_field.set_text(text)
            self._page.code_field.submit()

    def choose(self) -> None:
        """Let the person choose music; before a party stands, only under a name."""
        if not in_party(self._actions.view) and not self._page.name:
            self._page.ask_for_name()
            return
        self._questions.choose_music(self.take_files)

    def drop_words(self) -> str:
        """What dropping files would do now."""
        view = self._actions.view
        if not in_party(view):
            return QCoreApplication.translate("reception", "Drop to start a party")
        if view.is_host:
            return QCoreApplication.translate("reception", "Drop to add to the queue")
        return QCoreApplication.translate("reception", "Only the host adds music")

    def _switch(self, action: JoinAction) -> None:
        self._actions.leave()
        self.begin(action)
