"""Rows of settings: words on the left, the field on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QSpacerItem, QVBoxLayout

from app.ui.theme import Space
from app.ui.widgets.parts import card, column, label, row
from app.ui.wording import put_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame, QLayout, QWidget

    from app.ui.wording import Text, Words


def section(title: Text, *rows: QLayout) -> QFrame:
    """A card with a title."""
    made = card()
    made.setLayout(column(label(title, "section"), *rows, spacing=Space.LARGE, margin=Space.WIDE))
    return made


class SettingRow(QVBoxLayout):
    """What it is, a sentence about it, and its fields side by side, the main one last; ``below`` stands under all."""

    def __init__(self, title: Text, hint: Words | QLabel, *fields: QWidget, below: QWidget | None = None) -> None:
        super().__init__()
        self.setSpacing(Space.HAIR)
        name = label(title, "strong", wrap=True)
        # On Linux a screen reader takes a choice's name from the words beside it.
        name.setBuddy(fields[-1])
        if not isinstance(hint, QLabel):
            put_words(fields[-1], accessibleDescription=hint)
            hint = label(hint, "secondary", wrap=True)
        self._sentence = sentence = hint
        self._air = QSpacerItem(0, 0), QSpacerItem(0, 0)
        self._words = column(name, sentence, spacing=2)
        self._words.insertItem(0, self._air[0])
        self._words.addItem(self._air[1])
        self._line = row(spacing=Space.LARGE)
        self._line.addLayout(self._words, 1)
        self._line.addLayout(row(*fields, spacing=Space.SMALL))
        self.addLayout(self._line)
        if below is not None:
            self.addWidget(below)
        self.stack(narrow=False)

    def stack(self, *, narrow: bool, width: int = 0) -> None:
        """Fields under their words, which are as wide as the row then, where there is no room beside them."""
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if narrow else beside)
        self._line.setSpacing(Space.SMALL if narrow else Space.LARGE)
        # Air that stretches would take the height that wrapped words in another row need.
        vertical = QSizePolicy.Policy.Fixed if narrow else QSizePolicy.Policy.Expanding
        for air in self._air:
            air.changeSize(0, 0, QSizePolicy.Policy.Minimum, vertical)
        self._line.setStretch(0, 0 if narrow else 1)
        # Qt deals out the heights that rows would like, not those that their wrapped words need.
        self._sentence.setMinimumHeight(max(0, self._sentence.heightForWidth(width)) if narrow else 0)
        self._words.update()
