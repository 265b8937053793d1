"""One window per person: a later start finds the open window and hands it what was asked for."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QAbstractSocket, QLocalServer, QLocalSocket

from app.ui.handover import MAX_LINE, HandoverError, decode, encode

if TYPE_CHECKING:
    from app.ui.start_action import StartAction

logger = logging.getLogger(__name__)

#: The other window may be busy with its own start.
_PATIENCE_MS: Final = 3000
_TAKEN: Final = b"taken\n"


class InstanceDoor(QObject):
    """Where later starts knock. Only this user's programs can."""

    #: A `StartAction`, or None to come to the front.
    action_given = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def listen(self) -> bool:
        """Open the door; False where the system refuses, which costs nothing but this convenience."""
        if self._server.listen(self._name):
            return True
        if self._server.serverError() is QAbstractSocket.SocketError.AddressInUseError:
            # Nobody answered there, so the file is what a crash left behind.
            QLocalServer.removeServer(self._name)
            if self._server.listen(self._name):
                return True
        logger.warning("Later starts open their own window: %s", self._server.errorString())
        return False

    def close(self) -> None:
        """Nobody is let in any more."""
        self._server.close()

    def _welcome(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.disconnected.connect(visitor.deleteLater)
            visitor.readyRead.connect(lambda visitor=visitor: self._listen_to(visitor))
            self._listen_to(visitor)

    def _listen_to(self, visitor: QLocalSocket) -> None:
        if not visitor.canReadLine():
            if visitor.bytesAvailable() > MAX_LINE:
                visitor.abort()
            return
        try:
            action = decode(bytes(visitor.readLine().data()))
        except HandoverError as error:
            logger.warning("A visitor said what no start of ours says: %s", error)
            visitor.abort()
            return
        visitor.write(_TAKEN)
        visitor.flush()
        self.action_given.emit(action)


def hand_over(name: str, action: StartAction | None) -> bool:
    """Whether a window that is open already took ``action``. Blocks up to three seconds when one does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    socket.write(encode(action))
    taken = b""
    while not taken.endswith(b"\n") and socket.waitForReadyRead(_PATIENCE_MS):
        taken += bytes(socket.readAll().data())
    socket.disconnectFromServer()
    return taken == _TAKEN
