"""Rows of settings: words on the left, the field on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.ui.theme import Space
from app.ui.widgets.parts import card, column, label, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFrame, QLabel, QLayout, QWidget


def section(title: str, *rows: QLayout) -> QFrame:
    """A card with a title."""
    made = card()
    made.setLayout(column(label(title, "section"), *rows, spacing=Space.LARGE, margin=Space.WIDE))
    return made


def setting_row(title: str, hint: str | QLabel, *fields: QWidget, below: QWidget | None = None) -> QLayout:
    """What it is, a sentence about it, and its fields side by side, the main one last; ``below`` stands under all."""
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
    return line if below is None else column(line, below, spacing=Space.HAIR)
