"""A relay for others on this computer, for as long as the window is open."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QNetworkInterface

from app.errors import UnisonoError
from app.ui.words import told

if TYPE_CHECKING:
    from app.party.parts import BundledRelay
    from app.tasks import TaskSupervisor

RelayStarter: TypeAlias = Callable[[], Awaitable["BundledRelay"]]


def reachable_addresses() -> list[str]:
    """Addresses of this computer that others may reach, those of the home network first."""
    found = [address for address in QNetworkInterface.allAddresses() if _reachable(address)]
    return [address.toString() for address in sorted(found, key=lambda one: (not one.isPrivateUse(), one.toString()))]


def firewall_advice(port: int, platform: str = sys.platform) -> tuple[str, str]:
    """What to do when others cannot connect: a sentence, and a command where there is one."""
    if platform == "win32":
        words = QCoreApplication.translate(
            "relay", "If others cannot connect, allow Unisono in Windows’ firewall for private networks:"
        )
        rule = "netsh advfirewall firewall add rule name=Unisono dir=in action=allow protocol=TCP"
        return words, f"{rule} localport={port} profile=private"
    if platform == "darwin":
        words = QCoreApplication.translate(
            "relay",
            "If others cannot connect, allow incoming connections for Unisono in System Settings, Network, Firewall.",
        )
        return words, ""
    words = QCoreApplication.translate(
        "relay", "If others cannot connect, open the port in your firewall, for example:"
    )
    return words, f"sudo ufw allow {port}/tcp"


class RelayDesk(QObject):
    """Starts and ends one relay.

    Args:
        start: starts a relay.
        tasks: owns it, so that it ends with the window.
        parent: owns this.
    """

    #: The port it serves at, or 0 while it does not.
    port_changed = Signal(int)
    failed = Signal(str)

    def __init__(self, start: RelayStarter, tasks: TaskSupervisor, parent: QObject) -> None:
        super().__init__(parent)
        self._start, self._tasks = start, tasks
        self._running: asyncio.Task[None] | None = None
        self.port = 0

    def toggle(self) -> None:
        """Start it, or end it."""
        if self._running is None:
            self._running = self._tasks.spawn("relay for others", self._run())
        else:
            self._running.cancel()

    async def _run(self) -> None:
        try:
            relay = await self._start()
        except UnisonoError as error:
            self.failed.emit(told(error.said))
            self._running = None
            return
        try:
            self._show(relay.public.port)
            await asyncio.Event().wait()
        finally:
            self._running = None
            self._show(0)
            await relay.close()

    def _show(self, port: int) -> None:
        self.port = port
        self.port_changed.emit(port)


def _reachable(address: QHostAddress) -> bool:
    # IPv6 addresses change by the day and nobody can read them out.
    is_v4 = address.protocol() is QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    return is_v4 and not address.isLoopback() and not address.isLinkLocal()
