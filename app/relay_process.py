"""The bundled relay: serves as long as we want it, also when its process is killed, and ends with us."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.nearby import is_for_others
from app.core.way_back import RelayPlace
from app.errors import RelayStartError
from app.relay_child import FOLDER_IN_USE, PORT_IN_USE, RelayChild
from app.said import Said, Saying
from app.tasks import TaskSupervisor
from server.protocol.invite import DEFAULT_PORT, Invite

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

_LOCAL: Final = "127.0.0.1"
#: What listens on every interface is reached from this machine there.
_NEAR: Final = {"0.0.0.0": _LOCAL, "": _LOCAL, "::": "::1"}
#: More parties than anybody hosts on one machine.
_MOST_RELAYS: Final = 9
#: Waits before it is started again, in seconds: at once after an accident, and not for ever when it cannot live.
_AGAIN_AFTER: Final = (0.0, 1.0, 2.0, 5.0, 10.0)
#: A relay that lived so long had an accident, whatever was before.
_HEALTHY_AFTER_SEC: Final = 60.0
#: How often a place that is still in use is tried again, and after how many seconds each: a relay whose app was killed
#: says goodbye before it ends, for some seconds where guests are far away.
_LET_GO_TRIES: Final = 12
_LET_GO_SEC: Final = 0.5


class RelayProcess:
    """A relay that runs. When its process ends unasked, another takes its place: same port, same parties.

    Made by `start_relay`, on an event loop.

    Args:
        child: a process that is ready.
        place: where it is, with the port that it has in fact.
    """

    def __init__(self, child: RelayChild, place: RelayPlace) -> None:
        self._child = child
        self._place = place
        self._tasks = TaskSupervisor("bundled relay")
        self._keeper = self._tasks.spawn("keep it running", self._keep())

    @property
    def local(self) -> Invite:
        """The address that this machine uses."""
        return Invite(host=_NEAR.get(self._place.host, self._place.host), port=self._place.port)

    @property
    def public(self) -> Invite:
        """The address that others in the network use."""
        host = self._place.host
        return Invite(host=lan_address() if host in _NEAR else host, port=self._place.port)

    @property
    def place(self) -> RelayPlace:
        """Where it is, for `start_relay_again`."""
        return self._place

    @property
    def is_for_others(self) -> bool:
        """Whether it listens for other machines too."""
        return is_for_others(self._place.host)

    @property
    def pid(self) -> int:
        """The present process's id."""
        return self._child.pid

    async def given_up(self) -> None:
        """Wait until it is clear that it does not stay up; as long as it runs, for ever."""
        await asyncio.wait({self._keeper})

    async def close(self) -> None:
        """End it and wait; it is killed when it does not end by itself."""
        await self._tasks.close()
        await self._child.close()

    async def _keep(self) -> None:
        loop = asyncio.get_running_loop()
        tries = 0
        while tries < len(_AGAIN_AFTER):
            began = loop.time()
            # One that could not be started again is found ended at once.
            await self._child.ended()
            tries = 0 if loop.time() - began > _HEALTHY_AFTER_SEC else tries
            logger.error("The relay ended unasked; starting it again. Its last words: %s", self._child.last_words)
            await asyncio.sleep(_AGAIN_AFTER[tries])
            tries += 1
            await self._again()
        logger.error("The relay does not stay up; it is not started any more")

    async def _again(self) -> None:
        await self._child.close()
        try:
            self._child, _ = await _start(self._place)
        except RelayStartError as error:
            logger.warning("%s", error)


def relay_command(place: RelayPlace) -> list[str]:
    """The command line of the bundled relay: this interpreter, or the frozen executable itself."""
    program = [sys.executable, "relay"] if getattr(sys, "frozen", False) else [sys.executable, "-m", "server"]
    where = ["--host", place.host, "--port", str(place.port), "--data-dir", place.data_dir]
    return [*program, *where, "--exit-with-parent"]


async def start_relay(*, data_dir: Path, port: int | None = None, host: str = "0.0.0.0") -> RelayProcess:
    """Start a relay and wait until it serves.

    Args:
        data_dir: where it keeps tracks and parties; while another relay keeps its own there, a folder beside it.
        port: where to listen; None takes the usual port, or any free one when that is taken.
        host: the interface to listen on.

    Raises:
        RelayStartError: it did not become ready; its message says why.
    """
    folders = [data_dir, *(data_dir.with_name(f"{data_dir.name}-{n}") for n in range(2, _MOST_RELAYS + 1))]
    for folder in folders[:-1]:
        try:
            return await _start_in(folder, port, host)
        except RelayStartError as error:
            if error.code != FOLDER_IN_USE:
                raise
            # A party that is just ending, or another host on this machine.
            logger.info("%s", error)
    return await _start_in(folders[-1], port, host)


async def start_relay_again(place: RelayPlace) -> RelayProcess:
    """Start a relay where an earlier one was, with its parties, so that guests find it by themselves.

    Raises:
        RelayStartError: it did not become ready, or its place stays in use; its message says why.
    """
    for tries_left in reversed(range(_LET_GO_TRIES)):
        try:
            return await _started(place)
        except RelayStartError as error:
            if error.code not in (FOLDER_IN_USE, PORT_IN_USE):
                raise
            if not tries_left:
                if error.code == PORT_IN_USE:
                    raise
                raise RelayStartError(FOLDER_IN_USE, Said(what=Saying.RELAY_TAKEN)) from error
            logger.info("The relay's place is in use yet: %s", error)
        await asyncio.sleep(_LET_GO_SEC)
    raise AssertionError("The last try returns or raises.")


async def _start_in(data_dir: Path, port: int | None, host: str) -> RelayProcess:
    place = RelayPlace(data_dir=str(data_dir), port=port or 0, host=host)
    if port is None and _is_free(host, DEFAULT_PORT):
        try:
            return await _started(replace(place, port=DEFAULT_PORT))
        except RelayStartError as error:
            if error.code != PORT_IN_USE:
                raise
            logger.info("Port %d was taken in the meantime; any free one will do", DEFAULT_PORT)
    return await _started(place)


async def _started(place: RelayPlace) -> RelayProcess:
    child, port = await _start(place)
    return RelayProcess(child, replace(place, port=port))


async def _start(place: RelayPlace) -> tuple[RelayChild, int]:
    try:
        child = RelayChild(relay_command(place))
    except OSError as error:
        raise RelayStartError("relay-start-failed", Said(what=Saying.RELAY_NOT_STARTED, why=str(error))) from error
    try:
        return child, await child.ready(place.port)
    except BaseException:
        await child.close()
        raise


def lan_address() -> str:
    """The address that a packet to the outside would leave from; nothing is sent. 127.0.0.1 without a network."""
    for family, target in ((socket.AF_INET, ("192.0.2.1", 9)), (socket.AF_INET6, ("2001:db8::1", 9))):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect(target)
            address = str(probe.getsockname()[0])
            if address and not address.startswith(("0.", "::1")):
                return address
    return _LOCAL


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_STREAM) as probe:
        # As the relay's own listener does: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return True
    return False
