"""The invite: a code large enough to read across a room, a link to copy, a QR code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from app.ui.theme import Space, Theme, Type
from app.ui.widgets.flow_layout import FlowLayout
from app.ui.widgets.parts import ElidedLabel, IconButton, button, column, label, row
from app.ui.widgets.qr_code import QrCode
from app.ui.widgets.switch import Switch
from app.ui.wording import put_words
from app.ui.words import code_text


class InvitePanel(QFrame):
    """Shows how others join. Copying is asked of the window: it owns the clipboard and says that it was done."""

    #: The text to copy and what it is, in words.
    copy_requested = Signal(str, str)
    #: Whether the party is to be shown on this network.
    show_requested = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._short = self._url = ""
        self.code_label = label()
        self.code_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.code_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.code_label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.short_label = ElidedLabel("secondary", Qt.TextElideMode.ElideMiddle)
        self.short_label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.copy_link_button = button(lambda: self.tr("Copy link"), "tonal", clicked=self._copy_link)
        self.copy_code_button = button(lambda: self.tr("Copy code"), clicked=self._copy_code)
        self.qr_button = IconButton(theme, "qr", lambda: self.tr("Show as QR code"))
        self.qr_button.setCheckable(True)
        self.qr_button.toggled.connect(self._toggle_qr)

        def words() -> str:
            return self.tr("Show on this network")

        self.nearby_switch = Switch(theme, words)
        self.nearby_switch.clicked.connect(self.show_requested)
        self._nearby = QWidget()
        self.nearby_label = label(role="secondary", wrap=True)
        said = column(None, label(words, wrap=True), self.nearby_label, None, spacing=0)
        beside = row(spacing=Space.SMALL)
        beside.addLayout(said, 1)
        beside.addWidget(self.nearby_switch)
        self._nearby.setLayout(beside)
        put_words(
            self._nearby,
            toolTip=lambda: self.tr(
                "Everybody in the same network sees your name and this party, and joins with one click."
            ),
        )
        self._nearby.hide()
        self.qr = QrCode()
        self.qr.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.LARGE, Space.LARGE)
        layout.setSpacing(Space.SMALL)
        layout.addLayout(row(label(lambda: self.tr("Invite"), "section"), None, self.qr_button))
        layout.addWidget(self.code_label)
        layout.addWidget(self.short_label)
        layout.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(Space.HAIR)
        layout.addLayout(FlowLayout(self.copy_link_button, self.copy_code_button, fill=True))
        layout.addWidget(self._nearby)
        theme.changed.connect(self._restyle)
        self._restyle()

    def show_invite(self, code: str, short: str, url: str) -> None:
        """The party's code, its short invite and its link."""
        self._short, self._url = short, url
        self.code_label.setText(code_text(code))
        # Read letter by letter, not as a word.
        put_words(self.code_label, accessibleName=lambda: self.tr("Code {0}").format(" ".join(code)))
        self.short_label.set_whole_text(short)
        self.copy_link_button.setEnabled(bool(url))
        self.copy_code_button.setEnabled(bool(short or code))
        if self.qr_button.isChecked():
            self.qr.set_text(url)

    def show_nearby(self, shown: bool | None) -> None:  # noqa: FBT001 - the picture's value
        """Whether the party is shown on this network; None where that is not ours to choose."""
        self.nearby_switch.setChecked(bool(shown))
        put_words(
            self.nearby_label,
            text=lambda: (
                self.tr("Anybody here joins with one click") if shown else self.tr("Others need the code or the link")
            ),
        )
        self._nearby.setVisible(shown is not None)

    def _copy_link(self) -> None:
        self.copy_requested.emit(self._url, self.tr("Link copied"))

    def _copy_code(self) -> None:
        self.copy_requested.emit(self._short, self.tr("Code copied"))

    def _toggle_qr(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.qr.set_text(self._url if shown else "")
        self.qr.setVisible(shown)

    def _restyle(self) -> None:
        font = self._theme.font(Type.CODE, bold=True, mono=True)
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 2)
        self.code_label.setFont(font)
