from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.said import Said, Saying
from app.ui.wording import put_words, when_language_changes
from app.ui.words import told

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.languages import Languages

pytestmark = pytest.mark.ui

KICKED = Said(what=Saying.KICKED)
ENDED = Said(what=Saying.PARTY_ENDED)
GERMAN = "Der Gastgeber hat dich aus der Party entfernt."


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def test_words_follow_the_language_for_as_long_as_they_stand(window: QWidget, languages: Languages) -> None:
    label = QLabel(window)
    put_words(label, text=lambda: told(KICKED), toolTip=lambda: told(KICKED))
    assert label.text() == KICKED.what.value
    put_words(label, toolTip="Ann")
    languages.speak("de")
    QApplication.processEvents()
    assert (label.text(), label.toolTip()) == (GERMAN, "Ann")
    put_words(label, text=lambda: told(ENDED))
    languages.speak("en")
    QApplication.processEvents()
    assert label.text() == ENDED.what.value


def test_a_widget_is_given_no_property_that_it_does_not_have(window: QWidget) -> None:
    with pytest.raises(AttributeError, match="text"):
        put_words(window, text=lambda: "Ann")


def test_who_listens_hears_once_of_each_change_and_after_the_words(window: QWidget, languages: Languages) -> None:
    label = QLabel(window)
    put_words(label, text=lambda: told(KICKED))
    heard: list[str] = []
    when_language_changes(window, lambda: heard.append(label.text()))
    for language in ("de", "en"):
        languages.speak(language)
        QApplication.processEvents()
    assert heard == [GERMAN, KICKED.what.value]


def test_words_end_with_their_widget(window: QWidget, languages: Languages) -> None:
    label = QLabel(window)
    put_words(label, text=lambda: told(KICKED))
    put_words(label, text=lambda: told(ENDED))
    assert len(label.findChildren(QObject)) == 1
    gone: list[bool] = []
    label.destroyed.connect(lambda: gone.append(True))
    label.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert gone
    languages.speak("de")
    QApplication.processEvents()
