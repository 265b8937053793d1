"""Toasts: notices that leave by themselves and stay readable in a log."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QByteArray,
    QCoreApplication,
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPointF,
    QPropertyAnimation,
    QRectF,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QVBoxLayout, QWidget

from app.ui.announcer import announce
from app.ui.theme import RADIUS, Space, Theme
from app.ui.widgets.parts import IconButton, IconLabel, button, label
from app.ui.wording import put_words
from app.ui.words import told

if TYPE_CHECKING:
    from app.core.view import Notice

#: A sentence of 15 words is read in 5 s; what ends the party stays until it is closed.
STAY_MS: Final = 7000
_SHOWN: Final = 3
_KEPT: Final = 100
_WIDTH: Final = 440
_BOTTOM: Final = 24
# The shadow around a toast needs as much room within the stack.
_BLUR: Final = 16
# How far a new one comes from.
_RISE: Final = 16


def _action_words(action: str) -> str:
    """The words on a notice's button; empty for none, and for one that this window does not know."""
    return {"undo": QCoreApplication.translate("toast", "Undo")}.get(action, "")


class Toast(QFrame):
    """One notice. Stays while the pointer is on it."""

    left = Signal(QObject)
    #: The notice's action was chosen.
    action_requested = Signal(str)

    def __init__(self, theme: Theme, notice: Notice) -> None:
        super().__init__()
        self._theme = theme
        self._fatal = notice.fatal
        self.action = notice.action
        self.text_label = label(lambda: told(notice.said), wrap=True)
        self.close_button = IconButton(theme, "remove", lambda: self.tr("Close"), size=16)
        self.close_button.clicked.connect(lambda: self.left.emit(self))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.LARGE, Space.SMALL, Space.SMALL, Space.SMALL)
        layout.setSpacing(Space.MEDIUM)
        icon = ("error", "bad") if notice.fatal else ("info", "accent")
        layout.addWidget(IconLabel(theme, *icon, 20))
        layout.addWidget(self.text_label, 1)
        self.action_button = button(lambda: _action_words(notice.action), "quiet", clicked=self._act)
        self.action_button.setVisible(bool(self.action_button.text()))
        layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)
        self.setMinimumHeight(theme.px(52))
        shadow = QGraphicsDropShadowEffect(self, blurRadius=_BLUR, offset=QPointF(0, 4))
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)
        put_words(self, accessibleName=lambda: told(notice.said))
        self._timer = QTimer(self, singleShot=True, interval=STAY_MS)
        self._timer.timeout.connect(lambda: self.left.emit(self))
        self._arm()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Qt: a raised card with an edge that shows on any page."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("bad" if self._fatal else "edge"), 1))
        painter.setBrush(self._theme.color("raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Qt: being read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Qt: read."""
        self._arm()
        super().leaveEvent(event)

    def _act(self) -> None:
        self.action_requested.emit(self.action)
        self.left.emit(self)

    def _arm(self) -> None:
        if not self._fatal:
            self._timer.start()


class ToastStack(QWidget):
    """The toasts of a window, newest below, over its lower edge; keeps the last notices for the log."""

    #: A notice came in: the log is longer.
    log_changed = Signal()
    #: A notice's action was chosen.
    action_requested = Signal(str)

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._window = window
        self._toasts: list[Toast] = []
        self._log: deque[Notice] = deque(maxlen=_KEPT)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(_BLUR, _BLUR, _BLUR, _BLUR)
        self._layout.setSpacing(Space.SMALL)
        self._motion = QPropertyAnimation(self, QByteArray(b"pos"), self)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        window.installEventFilter(self)
        self.hide()

    @property
    def log(self) -> tuple[Notice, ...]:
        """The last notices, oldest first."""
        return tuple(self._log)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is shown now."""
        return tuple(toast.text_label.text() for toast in self._toasts)

    def show_notice(self, notice: Notice) -> None:
        """Show a notice; the same sentence is not shown twice at a time."""
        self._log.append(notice)
        self.log_changed.emit()
        if notice.action:
            # Only the last edit can be taken back.
            self.dismiss_action(notice.action)
        if told(notice.said) in self.texts:
            return
        toast = Toast(self._theme, notice)
        toast.left.connect(self._remove)
        toast.action_requested.connect(self.action_requested)
        self._toasts.append(toast)
        self._layout.addWidget(toast)
        # Qt would show it a turn later, and its height would be missing until then.
        toast.show()
        for old in self._toasts[:-_SHOWN]:
            self._remove(old)
        self.show()
        self.place()
        self._rise()
        announce(toast, toast.text_label.text(), urgent=notice.fatal)

    def clear(self) -> None:
        """Take all toasts away; the log keeps them."""
        for toast in tuple(self._toasts):
            self._remove(toast)

    def dismiss(self, sentence: str) -> None:
        """The same is said elsewhere in the window now."""
        for toast in tuple(self._toasts):
            if toast.text_label.text() == sentence:
                self._remove(toast)

    def dismiss_action(self, action: str) -> None:
        """The action is done, or can be done no more."""
        for toast in [toast for toast in self._toasts if toast.action == action]:
            self._remove(toast)

    def place(self) -> None:
        """Take the room that the toasts need now."""
        self._motion.stop()
        width = min(self._theme.px(_WIDTH) + 2 * _BLUR, self._window.width())
        self.setFixedWidth(width)
        self._layout.activate()
        height = self._layout.heightForWidth(width) if self._layout.hasHeightForWidth() else self.sizeHint().height()
        top = self._window.height() - height - _BOTTOM + _BLUR
        self.setGeometry((self._window.width() - width) // 2, top, width, height)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: stay at the lower edge when the window changes."""
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._layout.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
        self.setVisible(bool(self._toasts))
        self.place()

    def _rise(self) -> None:
        if self._theme.motion_ms:
            self._motion.setDuration(self._theme.motion_ms)
            self._motion.setStartValue(self.pos() + QPoint(0, _RISE))
            self._motion.setEndValue(self.pos())
            self._motion.start()
