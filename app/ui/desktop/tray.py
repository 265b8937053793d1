"""The tray icon with transport, where the desktop has a tray."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from app.core.view import Phase
from app.ui.wording import when_language_changes

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

    from app.core.view import PartyView
    from app.ui.desktop.controls import MediaControls


class Tray(QObject):
    """Fulfils `MediaPanel`.

    Args:
        icon: the program's.
        controls: what the menu may ask for.
        parent: owns it.
    """

    def __init__(self, icon: QIcon, controls: MediaControls, parent: QObject) -> None:
        super().__init__(parent)
        self._controls = controls
        self._playing = False
        self.menu = QMenu()
        self.title = self.menu.addAction("Unisono")
        self.title.setEnabled(False)
        self.toggle = self.menu.addAction("", controls.toggle)
        self.next = self.menu.addAction("", controls.next)
        self.previous = self.menu.addAction("", controls.previous)
        self.mute = self.menu.addAction("")
        self.mute.setCheckable(True)
        self.mute.triggered.connect(lambda on: controls.set_muted(muted=on))
        self.menu.addSeparator()
        self.show_window = self.menu.addAction("", controls.raise_window)
        self.quit = self.menu.addAction("", controls.quit_window)
        self._name()
        when_language_changes(self.menu, self._name)
        self.icon = QSystemTrayIcon(icon, self)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)

    def open(self) -> bool:
        """Appear; False where there is no tray."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return False
        self.icon.show()
        return True

    def show_view(self, view: PartyView) -> None:
        """What can be done now."""
        self._playing = view.phase in (Phase.PLAYING, Phase.PREPARING, Phase.WAITING)
        self._name()
        for action in (self.toggle, self.next, self.previous):
            action.setEnabled(self._controls.may_control)
        self.mute.setChecked(view.muted)
        track = view.track.title if view.track is not None else "Unisono"
        self.title.setText(track)
        self.icon.setToolTip(track)

    def close(self) -> None:
        """Go."""
        self.icon.hide()
        self.menu.deleteLater()

    def _name(self) -> None:
        self.toggle.setText(self.tr("Pause for everybody") if self._playing else self.tr("Play for everybody"))
        self.next.setText(self.tr("Next"))
        self.previous.setText(self.tr("Previous"))
        self.mute.setText(self.tr("Mute me"))
        self.show_window.setText(self.tr("Show the window"))
        self.quit.setText(self.tr("Quit"))

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._controls.raise_window()
