"""Says why the window does not come to a person who sees no terminal."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QMessageBox


def show_failure(sentence: str) -> None:
    """Show a sentence until the person has read it; no loop may run yet or any more."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    box = QMessageBox(QMessageBox.Icon.Critical, "Unisono", sentence)
    box.finished.connect(application.quit)
    box.show()
    application.exec()
    box.deleteLater()
