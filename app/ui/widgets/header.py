"""The header: who we are, messages, settings, the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.ui.theme import Appearance, Space, Theme
from app.ui.widgets.parts import IconButton, IconLabel, button, label
from app.ui.words import told

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from app.core.view import Notice

_LOGGED = 12
_WORDY_FROM = 360


class Header(QWidget):
    """One line above all pages."""

    leave_requested = Signal()
    shortcuts_requested = Signal()
    settings_requested = Signal()
    relay_requested = Signal()
    inspector_requested = Signal()
    about_requested = Signal()
    appearance_requested = Signal(Appearance)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("header")
        self.leave_button = button(lambda: self.tr("Leave"), clicked=self.leave_requested.emit)
        self.leave_button.hide()
        self.log_button = IconButton(theme, "bell", lambda: self.tr("Messages"))
        self.log_button.clicked.connect(self._open_log)
        self.log_button.hide()
        self.menu_button = IconButton(theme, "settings", lambda: self.tr("Settings and more"))
        self.menu_button.clicked.connect(self._open_menu)
        self._log: tuple[Notice, ...] = ()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        layout.setSpacing(Space.SMALL)
        layout.addWidget(IconLabel(theme, "mark", "accent", 26))
        self._wordmark = label("Unisono", "wordmark")
        layout.addWidget(self._wordmark)
        layout.addStretch(1)
        layout.addWidget(self.log_button)
        layout.addWidget(self.menu_button)
        layout.addWidget(self.leave_button)

    def show_log(self, notices: tuple[Notice, ...]) -> None:
        """Notices that can be read again."""
        self._log = notices
        self.log_button.setVisible(bool(notices))

    def menu(self) -> QMenu:
        """The settings menu."""
        menu = QMenu(self)
        settings = menu.addAction(self._theme.icon("settings", "secondary"), self.tr("Settings…"))
        settings.triggered.connect(self.settings_requested)
        relay = menu.addAction(self._theme.icon("link", "secondary"), self.tr("Run a relay for others…"))
        relay.triggered.connect(self.relay_requested)
        inspector = menu.addAction(self._theme.icon("chart", "secondary"), self.tr("Sync inspector…"))
        inspector.triggered.connect(self.inspector_requested)
        menu.addSeparator()
        # A disabled line: the style draws no section titles.
        menu.addAction(self.tr("Appearance")).setEnabled(False)
        group = QActionGroup(menu)
        words = {
            Appearance.SYSTEM: self.tr("Like the system"),
            Appearance.DARK: self.tr("Dark"),
            Appearance.LIGHT: self.tr("Light"),
        }
        for appearance, text in words.items():
            choice = QAction(text, menu, checkable=True, checked=appearance is self._theme.appearance)
            choice.triggered.connect(lambda _on, chosen=appearance: self.appearance_requested.emit(chosen))
            group.addAction(choice)
            menu.addAction(choice)
        menu.addSeparator()
        keys = menu.addAction(self._theme.icon("keyboard", "secondary"), self.tr("Keyboard shortcuts…"))
        keys.triggered.connect(self.shortcuts_requested)
        about = menu.addAction(self._theme.icon("info", "secondary"), self.tr("About Unisono…"))
        about.triggered.connect(self.about_requested)
        return menu

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: where it is narrow, the mark alone says whose window it is."""
        self._wordmark.setVisible(event.size().width() >= self._theme.px(_WORDY_FROM))
        super().resizeEvent(event)

    def _open_menu(self) -> None:
        self._pop(self.menu(), self.menu_button)

    def _open_log(self) -> None:
        menu = QMenu(self)
        for notice in reversed(self._log[-_LOGGED:]):
            menu.addAction(self._theme.icon("error" if notice.fatal else "info", "secondary"), told(notice.said))
        self._pop(menu, self.log_button)

    def _pop(self, menu: QMenu, below: QWidget) -> None:
        menu.aboutToHide.connect(menu.deleteLater)
        corner = below.mapToGlobal(QPoint(below.width(), below.height() + Space.HAIR))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
