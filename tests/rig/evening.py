"""A whole evening in half a minute: everything that a party does, by command line, with what the relay announced of it.

Three members: the host, a guest whose network is cut in the middle, and one who joins late and changes the device.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import numpy as np

from server.protocol.invite import parse_invite
from tests.rig.room import Rig, listen
from tests.rig.tracks import make_track, read
from tests.rig.verdict import FIRST_SEC, Happening, Moment, Verdict
from tests.support.sound_room import CHANNEL_MAP, RATE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rig.analysis import Signal
    from tests.rig.member import Event, Member
    from tests.support.cut_proxy import CutProxy
    from tests.support.sound_room import SoundRoom

#: A loudspeaker of its own on each channel of the room. The latecomer begins on the third and moves to the fourth.
SPEAKERS: Final = dict(zip(("one", "two", "three", "four"), CHANNEL_MAP, strict=True))
TRACK_SEC: Final = 40.0
#: After a change: the second that is judged, and what the end of its last window needs.
_LISTEN_SEC: Final = 1.2
_PAUSE_SEC: Final = 0.5
_CUT_SEC: Final = 1.0
#: How long a member's own sound may be on its way, at most: it enters a little after it says so.
_ENTRY_SEC: Final = 0.5
_ANNOUNCED_WITHIN_SEC: Final = 15.0
_ASK_AGAIN_SEC: Final = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """What was done and what was announced; times are the relay's, in seconds since the evening began."""

    moments: tuple[Moment, ...]
    happenings: tuple[Happening, ...]
    until: float
    heard: Path

    def verdict(self, reference: Signal) -> Verdict:
        """What was heard of it."""
        voices = dict(zip(SPEAKERS, listen(self.heard), strict=True))
        return Verdict(voices, reference, RATE, moments=self.moments, happenings=self.happenings, until=self.until)


class _Relay:
    """The relay's own word on what is played when, by the interface that is open to everybody."""

    def __init__(self, http: aiohttp.ClientSession, invite: str, tracks: dict[str, float]) -> None:
        address = parse_invite(invite)
        self._http = http
        self._url = f"{address.http_url}/api/party-state?code={address.code}"
        self._tracks = tracks
        self._ahead = self._began = 0.0

    async def synchronise(self) -> None:
        """Learn its clock, from the quickest of a few answers."""
        answers = []
        for _ in range(5):
            asked = time.monotonic()
            server = (await self._state())["serverTime"] / 1000
            answered = time.monotonic()
            answers.append((answered - asked, server - (asked + answered) / 2))
        self._ahead = min(answers)[1]
        self._began = time.monotonic()

    def at(self, local: float) -> float:
        """Seconds of the evening at an instant of our own clock."""
        return local - self._began

    def now(self) -> float:
        """Seconds of the evening."""
        return self.at(time.monotonic())

    async def moment(self, since: float, *, stop: bool = False) -> Moment:
        """The moment that is announced for later than ``since``, once it is."""
        async with asyncio.timeout(_ANNOUNCED_WITHIN_SEC):
            while True:
                track = (await self._state())["currentTrack"] or {}
                server = track.get("pausedAtServerMs" if stop else "startAtServerMs")
                if server is not None and (start := self.at(server / 1000 - self._ahead)) > since:
                    position = None if stop else self._tracks[track["filename"]] + track["startPositionSec"]
                    return Moment(start=start, position=position)
                await asyncio.sleep(_ASK_AGAIN_SEC)

    async def _state(self) -> dict[str, Any]:
        async with self._http.get(self._url) as answer:
            state: dict[str, Any] = await answer.json()
        return state


