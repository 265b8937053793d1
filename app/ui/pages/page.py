"""What all pages share: they scroll where the window is lower, and leave the keyboard to what is on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLayout


class Page(QScrollArea):
    """Its content stays where it is when the scroll bar comes and goes: the bar takes its room from the margin."""

    def __init__(self) -> None:
        super().__init__()
        self._margins = QMargins()
        self.setObjectName("page")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # Not a stop of its own on the way of the Tab key: nothing would show where the keyboard is.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def set_content(self, layout: QLayout) -> None:
        """What is on the page; its right margin is at least as wide as a scroll bar."""
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(layout)
        self._margins = layout.contentsMargins()
        self.setWidget(page)

    def _make_room(self, least: int, most: int) -> None:
        page = self.widget()
        layout = page.layout() if page is not None else None
        if layout is not None:
            bar = self.verticalScrollBar().sizeHint().width() if most > least else 0
            layout.setContentsMargins(self._margins - QMargins(0, 0, bar, 0))
