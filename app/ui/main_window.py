"""The main window: composes header, banner, pages and toasts, and passes intents on. It decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QIcon,
    QKeyEvent,
)
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from app.core.view import Notice, PartyView, Phase
from app.ui.bridge import ALL_FIELDS, ViewBridge
from app.ui.demo_switch import Demo, DemoSwitch
from app.ui.inspector import Inspector
from app.ui.intents import Intents, in_party
from app.ui.memory import RecentParty, Remember, WindowMemory
from app.ui.memory_keeper import MemoryKeeper
from app.ui.nearby_desk import NearbyDesk, Watch
from app.ui.pages.connecting_page import ConnectingPage
from app.ui.pages.inspector_page import InspectorPage
from app.ui.pages.party_page import PartyPage
from app.ui.pages.settings_page import SettingsPage
from app.ui.pages.start_page import StartPage
from app.ui.questions import Questions
from app.ui.reception import Reception
from app.ui.relay_desk import RelayDesk, RelayStarter
from app.ui.settings_desk import SettingsDesk
from app.ui.start_action import HostAction, JoinAction, StartAction
from app.ui.theme import Appearance, Space, Theme
from app.ui.theme.resources import resource_path
from app.ui.widgets.banner import BannerStrip
from app.ui.widgets.drop_zone import FileDrops
from app.ui.widgets.header import Header
from app.ui.widgets.page_stack import PageStack
from app.ui.widgets.toast import ToastStack
from app.ui.window_keys import WindowKeys
from app.ui.wiring import wire_party_page
from app.ui.words import host_name, title_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.party.actions import PartyActions
    from app.tasks import TaskSupervisor
    from app.ui.preferences import Preferences
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
    ) -> None:
        super().__init__()
        self._actions = actions
        self._theme = theme
        self.keeper = MemoryKeeper(memory, remember)
        self.keeper.changed.connect(self._memory_changed)
        self._inside = False
        self._name_of_this_run = name
        self.intents = Intents(actions)
        self.questions = Questions(self, theme, tasks)
        self.header = Header(theme)
        self.banner = BannerStrip(theme)
        self.start_page = StartPage(theme)
        self.connecting_page = ConnectingPage(theme)
        self.party_page = PartyPage(theme, clock)
        self.settings_page = SettingsPage(theme)
        self.settings_desk = SettingsDesk(self.settings_page, preferences, tasks) if preferences is not None else None
        self.inspector_page = InspectorPage(theme)
        self.inspector = Inspector(self.inspector_page, actions, clock)
        self.pages = PageStack()
        self._compose()
        self.toasts = ToastStack(theme, self)
        self.reception = Reception(
            actions, self.start_page, self.intents, self.questions, named=self._remember_name, say=self._say
        )
        self.demo = DemoSwitch(self.start_page, demo, tasks, self._say)
        self.relay_desk = RelayDesk(relay, tasks, self) if relay is not None else None
        self.nearby_desk = NearbyDesk(self.start_page.nearby, nearby, tasks) if nearby is not None else None
        self.drops = FileDrops(theme, self, self.reception.drop_words)
        self.bridge = ViewBridge(actions, self)
        self._connect()
        chords: dict[str, Callable[[], object]] = {
            "Ctrl+O": self.reception.choose,
            "Ctrl+V": self._paste,
            "Ctrl+Z": self._undo,
            "Ctrl+,": self.open_settings,
            "Ctrl+I": self.open_inspector,
            "F1": self.questions.show_shortcuts,
        }
        self.keys = WindowKeys(self, actions, self.party_page, chords)
        self.start_page.show_name(name or memory.name or suggested_name, known=bool(name or memory.name))
        self.start_page.show_recent(memory.recent)
        self._restore_geometry()
        self.bridge.start()

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

    def quit(self) -> None:
        """Close without asking: the program was told to end."""
        self.questions.consent_to_close()
        self.close()

    def copy(self, text: str, done: str) -> None:
        """Put text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self._say(done)

    def _compose(self) -> None:
        self.setWindowIcon(QIcon(str(resource_path("icons", "unisono.svg"))))
        self.setMinimumSize(*_LEAST_SIZE)
        asides = (self.settings_page, self.inspector_page)
        for page in (self.start_page, self.connecting_page, self.party_page, *asides):
            self.pages.addWidget(page)
        body = QWidget()
        body.setObjectName("page")
        banner_row = QVBoxLayout()
        banner_row.setContentsMargins(Space.WIDE, 0, Space.WIDE, Space.SMALL)
        banner_row.addWidget(self.banner)
        self._banner_place = QWidget()
        self._banner_place.setLayout(banner_row)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self._banner_place)
        layout.addWidget(self.pages, 1)
        self.setCentralWidget(body)

    def _connect(self) -> None:
        self.bridge.view_changed.connect(self._show_view)
        self.bridge.notice_raised.connect(self.toasts.show_notice)
        self.toasts.action_requested.connect(lambda _undo: self._undo())
        self.drops.files_dropped.connect(self.reception.take_files)
        self.toasts.log_changed.connect(lambda: self.header.show_log(self.toasts.log))
        self.header.leave_requested.connect(self._leave)
        self.header.shortcuts_requested.connect(self.questions.show_shortcuts)
        self.header.about_requested.connect(self.questions.show_about)
        self.header.appearance_requested.connect(self._set_appearance)
        self.banner.action_requested.connect(self._banner_action)
        self.connecting_page.cancel_requested.connect(self._actions.leave)
        wire_party_page(self.party_page, self._actions)
        self.party_page.add_requested.connect(self.reception.choose)
        self.party_page.queue.queue.files_dropped.connect(self.reception.take_files)
        self.party_page.invite.copy_requested.connect(self.copy)
        self.header.settings_requested.connect(self.open_settings)
        self.start_page.settings_requested.connect(self.open_settings)
        self.settings_page.back_requested.connect(self.pages.close_aside)
        self.settings_page.offset_requested.connect(self._actions.set_output_offset)
        if self.settings_desk is not None:
            self.settings_desk.name_chosen.connect(self._choose_name)
            self.settings_desk.appearance_chosen.connect(self._set_appearance)
        self.header.relay_requested.connect(self._show_relay)
        self.header.inspector_requested.connect(self.open_inspector)
        self.inspector_page.back_requested.connect(self.pages.close_aside)
        self.inspector_page.trace_requested.connect(lambda: self.questions.save_trace(self.inspector.save))
        self.inspector.copy_requested.connect(self.copy)
        self.inspector.said.connect(self._say)
        start = self.start_page
        start.choose_requested.connect(self.reception.choose)
        start.host_requested.connect(lambda: self.begin(HostAction()))
        start.join_requested.connect(lambda invite: self.begin(JoinAction(invite=invite)))
        start.name_changed.connect(self._remember_name)
        start.name_entered.connect(self.reception.go_on)

    def _show_view(self, view: PartyView, changed: frozenset[str]) -> None:
        self.intents.follow(view)
        if self.nearby_desk is not None:
            self.nearby_desk.follow(view)
        if changed & {"phase", "left_reason"}:
            self._show_phase(view)
        self._banner_place.setVisible(view.banner is not None)
        self.banner.show_banner(view.banner)
        if in_party(view):
            # The page saw nothing of what changed before the party.
            self.party_page.show_view(view, changed if self._inside else ALL_FIELDS)
            self._remember_party(view)
        self._inside = in_party(view)
        self.inspector.show_view(view)
        if "output_offset_ms" in changed:
            self.settings_page.show_offset(view.output_offset_ms)
        track = title_text(view.track.title, view.track.artist) if view.track is not None else ""
        self.setWindowTitle(" – ".join(part for part in (track, "Unisono", self._name_of_this_run) if part))

    def _show_phase(self, view: PartyView) -> None:
        inside = in_party(view)
        page: QWidget = self.party_page if inside else self.start_page
        if view.phase is Phase.CONNECTING:
            page = self.connecting_page
        self.header.leave_button.setVisible(inside)
        self.start_page.show_ended(view.left_reason if view.phase is Phase.LEFT else "")
        # Said once, where it stays.
        self.toasts.dismiss(view.left_reason)
        self.pages.show_page(page)

    def _say(self, sentence: str) -> None:
        self.toasts.show_notice(Notice(code="window", message=sentence))

    def _remember_party(self, view: PartyView) -> None:
        if self.intents.joined_with and view.invite_url and not view.is_host:
            self.keeper.joined(RecentParty(invite=view.invite_url, host=host_name(view)))

    def _remember_name(self, name: str) -> None:
        if name != self._name_of_this_run:
            self.keeper.change(name=name)

    def _choose_name(self, name: str) -> None:
        self.start_page.show_name(name, known=True)
        self.keeper.change(name=name)

    def _memory_changed(self, memory: WindowMemory) -> None:
        self.start_page.show_recent(memory.recent)

    def _set_appearance(self, appearance: Appearance) -> None:
        self._theme.set_appearance(appearance)
        self.keeper.change(appearance=appearance)

    def _banner_action(self, action: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "retry-output": self._actions.retry_output,
            "resync": self._actions.resync,
            "skip": self._actions.next,
            "retry": self._actions.try_again,
            "install-libvlc": lambda: self.questions.explain_libvlc(self._actions.try_again),
        }
        if action in acts:
            acts[action]()

    def _undo(self) -> None:
        self.toasts.dismiss_action("undo")
        self._actions.undo()

    def _show_relay(self) -> None:
        if self.relay_desk is not None:
            self.questions.show_relay(self.relay_desk)

    def _leave(self) -> None:
        self.questions.leave(self._actions)

    def _paste(self) -> None:
        """Paste an invite wherever the keyboard is, as long as no party is on."""
        if self.pages.currentWidget() is self.start_page:
            self.reception.paste()

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
