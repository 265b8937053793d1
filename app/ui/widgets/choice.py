"""A field with a few values to choose from, each with words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QComboBox, QListView

from app.ui.wording import put_words, when_language_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPaintEvent, QWheelEvent

    from app.ui.theme import Theme
    from app.ui.wording import Text


class Choice(QComboBox):
    """Emits `chosen` with the value when the person took another; never when it is shown one."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, words: Text) -> None:
        super().__init__()
        self._theme = theme
        self._offers: Callable[[], Sequence[tuple[object, str]]] = list
        put_words(self, accessibleName=words)
        when_language_changes(self, self._reword)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        # The system's own list takes no style.
        self.setView(QListView(self))
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))

    def show_choices(self, offers: Callable[[], Sequence[tuple[object, str]]], value: object) -> None:
        """Offer (value, words) in the language of the moment, and show ``value``."""
        self._offers = offers
        self.clear()
        for known, words in offers():
            self.addItem(words, known)
        self.show_value(value)

    def show_value(self, value: object) -> None:
        """Show a value that was chosen elsewhere."""
        self.setCurrentIndex(self.findData(value))

    def _reword(self) -> None:
        for at, (_value, words) in enumerate(self._offers()):
            self.setItemText(at, words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the style sheet draws no arrow in a token's colour, so it is drawn here."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        color = self._theme.color("secondary" if self.isEnabled() else "disabled")
        painter.setPen(QPen(color, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        tip = QPointF(self.width() - 18, self.height() / 2 + 2.5)
        painter.drawPolyline([tip + QPointF(-5, -5), tip, tip + QPointF(5, -5)])
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt: the wheel scrolls the page; nobody changes a setting in passing."""
        event.ignore()
