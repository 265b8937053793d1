"""The rig: a party of real members in a room with a sound server of its own, recorded and measured."""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from server.protocol.invite import parse_invite
from tests.rig.analysis import Series, Signal, Span, gaps, positions, skew, sounding
from tests.rig.member import Member, MemberError
from tests.rig.tracks import read
from tests.support.cut_proxy import CutProxy
from tests.support.sound_room import CHANNELS, RATE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from tests.support.sound_room import Recording, SoundRoom


def listen(path: Path) -> list[Signal]:
    """A recording's channels, in the order of `CHANNEL_MAP`."""
    frames = np.fromfile(path, dtype="<i2").reshape(-1, CHANNELS).astype(np.float64) / 32768
    return [frames[:, channel].copy() for channel in range(CHANNELS)]


class Heard:
    """What was heard in the room.

    Attributes:
        left: what the member on the left loudspeaker played.
        right: what the one on the right did.
    """

    def __init__(self, path: Path) -> None:
        self.left, _, self.right, _ = listen(path)

    @property
    def spans(self) -> tuple[list[Span], list[Span]]:
        """The stretches of sound, left and right."""
        return sounding(self.left, RATE), sounding(self.right, RATE)

    @property
    def gaps(self) -> tuple[list[Span], list[Span]]:
        """Holes in the sound, left and right."""
        return gaps(self.left, RATE), gaps(self.right, RATE)

    @property
    def silences(self) -> tuple[list[Span], list[Span]]:
        """Holes of any length between the first sound and the last, left and right: where nobody pauses."""
        return gaps(self.left, RATE, bridge_sec=np.inf), gaps(self.right, RATE, bridge_sec=np.inf)

    def skew(self, *, hop_sec: float = 0.1) -> Series:
        """Ms by which the right one is later than the left, where both sound."""
        return skew(self.left, self.right, RATE, hop_sec=hop_sec)

    def positions(self, track: Path) -> tuple[Series, Series]:
        """Where in the track the two were, left and right."""
        reference = read(track, RATE)
        return positions(self.left, reference, RATE).locked, positions(self.right, reference, RATE).locked


class Rig:
    """Starts members, records the room, ends everything. Use it as an async context manager.

    Args:
        server: the room's sound server.
        folder: for everything that the members and the recorder write.
    """

    def __init__(self, server: SoundRoom, folder: Path) -> None:
        self._server = server
        self._folder = folder
        self._stack = AsyncExitStack()
        self._recording: Recording | None = None
        self.members: list[Member] = []

    async def __aenter__(self) -> Self:
        self._recording = self._server.record(self._folder / "room.raw")
        await self._recording.begun()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for member in reversed(self.members):
            await member.quit()
        await self._stack.aclose()
        if self._recording is not None:
            self._recording.stop()

    async def host(self, tracks: Sequence[Path], *options: str, wrapper: Sequence[str] = ()) -> Member:
        """Start a party on the left loudspeaker, with a relay of its own."""
        arguments = ("host", *(str(track) for track in tracks), "--device", "left", "--listen", "127.0.0.1", *options)
        return await self._start("host", arguments, wrapper)

    async def guest(self, invite: str, *options: str, name: str = "guest", wrapper: Sequence[str] = ()) -> Member:
        """Join on the right loudspeaker."""
        return await self._start(name, ("join", invite, "--device", "right", *options), wrapper)

    async def invite(self, host: Member) -> str:
        """The invite that the host announced, by way of this machine's own address."""
        event = await host.wait(lambda event: event.get("event") == "party", "the party's code")
        return replace(parse_invite(event["invite"]), host="127.0.0.1").short

    async def proxied(self, invite: str) -> tuple[str, CutProxy]:
        """The same invite by way of a network that can be cut."""
        address = parse_invite(invite)
        proxy = await self._stack.enter_async_context(CutProxy("127.0.0.1", address.port))
        return replace(address, port=proxy.port).short, proxy

    async def stop(self) -> Heard:
        """End the members, cleanly or it is a fault, and the recording; returns what was heard."""
        assert self._recording is not None
        statuses = {member.name: await member.quit() for member in reversed(self.members)}
        path = self._recording.stop()
        for member in self.members:
            if statuses[member.name]:
                raise MemberError(member.story(f"ended with status {statuses[member.name]}"))
        return Heard(path)

    async def _start(self, name: str, arguments: Sequence[str], wrapper: Sequence[str]) -> Member:
        member = await Member.start(name, arguments, folder=self._folder, env=self._server.env(), wrapper=wrapper)
        self.members.append(member)
        return member
