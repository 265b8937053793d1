"""A controller's surroundings in memory: link, player, HTTP and bundled relay that do as the test says."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.core.link_facts import LinkEvent, LinkUp, Received
from app.core.player_facts import OutputOpened, PlayerEvent, Reading, Sounding, TrackSource
from app.core.way_back import RelayPlace
from app.errors import RelayStartError
from app.net.http import UploadedTrack
from app.net.http_errors import HttpError
from app.party.parts import Clocks, Parts
from app.said import Said, Saying, quoted
from app.settings import SettingsStore
from server.protocol.invite import Invite
from server.protocol.units import LocalSec, ServerMs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.core.nearby import Announcement
    from app.core.program import ClockMap, Programme
    from app.net.link import LinkListener
    from app.party.way_back_store import WayBackStore
    from app.playback.player import PlayerListener
    from app.tasks import TaskSupervisor
    from server.protocol.messages import Message, ServerMessage


async def until(true: Callable[[], object]) -> None:
    """Wait until something is true of a thing that tells nobody when it changes; generous, for loaded machines."""
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.005)


class FakeLink:
    """A link that is up when the test says so."""

    def __init__(self) -> None:
        self.sent: list[Message] = []
        self.pings: list[int] = []
        self.relay: Invite | None = None
        self.closed = False
        self.retries = 0
        self.up = False
        self._listener: LinkListener | None = None

    def open(self, relay: Invite, listener: LinkListener) -> None:
        self.relay, self._listener = relay, listener

    def send(self, message: Message) -> bool:
        if self.up:
            self.sent.append(message)
        return self.up

    def send_ping(self, ping_id: int) -> LocalSec | None:
        self.pings.append(ping_id)
        return LocalSec(asyncio.get_running_loop().time()) if self.up else None

    def retry_now(self) -> None:
        self.retries += 1

    async def close(self) -> None:
        self.closed, self.up = True, False

    def tell(self, event: LinkEvent) -> None:
        assert self._listener is not None
        self._listener(event)

    def come_up(self) -> None:
        self.up = True
        self.tell(LinkUp(at=LocalSec(0.0)))

    def receive(self, *messages: ServerMessage) -> None:
        for message in messages:
            self.tell(Received(at=LocalSec(asyncio.get_running_loop().time()), message=message))


@dataclass(slots=True)
class FakePlayer:
    """A player that writes down what it was told."""

    loaded: dict[str, TrackSource] = field(default_factory=dict)
    programme: Programme | None = None
    clock: ClockMap | None = None
    volume: float = -1.0
    offset_ms: float = 0.0
    slewing: bool = True
    jumps: int = 0
    retries: int = 0
    outputs: list[tuple[str, str | None]] = field(default_factory=list)
    closed: bool = False
    listener: PlayerListener | None = None

    async def open(self, listener: PlayerListener) -> None:
        self.listener = listener
        listener(OutputOpened(interface="null", device="usb"))

    async def retry_output(self) -> None:
        self.retries += 1

    async def use_output(self, interface: str, device: str | None) -> bool:
        self.outputs.append((interface, device))
        return interface != "vlc"

    async def close(self) -> None:
        self.closed = True

    def load(self, source: TrackSource) -> None:
        self.loaded[source.track_id] = source

    def unload(self, track_id: str) -> None:
        self.loaded.pop(track_id, None)

    def set_programme(self, programme: Programme) -> None:
        self.programme = programme

    def set_clock(self, clock: ClockMap) -> None:
        self.clock = clock

    def jump(self) -> None:
        self.jumps += 1

    def set_volume(self, volume: float) -> None:
        self.volume = volume

    def set_output_offset(self, offset_ms: float) -> None:
        self.offset_ms = offset_ms

    def set_slewing(self, enabled: bool) -> None:  # noqa: FBT001 - the player's interface
        self.slewing = enabled

    def reading(self) -> Reading:
        return Reading(at=LocalSec(asyncio.get_running_loop().time()), sounding=Sounding.SILENT)

    def tell(self, event: PlayerEvent) -> None:
        assert self.listener is not None
        self.listener(event)


class FakeUploader:
    """Uploads that end when the test lets them: `gate` is open to begin with."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.begun: list[str] = []
        self.cancelled: list[str] = []
        self.failure: HttpError | Exception | None = None
        self.refused: set[str] = set()
        self.closed = False

    async def upload(
        self, path: Path, *, host_token: str, on_progress: Callable[[int, int], None] | None = None
    ) -> UploadedTrack:
        self.begun.append(path.name)
        assert host_token
        if on_progress is not None:
            on_progress(1, 2)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled.append(path.name)
            raise
        if self.failure is not None:
            raise self.failure
        if path.name in self.refused:
            raise HttpError("not-audio", quoted("No music."))
        return UploadedTrack(track_id=f"t-{path.stem}", track_url=f"/api/track/t-{path.stem}", sha256="0" * 64)

    async def close(self) -> None:
        self.closed = True


class FakeBeacon:
    """Writes down what is shown, changes only."""

    def __init__(self) -> None:
        self.shown: list[Announcement | None] = [None]

    def show(self, announcement: Announcement | None, address: Callable[[], str] = str) -> None:
        if announcement != self.shown[-1]:
            self.shown.append(announcement)


class FakeRelay:
    """A bundled relay."""

    local = Invite(host="127.0.0.1", port=1)
    public = Invite(host="192.0.2.9", port=1)
    is_for_others = True
    place = RelayPlace(data_dir="/relay", port=1, host="0.0.0.0")

    def __init__(self) -> None:
        self.closed = False

    async def close(self) -> None:
        self.closed = True


class Surroundings:
    """All of them together.

    Attributes:
        links: every link that was made, newest last.
        player: the player.
        uploader: the HTTP side.
        relay: the bundled relay, once started.
        places: where the relay was started again.
        relay_gate: a relay does not start before it is open, as it is to begin with.
        parts: for the controller.
    """

    def __init__(
        self,
        *,
        relay_fails: bool = False,
        output_offset_ms: float | None = None,
        way_back: WayBackStore | None = None,
    ) -> None:
        self.links: list[FakeLink] = []
        self.player = FakePlayer()
        self.uploader = FakeUploader()
        self.relay = FakeRelay()
        self.beacon = FakeBeacon()
        self._relay_fails = relay_fails
        self.places: list[RelayPlace] = []
        self.relay_gate = asyncio.Event()
        self.relay_gate.set()
        loop = asyncio.get_running_loop()
        self.parts = Parts(
            player=self.player,
            link=self._make_link,
            http=lambda _relay: self.uploader,
            relay=self._start_relay,
            relay_again=self._start_relay_again,
            beacon=lambda _tasks: self.beacon,
            clocks=Clocks(
                local=lambda: LocalSec(loop.time()),
                wall=lambda: ServerMs(loop.time() * 1000),
                boot=lambda: None,
            ),
            settings=SettingsStore(None),
            output_offset_ms=output_offset_ms,
            way_back=way_back,
        )

    @property
    def link(self) -> FakeLink:
        return self.links[-1]

    def _make_link(self, _tasks: TaskSupervisor) -> FakeLink:
        self.links.append(FakeLink())
        return self.links[-1]

    async def _start_relay(self) -> FakeRelay:
        await self.relay_gate.wait()
        if self._relay_fails:
            raise RelayStartError("port-in-use", Said(what=Saying.PORT_TAKEN, count=8750))
        return self.relay

    async def _start_relay_again(self, place: RelayPlace) -> FakeRelay:
        self.places.append(place)
        return await self._start_relay()
