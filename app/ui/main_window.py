"""The main window: composes header, banner, pages and toasts, and passes intents on. It decides nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QIcon,
    QKeyEvent,
)
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.core.view import Notice, PartyView, Phase
from app.ui.bridge import ViewBridge
from app.ui.intents import Intents, in_party
from app.ui.memory import RecentParty, Remember, WindowMemory
from app.ui.pages.connecting_page import ConnectingPage
from app.ui.pages.party_page import PartyPage
from app.ui.pages.start_page import StartPage
from app.ui.questions import Questions
from app.ui.shortcuts import SEEK_STEP_SEC, VOLUME_STEP, bind_chords, plain_key
from app.ui.start_action import HostAction, JoinAction, StartAction
from app.ui.theme import Appearance, Space, Theme
from app.ui.theme.resources import resource_path
from app.ui.widgets.banner import BannerStrip
from app.ui.widgets.drop_zone import DropVeil, dropped_paths
from app.ui.widgets.header import Header
from app.ui.widgets.toast import ToastStack
from app.ui.words import host_name

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
    """

    closed = Signal()

    def __init__(
        self,
        actions: PartyActions,
        theme: Theme,
        tasks: TaskSupervisor,
        clock: Callable[[], LocalSec],
        memory: WindowMemory,
        remember: Remember,
        suggested_name: str = "",
    ) -> None:
        super().__init__()
        self._actions = actions
        self._theme = theme
        self._memory = memory
        self._remember = remember
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
        self.veil = DropVeil(theme, self)
        self.bridge = ViewBridge(actions, self)
        self._connect()
        self._connect_party()
        self._bind_keys()
        self.start_page.show_name(memory.name or suggested_name, known=bool(memory.name))
        self.start_page.show_recent(memory.recent)
        self._restore_geometry()
        self.bridge.start()

    @property
    def memory(self) -> WindowMemory:
        """What is remembered."""
        return self._memory

    def begin(self, action: StartAction) -> None:
        """Start or join a party under the name on the start page; asks for one where none is there."""
        name = self.start_page.name
        if not name:
            self.start_page.ask_for_name()
            return
        self._change_memory(replace(self._memory, name=name))
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

    def _compose(self) -> None:
        self.setWindowTitle("Unisono")
        self.setWindowIcon(QIcon(str(resource_path("icons", "unisono.svg"))))
        self.setMinimumSize(*_LEAST_SIZE)
        self.setAcceptDrops(True)
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
        self.bridge.notice_raised.connect(self._show_notice)
        self.toasts.log_changed.connect(lambda: self.header.show_log(self.toasts.log))
        self.header.leave_requested.connect(self._leave)
        self.header.shortcuts_requested.connect(self.questions.show_shortcuts)
        self.header.appearance_requested.connect(self._set_appearance)
        self.banner.action_requested.connect(self._banner_action)
        self.connecting_page.cancel_requested.connect(self._actions.leave)
        start = self.start_page
        start.choose_requested.connect(self._choose)
        start.host_requested.connect(lambda: self.begin(HostAction()))
        start.join_requested.connect(lambda invite: self.begin(JoinAction(invite=invite)))
        start.name_changed.connect(lambda name: self._change_memory(replace(self._memory, name=name)))

    def _connect_party(self) -> None:
        page, actions = self.party_page, self._actions
        page.add_requested.connect(self._choose)
        page.transport.play_requested.connect(actions.play)
        page.transport.pause_requested.connect(actions.pause)
        page.transport.stop_requested.connect(actions.stop)
        page.transport.next_requested.connect(actions.next)
        page.transport.previous_requested.connect(actions.previous)
        page.seek_bar.seek_requested.connect(actions.seek)
        page.volume.volume_requested.connect(actions.set_volume)
        page.volume.mute_requested.connect(actions.set_muted)
        page.status.start_now_requested.connect(actions.start_now)
        page.status.resync_requested.connect(actions.resync)
        page.queue.play_requested.connect(actions.play_item)
        page.queue.remove_requested.connect(actions.remove_items)
        page.queue.queue.move_requested.connect(actions.move_item)
        page.queue.queue.files_dropped.connect(self.take_files)
        page.uploads.cancel_requested.connect(actions.cancel_upload)
        page.members.kick_requested.connect(actions.kick)
        page.members.make_host_requested.connect(actions.make_host)
        page.invite.copy_requested.connect(self.copy)

    def _bind_keys(self) -> None:
        page = self.party_page
        bind_chords(
            self,
            {
                "Ctrl+O": self._choose,
                "Ctrl+V": self._paste,
                "Ctrl+R": self._actions.resync,
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
            self.party_page.show_view(view, changed)
            self._remember_party(view)
        track = view.track.title if view.track is not None else ""
        self.setWindowTitle(f"{track} – Unisono" if track else "Unisono")

    def _show_phase(self, view: PartyView) -> None:
        inside = in_party(view)
        page = self.party_page if inside else self.start_page
        if view.phase is Phase.CONNECTING:
            page = self.connecting_page
        self.header.leave_button.setVisible(inside)
        self.start_page.show_ended(view.left_reason if view.phase is Phase.LEFT else "")
        if self.pages.currentWidget() is not page:
            self.pages.setCurrentWidget(page)
            # Keys go to the page, not to a button of the page that is gone.
            page.setFocus()

    def _show_notice(self, notice: Notice) -> None:
        self.toasts.show_notice(notice)

    def _say(self, sentence: str) -> None:
        self.toasts.show_notice(Notice(code="window", message=sentence))

    def _remember_party(self, view: PartyView) -> None:
        if self.intents.joined_with and view.invite_url and not view.is_host:
            party = RecentParty(invite=view.invite_url, host=host_name(view))
            self._change_memory(replace(self._memory, recent=self._memory.recent_with(party)))

    def _change_memory(self, memory: WindowMemory) -> None:
        if memory != self._memory:
            self._memory = memory
            self.start_page.show_recent(memory.recent)
            self._remember(memory)

    def _set_appearance(self, appearance: Appearance) -> None:
        self._theme.set_appearance(appearance)
        self._change_memory(replace(self._memory, appearance=appearance))

    def _banner_action(self, action: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "retry-output": self._actions.retry_output,
            "resync": self._actions.resync,
            "skip": self._actions.next,
            "install-libvlc": lambda: self.questions.explain_libvlc(self._actions.retry_output),
        }
        if action in acts:
            acts[action]()

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
        if self._memory.geometry:
            self.restoreGeometry(QByteArray.fromHex(self._memory.geometry.encode()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: keys that no widget wanted."""
        on_party_page = self.pages.currentWidget() is self.party_page
        if not (on_party_page and plain_key(event, self._keys)):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: files come in over any part of the window."""
        if not dropped_paths(event.mimeData()):
            return
        event.acceptProposedAction()
        view = self._actions.view
        if not in_party(view):
            text = self.tr("Drop to start a party")
        else:
            text = self.tr("Drop to add to the queue") if view.is_host else self.tr("Only the host adds music")
        self.veil.offer(text, QRect(self.rect()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: they went away again."""
        self.veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: they were dropped."""
        self.veil.hide()
        event.acceptProposedAction()
        self.take_files(dropped_paths(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Qt: remember where the window was; a host is asked before the party loses its relay."""
        if not self.questions.may_close(self._actions.view, self.close):
            event.ignore()
            return
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self._change_memory(replace(self._memory, geometry=geometry))
        self.bridge.close()
        event.accept()
        self.closed.emit()
