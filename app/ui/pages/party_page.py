"""The party page: what plays, how well all are in sync, what comes next, who is here."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.view import Phase
from app.ui.pages.page import Page
from app.ui.shortcuts import is_arrow
from app.ui.theme import HIT, Space, Theme
from app.ui.widgets.chat_panel import ChatPanel
from app.ui.widgets.cover import Cover
from app.ui.widgets.delay_button import DelayButton
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.invite_panel import InvitePanel
from app.ui.widgets.member_list import MemberList
from app.ui.widgets.parts import ElidedLabel, button, card, column, label, restyle, row
from app.ui.widgets.pulse_line import PulseLine
from app.ui.widgets.queue_list import QueueList
from app.ui.widgets.seek_bar import SeekBar
from app.ui.widgets.status_line import StatusLine
from app.ui.widgets.transport import Transport, VolumeControl
from app.ui.widgets.upload_list import UploadList
from app.ui.wording import put_words
from app.ui.words import clock_text, host_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from app.core.view import PartyView
    from server.protocol.units import LocalSec

_STACKED_BELOW: Final = 880
_TIGHT_BELOW: Final = 520
_SIDE_WIDTH: Final = 340
# QWIDGETSIZE_MAX, which PySide6 does not export.
_NO_LIMIT: Final = 16_777_215
# Figures and countdown change by tenths of a second.
_TICK_MS: Final = 100
# Nobody reads hundreds of figures more often than this.
_CROWD: Final = 40
_CROWD_MS: Final = 300
_SOUNDING: Final = (Phase.PLAYING, Phase.PREPARING)
_ABOUT_MEMBERS: Final = frozenset({"members", "is_host", "phase", "host_may_set_volume"})
_ABOUT_STATE: Final = frozenset(
    {"phase", "is_host", "track", "queue", "starts_at", "joining_late", "waiting_for", "banner", "sync"}
)


class PartyPage(Page):
    """Shows a `PartyView`; its widgets' signals are what a person asks for."""

    add_requested = Signal()
    clear_requested = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], LocalSec]) -> None:
        super().__init__()
        self._theme = theme
        self._clock = clock
        self._view: PartyView | None = None
        self.cover = Cover(theme)
        self.title_label = ElidedLabel("title")
        self.file_label = ElidedLabel("quiet")
        self.status = StatusLine(theme)
        self.pulse = PulseLine(theme)
        self.seek_bar = SeekBar(theme)
        self.transport = Transport(theme)
        self.volume = VolumeControl(theme)
        self.delay = DelayButton(theme)
        self.queue = QueueList(theme)
        self.queue_summary = label(role="secondary")
        self.add_button = button(lambda: self.tr("Add music…"), "quiet", clicked=self.add_requested.emit)
        self.clear_button = button(lambda: self.tr("Clear"), "subtle", clicked=self.clear_requested.emit)
        put_words(self.clear_button, toolTip=lambda: self.tr("Remove everything but what plays now"))
        self.uploads = UploadList(theme)
        self.uploads.rows_changed.connect(self._lead_tab_key)
        self.invite = InvitePanel(theme)
        self.members = MemberList(theme)
        self.chat = ChatPanel(theme)
        self.members_count = label(role="secondary")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._shown_members: tuple[object, object, object, object] = (None, None, None, None)
        self._crowd_pause = QTimer(self, interval=_CROWD_MS, singleShot=True)
        self._crowd_pause.timeout.connect(self._show_members)
        self._ticker = QTimer(self, interval=_TICK_MS)
        self._ticker.timeout.connect(self.tick)
        self._build()

    def show_view(self, view: PartyView, changed: frozenset[str]) -> None:
        """Bring the widgets up to date with the fields that changed."""
        self._view = view
        if changed & {"track", "phase", "queue"}:
            self._show_track(view)
        self.chat.show_lines(view.chat)
        if changed & _ABOUT_STATE:
            self.status.show_view(view, self._clock())
        if changed & _ABOUT_MEMBERS and not self._crowd_pause.isActive():
            self._show_members()
        if changed & {"queue", "is_host"}:
            self._show_queue(view)
        if changed & {"phase", "is_host", "members", "queue", "track"}:
            playable = bool(view.queue) or view.track is not None
            self.transport.show_phase(view.phase, is_host=view.is_host, host=host_name(view), playable=playable)
            self.seek_bar.set_seekable(seekable=view.is_host and view.track is not None)
        if "uploads" in changed:
            self.uploads.show_uploads(view.uploads)
        if changed & {"volume", "muted"}:
            self.volume.show_volume(view.volume, muted=view.muted)
        if "output_offset_ms" in changed:
            self.delay.show_offset(view.output_offset_ms)
        if changed & {"code", "invite_short", "invite_url", "shown_nearby"}:
            self.invite.show_invite(view.code, view.invite_short, view.invite_url)
            self.invite.show_nearby(view.shown_nearby)
        self._run_ticker()
        self.tick()

    def tick(self) -> None:
        """Move on what moves with time."""
        if self._view is not None:
            now = self._clock()
            self.seek_bar.set_position(self._view.position_now(now))
            self.status.show_time(self._view, now)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows belong to the whole window here, see `WindowKeys`; other keys may scroll."""
        if is_arrow(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one column when narrow."""
        narrow = event.size().width() < self._theme.px(_STACKED_BELOW)
        self._arrange(narrow=narrow, tight=event.size().width() < self._theme.px(_TIGHT_BELOW))
        super().resizeEvent(event)

    def _run_ticker(self) -> None:
        running = self._view is not None and self._view.phase in _SOUNDING
        if running and not self._ticker.isActive():
            self._ticker.start()
        elif not running:
            self._ticker.stop()

    def _show_track(self, view: PartyView) -> None:
        track = view.track
        if track is None:
            self.title_label.set_whole_text(self.tr("Nothing is playing"))
            self.file_label.set_whole_text("")
            self.cover.set_track("")
            self.seek_bar.set_track(None, 0.0)
            return
        self.title_label.set_whole_text(track.title or track.filename)
        self.file_label.set_whole_text(track.artist or (track.filename if track.title else ""))
        self.cover.set_track(track.title or track.filename, track.cover)
        self.seek_bar.set_track(track.duration, track.decoded_fraction, track.waveform)

    def _show_members(self) -> None:
        view = self._view
        if view is None:
            return
        shown = (view.members, view.phase, view.is_host, view.host_may_set_volume)
        if shown[0] is self._shown_members[0] and shown[1:] == self._shown_members[1:]:
            return
        self._shown_members = shown
        self.pulse.set_members(view.members, active=view.phase is Phase.PLAYING)
        self.members.show_members(view.members, i_am_host=view.is_host, host_may_set_volume=view.host_may_set_volume)
        self.members_count.setText(str(sum(m.connected for m in view.members)))
        self.status.show_view(view, self._clock())
        if len(view.members) > _CROWD:
            self._crowd_pause.start()

    def _show_queue(self, view: PartyView) -> None:
        self.queue.show_queue(view.queue, editable=view.is_host)
        self.add_button.setVisible(view.is_host)
        # In an empty party nothing else is to be done.
        restyle(self.add_button, "kind", "quiet" if view.queue else "accent")
        self.clear_button.setVisible(view.is_host and any(not item.is_current for item in view.queue))
        lengths = [item.duration for item in view.queue if item.duration is not None]
        parts = [str(len(view.queue))] if view.queue else []
        if lengths:
            parts.append(clock_text(sum(lengths)))
        self.queue_summary.setText(" · ".join(parts))

    def _lead_tab_key(self) -> None:
        """By the uploads in the order that is seen, not in that of making."""
        stops = [row.cancel_button for row in self.uploads.rows.values()]
        for first, second in pairwise((self.add_button, *stops, self.queue)):
            self.setTabOrder(first, second)

    def _build(self) -> None:
        self._main = QWidget()
        self._main.setLayout(column(self._now_card(), self._queue_card(), spacing=Space.LARGE))
        self._side = QWidget()
        self._side.setLayout(column(self.invite, self._members_card(), self.chat, spacing=Space.LARGE))
        self._columns.setContentsMargins(Space.WIDE, Space.SMALL, Space.WIDE, Space.WIDE)
        self._columns.setSpacing(Space.LARGE)
        self._columns.addWidget(self._main, 1)
        self._columns.addWidget(self._side)
        self.set_content(self._columns)
        self._arrange(narrow=False, tight=False)

    def _arrange(self, *, narrow: bool, tight: bool) -> None:
        # Words before pictures.
        self.cover.setVisible(not tight)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        # Where one line has no room for both, the music's controls stay in the middle.
        if narrow:
            self._controls.addWidget(self._sound, 1, 0, 1, 3, Qt.AlignmentFlag.AlignHCenter)
        else:
            self._controls.addWidget(self._sound, 0, 2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        side = self._theme.px(_SIDE_WIDTH)
        self._side.setMinimumWidth(0 if narrow else side)
        self._side.setMaximumWidth(_NO_LIMIT if narrow else side)
        self.queue.setMinimumHeight(self._theme.px(220 if narrow else 92))
        self.members.setMinimumHeight(self._theme.px(200 if narrow else 92))

    def _now_card(self) -> QFrame:
        made = card()
        # No higher than it must be while there is a queue to take the rest, but as high as wrapped words need.
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        texts = column(None, self.title_label, self.file_label, Space.HAIR, self.status, None, spacing=Space.HAIR)
        head = row(self.cover, spacing=Space.WIDE)
        head.addLayout(texts, 1)
        controls = self._controls = QGridLayout()
        controls.setContentsMargins(0, 0, 0, 0)
        controls.setVerticalSpacing(0)
        controls.setColumnStretch(0, 1)
        controls.setColumnStretch(2, 1)
        controls.addWidget(self.transport, 0, 1)
        self._sound = QWidget()
        self._sound.setLayout(row(self.delay, self.volume, spacing=Space.HAIR))
        layout = QVBoxLayout(made)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addLayout(head)
        layout.addWidget(self.pulse)
        layout.addWidget(self.seek_bar)
        layout.addLayout(controls)
        return made

    def _queue_card(self) -> QFrame:
        made = card()
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        name = QWidget()
        name.setLayout(row(label(lambda: self.tr("Queue"), "section"), self.queue_summary))
        # As high for a guest, who has no button there.
        name.setMinimumHeight(self._theme.px(HIT))
        # The margin of its neighbours, which a flow has none of.
        name.setContentsMargins(Space.SMALL, 0, 0, 0)
        head = FlowLayout(name, self.clear_button, self.add_button, ends=2)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.LARGE, Space.MEDIUM)
        layout.setSpacing(Space.HAIR)
        layout.addLayout(head)
        layout.addWidget(self.uploads)
        layout.addWidget(self.queue, 1)
        return made

    def _members_card(self) -> QFrame:
        made = card()
        made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        head = row(label(lambda: self.tr("In the party"), "section"), self.members_count, None)
        head.setContentsMargins(Space.SMALL, 0, 0, 0)
        layout = QVBoxLayout(made)
        layout.setContentsMargins(Space.SMALL, Space.MEDIUM, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(head)
        layout.addWidget(self.members, 1)
        return made
