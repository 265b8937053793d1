"""The field that takes a code, an invite or a link, typed or pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from app.invite_words import said_of_invite
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.parts import button, label, restyle
from app.ui.wording import put_words
from app.ui.words import told
from server.protocol.invite import Invite, InviteError, normalise_code, parse_invite

if TYPE_CHECKING:
    from app.ui.wording import Text

# Any relay makes a bare code well-formed here; which relay it means, the controller decides.
_SOME_RELAY = Invite(host="localhost", port=1)
_LONGEST = 2048


class CodeField(QWidget):
    """Emits `join_requested` with what was entered once it looks like an invite; else says what one looks like."""

    join_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.edit = QLineEdit()
        self.edit.setProperty("role", "code")
        self.edit.setMaxLength(_LONGEST)
        # Files dropped here mean the window, not the text.
        self.edit.setAcceptDrops(False)
        put_words(
            self.edit,
            placeholderText=lambda: self.tr("Code or link"),
            accessibleName=lambda: self.tr("Invite: a code or a link"),
        )
        self.edit.textEdited.connect(self._edited)
        self.edit.returnPressed.connect(self.submit)
        self.edit.textChanged.connect(self._restyle)
        self.button = button(lambda: self.tr("Join"), "tonal", clicked=self.submit)
        self.button.setProperty("role", "code")
        self.error_label = label(role="bad", wrap=True)
        self.error_label.hide()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.SMALL)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self.edit, 0, 0)
        layout.addWidget(self.button, 0, 1)
        layout.addWidget(self.error_label, 1, 0, 1, 2)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Enter ``text`` as if it were pasted."""
        self.edit.setText(text.strip())
        self._edited()

    def show_error(self, sentence: Text) -> None:
        """Say why it did not work; empty takes the sentence away."""
        put_words(self.error_label, text=sentence)
        self.error_label.setVisible(bool(sentence))
        restyle(self.edit, "invalid", bool(sentence))
        # For screen readers the field itself tells what is wrong with it.
        put_words(self.edit, accessibleDescription=sentence)

    def submit(self) -> None:
        """Join, if this can be an invite."""
        text = self.edit.text().strip()
        if not text:
            self.edit.setFocus()
            return
        try:
            parse_invite(text, default_relay=_SOME_RELAY)
        except InviteError as error:
            said = said_of_invite(error)
            self.show_error(lambda: told(said))
            self.edit.setFocus()
            return
        self.show_error("")
        self.join_requested.emit(text)

    def _edited(self) -> None:
        self.show_error("")
        text = self.edit.text()
        try:
            normalise_code(text)
        except InviteError:
            return
        # A whole code is shown in capitals; anything shorter may still become a link, which is case-sensitive.
        cursor = self.edit.cursorPosition()
        self.edit.setText(text.upper())
        self.edit.setCursorPosition(cursor)

    def _restyle(self) -> None:
        entered = bool(self.edit.text())
        # A code is read letter by letter; the words that ask for it are read like any other.
        self.edit.setFont(self._theme.font(Type.SECTION if entered else Type.BODY, mono=entered))
        restyle(self.button, "kind", "accent" if entered else "tonal")
