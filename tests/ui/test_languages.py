from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QBuffer, QCoreApplication, QEvent, QLocale, QObject, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.core.view import Notice
from app.said import Said, Saying
from app.ui.desktop.controls import MediaControls
from app.ui.desktop.tray import Tray
from app.ui.words import told
from tests.ui.views import NOW, chat, playing, queue

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.languages import Languages
    from tests.ui.conftest import Stage

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


def test_a_change_in_the_middle_of_a_party_leaves_everything_where_it_was(
    languages: Languages, stage: Callable[..., Stage]
) -> None:
    more = tuple(replace(queue()[5], item_id=f"more {at}", is_current=False) for at in range(20))
    on = stage(playing(chat=chat(), queue=queue() + more))
    page = on.window.party_page
    page.chat.fold_button.click()
    page.chat.field.setText("half a sen")
    page.invite.qr_button.click()
    on.window.say("Ann")
    QApplication.processEvents()
    page.queue.setCurrentIndex(page.queue.queue.index(3))
    page.queue.verticalScrollBar().setValue(60)
    on.window.pages.open_aside(on.window.settings_page)
    asked, at = list(on.actions.calls), page.queue.verticalScrollBar().value()
    assert at == 60
    for language, leave in (("de", "Verlassen"), ("es", "Salir"), ("en", "Leave")):
        languages.speak(language)
        QApplication.processEvents()
        assert on.window.header.leave_button.text() == leave
    assert on.window.pages.aside is on.window.settings_page
    on.window.pages.close_aside()
    assert (page.chat.field.text(), page.chat.body.isVisible()) == ("half a sen", True)
    assert page.invite.qr.isVisible()
    assert page.queue.verticalScrollBar().value() == at
    assert page.queue.selected_ids == [page.queue.queue.rows[3].item_id]
    assert on.window.toasts.texts == ("Ann",)
    assert on.actions.calls == asked


def test_a_change_leaves_nothing_behind(languages: Languages, stage: Callable[..., Stage], qapp: QApplication) -> None:
    on = stage(playing(chat=chat()))

    def things() -> tuple[int, int, int]:
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return len(on.window.findChildren(QObject)), len(qapp.topLevelWidgets()), len(qapp.findChildren(QTranslator))

    languages.speak("de")
    before = things()
    for language in ("es", "en", "de"):
        languages.speak(language)
        # English has no catalogue of ours and none of Qt's.
        assert language == "en" or things() == before


def test_what_is_being_said_and_the_tray_follow(languages: Languages, stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.window.toasts.show_notice(Notice(code="kicked", said=Said(what=Saying.KICKED)))
    controls = MediaControls(on.actions, lambda: NOW, raise_window=on.window.show, quit_window=on.window.close)
    tray = Tray(QIcon(), controls, on.window)
    tray.show_view(on.actions.view)
    languages.speak("de")
    QApplication.processEvents()
    assert on.window.toasts.texts == (told(Said(what=Saying.KICKED)),)
    words = [action.text() for action in tray.menu.actions()]
    tray.close()
    assert words[1:5] == ["Pause für alle", "Weiter", "Zurück", "Mich stummschalten"]


def painted_words(widget: QWidget) -> set[str]:
    """The words that a widget paints by itself."""
    buffer = QBuffer()
    picture = QSvgGenerator()
    picture.setOutputDevice(buffer)
    widget.render(picture)
    return set(re.findall(r">([^<>]+)</text>", bytes(buffer.data().data()).decode()))


def test_words_that_are_painted_follow(languages: Languages, stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    plot, pulse, queued = on.window.inspector_page.rate_plot, on.window.party_page.pulse, on.window.party_page.queue
    assert {"now", "20 ppm"} <= painted_words(plot)
    before = pulse.grab().toImage()
    on.actions.change(queue=())
    on.window.bridge._deliver()
    assert painted_words(queued) == {"Drop music here"}
    languages.speak("de")
    QApplication.processEvents()
    assert {"jetzt", "20 ppm"} <= painted_words(plot)
    assert painted_words(queued) == {"Musik hier ablegen"}
    assert pulse.grab().toImage() != before
    languages.speak("en")
    QApplication.processEvents()
    assert pulse.grab().toImage() == before
