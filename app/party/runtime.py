"""Feeds one session and carries out its effects: link, player, HTTP, uploads, bundled relay and ticks in one place.

It holds no rules; those are the session's. It never blocks: everything slow is a task.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.core.effects import (
    CloseLink,
    Departed,
    Effect,
    Jump,
    Load,
    LogDrift,
    LogOffset,
    OpenLink,
    RetryLink,
    Send,
    SendPing,
    SetClock,
    SetProgramme,
    Tell,
    TurnVolume,
    Unload,
)
from app.core.events import ComeBack, Event, PingSent, Tick, VolumeChosen
from app.core.link_facts import LinkEvent, Received
from app.core.picture import Painter, Surroundings
from app.core.player_facts import OutputOpened, PlayerEvent, Underrun
from app.core.session import Session
from app.core.view import Notice, PartyView
from app.party.comeback import Comeback
from app.party.own_relay import OwnRelay
from app.party.publisher import Publisher
from app.party.showing import Showing
from app.party.sync_log import log_sync
from app.party.uploads import Uploads
from app.said import Said, Saying, english
from app.tasks import TaskSupervisor

if TYPE_CHECKING:
    from app.net.link import RelayLink
    from app.party.parts import BundledRelay, Parts
    from app.party.uploads import Uploader
    from server.protocol.units import LocalSec

logger = logging.getLogger(__name__)

_TICK_SEC: Final = 0.1
#: A ping of a burst may be due sooner than the next tick, but a loop that spins helps nobody.
_LEAST_SLEEP_SEC: Final = 0.005
#: While nothing happens, positions and figures are redrawn this often.
_REDRAW_TICKS: Final = 5
_GOODBYE_SEC: Final = 6.0


class PartyRuntime:
    """The moving parts behind a controller.

    Args:
        parts: what to drive.
    """

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.session = Session(parts.sync)
        self._painter = Painter(self.session)
        self.volume, self.muted = parts.settings.settings.volume, False
        self._offset_of_this_run = parts.output_offset_ms
        self.tasks = TaskSupervisor("party")
        self.publisher = Publisher(self.draw, parts.clocks.local)
        self.uploads = Uploads(
            self.tasks,
            offered=self.handle,
            notify=self.notify,
            changed=self.publisher.changed,
            read_tags=parts.read_tags,
        )
        self._showing = Showing(parts.beacon(self.tasks) if parts.beacon else None, parts.settings)
        self.comeback = Comeback(parts.way_back, parts.clocks, hidden=parts.beacon is None)
        self.own_relay = OwnRelay(
            parts, self.tasks, handle=self.handle, notify=self.notify, changed=self.publisher.changed
        )
        self._link: RelayLink | None = None
        self._http: Uploader | None = None
        self._link_serial = 0
        self._uploads_for: tuple[Uploader, str] | None = None
        self._events: deque[Event] = deque()
        self._handling = False
        self._open = False
        self._nudge = asyncio.Event()
        self._winding_down: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Open the player and begin to tick."""
        player, settings = self.parts.player, self.parts.settings.settings
        player.set_volume(self.volume)
        player.set_slewing(settings.slewing)
        await player.open(self._on_player)
        self._open = True
        self._tell_volume()
        self._handle_all()
        self.tasks.spawn("ticks", self._tick())

    async def close(self) -> None:
        """End everything and wait for it; a party that is still on must have been left before."""
        self._part()
        if self._winding_down:
            await asyncio.wait(self._winding_down, timeout=_GOODBYE_SEC)
        await self.tasks.close()
        await self.parts.player.close()
        self.parts.settings.flush()
        self.comeback.close()
        self.publisher.close()

    def draw(self) -> PartyView:
        """The present picture."""
        around = Surroundings(
            reading=self.parts.player.reading(),
            uploads=self.uploads.views,
            volume=self.volume,
            muted=self.muted,
            output_offset_ms=self._offset(self._device()),
            preparing_party=self.own_relay.is_starting,
            shown_nearby=self._showing.shown(self.session.state, self.own_relay.running),
            way_back=self.comeback.offered,
        )
        return self._painter.draw(around, self.parts.clocks.local())

    def notify(self, notice: Notice) -> None:
        """Tell the person once."""
        logger.debug("Notice %s: %s", notice.code, notice.message)
        self.publisher.notify(notice)

    def handle(self, event: Event) -> None:
        """Give the session an event and do what it wants; events that come up meanwhile wait their turn."""
        self._events.append(event)
        if self._handling or not self._open:
            return
        self._handle_all()

    def _handle_all(self) -> None:
        self._handling = True
        try:
            while self._events:
                self._handle(self._events.popleft())
        finally:
            self._handling = False

    def _handle(self, event: Event) -> None:
        for effect in self.session.handle(event, self.parts.clocks.local()):
            self._carry_out(effect)
        self._equip_uploads()
        self._showing.follow(self.session.state, self.own_relay.running)
        self.comeback.follow(self.session.state, self.own_relay.running)
        if not isinstance(event, Tick | PingSent):
            # An answered ping may let the next one go before the next tick.
            self._nudge.set()
            self.publisher.changed()

    def turn(self, volume: float) -> None:
        """Another volume of our own; remembered."""
        self.volume = min(1.0, max(0.0, volume))
        self.parts.settings.change(lambda settings: replace(settings, volume=self.volume))
        self.apply_volume()
        self._tell_volume()

    def let_host_turn(self, *, allowed: bool) -> None:
        """Whether the host may set our volume; remembered."""
        self.parts.settings.change(lambda settings: replace(settings, host_volume=allowed))
        self._tell_volume()

    def show_nearby(self, *, shown: bool) -> None:
        """Whether our own parties are shown on this network; remembered."""
        self.parts.settings.change(lambda settings: replace(settings, show_nearby=shown))
        self._showing.follow(self.session.state, self.own_relay.running)
        self.publisher.changed()

    def apply_volume(self) -> None:
        """Be as loud as volume and mute say."""
        self.parts.player.set_volume(0.0 if self.muted else self.volume)
        self.publisher.changed()

    def _tell_volume(self) -> None:
        allowed = self.parts.settings.settings.host_volume
        self.handle(VolumeChosen(volume=round(self.volume, 2), host_may_set=allowed))

    def go_back(self) -> None:
        """Take the seat again that an earlier run of the program had, with the relay that it ran."""
        way = self.comeback.offer
        if way is None:
            self.notify(Notice(code="no-way-back", said=Said(what=Saying.NO_WAY_BACK), fatal=True))
        elif way.place is not None:
            self.own_relay.come_back(way, way.place)
        else:
            self.handle(ComeBack(way=way, relay=way.relay, public=way.public))

    def _carry_out(self, effect: Effect) -> None:
        player = self.parts.player
        match effect:
            case Send():
                self._send(effect)
            case SendPing():
                at = self._link.send_ping(effect.ping_id) if self._link is not None else None
                self.handle(PingSent(ping_id=effect.ping_id, at=at))
            case SetClock():
                player.set_clock(effect.clock)
            case SetProgramme():
                player.set_programme(effect.programme)
            case Jump():
                player.jump()
            case TurnVolume():
                self.turn(effect.volume)
            case Load():
                player.load(effect.source)
            case Unload():
                player.unload(effect.track_id)
            case Tell():
                self.notify(effect.notice)
            case _:
                self._carry_out_rest(effect)

    def _carry_out_rest(self, effect: OpenLink | CloseLink | RetryLink | Departed | LogOffset | LogDrift) -> None:
        match effect:
            case LogOffset() | LogDrift():
                log_sync(effect)
            case OpenLink():
                self._link_serial += 1
                serial = self._link_serial
                self._http = self.parts.http(effect.relay)
                self._link = self.parts.link(self.tasks)
                self._link.open(effect.relay, lambda event: self._on_link(event, serial))
            case CloseLink():
                self._part()
            case RetryLink():
                if self._link is not None:
                    self._link.retry_now()
            case Departed():
                logger.info("Out of the party: %s", english(effect.reason))

    def _send(self, effect: Send) -> None:
        if self._link is None or not self._link.send(effect.message):
            # Whatever it was, entering again fetches the whole state; requests of the person were refused before.
            logger.debug("Not sent, the link is down: %s", type(effect.message).__name__)

    def _part(self) -> None:
        """Let go of link, HTTP side and own relay, in this order, in the background."""
        link, http, relay = self._link, self._http, self.own_relay.release()
        self._link, self._http = None, None
        self._link_serial += 1
        self._uploads_for = None
        self.uploads.disconnect()
        if link is not None or http is not None or relay is not None:
            task = self.tasks.spawn("say goodbye", _goodbye(link, http, relay))
            self._winding_down.add(task)
            task.add_done_callback(self._winding_down.discard)

    def _equip_uploads(self) -> None:
        seat = self.session.state.seat
        token = seat.host_token if seat is not None and seat.is_host else None
        wanted = (self._http, token) if self._http is not None and token is not None else None
        if wanted != self._uploads_for:
            self._uploads_for = wanted
            if wanted is not None:
                self.uploads.connect(*wanted)

    def _on_link(self, event: LinkEvent, serial: int) -> None:
        if serial != self._link_serial:
            return  # the last words of a link that we gave up
        if isinstance(event, Received):
            logger.debug("Received %s", type(event.message).__name__)
        else:
            logger.info("%s", event)
        self.handle(event)

    def _on_player(self, event: PlayerEvent) -> None:
        if isinstance(event, OutputOpened):
            logger.info("Sound goes to %s through %s", event.device, event.interface)
            # Another device has its own delay.
            self.parts.player.set_output_offset(self._offset(event.device))
        elif isinstance(event, Underrun):
            logger.info("The sound ran dry: a gap of about %.0f ms", event.gap_ms)
        self.handle(event)

    def change_offset(self, offset_ms: float) -> None:
        """Set and remember the sound delay of the device in use; it outdoes the one that this run was started with."""
        device = self._device()
        self._offset_of_this_run = None
        self.parts.settings.change(lambda settings: settings.with_offset(device, offset_ms))
        self.parts.player.set_output_offset(self._offset(device))
        self.publisher.changed()

    def _offset(self, device: str) -> float:
        given = self._offset_of_this_run
        return self.parts.settings.settings.offset_for(device) if given is None else given

    def _device(self) -> str:
        output = self.session.state.output
        return output.device if output is not None else ""

    async def _tick(self) -> None:
        clocks, ticks, moment = self.parts.clocks, 0, None
        due = clocks.local()
        while True:
            now, reading = clocks.local(), self.parts.player.reading()
            if now >= due:
                ticks += 1
                due = type(now)(now + _TICK_SEC)
            before, moment = moment, self._painter.moment(reading, now)
            if moment != before or ticks % _REDRAW_TICKS == 0:
                self.publisher.changed()
            self.handle(Tick(reading=reading, wall=clocks.wall(), boot=clocks.boot()))
            self._nudge.clear()
            # Not wait_for: until Python 3.12 it can swallow a cancellation that comes together with the nudge.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._sleep(due)):
                    await self._nudge.wait()

    def _sleep(self, due: LocalSec) -> float:
        now = self.parts.clocks.local()
        ping = self.session.sync.wake_at(now)
        return max(_LEAST_SLEEP_SEC, (due if ping is None else min(due, ping)) - now)


async def _goodbye(link: RelayLink | None, http: Uploader | None, relay: BundledRelay | None) -> None:
    try:
        if link is not None:
            await link.close()
        if http is not None:
            await http.close()
    finally:
        if relay is not None:
            await relay.close()
