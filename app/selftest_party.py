"""Part of the self-test: a relay, and two silent members that play against each other."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from app.cli.member_process import MemberProcess
from app.errors import UnisonoError
from app.net.http import RelayHttp
from app.paths import bundled_music
from app.relay_process import start_relay
from app.selftest_report import Check, Sight, sight, skews_ms
from server.protocol.invite import parse_invite

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: From here on the members are compared: what they do in the first second is not drift.
SETTLE_SEC: Final = 1.0
LISTEN_SEC: Final = 5.0
#: What a slow machine reaches with silent outputs; between good ones it is a tenth of that.
LIMIT_MS: Final = 10.0
_START_WITHIN_SEC: Final = 60.0
_COMMON: Final = ("--headless", "--json", "--output", "null", "--report-every", "0.5")


async def check_relay(folder: Path) -> list[Check]:
    """Start the bundled relay and ask after its health."""
    began = time.monotonic()
    try:
        relay = await start_relay(data_dir=folder, port=0, host="127.0.0.1")
    except UnisonoError as error:
        return [Check(name="relay", passed=False, detail=str(error))]
    took = time.monotonic() - began
    http = RelayHttp(relay.local)
    try:
        healthy = await http.healthy()
    finally:
        await http.close()
        await relay.close()
    words = f"ready in {took * 1000:.0f} ms" if healthy else "started, but does not answer"
    return [Check(name="relay", passed=healthy, detail=words, figures={"readySec": round(took, 3)})]


async def check_members(folder: Path) -> list[Check]:
    """Let a host and a guest play bundled music silently, and compare what each says is heard."""
    music = bundled_music()
    if not music:
        return [Check(name="members", passed=False, detail="the bundled music is missing")]
    host = _Listener()
    guest = _Listener()
    members: list[MemberProcess] = []
    try:
        hosting = ("host", str(music[0]), "--play", "--wait-guests", "1", "--port", "0", "--name", "Host", *_COMMON)
        members.append(host.start(hosting, folder / "host"))
        await host.until(lambda: bool(host.invite))
        # By loopback: neither a missing network nor a firewall is this installation's fault.
        invite = replace(parse_invite(host.invite), host="127.0.0.1").short
        members.append(guest.start(("join", invite, "--name", "Guest", *_COMMON), folder / "guest"))
        await asyncio.gather(host.until(lambda: bool(host.sights)), guest.until(lambda: bool(guest.sights)))
        from_here = host.sights[0].at + SETTLE_SEC
        await asyncio.sleep(SETTLE_SEC + LISTEN_SEC)
        return [judge(host.after(from_here), guest.after(from_here))]
    except TimeoutError:
        words = (
            f"no music within {_START_WITHIN_SEC:.0f} s; {'; '.join([*host.errors, *guest.errors]) or 'no error told'}"
        )
        return [Check(name="members", passed=False, detail=words)]
    except _EndedError as error:
        return [Check(name="members", passed=False, detail=str(error))]
    finally:
        for member in reversed(members):
            await member.close()


def judge(host: list[Sight], guest: list[Sight]) -> Check:
    """What the readings of both say together."""
    skews = [abs(skew) for skew in skews_ms(host, guest)]
    drifts = [abs(one.drift_ms) for one in (*host, *guest)]
    if len(skews) < LISTEN_SEC:
        words = f"too few readings to compare: {len(host)} of the host, {len(guest)} of the guest"
        return Check(name="members", passed=False, detail=words)
    figures = {
        "skewMedianMs": round(median(skews), 3),
        "skewMaxMs": round(max(skews), 3),
        "driftMaxMs": round(max(drifts), 3),
        "readings": float(len(skews)),
    }
    passed = max(skews) <= LIMIT_MS and max(drifts) <= LIMIT_MS
    words = f"{median(skews):.2f} ms apart, {max(skews):.2f} ms at most; drift {max(drifts):.2f} ms at most"
    return Check(name="members", passed=passed, detail=words, figures=figures)


class _EndedError(Exception):
    """A member ended before its time."""


class _Listener:
    """What one member tells."""

    def __init__(self) -> None:
        self.invite = ""
        self.sights: list[Sight] = []
        self.errors: list[str] = []
        self._ended = False
        self._changed = asyncio.Event()

    def start(self, arguments: tuple[str, ...], home: Path) -> MemberProcess:
        """Start the member and listen to it."""
        home.mkdir(parents=True)
        return MemberProcess(arguments, home=home, on_event=self._hear, on_end=self._end)

    def after(self, instant: float) -> list[Sight]:
        """The readings from ``instant`` on."""
        return [one for one in self.sights if one.at >= instant]

    async def until(self, fulfilled: Callable[[], bool]) -> None:
        """Wait until something is so.

        Raises:
            TimeoutError: it took too long.
            _EndedError: the member ended.
        """
        async with asyncio.timeout(_START_WITHIN_SEC):
            while not fulfilled():
                if self._ended:
                    raise _EndedError(f"a member ended: {'; '.join(self.errors) or 'without a word'}")
                self._changed.clear()
                await self._changed.wait()

    def _hear(self, event: dict[str, Any]) -> None:
        if event.get("event") == "party":
            self.invite = str(event.get("invite") or "")
        elif event.get("event") == "error":
            self.errors.append(str(event.get("message")))
        elif (seen := sight(event)) is not None:
            self.sights.append(seen)
        self._changed.set()

    def _end(self) -> None:
        self._ended = True
        self._changed.set()
