"""The language of the window: our catalogue, Qt's own words on its dialogs and menus, and how numbers are written."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QTranslator

from app.ui.theme.resources import resource_path


class Languages:
    """Puts one language on an application at a time.

    Args:
        application: what speaks.
    """

    def __init__(self, application: QCoreApplication) -> None:
        self._application = application
        self._worn: list[QTranslator] = []

    def speak(self, language: str) -> None:
        """Speak a language, as ISO 639; empty is the system's. One without a catalogue of ours is English.

        Windows that are open hear of it with the next turn of the event loop.
        """
        self.be_silent()
        system = QLocale.system()
        # A German who reads English still writes dates as at home.
        locale = QLocale(QLocale(language).language(), system.territory()) if language else system
        QLocale.setDefault(locale)
        ours = self._wear(locale, "unisono", str(resource_path("translations")))
        if ours is not None:
            # In the same language, else a French file dialog would open over an English window.
            folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._wear(QLocale(ours.language()), "qtbase", folder)
        # Where only the way of writing numbers changed, Qt tells nobody by itself.
        QCoreApplication.sendEvent(self._application, QEvent(QEvent.Type.LanguageChange))

    def be_silent(self) -> None:
        """Take the language off again: English, and numbers as the system has them."""
        while self._worn:
            translator = self._worn.pop()
            self._application.removeTranslator(translator)
            translator.deleteLater()
        QLocale.setDefault(QLocale.system())

    def _wear(self, locale: QLocale, name: str, folder: str) -> QTranslator | None:
        translator = QTranslator()
        if not translator.load(locale, name, "_", folder):
            return None
        translator.setParent(self._application)
        self._application.installTranslator(translator)
        self._worn.append(translator)
        return translator
