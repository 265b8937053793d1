"""The doctor: tries every part for real and says what works and what to do about the rest."""

from __future__ import annotations

import asyncio
import logging
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.cli.probe import sound_devices
from app.core.player_facts import (
    OutputLost,
    OutputOpened,
    PlayerEvent,
    Sounding,
    TrackFailed,
    TrackReady,
    TrackSource,
)
from app.core.program import ClockMap, Programme, Segment
from app.errors import UnisonoError
from app.net.http import RelayHttp
from app.net.http_errors import HttpError
from app.party.parts import system_clocks
from app.paths import bundled_music
from app.playback.decoder import VlcTrackLoader
from app.playback.outputs import OutputPreference
from app.playback.pcm_cache import PcmCache
from app.playback.timed_player import TimedPlayer
from app.relay_process import lan_address, start_relay
from app.said import english
from server.protocol.invite import Invite, InviteError, parse_relay
from server.protocol.units import LocalSec, Seconds, ServerMs

if TYPE_CHECKING:
    from app.cli.arguments import Options
    from app.paths import Paths

logger = logging.getLogger(__name__)

_PATIENCE_SEC: Final = 20.0
_LISTEN_SEC: Final = 3.0
_TRACK: Final = "doctor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One part: whether it works, what was found, and what to do if it does not."""

    works: bool
    what: str
    detail: str


async def run_doctor(options: Options, paths: Paths) -> int:
    """Examine this machine; returns 0 when everything that a party needs works."""
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="unisono-doctor-") as folder:
        for examine in (_folders(paths), _devices(), _playing(options, Path(folder)), _own_relay(Path(folder))):
            for finding in await examine:
                findings.append(finding)
                _show(finding)
    if options.relay:
        for finding in await _relay(options.relay):
            findings.append(finding)
            _show(finding)
    return 0 if all(finding.works for finding in findings) else 1


def _show(finding: Finding) -> None:
    sys.stdout.write(f"{'ok  ' if finding.works else 'FAIL'}  {finding.what}: {finding.detail}\n")
    sys.stdout.flush()


async def _folders(paths: Paths) -> list[Finding]:
    try:
        PcmCache(paths.cache / "pcm").close()
    except OSError as error:
        words = f"{paths.cache} cannot be written: {error.strerror or error}. Free space or change its rights."
        return [Finding(works=False, what="Folders", detail=words)]
    return [Finding(works=True, what="Folders", detail=f"settings in {paths.config}, decoded music in {paths.cache}")]


async def _devices() -> list[Finding]:
    devices = await asyncio.to_thread(sound_devices)
    if not devices:
        words = "none found. Start a sound server (PulseAudio or PipeWire), or use --output null for silence."
        return [Finding(works=False, what="Sound devices", detail=words)]
    names = ", ".join(f"{device.title}{' (default)' if device.is_default else ''}" for device in devices)
    return [Finding(works=True, what="Sound devices", detail=names)]


async def _playing(options: Options, folder: Path) -> list[Finding]:
    """Decode bundled music and play it silently: libVLC, the output and its timing at once."""
    music = bundled_music()
    if not music:
        return [Finding(works=False, what="Bundled music", detail="missing. Install Unisono again.")]
    cache = PcmCache(folder)
    preference = OutputPreference(interface=options.output or "auto", device=options.device or None)
    player = TimedPlayer(loader=VlcTrackLoader(cache), outputs=preference)
    try:
        return await _Examination(player).run(music[0])
    finally:
        await player.close()
        cache.close()


class _Examination:
    def __init__(self, player: TimedPlayer) -> None:
        self._player = player
        self._decoded: asyncio.Future[PlayerEvent] = asyncio.get_running_loop().create_future()
        self._output: PlayerEvent | None = None

    async def run(self, file: Path) -> list[Finding]:
        player = self._player
        player.set_volume(0.0)
        await player.open(self._on_event)
        player.load(TrackSource(track_id=_TRACK, location=str(file), title=file.name))
        try:
            async with asyncio.timeout(_PATIENCE_SEC):
                event: PlayerEvent | None = await self._decoded
        except TimeoutError:
            event = None
        if not isinstance(event, TrackReady):
            words = english(event.said) if isinstance(event, TrackFailed) else "gave no answer. See the log."
            return [Finding(works=False, what="libVLC", detail=words), self._output_finding()]
        decoded = Finding(works=True, what="libVLC", detail=f"decoded {event.duration:.1f} s at {event.rate} Hz")
        if not isinstance(self._output, OutputOpened):
            return [decoded, self._output_finding()]
        return [decoded, self._output_finding(), await self._timing()]

    def _on_event(self, event: PlayerEvent) -> None:
        if isinstance(event, TrackReady | TrackFailed) and not self._decoded.done():
            self._decoded.set_result(event)
        if isinstance(event, OutputOpened | OutputLost):
            self._output = event

    def _output_finding(self) -> Finding:
        match self._output:
            case OutputOpened(instead_of=str(missing)):
                words = f"“{missing}” is not there. Connect it or choose another --device."
                return Finding(works=False, what="Sound output", detail=words)
            case OutputOpened(interface=interface, device=device):
                return Finding(works=True, what="Sound output", detail=f"{device} through {interface}")
            case OutputLost(said=said):
                return Finding(works=False, what="Sound output", detail=english(said))
            case _:
                return Finding(works=False, what="Sound output", detail="gave no answer. See the log.")

    async def _timing(self) -> Finding:
        now = system_clocks().local()
        self._player.set_clock(ClockMap(anchor=now, server_at_anchor=ServerMs(now * 1000), uncertainty_ms=0.0))
        start = Segment(track_id=_TRACK, start_at=ServerMs((now + 0.5) * 1000), start_position=Seconds(0.0))
        self._player.set_programme(Programme(segments=(start,), sequence=1))
        await asyncio.sleep(_LISTEN_SEC)
        reading = self._player.reading()
        if reading.sounding is not Sounding.PLAYING:
            words = f"nothing is heard after {_LISTEN_SEC:.0f} s. Choose another --output or --device."
            return Finding(works=False, what="Timing", detail=words)
        words = (
            f"{reading.latency_ms:.0f} ms deep, {reading.drift_ms:+.3f} ms off schedule"
            f" ± {reading.uncertainty_ms:.3f} ms, {reading.underruns} gaps"
        )
        return Finding(works=True, what="Timing", detail=words)


async def _own_relay(folder: Path) -> list[Finding]:
    try:
        relay = await start_relay(data_dir=folder / "relay", host="127.0.0.1")
    except UnisonoError as error:
        return [Finding(works=False, what="Bundled relay", detail=str(error))]
    try:
        finding = await _reach(relay.local, "Bundled relay")
        words = f"{finding.detail}; others in the network reach it at {lan_address()}"
        return [Finding(works=finding.works, what=finding.what, detail=words)]
    finally:
        await relay.close()


async def _relay(url: str) -> list[Finding]:
    try:
        relay = parse_relay(url)
    except InviteError as error:
        return [Finding(works=False, what="Relay", detail=str(error))]
    return [await _reach(relay, "Relay")]


async def _reach(relay: Invite, what: str) -> Finding:
    http = RelayHttp(relay)
    clocks = system_clocks()
    try:
        before: LocalSec = clocks.local()
        await http.examine()
        took = (clocks.local() - before) * 1000
    except HttpError as error:
        return Finding(works=False, what=what, detail=english(error.said))
    finally:
        await http.close()
    return Finding(works=True, what=what, detail=f"{relay.http_url} answers in {took:.0f} ms")
