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
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.core.view import Notice, PartyView, Phase
from app.ui.bridge import ALL_FIELDS, ViewBridge
from app.ui.intents import Intents, in_party
from app.ui.memory import RecentParty, Remember, WindowMemory
from app.ui.memory_keeper import MemoryKeeper
from app.ui.pages.connecting_page import ConnectingPage
from app.ui.pages.party_page import PartyPage
from app.ui.pages.start_page import StartPage
from app.ui.questions import Questions
from app.ui.shortcuts import SEEK_STEP_SEC, VOLUME_STEP, bind_chords, plain_key
from app.ui.start_action import HostAction, JoinAction, StartAction
from app.ui.theme import Appearance, Space, Theme
from app.ui.theme.resources import resource_path
from app.ui.widgets.banner import BannerStrip
from app.ui.widgets.drop_zone import FileDrops
from app.ui.widgets.header import Header
from app.ui.widgets.toast import ToastStack
from app.ui.wiring import wire_party_page
from app.ui.words import host_name, title_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.party.actions import PartyActions
    from app.tasks import TaskSupervisor
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
    ) -> None:
        super().__init__()
        self._actions = actions
        self._theme = theme
        self.keeper = MemoryKeeper(memory, remember)
        self.keeper.changed.connect(self._memory_changed)
        self._awaiting_name: StartAction | None = None
        self._inside = False
        self._name_of_this_run = name
        self.intents = Intents(actions)
        self.questions = Questions(self, theme, tasks)
        self.header = Header(theme)
        self.banner = BannerStrip(theme)
        self.start_page = StartPage(theme)
        self.connecting_page = ConnectingPage(theme)
        self.party_page = PartyPage(theme, clock)
        self.pages = QStackedWidget()
        self._compose()
        self.toasts = ToastStack(theme, self)
        self.drops = FileDrops(theme, self, self._drop_words)
        self.bridge = ViewBridge(actions, self)
        self._connect()
        self._bind_keys()
        self.start_page.show_name(name or memory.name or suggested_name, known=bool(name or memory.name))
        self.start_page.show_recent(memory.recent)
        self._restore_geometry()
        self.bridge.start()

    def begin(self, action: StartAction) -> None:
        """Start or join a party under the name on the start page; asks for one where none is there."""
        name = self.start_page.name
        if not name:
            self._awaiting_name = action
            self.start_page.ask_for_name()
            return
        self._awaiting_name = None
        self._remember_name(name)
        self.intents.begin(action, name)

    def host(self, paths: list[Path]) -> None:
        """Start a party with music."""
        self.begin(HostAction(paths=tuple(paths), play=True))

    def take_files(self, paths: list[Path], before_item_id: str | None = None) -> None:
        """Files were dropped or chosen: a party starts with them, or they join the queue."""
        view = self._actions.view
        if not paths:
            return
        if not in_party(view):
            self.host(paths)
        elif view.is_host:
            self.intents.add(paths, before_item_id)
        else:
            self._say(self.tr("Only the host adds music. Ask {0} to add yours.").format(host_name(view)))

    def quit(self) -> None:
        """Close without asking: the program was told to end."""
        self.questions.consent_to_close()
        self.close()

    def copy(self, text: str, done: str) -> None:
        """Put text on the clipboard and say so."""
        QGuiApplication.clipboard().setText(text)
        self._say(done)

    def _drop_words(self) -> str:
        view = self._actions.view
        if not in_party(view):
            return self.tr("Drop to start a party")
        return self.tr("Drop to add to the queue") if view.is_host else self.tr("Only the host adds music")

    def _compose(self) -> None:
        self.setWindowTitle("Unisono")
        self.setWindowIcon(QIcon(str(resource_path("icons", "unisono.svg"))))
        self.setMinimumSize(*_LEAST_SIZE)
        for page in (self.start_page, self.connecting_page, self.party_page):
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
        self.drops.files_dropped.connect(self.take_files)
        self.toasts.log_changed.connect(lambda: self.header.show_log(self.toasts.log))
        self.header.leave_requested.connect(self._leave)
        self.header.shortcuts_requested.connect(self.questions.show_shortcuts)
        self.header.about_requested.connect(self.questions.show_about)
        self.header.appearance_requested.connect(self._set_appearance)
        self.banner.action_requested.connect(self._banner_action)
        self.connecting_page.cancel_requested.connect(self._actions.leave)
        wire_party_page(self.party_page, self._actions)
        self.party_page.add_requested.connect(self._choose)
        self.party_page.queue.queue.files_dropped.connect(self.take_files)
        self.party_page.invite.copy_requested.connect(self.copy)
        start = self.start_page
        start.choose_requested.connect(self._choose)
        start.host_requested.connect(lambda: self.begin(HostAction()))
        start.join_requested.connect(lambda invite: self.begin(JoinAction(invite=invite)))
        start.name_changed.connect(self._remember_name)
        start.name_entered.connect(self._go_on)

    def _bind_keys(self) -> None:
        page = self.party_page
        bind_chords(
            self,
            {
                "Ctrl+O": self._choose,
                "Ctrl+V": self._paste,
                "Ctrl+R": self._actions.resync,
                "Ctrl+Z": self._undo,
                "Ctrl+Left": lambda: self._as_host(self._actions.previous),
                "Ctrl+Right": lambda: self._as_host(self._actions.next),
                "F1": self.questions.show_shortcuts,
            },
        )
        self._keys: dict[Qt.Key, Callable[[], object]] = {
            Qt.Key.Key_Space: page.transport.toggle,
            Qt.Key.Key_Left: lambda: self._seek_by(-SEEK_STEP_SEC),
            Qt.Key.Key_Right: lambda: self._seek_by(SEEK_STEP_SEC),
            Qt.Key.Key_Up: lambda: page.volume.step(VOLUME_STEP),
            Qt.Key.Key_Down: lambda: page.volume.step(-VOLUME_STEP),
            Qt.Key.Key_M: lambda: self._actions.set_muted(not self._actions.view.muted),
        }

    def _show_view(self, view: PartyView, changed: frozenset[str]) -> None:
        self.intents.follow(view)
        if changed & {"phase", "left_reason"}:
            self._show_phase(view)
        self._banner_place.setVisible(view.banner is not None)
        self.banner.show_banner(view.banner)
        if in_party(view):
            # The page saw nothing of what changed before the party.
            self.party_page.show_view(view, changed if self._inside else ALL_FIELDS)
            self._remember_party(view)
        self._inside = in_party(view)
        track = title_text(view.track.title, view.track.artist) if view.track is not None else ""
        self.setWindowTitle(f"{track} – Unisono" if track else "Unisono")

    def _show_phase(self, view: PartyView) -> None:
        inside = in_party(view)
        page: QWidget = self.party_page if inside else self.start_page
        if view.phase is Phase.CONNECTING:
            page = self.connecting_page
        self.header.leave_button.setVisible(inside)
        self.start_page.show_ended(view.left_reason if view.phase is Phase.LEFT else "")
        # Said once, where it stays.
        self.toasts.dismiss(view.left_reason)
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            # Keys go to the page, not to a button of the page that is gone.
            page.setFocus()

    def _say(self, sentence: str) -> None:
        self.toasts.show_notice(Notice(code="window", message=sentence))

    def _remember_party(self, view: PartyView) -> None:
        if self.intents.joined_with and view.invite_url and not view.is_host:
            self.keeper.joined(RecentParty(invite=view.invite_url, host=host_name(view)))

    def _remember_name(self, name: str) -> None:
        if name != self._name_of_this_run:
            self.keeper.change(name=name)

    def _memory_changed(self, memory: WindowMemory) -> None:
        self.start_page.show_recent(memory.recent)

    def _go_on(self) -> None:
        """Enter in the name field: what had to wait for a name happens."""
        if self._awaiting_name is not None:
            self.begin(self._awaiting_name)

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

    def _leave(self) -> None:
        self.questions.leave(self._actions)

    def _choose(self) -> None:
        if not in_party(self._actions.view) and not self.start_page.name:
            self.start_page.ask_for_name()
            return
        self.questions.choose_music(self.take_files)

    def _paste(self) -> None:
        """Paste an invite wherever the keyboard is, as long as no party is on."""
        text = QGuiApplication.clipboard().text().strip()
        if text and self.pages.currentWidget() is self.start_page:
            self.start_page.code_field.set_text(text)
            self.start_page.code_field.submit()

    def _as_host(self, act: Callable[[], object]) -> None:
        if self._actions.view.is_host:
            act()

    def _seek_by(self, seconds: float) -> None:
        view = self._actions.view
        if view.is_host and view.track is not None:
            position = self.party_page.seek_bar.shown_position + seconds
            self._actions.seek(min(max(0.0, position), view.track.duration or position))

    def _restore_geometry(self) -> None:
        self.resize(*_DEFAULT_SIZE)
        if self.keeper.memory.geometry:
            self.restoreGeometry(QByteArray.fromHex(self.keeper.memory.geometry.encode()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys that no widget wanted."""
        on_party_page = self.pages.currentWidget() is self.party_page
        if not (on_party_page and plain_key(event, self._keys)):
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
