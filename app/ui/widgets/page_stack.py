"""The page that the party's phase asks for, or one that the person opened over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class PageStack(QStackedWidget):
    """Turns pages; what changes below an aside waits until it is closed."""

    def __init__(self) -> None:
        super().__init__()
        self._below: QWidget | None = None
        self._aside: QWidget | None = None

    @property
    def aside(self) -> QWidget | None:
        """The page that lies over the others."""
        return self._aside

    def show_page(self, page: QWidget) -> None:
        """The page to be at while nothing lies over it."""
        self._below = page
        self._turn()

    def open_aside(self, page: QWidget) -> None:
        """Lay a page over the others until `close_aside`."""
        self._aside = page
        self._turn()

    def close_aside(self) -> None:
        """Back to what lies below."""
        self._aside = None
        self._turn()

    def _turn(self) -> None:
        page = self._aside or self._below
        if page is not None and self.currentWidget() is not page:
            self.setCurrentWidget(page)
            # Keys go to the page, not to a button of the page that is gone.
            page.setFocus()
