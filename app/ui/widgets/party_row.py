"""A party to join with one click: whose it is, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from app.ui.theme import Space, Theme, Type
from app.ui.widgets.parts import Button
from app.ui.wording import put_words

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from app.ui.wording import Text

_HEIGHT: Final = 44
_ROUND: Final = 8.0
_ICON: Final = 18


class PartyRow(Button):
    """A button as wide as its list.

    Args:
        theme: the look.
        title: whose party it is.
        place: where it is held, in fewer words than an invite; may be empty.
        icon: tells what kind of list it is in.
    """

    def __init__(self, theme: Theme, title: Text, place: str, *, icon: str = "clock") -> None:
        super().__init__()
        self._theme, self._place, self._icon = theme, "", icon
        self.show_party(title, place)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_party(self, title: Text, place: str) -> None:
        """Whose party it is now, and where."""
        self._place = place
        put_words(self, text=title)
        self.setAccessibleDescription(place)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: a row."""
        return QSize(200, self._theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Qt: down to a narrow window."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: ground, icon, whose, where, a sign that it leads somewhere."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lively = self.isEnabled() and (self.underMouse() or self.isDown())
        if lively or self.hasFocus():
            painter.setPen(QPen(self._theme.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), _ROUND, _ROUND)
        side, middle = self._theme.px(_ICON), self.height() / 2
        left = Space.SMALL
        mark = "accent" if self.isEnabled() else "disabled"
        self._draw_icon(painter, self._icon, mark, QPointF(left, middle - side / 2))
        right = self.width() - Space.SMALL - side
        self._draw_icon(painter, "onward", "text" if lively else "secondary", QPointF(right, middle - side / 2))
        box = QRectF(left + side + Space.MEDIUM, 0, right - left - side - Space.WIDE, self.height())
        title, place = self._theme.font(Type.BODY, bold=True), self._theme.font(Type.SECONDARY)
        # A long name leaves the place up to half of the row: it tells two parties of one name apart.
        left_over = box.width() - QFontMetricsF(title).horizontalAdvance(self.text()) - Space.MEDIUM
        beside = box.adjusted(box.width() - max(left_over, box.width() / 2), 0, 0, 0)
        taken = self._draw_text(painter, beside, self._place, "secondary", place, right=True)
        tint = "text" if self.isEnabled() else "disabled"
        self._draw_text(
            painter, box.adjusted(0, 0, -taken - (Space.MEDIUM if taken else 0), 0), self.text(), tint, title
        )
        painter.end()

    def _draw_icon(self, painter: QPainter, name: str, tint: str, at: QPointF) -> None:
        painter.drawPixmap(at, self._theme.pixmap(name, tint, self._theme.px(_ICON), self.devicePixelRatioF()))

    def _draw_text(
        self, painter: QPainter, box: QRectF, text: str, tint: str, font: QFont, *, right: bool = False
    ) -> float:
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, box.width()))
        painter.setFont(font)
        painter.setPen(self._theme.color(tint))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        return metrics.horizontalAdvance(shown)
