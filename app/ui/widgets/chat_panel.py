"""The talk of the party: folded to one line with a count of what is new, unfolded with a field to say something."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDateTime, QLocale, Qt, QTimeZone, QUrl, Signal
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QTextBrowser, QVBoxLayout, QWidget

from app.ui.announcer import announce
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.parts import IconButton, label, row
from app.ui.wording import put_words, when_language_changes
from app.ui.words import reaction_words
from server.protocol.messages import CHAT_LIMIT

if TYPE_CHECKING:
    from app.core.view import ChatLineView

#: Words of the wire; each has an icon of the same name. Theirs in the colours that say the same everywhere.
REACTIONS: Final[dict[str, str]] = {
    "heart": "bad",
    "thumb": "accent",
    "star": "warm",
    "flame": "warm",
    "smile": "good",
}
_TALK_HEIGHT: Final = 170
_MANY: Final = 99


class ChatPanel(QFrame):
    """Shows `ChatLineView`s."""

    say_requested = Signal(str)
    react_requested = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._theme = theme
        self._lines: tuple[ChatLineView, ...] = ()
        self._seen: ChatLineView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.fold_button = IconButton(theme, "chevron", lambda: self.tr("Show the chat"))
        self.fold_button.setCheckable(True)
        self.fold_button.setProperty("folds", True)
        self.fold_button.toggled.connect(self._fold)
        self.unread_label = label(role="badge")
        # As high as its figure, not as the row.
        self.unread_label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.unread_label.hide()
        self.talk = QTextBrowser()
        self.talk.setObjectName("talk")
        self.talk.document().setDocumentMargin(0)
        self.talk.setFrameShape(QFrame.Shape.NoFrame)
        self.talk.setOpenLinks(False)
        self.talk.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        put_words(self.talk, accessibleName=lambda: self.tr("Chat"))
        self.field = QLineEdit()
        self.field.setMaxLength(CHAT_LIMIT)

        def words() -> str:
            return self.tr("Say something to everybody")

        put_words(self.field, placeholderText=words, accessibleName=words)
        self.field.returnPressed.connect(self._say)
        self.reactions = {word: self._reaction_button(word) for word in REACTIONS}
        self._build()
        theme.changed.connect(self._restyle)
        # The hours too are written as the language has them.
        when_language_changes(self, self._render)
        self._restyle()

    @property
    def unread(self) -> int:
        """How many lines of others came in since the panel was last open."""
        after = self._lines
        if self._seen in after:
            after = after[after.index(self._seen) + 1 :]
        return sum(not line.is_self for line in after)

    def show_lines(self, lines: tuple[ChatLineView, ...]) -> None:
        """All lines, oldest first."""
        if lines == self._lines:
            return
        fresh = bool(lines) and (not self._lines or lines[-1] != self._lines[-1])
        before, self._lines = self._lines, lines
        self._render_change(before)
        self._count()
        if fresh and not lines[-1].is_self:
            self.talk.setAccessibleDescription(_plain(lines[-1]))
            announce(self.talk, _plain(lines[-1]))

    def _reaction_button(self, word: str) -> IconButton:
        made = IconButton(self._theme, word, lambda: reaction_words(word), tint=REACTIONS[word])
        made.clicked.connect(lambda: self.react_requested.emit(word))
        return made

    def _build(self) -> None:
        head = row(label(lambda: self.tr("Chat"), "section"), self.unread_label, None, self.fold_button)
        head.setContentsMargins(Space.SMALL, 0, 0, 0)
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(Space.SMALL, 0, Space.SMALL, 0)
        inside.setSpacing(Space.SMALL)
        inside.addWidget(self.talk)
        inside.addLayout(row(*self.reactions.values(), None, spacing=0))
        inside.addWidget(self.field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.SMALL, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.HAIR)
        layout.addLayout(head)
        layout.addWidget(self.body)
        self.body.hide()

    def _fold(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.body.setVisible(shown)
        self.fold_button.set_icon("fold" if shown else "chevron")
        self.fold_button.set_words(lambda: self.tr("Fold the chat") if shown else self.tr("Show the chat"))
        self._count()
        if shown:
            self._render()
            self.field.setFocus()

    def _say(self) -> None:
        text = self.field.text().strip()
        if text:
            self.field.clear()
            self.say_requested.emit(text)

    def _count(self) -> None:
        if self.fold_button.isChecked() and self._lines:
            self._seen = self._lines[-1]
        count = self.unread
        self.unread_label.setVisible(count > 0)
        self.unread_label.setText(str(count) if count <= _MANY else f"{_MANY}+")
        put_words(self.unread_label, accessibleName=lambda: self.tr("%n new", None, count))

    def _render(self) -> None:
        """All lines anew: the panel was opened, or its colours changed."""
        if not self.fold_button.isChecked():
            return
        side = self._theme.px(18)
        for word, tint in REACTIONS.items():
            picture = self._theme.pixmap(word, tint, side, 1.0)
            self.talk.document().addResource(
                QTextDocument.ResourceType.ImageResource, QUrl(f"reaction:{word}"), picture
            )
        follows, at = self._follows(), self.talk.verticalScrollBar().value()
        self.talk.setHtml("".join(self._html(line) for line in self._lines) or self._nothing())
        # Who reads what was said before stays there.
        self.talk.verticalScrollBar().setValue(at)
        self._follow(follows)

    def _render_change(self, before: tuple[ChatLineView, ...]) -> None:
        """What is new at the end, what is gone at the top: laying out hundreds of lines takes many milliseconds."""
        if not self.fold_button.isChecked():
            return
        gone = next((at for at in range(len(before)) if before[at:] == self._lines[: len(before) - at]), len(before))
        kept = len(before) - gone
        if not kept:
            self._render()
            return
        follows = self._follows()
        for line in self._lines[kept:]:
            self.talk.append(self._html(line))
        cursor = QTextCursor(self.talk.document())
        cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor, gone)
        cursor.removeSelectedText()
        self._follow(follows)

    def _follows(self) -> bool:
        bar = self.talk.verticalScrollBar()
        return bar.value() >= bar.maximum() - 2

    def _follow(self, follows: bool) -> None:  # noqa: FBT001 - the answer of `_follows`
        if follows:
            self.talk.verticalScrollBar().setValue(self.talk.verticalScrollBar().maximum())

    def _html(self, line: ChatLineView) -> str:
        quiet = self._theme.color("secondary").name()
        strong = self._theme.color("accent" if line.is_self else "text").name()
        said = escape(line.text)
        if line.reaction in REACTIONS:
            said = f'<img src="reaction:{line.reaction}" style="vertical-align:middle">'
        elif line.reaction:
            said = f"<i>{escape(line.reaction)}</i>"
        return (
            f'<p style="margin:0 0 {Space.HAIR}px 0"><span style="color:{quiet}">{_clock(line)}</span>&nbsp; '
            f'<b style="color:{strong}">{escape(line.name)}</b>&nbsp; {said}</p>'
        )

    def _nothing(self) -> str:
        words = escape(self.tr("Nothing was said yet."))
        return f'<p style="color:{self._theme.color("secondary").name()}">{words}</p>'

    def _restyle(self) -> None:
        self.talk.setFont(self._theme.font(Type.SECONDARY))
        self.talk.setFixedHeight(self._theme.px(_TALK_HEIGHT))
        self._render()


def _clock(line: ChatLineView) -> str:
    """The minute at which it was said, as this person's clocks show it."""
    at = QDateTime.fromMSecsSinceEpoch(round(line.sent_at), QTimeZone.systemTimeZone())
    return QLocale().toString(at.time(), QLocale.FormatType.ShortFormat)


def _plain(line: ChatLineView) -> str:
    return f"{line.name}: {reaction_words(line.reaction) if line.reaction else line.text}"
