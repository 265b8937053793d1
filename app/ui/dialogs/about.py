"""About: which version this is, whose work is in it, and on what terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialog, QLabel, QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

from app.ui.theme import Space
from app.ui.theme.resources import resource_path
from app.ui.widgets.parts import button, column, label, row
from server.protocol.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.licences import Licence

_SIGN: Final = 48


class AboutDialog(QDialog):
    """The works by name, and the terms of the chosen one.

    Args:
        parent: the window.
        works: everything that comes with this installation.
    """

    def __init__(self, parent: QWidget, works: Sequence[Licence]) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("About Unisono"))
        self.setModal(True)
        self._works = works
        self.names = QListWidget()
        self.names.addItems([f"{work.name} {work.version}".strip() for work in works])
        self.names.setAccessibleName(self.tr("Works of others in Unisono"))
        self.terms = QPlainTextEdit()
        self.terms.setReadOnly(True)
        self.terms.setAccessibleName(self.tr("Terms of the chosen work"))
        self.names.currentRowChanged.connect(self._show)
        self.close_button = button(self.tr("Close"), "accent", clicked=self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        words = self.tr("All laptops in the room, or across the world, become one loudspeaker.")
        name = column(label(self.tr("Unisono {0}").format(VERSION), "section"), label(words, "quiet"), spacing=0)
        layout.addLayout(row(_sign(), name, None, spacing=Space.LARGE))
        self.thanks_label = label(self.tr("With thanks to everybody whose work is in it:"), "secondary")
        layout.addWidget(self.thanks_label)
        texts = row(self.names, self.terms, spacing=Space.MEDIUM)
        texts.setStretch(0, 1)
        texts.setStretch(1, 2)
        layout.addLayout(texts, 1)
        layout.addLayout(row(None, self.close_button))
        for part in (self.thanks_label, self.names, self.terms):
            part.setVisible(bool(works))
        if works:
            self.resize(760, 560)
            self.names.setCurrentRow(0)

    def _show(self, at: int) -> None:
        work = self._works[at]
        self.terms.setPlainText(f"{work.licence}\n\n{work.text}".strip())


def _sign() -> QLabel:
    made = QLabel()
    made.setPixmap(QIcon(str(resource_path("icons", "unisono.svg"))).pixmap(_SIGN, _SIGN))
    return made
