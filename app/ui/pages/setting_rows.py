"""Rows of settings: words on the left, the field on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout

from app.ui.theme import Space
from app.ui.widgets.parts import card, column, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame, QLabel, QLayout, QWidget


def section(title: str, *rows: QLayout) -> QFrame:
    """A card with a title."""
    made = card()
    made.setLayout(column(label(title, "section"), *rows, spacing=Space.LARGE, margin=Space.WIDE))
    return made


class SettingRow(QVBoxLayout):
    """What it is, a sentence about it, and its fields, the main one last; ``below`` stands under all."""

    def __init__(self, title: str, hint: str | QLabel, *fields: QWidget, below: QWidget | None = None) -> None:
        super().__init__()
        self.setSpacing(Space.HAIR)
        self._line = _line(title, hint, fields)
        self.addLayout(self._line)
        if below is not None:
            self.addWidget(below)

    def stack(self, *, narrow: bool) -> None:
        """Fields under their words where there is no room beside them."""
        down, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._line.setDirection(down if narrow else beside)
        self._line.setSpacing(Space.SMALL if narrow else Space.LARGE)


def _line(title: str, hint: str | QLabel, fields: tuple[QWidget, ...]) -> QHBoxLayout:
    name = label(title, "strong", wrap=True)
    # On Linux a screen reader takes a choice's name from the words beside it.
    name.setBuddy(fields[-1])
    if isinstance(hint, str):
        fields[-1].setAccessibleDescription(hint)
    words = column(
        None,
        name,
        label(hint, "secondary", wrap=True) if isinstance(hint, str) else hint,
        None,
        spacing=2,
    )
    line = row(spacing=Space.LARGE)
    line.addLayout(words, 1)
    line.addLayout(row(*fields, spacing=Space.SMALL))
    return line
