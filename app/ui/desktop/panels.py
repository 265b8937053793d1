"""Puts one window on the desktop it runs on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app.ui.bridge import ALL_FIELDS
from app.ui.desktop.controls import MediaControls, MediaPanel
from app.ui.desktop.tray import Tray

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.view import PartyView
    from app.party.actions import PartyActions
    from app.ui.main_window import MainWindow
    from server.protocol.units import LocalSec

#: What a panel shows; figures change many times a second and are none of its business.
_SHOWN = frozenset({"phase", "is_host", "track", "position", "queue", "volume", "muted"})


def join_desktop(window: MainWindow, actions: PartyActions, clock: Callable[[], LocalSec]) -> tuple[MediaPanel, ...]:
    """Media keys and tray, as far as the desktop has them; close them with the window."""
    controls = MediaControls(actions, clock, raise_window=lambda: window.take(None), quit_window=window.close)
    panels: list[MediaPanel] = []
    tray = Tray(window.windowIcon(), controls, window)
    if tray.open():
        panels.append(tray)
    if sys.platform == "linux":
        # QtDBus is not there on other systems.
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415

        from app.ui.desktop.mpris import Mpris  # noqa: PLC0415 - the same

        mpris = Mpris(QDBusConnection.sessionBus(), controls, window)
        if mpris.open():
            panels.append(mpris)

    def show(view: PartyView, changed: frozenset[str]) -> None:
        if changed & _SHOWN:
            for panel in panels:
                panel.show_view(view)

    window.bridge.view_changed.connect(show)
    show(actions.view, ALL_FIELDS)
    return tuple(panels)
