"""The queue: current item, lengths or states, reorder by dragging, remove."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.ui.models.keyed_list import ROW_ROLE
from app.ui.models.queue_model import QueueModel
from app.ui.theme import Space, Theme, Type
from app.ui.widgets.row_painting import RowPainter, fade_below, paint_fade
from app.ui.widgets.row_view import RowView
from app.ui.wording import put_words
from app.ui.words import queue_item_text

if TYPE_CHECKING:
    from app.core.view import QueueItemView

_ROW: Final = 44
_REMOVE_ZONE: Final = 36
_LENGTH: Final = 120
_EMPTY_ICON: Final = 32
# Less than this shows an initial and three dots.
_LEAST_ARTIST: Final = 40


class _QueueDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: QueueModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._queue = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        item: QueueItemView = index.data(ROW_ROLE)
        painter.save()
        row = RowPainter(painter, self._theme, option)
        row.ground(current=item.is_current)
        area = QRectF(row.rect).adjusted(Space.MEDIUM, 0, -Space.SMALL, 0)
        self._paint_lead(row, area, item, index.row())
        area.setLeft(area.left() + self._theme.px(28))
        if self._queue.editable:
            if row.active:
                row.icon("remove", "secondary", QPointF(area.right() - 10, area.center().y()), 16)
            area.setRight(area.right() - 24)
        area.setRight(area.right() - Space.HAIR)
        area.setRight(self._paint_end(row, area, item) - Space.MEDIUM)
        tint = "secondary" if item.state == "failed" else "text"
        width = row.text(area, item.title, tint=tint, font=self._theme.font(Type.BODY, bold=item.is_current))
        area.setLeft(area.left() + width + Space.SMALL)
        if item.artist and area.width() > self._theme.px(_LEAST_ARTIST):
            row.text(area, item.artist, tint="secondary")
        painter.restore()

    def _paint_lead(self, row: RowPainter, area: QRectF, item: QueueItemView, at: int) -> None:
        centre = QPointF(area.left() + 8, area.center().y())
        if item.state == "failed":
            row.icon("warning", "bad", centre, 18)
        elif item.is_current:
            row.icon("play", "accent", centre, 16)
        elif row.hovered and self._queue.editable:
            row.icon("drag", "secondary", centre, 16)
        else:
            font = self._theme.font(Type.SECONDARY)
            width = max(24.0, QFontMetricsF(font).horizontalAdvance(str(at + 1)) + 4)
            box = QRectF(centre.x() - width / 2, area.top(), width, area.height())
            row.painter.setFont(font)
            row.painter.setPen(self._theme.color("secondary"))
            row.painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(at + 1))

    def _paint_end(self, row: RowPainter, area: QRectF, item: QueueItemView) -> float:
        box = QRectF(area.right() - self._theme.px(_LENGTH), area.top(), self._theme.px(_LENGTH), area.height())
        tint = "bad" if item.state == "failed" else "secondary"
        text = queue_item_text(item)
        width = row.text(box, text, tint=tint, font=self._theme.font(Type.SECONDARY), right=True)
        left = area.right() - width
        if item.state == "downloading":
            bar = QRectF(left - 60 - Space.MEDIUM, area.center().y() - 2, 60, 4)
            row.bar(bar, item.progress)
            return bar.left()
        if item.state == "ready":
            row.icon("check", "good", QPointF(left - self._theme.px(14), area.center().y()), 16)
            return left - self._theme.px(24)
        return left


class QueueList(RowView):
    """The list; what it asks for is on `QueueModel` and here."""

    play_requested = Signal(str)
    play_next_requested = Signal(list)
    remove_requested = Signal(list)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.queue = QueueModel()
        self._current = ""
        self.setModel(self.queue)
        self.setItemDelegate(_QueueDelegate(theme, self.queue, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        put_words(self, accessibleName=lambda: self.tr("Queue"))
        fade_below(self)
        self.doubleClicked.connect(self._play)
        theme.changed.connect(self.doItemsLayout)

    def show_queue(self, items: tuple[QueueItemView, ...], *, editable: bool) -> None:
        """The items in order; a new current item is scrolled to."""
        self.queue.set_editable(editable=editable)
        self.queue.show_rows(items)
        self.viewport().update()
        at = next((n for n, item in enumerate(items) if item.is_current), -1)
        current = items[at].item_id if at >= 0 else ""
        if current != self._current:
            self._current = current
            if at >= 0:
                self.scrollTo(self.queue.index(at), QAbstractItemView.ScrollHint.EnsureVisible)

    @property
    def selected_ids(self) -> list[str]:
        """Ids of the selected items, in the order of the queue."""
        return [self.queue.rows[at].item_id for at in sorted(index.row() for index in self.selectedIndexes())]

    def menu_for(self, item: QueueItemView) -> QMenu | None:
        """What the host may do with an item, or with the selection that it is part of; None for nothing."""
        if not self.queue.editable:
            return None
        ids = self.selected_ids
        ids = ids if item.item_id in ids else [item.item_id]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = self._theme.icon
        if len(ids) == 1:
            play = menu.addAction(icon("play", "secondary"), self.tr("Play now"))
            play.triggered.connect(lambda: self.play_requested.emit(item.item_id))
        after = menu.addAction(icon("next", "secondary"), self.tr("Play next"))
        after.setEnabled(not item.is_current or len(ids) > 1)
        after.triggered.connect(lambda: self.play_next_requested.emit(ids))
        if len(ids) == 1:
            self._add_steps(menu, item)
        menu.addSeparator()
        words = self.tr("Remove") if len(ids) == 1 else self.tr("Remove %n tracks", None, len(ids))
        remove = menu.addAction(icon("remove", "secondary"), words)
        remove.triggered.connect(lambda: self.remove_requested.emit(ids))
        return menu

    def _add_steps(self, menu: QMenu, item: QueueItemView) -> None:
        at = self.queue.rows.index(item)
        up = menu.addAction(self.tr("Move up"))
        up.setEnabled(at > 0)
        up.triggered.connect(lambda: self._step(item, -1))
        down = menu.addAction(self.tr("Move down"))
        down.setEnabled(at < len(self.queue.rows) - 1)
        down.triggered.connect(lambda: self._step(item, 1))

    def sizeHint(self) -> QSize:
        """Qt: no more than it must have; a page that fits is not scrolled."""
        return QSize(200, self.minimumHeight())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Qt: a click on the cross."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        on_cross = event.position().x() > self.viewport().width() - _REMOVE_ZONE
        if index.isValid() and on_cross and self.queue.editable and event.button() == Qt.MouseButton.LeftButton:
            self.remove_requested.emit([self.queue.row(index).item_id])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: right click or the menu key."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid() and (menu := self.menu_for(self.queue.row(index))) is not None:
            menu.popup(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter plays, Delete removes, Alt+Up and Alt+Down move; Space belongs to the window."""
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space or not index.isValid():
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._play(index)
        elif event.key() == Qt.Key.Key_Delete and self.queue.editable:
            self.remove_requested.emit(self.selected_ids or [self.queue.row(index).item_id])
        elif event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(self.queue.row(index), -1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the rows, or a sentence where there are none."""
        super().paintEvent(event)
        if self.queue.rows:
            paint_fade(self, self._theme)
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.viewport().rect()).adjusted(1, Space.HAIR, -1, -Space.HAIR)
        pen = QPen(self._theme.color("disabled"), 1.5)
        pen.setDashPattern([4, 4])
        if self.queue.editable:
            painter.setPen(pen)
            painter.drawRoundedRect(area, 8, 8)
        painter.setFont(self._theme.font(Type.BODY))
        painter.setPen(self._theme.color("secondary"))
        words = self.tr("Drop music here") if self.queue.editable else self.tr("Nothing is queued yet")
        side = self._theme.px(_EMPTY_ICON)
        if area.height() > 3 * side:
            note = self._theme.pixmap("music", "disabled", side, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(area.center().x() - side / 2, area.center().y() - side), note)
            area.setTop(area.center().y() + Space.HAIR)
            area.setHeight(side)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)
        painter.end()

    def _play(self, index: QModelIndex) -> None:
        if self.queue.editable:
            self.play_requested.emit(self.queue.row(index).item_id)

    def _step(self, item: QueueItemView, by: int) -> None:
        rows = self.queue.rows
        to = rows.index(item) + by
        if not self.queue.editable or not 0 <= to < len(rows):
            return
        after = to + 1 if by > 0 else to
        before = rows[after].item_id if after < len(rows) else None
        self.queue.move_requested.emit([item.item_id], before)
