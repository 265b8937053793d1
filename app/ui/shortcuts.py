"""Keys of the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

SEEK_STEP_SEC: Final = 5.0
VOLUME_STEP: Final = 0.05


def bind_chords(window: QWidget, chords: Mapping[str, Callable[[], object]]) -> None:
    """Bind key chords (``Ctrl+O``), which no text field or button wants for itself."""
    for keys, act in chords.items():
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda act=act: act())


def plain_key(event: QKeyEvent, keys: Mapping[Qt.Key, Callable[[], object]]) -> bool:
    """Act on a key without modifiers that the focused widget left alone; False if it is not one of ``keys``.

    Buttons keep their Space and lists their arrows: such a key never gets here.
    """
    bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    act = keys.get(Qt.Key(event.key())) if bare else None
    if act is None:
        return False
    act()
    return True
