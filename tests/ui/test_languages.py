from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QLineEdit

from app.said import Said, Saying
from app.ui.words import told

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.languages import Languages

pytestmark = pytest.mark.ui


@pytest.mark.parametrize(
    ("language", "cancel", "kicked", "number"),
    [
        ("de", "Abbrechen", "Der Gastgeber hat dich aus der Party entfernt.", "1,5"),
        ("es", "Cancelar", "El anfitrión te ha sacado de la fiesta.", "1,5"),
    ],
)
def test_a_language_is_spoken_everywhere(
    languages: Languages, language: str, cancel: str, kicked: str, number: str
) -> None:
    languages.speak(language)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == cancel
    assert told(Said(what=Saying.KICKED)) == kicked
    assert QLocale().language() is QLocale(language).language()
    assert QLocale(QLocale().language()).toString(1.5, "f", 1) == number


def test_the_menu_of_a_text_field_speaks_it_too(languages: Languages, qtbot: QtBot) -> None:
    languages.speak("de")
    field = QLineEdit()
    qtbot.addWidget(field)
    words = [action.text().replace("&", "") for action in field.createStandardContextMenu().actions()]
    assert any(word.startswith("Einfügen") for word in words)


def test_another_language_takes_the_place_of_the_first(languages: Languages) -> None:
    languages.speak("de")
    languages.speak("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    assert told(Said(what=Saying.KICKED)) == Saying.KICKED.value


def test_a_language_that_the_window_does_not_speak_is_english_throughout(languages: Languages) -> None:
    languages.speak("fr")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
