"""Words that follow the language: put once, as a function, and said anew whenever the window speaks another one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QObject, Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

#: Says something in the language of the moment.
Words: TypeAlias = Callable[[], str]
#: Words, or a text that is the same in every language.
Text: TypeAlias = Words | str


def put_words(widget: QWidget, **texts: Text) -> None:
    """Keep Qt properties of a widget at these words, for example ``text`` and ``toolTip``, until others are put there.

    Raises:
        AttributeError: the widget has no such property.
    """
    kept = widget.findChild(_Wording, options=Qt.FindChildOption.FindDirectChildrenOnly)
    for name, text in texts.items():
        _put(widget, name, text)
        if not isinstance(text, str):
            kept = kept or _Wording(widget)
            kept.words[name] = text
        elif kept is not None:
            kept.words.pop(name, None)


def when_language_changes(widget: QWidget, tell: Callable[[], object]) -> None:
    """Call ``tell`` each time, for as long as the widget lives; for what is more than the words of one widget.

    A widget's children hear of it in the order in which they became its children, and this counts as one.
    """
    _Listener(widget, tell)


class _Listener(QObject):
    """Qt sends the event on to all children of a widget: a child needs no connection, and ends with the widget."""

    def __init__(self, widget: QWidget, heard: Callable[[], object]) -> None:
        super().__init__(widget)
        self._heard = heard

    def event(self, event: QEvent) -> bool:
        """Qt: another language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._heard()
        return super().event(event)


class _Wording(_Listener):
    """The words of one widget by property."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget, self._say_anew)
        self._widget = widget
        self.words: dict[str, Words] = {}

    def _say_anew(self) -> None:
        for name, words in self.words.items():
            _put(self._widget, name, words)


def _put(widget: QWidget, name: str, text: Text) -> None:
    # Qt would take the name of no property as that of a new one.
    if not widget.setProperty(name, text if isinstance(text, str) else text()):
        raise AttributeError(name)
