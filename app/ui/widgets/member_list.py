"""The members: name, host mark, sync figure or download bar; the host's menu on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.health import member_health
from app.ui.models.keyed_list import ROW_ROLE, KeyedListModel
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.member_menu import host_menu, own_menu
from app.ui.widgets.row_painting import RowPainter, fade_below, paint_fade, paint_health
from app.ui.widgets.row_view import RowView
from app.ui.wording import put_words
from app.ui.words import member_spoken, member_text

if TYPE_CHECKING:
    from app.core.view import MemberView

_ROW: Final = 48
_MENU_ZONE: Final = 34


class _MemberDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.menus = False

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(160, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        member: MemberView = index.data(ROW_ROLE)
        painter.save()
        row = RowPainter(painter, self._theme, option)
        row.ground()
        area = QRectF(row.rect).adjusted(Space.MEDIUM, 0, -Space.MEDIUM, 0)
        paint_health(painter, self._theme, member_health(member), QPointF(area.left() + 6, area.center().y()), 5)
        area.setLeft(area.left() + 24)
        if self.menus != member.is_self:
            row.icon("more", "text" if row.active else "disabled", QPointF(area.right() - 8, area.center().y()), 18)
        # In every row, so that figures stand below each other.
        area.setRight(area.right() - 22)
        right = self._paint_state(row, area, member)
        area.setRight(right - Space.SMALL)
        self._paint_name(row, area, member)
        painter.restore()

    def _paint_state(self, row: RowPainter, area: QRectF, member: MemberView) -> float:
        if member.connected and member.track_state == "downloading" and member.progress is not None:
            bar = QRectF(area.right() - 84, area.center().y() - 2, 84, 4)
            row.bar(bar, member.progress)
            return bar.left()
        text = member_text(member)
        tint = "secondary"
        if member.connected and member.track_state == "failed":
            tint = "bad"
        elif member.connected and member.drift_ms is not None:
            tint = "text"
        box = QRectF(area)
        box.setLeft(area.left() + area.width() * 0.38)
        width = row.text(box, text, tint=tint, font=self._theme.font(Type.SECONDARY), right=True)
        return area.right() - width

    def _paint_name(self, row: RowPainter, area: QRectF, member: MemberView) -> None:
        tint = "text" if member.connected else "secondary"
        font = self._theme.font(Type.BODY, bold=member.is_self)
        badge = self._theme.px(22) if member.is_host else 0
        name = self.tr("{0} (you)").format(member.name) if member.is_self else member.name
        box = area.adjusted(0, 0, -badge, 0)
        width = row.text(box, name, tint=tint, font=font)
        if member.is_host:
            row.icon("host", "accent", QPointF(area.left() + width + badge / 2 + 3, area.center().y() - 1), 16)


class MemberList(RowView):
    """The list; emits what the host asks for."""

    kick_requested = Signal(str)
    make_host_requested = Signal(str)
    #: member id and volume in [0, 1]
    volume_requested = Signal(str, float)
    #: whether the host may set our own volume
    host_volume_allowed = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._model: KeyedListModel[MemberView] = KeyedListModel(
            key=lambda m: m.id, text=lambda m: m.name, spoken=member_spoken
        )
        self._delegate = _MemberDelegate(theme, self)
        self._host_may_set_volume = True
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        put_words(self, accessibleName=lambda: self.tr("Members"))
        fade_below(self)
        theme.changed.connect(self.doItemsLayout)

    @property
    def members(self) -> tuple[MemberView, ...]:
        """The members shown."""
        return self._model.rows

    def show_members(
        self, members: tuple[MemberView, ...], *, i_am_host: bool, host_may_set_volume: bool = True
    ) -> None:
        """Host first, then oneself, then as the party has them."""
        self._host_may_set_volume = host_may_set_volume
        self._delegate.menus = i_am_host
        self._model.show_rows(sorted(members, key=lambda m: (not m.is_host, not m.is_self)))
        self.viewport().update()

    def menu_for(self, member: MemberView) -> QMenu | None:
        """What may be done with a member; None for nothing."""
        if member.is_self:
            return None if member.is_host else own_menu(self, self, allowed=self._host_may_set_volume)
        return host_menu(self, self._theme, self, member) if self._delegate.menus else None

    def sizeHint(self) -> QSize:
        """Qt: no more than it must have; a page that fits is not scrolled."""
        return QSize(200, self.minimumHeight())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on the three dots."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.position().x() > self.viewport().width() - _MENU_ZONE:
            self._open_menu(index, event.globalPosition().toPoint())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: right click or the menu key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self._open_menu(index, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Space belongs to the window, Enter opens the menu."""
        if event.key() == Qt.Key.Key_Space:
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            place = self.visualRect(self.currentIndex()).center()
            self._open_menu(self.currentIndex(), self.viewport().mapToGlobal(place))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: rows, and a fade where more of them follow."""
        super().paintEvent(event)
        paint_fade(self, self._theme)

    def _open_menu(self, index: QModelIndex, at: QPoint) -> None:
        menu = self.menu_for(self._model.row(index))
        if menu is not None:
            menu.popup(at)
