"""The dialog of the relay for others: start, addresses, what to do about a firewall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QLabel, QVBoxLayout, QWidget

from app.ui.relay_desk import firewall_advice, reachable_addresses
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.parts import button, label, row

if TYPE_CHECKING:
    from app.ui.relay_desk import RelayDesk


class RelayDialog(QDialog):
    """Shows one `RelayDesk`; the relay goes on when the dialog closes."""

    def __init__(self, parent: QWidget, theme: Theme, desk: RelayDesk) -> None:
        super().__init__(parent)
        self._theme, self._desk = theme, desk
        self.setWindowTitle(self.tr("Relay for others"))
        self.setModal(True)
        self.state_label = label(role="strong", wrap=True)
        self.addresses_label = self._figure(Type.SECTION)
        self.advice_label = label(role="quiet", wrap=True)
        self.command_label = self._figure(Type.BODY)
        self.command_label.setProperty("role", "keycap")
        self.command_label.setWordWrap(True)
        self.error_label = label(role="bad", wrap=True)
        self.toggle_button = button("", "accent", clicked=self._toggle)
        self.copy_button = button(self.tr("Copy address"), clicked=self._copy)
        close = button(self.tr("Close"), clicked=self.accept)
        words = self.tr(
            "A relay lets people hold parties of their own through this computer. Your own parties need none."
            " It runs as long as this window is open."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label(self.tr("Relay for others"), "section"))
        layout.addWidget(label(words, "quiet", wrap=True))
        for part in (self.state_label, self.addresses_label, self.advice_label, self.command_label, self.error_label):
            layout.addWidget(part)
        layout.addLayout(row(None, self.copy_button, close, self.toggle_button))
        self.setMinimumWidth(560)
        desk.port_changed.connect(self.show_port)
        desk.failed.connect(self._show_error)
        self._show_error("")
        self.show_port(desk.port)

    def show_port(self, port: int) -> None:
        """The port it serves at; 0 while it does not."""
        addresses = [f"{address}:{port}" for address in reachable_addresses()] if port else []
        words, command = firewall_advice(port)
        if port and addresses:
            self.state_label.setText(self.tr("The relay runs. Others enter one of these under Settings, Relay:"))
        elif port:
            self.state_label.setText(self.tr("The relay runs, but this computer is in no network."))
        else:
            self.state_label.setText(self.tr("The relay does not run."))
        self.addresses_label.setText("\n".join(addresses))
        self.advice_label.setText(words)
        self.command_label.setText(command)
        for part in (self.addresses_label, self.copy_button):
            part.setVisible(bool(addresses))
        self.advice_label.setVisible(bool(port))
        self.command_label.setVisible(bool(port and command))
        self.toggle_button.setText(self.tr("End the relay") if port else self.tr("Start the relay"))
        self.toggle_button.setEnabled(True)
        self.adjustSize()

    def _toggle(self) -> None:
        self._show_error("")
        self.toggle_button.setEnabled(False)
        self._desk.toggle()

    def _show_error(self, sentence: str) -> None:
        self.error_label.setText(sentence)
        self.error_label.setVisible(bool(sentence))
        self.toggle_button.setEnabled(True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.addresses_label.text().partition("\n")[0])

    def _figure(self, size: Type) -> QLabel:
        made = label()
        made.setFont(self._theme.font(size, mono=True))
        made.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return made
