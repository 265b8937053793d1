"""The main window: composes the body, the desks beside it and what connects them. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QIcon, QKeyEvent
from PySide6.QtWidgets import QMainWindow

from app.core.view import Notice, PartyView
from app.said import quoted
from app.ui.announcer import Announcer
from app.ui.bridge import ViewBridge
from app.ui.demo_switch import Demo, DemoSwitch
from app.ui.inspector import Inspector
from app.ui.intents import Intents, in_party
from app.ui.memory import RecentParty, Remember, WindowMemory
from app.ui.memory_keeper import MemoryKeeper
from app.ui.nearby_desk import NearbyDesk, Watch
from app.ui.questions import Questions
from app.ui.reception import Reception
from app.ui.relay_desk import RelayDesk, RelayStarter
from app.ui.settings_desk import SettingsDesk
from app.ui.theme.resources import resource_path
from app.ui.widgets.drop_zone import FileDrops
from app.ui.widgets.toast import ToastStack
from app.ui.window_body import WindowBody
from app.ui.window_keys import WindowKeys
from app.ui.wiring import wire_banner, wire_header, wire_inspector, wire_party_page, wire_settings, wire_start_page
from app.ui.wording import when_language_changes
from app.ui.words import host_name, title_text, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.party.actions import PartyActions
    from app.tasks import TaskSupervisor
    from app.ui.preferences import Preferences
    from app.ui.start_action import StartAction
    from app.ui.theme import Appearance, Theme
    from server.protocol.units import LocalSec

_DEFAULT_SIZE = (1120, 780)
_LEAST_SIZE = (560, 480)


class MainWindow(QMainWindow):
    """One window on one controller.

    Args:
        actions: the controller.
        theme: the look.
        tasks: owns the questions that wait for an answer.
        clock: this machine's monotonic clock.
        memory: what the last run remembered.
        remember: told whenever that changes.
        suggested_name: shown where no name is known yet.
        name: used in this run whatever is remembered, and not remembered itself.
        demo: shows the demo; None offers none.
        preferences: what the settings page changes; None offers no such page.
        relay: starts a relay for others; None offers none.
        nearby: looks for parties on this network; None shows none.
        speak: lets the whole program speak a language, as ISO 639; empty is the system's.
    """

    closed = Signal()

    def __init__(
        self,
        actions: PartyActions,
        *,
        theme: Theme,
        tasks: TaskSupervisor,
        clock: Callable[[], LocalSec],
        memory: WindowMemory,
        remember: Remember,
        suggested_name: str = "",
        name: str = "",
        demo: Demo | None = None,
        preferences: Preferences | None = None,
        relay: RelayStarter | None = None,
        nearby: Watch | None = None,
        speak: Callable[[str], None] = lambda _language: None,
    ) -> None:
        super().__init__()
        self._actions = actions
        self._theme = theme
        self.keeper = MemoryKeeper(memory, remember, name_of_this_run=name)
        self.intents = Intents(actions)
        self.questions = Questions(self, theme, tasks)
        body = self.body = WindowBody(theme, clock)
        self.header, self.banner, self.pages = body.header, body.banner, body.pages
        self.start_page, self.connecting_page, self.party_page = body.start_page, body.connecting_page, body.party_page
        self.settings_page, self.inspector_page = body.settings_page, body.inspector_page
        self.settings_desk = SettingsDesk(self.settings_page, preferences, tasks) if preferences is not None else None
        self.inspector = Inspector(self.inspector_page, actions, clock)
        self.announcer = Announcer(self, clock)
        self.setWindowIcon(QIcon(str(resource_path("icons", "unisono.svg"))))
        self.setMinimumSize(*_LEAST_SIZE)
        self.setCentralWidget(body)
        self.toasts = ToastStack(theme, self)
        self.reception = Reception(
            actions, self.start_page, self.intents, self.questions, named=self.keeper.named, say=self.say
        )
        self.demo = DemoSwitch(self.start_page, demo, tasks, self.say)
        self.relay_desk = RelayDesk(relay, tasks, self) if relay is not None else None
        self.nearby_desk = NearbyDesk(self.start_page.nearby, nearby, tasks) if nearby is not None else None
        self.drops = FileDrops(theme, self, self.reception.drop_words)
        self.bridge = ViewBridge(actions, self)
        self._connect(speak)
        self.keys = WindowKeys(self, actions, self.party_page, self._chords())
        self.start_page.show_name(self.keeper.name or suggested_name, known=bool(self.keeper.name))
        self.start_page.show_recent(memory.recent)
        self._restore_geometry()
        self.bridge.start()
        # Last, so that it comes after every widget's own words.
        when_language_changes(self, self._show_anew)

    def begin(self, action: StartAction) -> None:
        """See `Reception.begin`."""
        self.pages.close_aside()
        self.reception.begin(action)

    def take(self, action: StartAction | None) -> None:
        """Another start of the program asked for this: come to the front and do it."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        if action is not None:
            self.pages.close_aside()
        self.reception.take(action)

    def open_settings(self) -> None:
        """Lay the settings over what is shown."""
        if self.settings_desk is not None:
            self.settings_desk.open()
            self.pages.open_aside(self.settings_page)

    def open_inspector(self) -> None:
        """Lay the sync inspector over what is shown."""
        self.inspector.open()
        self.pages.open_aside(self.inspector_page)

    def open_relay(self) -> None:
        """Ask about the relay for others."""
        if self.relay_desk is not None:
            self.questions.show_relay(self.relay_desk)

    def quit(self) -> None:
        """Close without asking: the program was told to end."""
        self.questions.consent_to_close()
        self.close()

    def say(self, sentence: str) -> None:
        """Tell the person, for a few seconds and in the log."""
        self.toasts.show_notice(Notice(code="window", said=quoted(sentence)))

    def copy(self, text: str, done: str) -> None:
        """Put text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self.say(done)

    def undo(self) -> None:
        """Take back the last change of the queue."""
        self.toasts.dismiss_action("undo")
        self._actions.undo()

    def paste(self) -> None:
        """Paste an invite wherever the keyboard is, as long as no party is on."""
        if self.pages.currentWidget() is self.start_page:
            self.reception.paste()

    def set_appearance(self, appearance: Appearance) -> None:
        """Dark, light or the system's, now and in the next run."""
        self._theme.set_appearance(appearance)
        self.keeper.change(appearance=appearance)

    def _connect(self, speak: Callable[[str], None]) -> None:
        self.bridge.view_changed.connect(self._show_view)
        self.bridge.notice_raised.connect(self.toasts.show_notice)
        self.toasts.action_requested.connect(lambda _undo: self.undo())
        self.toasts.log_changed.connect(lambda: self.header.show_log(self.toasts.log))
        self.drops.files_dropped.connect(self.reception.take_files)
        self.connecting_page.cancel_requested.connect(self._actions.leave)
        self.keeper.changed.connect(lambda memory: self.start_page.show_recent(memory.recent))
        wire_header(self, lambda: self.questions.leave(self._actions))
        wire_banner(self.banner, self._actions, self.questions)
        wire_start_page(self)
        wire_party_page(self, self._actions)
        wire_settings(self, self._actions, speak)
        wire_inspector(self)

    def _chords(self) -> dict[str, Callable[[], object]]:
        return {
            "Ctrl+O": self.reception.choose,
            "Ctrl+V": self.paste,
            "Ctrl+Z": self.undo,
            "Ctrl+,": self.open_settings,
            "Ctrl+I": self.open_inspector,
            "F1": self.questions.show_shortcuts,
        }

    def _show_view(self, view: PartyView, changed: frozenset[str]) -> None:
        self.intents.follow(view)
        if self.nearby_desk is not None:
            self.nearby_desk.follow(view)
        self.body.show_view(view, changed)
        if "left_reason" in changed:
            # Said once, where it stays.
            self.toasts.dismiss(told(view.left_reason))
        joined = self.intents.joined_with and view.invite_url and not view.is_host
        if joined and in_party(view):
            self.keeper.joined(RecentParty(invite=view.invite_url, host=host_name(view)))
        self.inspector.show_view(view)
        self.announcer.show_view(view)
        track = title_text(view.track.title, view.track.artist) if view.track is not None else ""
        self.setWindowTitle(" – ".join(part for part in (track, "Unisono", self.keeper.name_of_this_run) if part))

    def _show_anew(self) -> None:
        self.bridge.start()
        self.toasts.place()

    def _restore_geometry(self) -> None:
        self.resize(*_DEFAULT_SIZE)
        if self.keeper.memory.geometry:
            self.restoreGeometry(QByteArray.fromHex(self.keeper.memory.geometry.encode()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys that no widget wanted."""
        if event.key() == Qt.Key.Key_Escape and self.pages.aside is not None:
            self.pages.close_aside()
            return
        on_party_page = self.pages.currentWidget() is self.party_page
        if not (on_party_page and self.keys.press(event)):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: remember where the window was; a host is asked before the party loses its relay."""
        if not self.questions.may_close(self._actions.view, self.close):
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self.keeper.change(geometry=geometry)
        self.bridge.close()
        event.accept()
        self.closed.emit()
