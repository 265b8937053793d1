"""What all scrolled pages share: they grow with the window, and leave the keyboard to what is on them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea


class Page(QScrollArea):
    """A page that scrolls from top to bottom."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Not a stop of its own on the way of the Tab key: nothing would show where the keyboard is.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
