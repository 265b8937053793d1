"""Awaited dialogs: the event loop goes on while a person thinks."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.ui.theme import Space
from app.ui.widgets.dimmer import Dimmer
from app.ui.widgets.parts import button, label, row

if TYPE_CHECKING:
    from collections.abc import Sequence

#: For the dialog's filter only: what is music, the decoder decides.
_PATTERNS = "*.mp3 *.flac *.wav *.m4a *.aac *.ogg *.opus *.oga *.wma *.aif *.aiff *.mka *.webm *.mp4"


async def finished(dialog: QDialog) -> int:
    """Open ``dialog`` over its window and wait; the dialog is deleted afterwards, also when the wait is cancelled."""
    result: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    dialog.finished.connect(lambda code: None if result.done() else result.set_result(code))
    window = dialog.parentWidget()
    dimmer = Dimmer(window) if window is not None else None
    dialog.open()
    try:
        return await result
    finally:
        # The window may be gone already, and its dialogs with it.
        if isValid(dialog):
            dialog.close()
            dialog.deleteLater()
        if dimmer is not None and isValid(dimmer):
            dimmer.deleteLater()


async def choose_music(parent: QWidget) -> list[Path]:
    """Let a person choose files; empty when they changed their mind."""
    dialog = QFileDialog(parent, QCoreApplication.translate("ask", "Choose music"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    music = QCoreApplication.translate("ask", "Music ({0})").format(_PATTERNS)
    everything = QCoreApplication.translate("ask", "All files (*)")
    dialog.setNameFilters([music, everything])
    accepted = await finished(dialog)
    return [Path(name) for name in dialog.selectedFiles()] if accepted else []


async def choose_place(parent: QWidget, title: str, name: str) -> Path | None:
    """Let a person choose where to write a file; None when they changed their mind."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(name.rpartition(".")[2])
    dialog.selectFile(name)
    accepted = await finished(dialog)
    return Path(dialog.selectedFiles()[0]) if accepted else None


class ChoiceDialog(QDialog):
    """A question with named answers; closing it is the last one."""

    def __init__(self, parent: QWidget, title: str, text: str, answers: Sequence[tuple[str, str]]) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.buttons = [button(words, kind) for words, kind in answers]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.LARGE)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(label(title, "section", wrap=True))
        layout.addWidget(label(text, "quiet", wrap=True))
        layout.addSpacing(Space.SMALL)
        line = row(None)
        for number, made in enumerate(self.buttons):
            made.clicked.connect(lambda _checked=False, at=number: self.done(at + 1))
            line.addWidget(made)
        layout.addLayout(line)
        self.setMinimumWidth(420)
        self.buttons[0].setDefault(True)


async def choose(parent: QWidget, title: str, text: str, answers: Sequence[tuple[str, str]]) -> int:
    """Ask; answers are (words, kind of button). Returns the answer's index, the last one's for a closed dialog."""
    code = await finished(ChoiceDialog(parent, title, text, answers))
    return code - 1 if code else len(answers) - 1
