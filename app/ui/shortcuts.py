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
_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_BARE: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def bind_chords(window: QWidget, chords: Mapping[str, Callable[[], object]]) -> None:
    """Bind key chords (``Ctrl+O``), which no text field or button wants for itself."""
    for keys, act in chords.items():
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda act=act: act())


def is_arrow(event: QKeyEvent) -> bool:
    """Whether it is an arrow alone: buttons and pages leave these to the window."""
    return event.key() in _ARROWS and event.modifiers() in _BARE


def plain_key(event: QKeyEvent, keys: Mapping[Qt.Key, Callable[[], object]]) -> bool:
    """Act on a key without modifiers that the focused widget left alone; False if it is not one of ``keys``.

    Buttons keep their Space and lists their arrows: such a key never gets here.
    """
    act = keys.get(Qt.Key(event.key())) if event.modifiers() in _BARE else None
    if act is None:
        return False
    act()
    return True
