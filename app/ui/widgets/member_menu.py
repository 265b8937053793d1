"""The menu on a member: what the host may do with others, and what everybody may say about themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu, QSlider, QWidget, QWidgetAction

from app.ui.theme import Space, Theme
from app.ui.widgets.parts import IconLabel, label, row

if TYPE_CHECKING:
    from PySide6.QtCore import SignalInstance

    from app.core.view import MemberView


class MemberRequests(Protocol):
    """Where the menu's wishes go."""

    kick_requested: SignalInstance
    make_host_requested: SignalInstance
    volume_requested: SignalInstance
    host_volume_allowed: SignalInstance


def own_menu(parent: QWidget, requests: MemberRequests, *, allowed: bool) -> QMenu:
    """What a guest may say about themselves."""
    menu = _menu(parent)
    let = menu.addAction(QCoreApplication.translate("members", "The host may set my volume"))
    let.setCheckable(True)
    let.setChecked(allowed)
    let.toggled.connect(requests.host_volume_allowed.emit)
    return menu


def host_menu(parent: QWidget, theme: Theme, requests: MemberRequests, member: MemberView) -> QMenu:
    """What the host may do with a member."""
    menu = _menu(parent)
    if member.connected and member.volume_open and member.volume is not None:
        menu.addAction(_volume_action(menu, theme, requests, member))
        menu.addSeparator()
    words = QCoreApplication.translate("members", "Make {0} the host").format(member.name)
    make = menu.addAction(theme.icon("host", "secondary"), words)
    make.setEnabled(member.connected)
    make.triggered.connect(lambda: requests.make_host_requested.emit(member.id))
    words = QCoreApplication.translate("members", "Send {0} away").format(member.name)
    kick = menu.addAction(theme.icon("leave", "bad"), words)
    kick.triggered.connect(lambda: requests.kick_requested.emit(member.id))
    return menu


def _menu(parent: QWidget) -> QMenu:
    menu = QMenu(parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _volume_action(menu: QMenu, theme: Theme, requests: MemberRequests, member: MemberView) -> QWidgetAction:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setPageStep(10)
    slider.setFixedWidth(theme.px(130))
    slider.setValue(round(100 * (member.volume or 0.0)))
    # Told once, when it is let go: the member reads a sentence about it each time.
    slider.setTracking(False)
    words = QCoreApplication.translate("members", "Volume of {0}").format(member.name)
    slider.setAccessibleName(words)
    slider.setToolTip(words)
    slider.valueChanged.connect(lambda value: requests.volume_requested.emit(member.id, value / 100))
    figure = label(f"{slider.value()} %", "secondary")
    figure.setMinimumWidth(theme.px(40))
    slider.sliderMoved.connect(lambda value: figure.setText(f"{value} %"))
    line = row(IconLabel(theme, "volume", "secondary", 18), slider, figure, spacing=Space.SMALL)
    line.setContentsMargins(Space.MEDIUM, Space.HAIR, Space.MEDIUM, Space.HAIR)
    box = QWidget()
    box.setLayout(line)
    action = QWidgetAction(menu)
    action.setDefaultWidget(box)
    return action
