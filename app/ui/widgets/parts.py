"""Small parts that every page is made of: labels by role, buttons by kind, cards, boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.shortcuts import is_arrow
from app.ui.theme import HIT, Space, Theme
from app.ui.wording import put_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.wording import Text


Box = TypeVar("Box", bound=QBoxLayout)


def label(text: Text = "", role: str = "body", *, wrap: bool = False) -> QLabel:
    """Plain text in a role of the stylesheet; never rich text, names come from other people."""
    made = QLabel()
    put_words(made, text=text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


class Button(QPushButton):
    """Leaves arrows to the window, where a plain one would move the focus; Tab does that."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: see above."""
        if is_arrow(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


def button(text: Text, kind: str = "plain", *, clicked: Callable[[], object] | None = None) -> QPushButton:
    """A button with words.

    ``kind`` is ``accent``, ``tonal``, ``plain``, ``quiet``, ``subtle`` or ``link``, from the one that the eye goes to
    first; or ``danger``.
    """
    made = Button()
    put_words(made, text=text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if clicked is not None:
        made.clicked.connect(lambda _checked=False: clicked())
    return made


def card() -> QFrame:
    """A raised surface."""
    made = QFrame()
    made.setProperty("role", "card")
    return made


def notice_card(theme: Theme, icon: str, tint: str, words: QLabel) -> QFrame:
    """A sentence that stands on a page."""
    made = card()
    made.setLayout(row(IconLabel(theme, icon, tint), words, spacing=Space.MEDIUM, margin=Space.LARGE))
    # The words take what room there is.
    words.setSizePolicy(QSizePolicy.Policy.Expanding, words.sizePolicy().verticalPolicy())
    return made


def row(*parts: QWidget | QLayout | int | None, spacing: int = Space.SMALL, margin: int = 0) -> QHBoxLayout:
    """Parts from left to right; an int is a gap in px, None takes what space is left."""
    return _fill(QHBoxLayout(), parts, spacing, margin)


def column(*parts: QWidget | QLayout | int | None, spacing: int = Space.SMALL, margin: int = 0) -> QVBoxLayout:
    """Parts from top to bottom; an int is a gap in px, None takes what space is left."""
    return _fill(QVBoxLayout(), parts, spacing, margin)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the stylesheet selects by, and let it take effect."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class IconButton(QToolButton):
    """A button that is one icon; its words are the tooltip and the accessible name."""

    def __init__(self, theme: Theme, icon: str, words: Text, *, tint: str = "secondary", size: int = 20) -> None:
        super().__init__()
        self._theme = theme
        self._icon_name = icon
        self._token = tint
        self._size = size
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_words(words)
        theme.changed.connect(self._retint)
        self._retint()

    def set_words(self, words: Text) -> None:
        """What it does."""
        put_words(self, toolTip=words, accessibleName=words)

    def set_icon(self, icon: str, tint: str | None = None) -> None:
        """Another icon, or the same in another colour."""
        if (icon, tint or self._token) != (self._icon_name, self._token):
            self._icon_name, self._token = icon, tint or self._token
            self._retint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows are the window's."""
        if is_arrow(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _retint(self) -> None:
        self.setIcon(self._theme.icon(self._icon_name, self._token))
        side = self._theme.px(self._size)
        self.setIconSize(QSize(side, side))
        hit = self._theme.px(HIT)
        self.setMinimumSize(hit, hit)


class IconLabel(QLabel):
    """An icon that says nothing by itself."""

    def __init__(self, theme: Theme, icon: str, tint: str = "secondary", size: int = 20) -> None:
        super().__init__()
        self._theme = theme
        self._look = (icon, tint, size)
        theme.changed.connect(self._retint)
        self._retint()

    def set_icon(self, icon: str, tint: str) -> None:
        """Another icon."""
        self._look = (icon, tint, self._look[2])
        self._retint()

    def _retint(self) -> None:
        icon, tint, size = self._look
        side = self._theme.px(size)
        self.setPixmap(self._theme.pixmap(icon, tint, side, self.devicePixelRatioF()))
        self.setFixedSize(side, side)


class ElidedLabel(QLabel):
    """One line that ends in … where it does not fit; the whole text is the tooltip then."""

    def __init__(self, role: str = "body", mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self._whole = ""
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def whole_text(self) -> str:
        """The text without the ellipsis."""
        return self._whole

    def set_whole_text(self, text: str) -> None:
        """Show ``text``."""
        if text != self._whole:
            self._whole = text
            self.setAccessibleName(text)
            self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: fit again."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        self.ensurePolished()
        shown = QFontMetrics(self.font()).elidedText(self._whole, self._mode, max(0, self.width()))
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def _fill(box: Box, parts: tuple[QWidget | QLayout | int | None, ...], spacing: int, margin: int) -> Box:
    box.setSpacing(spacing)
    box.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
    return box
