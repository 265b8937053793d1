"""Announcing and finding with real multicast, on the loopback interface alone."""

from __future__ import annotations

import asyncio
import errno
import secrets
import socket
import struct
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from app.core.nearby import SERVICE, Announcement, NearbyParty
from app.net import beacon, lookout, multicast
from app.net.beacon import Beacon
from app.net.lookout import watch_parties
from app.tasks import TaskSupervisor
from server.protocol.invite import CODE_ALPHABET, CODE_LENGTH
from tests.integration.net.conftest import until

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

HERE = "127.0.0.1"
#: Tests that run side by side share the loopback interface: each process has a code of its own.
CODE = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))
PARTY = Announcement(code=CODE, host_name="Bea", port=8751)
STRANGE = "ACDEFG"
NETWORKS = [ip_network("127.0.0.0/8")]


def loopback_carries_multicast() -> bool:
    member = struct.pack("4s4s", socket.inet_aton("224.0.0.251"), socket.inet_aton(HERE))
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            probe.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    except OSError:
        return False
    return True


pytestmark = pytest.mark.skipif(not loopback_carries_multicast(), reason="no multicast on this machine's loopback")


class Watcher:
    """Looks at the loopback interface, where parties may be, too."""

    def __init__(self, tasks: TaskSupervisor) -> None:
        self.found: tuple[NearbyParty, ...] = ()
        self.counts: list[int] = []
        self._tasks = tasks

    def start(self) -> None:
        self._tasks.spawn("watch", watch_parties(self._tell, interfaces=[HERE], networks=NETWORKS))

    def _tell(self, found: tuple[NearbyParty, ...]) -> None:
        self.found = tuple(one for one in found if one.code in (CODE, STRANGE))
        if not self.counts or len(self.found) != self.counts[-1]:
            self.counts.append(len(self.found))


@pytest.fixture(autouse=True)
def loopback_is_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beacon, "is_for_others", bool)


@pytest.fixture
def watcher(tasks: TaskSupervisor) -> Watcher:
    return Watcher(tasks)


@pytest.fixture
def announce(tasks: TaskSupervisor) -> Beacon:
    return Beacon(tasks)


async def test_a_party_is_found_renamed_and_gone_with_its_goodbye(watcher: Watcher, announce: Beacon) -> None:
    watcher.start()
    announce.show(PARTY, lambda: HERE)
    await until(lambda: bool(watcher.found))
    [found] = watcher.found
    assert (found.host_name, found.invite.ws_url, found.code) == ("Bea", "ws://127.0.0.1:8751/ws", CODE)
    announce.show(Announcement(code=CODE, host_name="Cem", port=8751), lambda: HERE)
    await until(lambda: [one.host_name for one in watcher.found] == ["Cem"])
    announce.show(None)
    await until(lambda: watcher.found == ())


async def test_a_closing_app_says_goodbye(watcher: Watcher) -> None:
    host = TaskSupervisor("host")
    Beacon(host).show(PARTY, lambda: HERE)
    watcher.start()
    await until(lambda: bool(watcher.found))
    await host.close()
    await until(lambda: watcher.found == ())


async def test_what_strangers_announce_is_dropped(watcher: Watcher, announce: Beacon) -> None:
    from zeroconf import ServiceInfo  # noqa: PLC0415 - only where multicast is

    hostile: list[tuple[str, dict[str, Any], str]] = [
        ("no-code", {"v": "1", "name": "Eve"}, HERE),
        ("wrong-code", {"v": "1", "code": "../etc", "name": "Eve"}, HERE),
        ("future", {"v": "9", "code": STRANGE}, HERE),
        ("bytes", {"v": b"1", "code": b"\xff\x00", "\u202e": b"\xff" * 200}, HERE),
        ("far", {"v": "1", "code": STRANGE}, "8.8.8.8"),
    ]
    async with multicast.open_multicast([HERE]) as board:
        infos = [
            ServiceInfo(
                SERVICE,
                f"{name}-{CODE}.{SERVICE}",
                port=1,
                properties=properties,
                server=f"{name}-{CODE}.local.",
                parsed_addresses=[address],
            )
            for name, properties, address in hostile
        ]
        await asyncio.gather(*(board.async_register_service(info) for info in infos))
        watcher.start()
        announce.show(PARTY, lambda: HERE)
        await until(lambda: bool(watcher.found))
        assert [one.code for one in watcher.found] == [CODE]


async def test_who_takes_the_partys_name_first_does_not_silence_it(watcher: Watcher, announce: Beacon) -> None:
    from zeroconf import ServiceInfo  # noqa: PLC0415 - only where multicast is

    name = f"unisono-{CODE.lower()}.{SERVICE}"
    async with multicast.open_multicast([HERE]) as board:
        squatter = ServiceInfo(SERVICE, name, port=1, server="eve.local.", parsed_addresses=["8.8.8.8"])
        await board.async_register_service(squatter)
        watcher.start()
        announce.show(PARTY, lambda: HERE)
        await until(lambda: [one.invite.port for one in watcher.found] == [8751])


async def test_another_network_is_noticed_on_both_sides(
    watcher: Watcher, tasks: TaskSupervisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [""]
    networks = [frozenset({"192.168.1.20"})]
    monkeypatch.setattr(beacon, "_LOOK_AGAIN_SEC", 0.01)
    monkeypatch.setattr(lookout, "_LOOK_AGAIN_SEC", 0.01)
    monkeypatch.setattr(lookout, "own_addresses", lambda: networks[-1])
    watcher.start()
    Beacon(tasks).show(PARTY, lambda: addresses[-1])
    addresses.append(HERE)
    await until(lambda: watcher.counts[-1:] == [1])
    networks.append(frozenset({"192.168.7.20"}))
    await until(lambda: watcher.counts[-3:] == [1, 0, 1])
    addresses.append("")
    await until(lambda: watcher.counts[-1] == 0)


@pytest.mark.parametrize("side", ["announce", "watch"])
async def test_no_multicast_is_no_trouble(
    tasks: TaskSupervisor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, side: str
) -> None:
    monkeypatch.setattr(lookout, "_LOOK_AGAIN_SEC", 0.01)
    monkeypatch.setattr(beacon, "_LOOK_AGAIN_SEC", 0.01)
    caplog.set_level("INFO")

    def refuse(*_args: object, **_more: object) -> NoReturn:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr("zeroconf._core.create_sockets", refuse)
    found: list[object] = []
    starts: dict[str, Callable[[], object]] = {
        "announce": lambda: Beacon(tasks).show(PARTY, lambda: HERE),
        "watch": lambda: tasks.spawn("watch", watch_parties(found.append, interfaces=[HERE])),
    }
    starts[side]()
    await until(lambda: caplog.text.count("Multicast cannot be used") > 1)
    assert found == []