class _Script:
    """What is done, in its order."""

    def __init__(self, rig: Rig, server: SoundRoom, relay: _Relay, host: Member) -> None:
        self._rig = rig
        self._server = server
        self._relay = relay
        self._host = host
        self.moments: list[Moment] = []
        self.happenings: list[Happening] = []

    async def do(self, name: str, command: str) -> None:
        """Say a command to the host, and listen to what it leads to."""
        asked, stop = self._relay.now(), command == "pause"
        if command:
            self._host.send(command)
        moment = await self._relay.moment(asked if command else -1e9, stop=stop)
        self.moments.append(moment)
        self.happenings.append(Happening(name=name, at=moment.start))
        await self._listen(moment.start + (_PAUSE_SEC if stop else _LISTEN_SEC))

    async def join_late_while_another_is_cut_off(self, invite: str, proxy: CutProxy, guest: Member, *how: str) -> None:
        """One comes, and the network of one who is there fails for a second."""
        cut, seen = self._relay.now(), len(self._host.events)
        await proxy.cut()
        late = await self._rig.guest(invite, *how, name="late")
        await self._host.wait(lambda event: _is_here(event, guest) is False, "the guest is away", after=seen)
        await asyncio.sleep(_CUT_SEC)
        seen = len(self._host.events)
        await proxy.restore()
        await self._host.wait(lambda event: _is_here(event, guest) is True, "the guest is back", after=seen)
        back = self._relay.now()
        joined = await late.wait(lambda event: event.get("event") == "party", "joined")
        await late.phase("playing")
        self.happenings.append(Happening(name="cut and back", at=cut, lasts=back - cut))
        self.happenings.append(Happening(name="late join", at=self._relay.at(joined["at"]), who="three"))
        await self._listen(self._relay.now() + _LISTEN_SEC + _ENTRY_SEC)

    async def change_device(self) -> None:
        """The system's default device becomes another one; who chose none follows."""
        self.happenings.append(Happening(name="device change", at=self._relay.now(), who="four"))
        self._server.pactl("set-default-sink", "four")
        await self._listen(self._relay.now() + _LISTEN_SEC + _ENTRY_SEC)

    async def _listen(self, until: float) -> None:
        await asyncio.sleep(until - self._relay.now())


async def spend(server: SoundRoom, folder: Path, tracks: tuple[Path, Path], *how: str) -> Evening:
    """Have a party and do everything once.

    Args:
        server: the room; it lends its four channels.
        folder: for everything that is written.
        tracks: two, of `TRACK_SEC`.
        how: options of every member.
    """
    with ExitStack() as stack:
        for name, channel in SPEAKERS.items():
            stack.enter_context(server.loudspeaker(name, (channel,)))
        server.pactl("set-default-sink", "three")
        stack.callback(server.pactl, "set-default-sink", "left")
        async with Rig(server, folder) as rig, aiohttp.ClientSession() as http:
            host = await rig.host(tracks, "--play", "--wait-guests", "1", "--device", "one", *how)
            invite = await rig.invite(host)
            proxied, proxy = await rig.proxied(invite)
            relay = _Relay(http, invite, {tracks[0].name: 0.0, tracks[1].name: TRACK_SEC})
            await relay.synchronise()
            guest = await rig.guest(proxied, "--device", "two", *how)
            script = _Script(rig, server, relay, host)
            await script.do("start", "")
            await script.do("pause", "pause")
            await script.do("resume", "play")
            await script.join_late_while_another_is_cut_off(invite, proxy, guest, "--device", "", *how)
            await script.do("seek", "seek 21.3")
            await script.do("next", "next")
            await script.do("previous", "previous")
            await script.change_device()
            until = relay.now()
            await rig.stop()
    return Evening(
        moments=tuple(script.moments),
        happenings=tuple(script.happenings),
        until=until - _LISTEN_SEC + FIRST_SEC,
        heard=folder / "room.raw",
    )


def make_tracks(folder: Path, codec: str) -> tuple[Path, Path]:
    """Two tracks for `spend`."""
    return make_track(folder, codec, seconds=TRACK_SEC), make_track(folder, codec, seconds=TRACK_SEC, seed=2)


def reference(folder: Path) -> Signal:
    """What a mono loudspeaker would play of both tracks, one after the other, had no codec touched them."""
    return np.concatenate([middle(make_track(folder, "wav", seconds=TRACK_SEC, seed=seed)) for seed in (1, 2)])


def middle(track: Path) -> Signal:
    """A stereo track on a mono loudspeaker."""
    return (read(track, RATE) + read(track, RATE, channel=1)) / 2


def _is_here(event: Event, member: Member) -> bool | None:
    """Whether a member is connected, by the list that an event shows; None for any other event."""
    rows = event["members"] if event.get("event") == "members" else ()
    return next((row["connected"] for row in rows if row["name"] == member.name), None)
