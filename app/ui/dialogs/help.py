"""Dialogs that explain: keyboard shortcuts, and how to install libVLC."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.ui.theme import Space, Theme, Type
from app.ui.widgets.parts import button, label, row

_ARROWS: Final = {"Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


def shortcut_table() -> list[tuple[tuple[str, ...], str]]:
    """Keys by their names in Qt, and what they do."""
    return [
        (("Space",), QCoreApplication.translate("help", "Play or pause for everybody")),
        (("Left", "Right"), QCoreApplication.translate("help", "Five seconds back or on")),
        (("Ctrl+Left", "Ctrl+Right"), QCoreApplication.translate("help", "Previous or next")),
        (("PgUp", "PgDown"), QCoreApplication.translate("help", "Half a minute back or on, on the waveform")),
        (("Home", "End"), QCoreApplication.translate("help", "To the beginning or the end, on the waveform")),
        (("Up", "Down"), QCoreApplication.translate("help", "My volume")),
        (("M",), QCoreApplication.translate("help", "Mute me")),
        (("Ctrl+O",), QCoreApplication.translate("help", "Add music")),
        (("Ctrl+V",), QCoreApplication.translate("help", "Join with the copied invite")),
        (("Ctrl+R",), QCoreApplication.translate("help", "Resync me")),
        (("Return", "Del"), QCoreApplication.translate("help", "Play or remove the chosen item of the queue")),
        (("Alt+Up", "Alt+Down"), QCoreApplication.translate("help", "Move the chosen item")),
        (("Menu",), QCoreApplication.translate("help", "What else can be done with the chosen item or member")),
        (("Ctrl+Z",), QCoreApplication.translate("help", "Take back the last change of the queue")),
        (("Ctrl+,",), QCoreApplication.translate("help", "Settings")),
        (("Ctrl+I",), QCoreApplication.translate("help", "Sync inspector")),
        (("Esc",), QCoreApplication.translate("help", "Back from settings or inspector")),
        (("F1",), QCoreApplication.translate("help", "This sheet")),
    ]


def key_text(key: str) -> str:
    """A key as this system and language write it, arrows as arrows: ``Strg+←``."""
    native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    name = key.rpartition("+")[2]
    if name not in _ARROWS:
        return native
    return native.removesuffix(QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText)) + _ARROWS[name]


def libvlc_steps(platform: str = sys.platform) -> tuple[str, str]:
    """How to get libVLC on a system: a sentence, and a command or an address to copy."""
    if platform == "win32":
        return QCoreApplication.translate(
            "help", "Install VLC 3, the 64-bit version, then press Try again:"
        ), "winget install VideoLAN.VLC"
    if platform == "darwin":
        return QCoreApplication.translate(
            "help", "Install VLC 3 into Applications, then press Try again:"
        ), "brew install --cask vlc"
    return (
        QCoreApplication.translate(
            "help", "Install VLC’s library with your package manager, for example on Debian and Ubuntu:"
        ),
        "sudo apt install libvlc5 vlc-plugin-base",
    )


class ShortcutSheet(QDialog):
    """Every key in one sheet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setModal(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.WIDE)
        grid.setVerticalSpacing(Space.SMALL)
        for at, (keys, meaning) in enumerate(shortcut_table()):
            caps = row(*[label(key_text(key), "keycap") for key in keys], None, spacing=Space.HAIR)
            grid.addLayout(caps, at, 0)
            grid.addWidget(label(meaning), at, 1)
        self.close_button = button(self.tr("Close"), "accent", clicked=self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.LARGE)
        layout.setSpacing(Space.LARGE)
        layout.addWidget(label(self.tr("Keyboard shortcuts"), "section"))
        layout.addLayout(grid)
        layout.addLayout(row(None, self.close_button))


class LibvlcDialog(QDialog):
    """What to install, as a command that can be copied. Accepted means: installed, try again."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("libVLC is missing"))
        self.setModal(True)
        sentence, command = libvlc_steps()
        self.command_label: QLabel = label(command, "keycap")
        self.command_label.setFont(theme.font(Type.BODY, mono=True))
        self.command_label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label(self.tr("libVLC is missing"), "section"))
        why = self.tr("Unisono decodes music with libVLC, which this computer does not have yet.")
        layout.addWidget(label(why, "quiet", wrap=True))
        layout.addWidget(label(sentence, wrap=True))
        layout.addWidget(self.command_label)
        later = button(self.tr("Later"), clicked=self.reject)
        again = button(self.tr("Try again"), "accent", clicked=self.accept)
        layout.addLayout(row(None, later, again))
        self.setMinimumWidth(520)
        again.setDefault(True)
        again.setFocus()
