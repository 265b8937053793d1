from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QProgressBar, QTextEdit, QWidget

from app.ui.theme import Appearance
from tests.ui.shots import Shot, shots

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.ui.theme import Theme
    from tests.ui.conftest import Stage

pytestmark = pytest.mark.ui

#: Whatever a widget says, shows or lets a screen reader say.
TEXTS = ("text", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "windowTitle", "title")


class Marking(QTranslator):
    """A language whose every word has a mark, so that what is left of it is found."""

    def __init__(self, mark: str) -> None:
        super().__init__()
        self.mark = mark

    def translate(self, _context: str, source: str, _disambiguation: str | None = None, _count: int = -1) -> str:
        """Qt: the words."""
        return f"{self.mark}{source}"


@pytest.fixture
def two_languages(qapp: QApplication) -> Iterator[tuple[Marking, Marking]]:
    """The first is spoken."""
    made = (Marking("Ѣ"), Marking("Ѫ"))
    qapp.installTranslator(made[0])
    yield made
    for each in made:
        qapp.removeTranslator(each)


def texts_of(window: QWidget) -> dict[str, str]:
    """Everything that is said on a window, also on what is hidden for now, by where it is said."""
    found: dict[str, str] = {}
    for widget in (window, *window.findChildren(QWidget), *window.findChildren(QAction)):
        place = f"{type(widget).__name__} {widget.objectName()} {id(widget)}"
        found |= {f"{place} {name}": str(widget.property(name) or "") for name in TEXTS}
        if isinstance(widget, QProgressBar) and not widget.isTextVisible():
            found.pop(f"{place} text")
        if isinstance(widget, QComboBox):
            found |= {f"{place} item {at}": widget.itemText(at) for at in range(widget.count())}
        elif isinstance(widget, QTextEdit):
            found[f"{place} content"] = widget.toPlainText()
    return found


@pytest.mark.parametrize("name", sorted(shots()))
def test_every_screen_is_painted_in_both_looks_and_speaks_another_language_at_once(
    stage: Callable[..., Stage],
    theme: Theme,
    two_languages: tuple[Marking, Marking],
    name: str,
) -> None:
    shot: Shot = shots()[name]
    old, new = two_languages
    theme.set_text_scale(shot.text_scale)
    on = stage(shot.view)
    on.window.resize(*shot.size)
    shot.prepare(on.window)
    for notice in shot.notices:
        on.actions.notify(notice)
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        theme.set_appearance(appearance)
        picture = on.window.grab().toImage()
        corner, surface = picture.pixelColor(3, 3), theme.color("surface")
        # The veil blends to within one step of the surface.
        assert max(abs(corner.red() - surface.red()), abs(corner.blue() - surface.blue())) <= 1
    theme.set_text_scale(1.0)
    assert sum(old.mark in text for text in texts_of(on.window).values()) > 100
    QApplication.removeTranslator(old)
    QApplication.installTranslator(new)
    QApplication.processEvents()
    left = {place: text for place, text in texts_of(on.window).items() if old.mark in text}
    assert not left
