"""The composition root: builds a member from what was typed and what is remembered, and starts it."""

from __future__ import annotations

import getpass
import logging
import platform
import sys
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.core.profiles import DEFAULT, PROFILES
from app.core.selecting_clock import SelectingClock
from app.core.smoothing_clock import SmoothingClock
from app.core.synchroniser import SyncOptions
from app.core.view import Notice
from app.errors import UnisonoError, UsageError
from app.net.http import RelayHttp
from app.net.updates import newer_release
from app.net.ws_link import WebsocketsLink
from app.party.controller import PartyController
from app.party.parts import Parts, system_clocks
from app.playback.decoder import VlcTrackLoader
from app.playback.outputs import OutputPreference
from app.playback.pcm_cache import PcmCache
from app.playback.tags import TagReader
from app.playback.timed_player import TimedPlayer
from app.playback.vlc_player import VlcPlayer
from app.relay_process import start_relay
from app.settings import Settings, SettingsStore, load_settings
from app.tasks import TaskSupervisor
from server.protocol.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app import ui
    from app.paths import Paths
    from app.playback.player import Player

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberOptions:
    """What this run wants otherwise than the settings say; empty strings and None leave the settings be.

    Attributes:
        output: sound interface.
        device: sound device.
        output_offset_ms: sound delay.
        profile: sync profile.
        estimator: ``selecting`` or ``smoothing``.
        relay_port: of the bundled relay.
    """

    output: str = ""
    device: str = ""
    output_offset_ms: float | None = None
    profile: str = ""
    estimator: str = "selecting"
    relay_port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member, built but not opened. ``problems`` are sentences about the settings file."""

    controller: PartyController
    settings: SettingsStore
    cache: PcmCache
    problems: tuple[str, ...] = ()

    async def close(self) -> None:
        """End everything: the controller first, then what it stands on."""
        await self.controller.close()
        self.cache.close()


def build_member(options: MemberOptions, paths: Paths) -> Member:
    """A member with the real parts; called on the event loop that it will run on.

    Raises:
        UnisonoError: a folder cannot be written, or what was asked for does not exist.
    """
    settings, problems = load_settings(paths.settings_file)
    for problem in problems:
        logger.warning("%s", problem)
    store = SettingsStore(paths.settings_file, settings)
    chosen = replace(
        settings,
        output=options.output or settings.output,
        device=options.device or settings.device,
        profile=options.profile or settings.profile,
    )
    cache = _cache(paths, chosen)
    parts = Parts(
        player=_player(chosen, cache),
        link=WebsocketsLink,
        http=RelayHttp,
        read_tags=TagReader().read,
        relay=partial(start_relay, data_dir=paths.relay_data, port=options.relay_port),
        clocks=system_clocks(),
        settings=store,
        sync=_sync_options(chosen, options.estimator),
        output_offset_ms=options.output_offset_ms,
    )
    return Member(controller=PartyController(parts), settings=store, cache=cache, problems=tuple(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """What the window does first, and where.

    Attributes:
        host: start a party.
        invite: join this party.
        files: to host.
        play: start the first file.
        relay: to host at; empty is the bundled one.
        pin: the party's PIN.
        place: ``left`` or ``right`` half of the screen; empty is the remembered place.
        name: of the person, in place of the remembered one.
    """

    host: bool = False
    invite: str = ""
    files: tuple[Path, ...] = ()
    play: bool = False
    relay: str = ""
    pin: str | None = None
    place: str = ""
    name: str = ""


def run_window(
    window: WindowOptions, options: MemberOptions, paths: Paths, attach: Callable[[PartyController], None]
) -> int:
    """Show the window until it is closed; returns the exit status.

    Args:
        window: what it does first.
        options: what the member is built with.
        paths: where things are kept.
        attach: called with the controller before the window shows.

    Raises:
        UnisonoError: there is no Qt or no display, or the member cannot be built.
    """
    try:
        from app import ui  # noqa: PLC0415 - headless members never load Qt
    except ImportError as error:
        words = "The window needs PySide6, which is not installed here. Install it, or use --headless."
        raise UnisonoError("no-window", words) from error
    settings, _ = load_settings(paths.settings_file)
    members: list[Member] = []

    def make() -> PartyController:
        member = build_member(options, paths)
        members.append(member)
        attach(member.controller)
        member.controller.start()
        # It ends by itself within seconds, or with the loop.
        TaskSupervisor("updates").spawn("ask", _tell_of_update(member))
        return member.controller

    def remember(memory: ui.WindowMemory) -> None:
        members[0].settings.change(partial(_with_memory, memory=memory))

    try:
        return ui.run_window(
            make,
            start=_start_action(window),
            memory=_memory(settings, window.name),
            remember=remember,
            geometry=_half_screen(window.place) if window.place else None,
            suggested_name=default_name(settings),
        )
    finally:
        for member in members:
            member.cache.close()


async def _tell_of_update(member: Member) -> None:
    release = await newer_release(member.settings.settings.updates_from, VERSION)
    if release is not None:
        member.controller.tell(Notice(code="update", message=str(release)))


def _start_action(window: WindowOptions) -> ui.StartAction | None:
    from app import ui  # noqa: PLC0415 - headless members never load Qt

    if window.host:
        return ui.HostAction(paths=window.files, play=window.play, relay=window.relay or None, pin=window.pin)
    return ui.JoinAction(invite=window.invite, pin=window.pin) if window.invite else None


def _memory(settings: Settings, name: str) -> ui.WindowMemory:
    from app import ui  # noqa: PLC0415 - headless members never load Qt

    return ui.WindowMemory(
        name=name or settings.name,
        appearance=ui.Appearance(settings.appearance),
        geometry=settings.geometry,
        recent=tuple(ui.RecentParty(invite=invite, host=host) for invite, host in settings.recent),
    )


def _with_memory(settings: Settings, memory: ui.WindowMemory) -> Settings:
    return replace(
        settings,
        name=memory.name,
        appearance=memory.appearance.value,
        geometry=memory.geometry,
        recent=tuple((party.invite, party.host) for party in memory.recent),
    )


def _half_screen(place: str) -> tuple[int, int, int, int] | None:
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415 - headless members never load Qt

    application = QApplication.instance() or QApplication(sys.argv[:1])
    screen = application.primaryScreen() if isinstance(application, QApplication) else None
    if screen is None:
        return None
    room = screen.availableGeometry()
    width = room.width() // 2
    return room.x() + (width if place == "right" else 0), room.y(), width, room.height()


def default_name(settings: Settings) -> str:
    """A name for a person who gave none: theirs on this machine, or the machine's."""
    if settings.name:
        return settings.name
    try:
        name = getpass.getuser()
    except (KeyError, OSError, ImportError):
        name = ""
    return (name if name not in ("", "root") else platform.node() or "Someone")[:64]


def _cache(paths: Paths, settings: Settings) -> PcmCache:
    try:
        return PcmCache(paths.cache / "pcm", limit_bytes=settings.cache_mb << 20)
    except OSError as error:
        words = (
            f"Decoded music cannot be kept in {paths.cache}: {error.strerror or error}. Free space or fix its rights."
        )
        raise UnisonoError("cache-unusable", words) from error


def _player(settings: Settings, cache: PcmCache) -> Player:
    if settings.output == "vlc":
        return VlcPlayer(loader=VlcTrackLoader(cache), device=settings.device or None)
    try:
        preference = OutputPreference(interface=settings.output, device=settings.device or None)
        return TimedPlayer(loader=VlcTrackLoader(cache), outputs=preference)
    except ValueError as error:
        words = f"Sound through “{settings.output}” is not available here. Choose another --output."
        raise UsageError("output-unavailable", words) from error


def _sync_options(settings: Settings, estimator: str) -> SyncOptions:
    clock = SmoothingClock if estimator == "smoothing" else SelectingClock
    return SyncOptions(profile=PROFILES.get(settings.profile, DEFAULT), auto=settings.profile == "auto", clock=clock)
