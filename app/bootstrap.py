"""The composition root: builds a member from what was typed and what is remembered, and starts it."""

from __future__ import annotations

import getpass
import logging
import platform
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from app.core.profiles import DEFAULT, PROFILES
from app.core.selecting_clock import SelectingClock
from app.core.smoothing_clock import SmoothingClock
from app.core.synchroniser import SyncOptions
from app.errors import UnisonoError, UsageError
from app.net.beacon import Beacon
from app.net.http import RelayHttp
from app.net.ws_link import WebsocketsLink
from app.party.controller import PartyController
from app.party.parts import Parts, system_clocks
from app.party.way_back_store import WayBackStore
from app.playback.decoder import VlcTrackLoader
from app.playback.outputs import OutputPreference
from app.playback.pcm_cache import PcmCache
from app.playback.tags import TagReader
from app.playback.timed_player import TimedPlayer
from app.playback.vlc_player import VlcPlayer
from app.relay_process import start_relay, start_relay_again
from app.said import Said, Saying, english
from app.settings import Settings, SettingsStore, load_settings

if TYPE_CHECKING:
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
        relay_host: address that the bundled relay listens on.
        hidden: do not show our party on this network, whatever the settings say.
    """

    output: str = ""
    device: str = ""
    output_offset_ms: float | None = None
    profile: str = ""
    estimator: str = "selecting"
    relay_port: int | None = None
    relay_host: str = "0.0.0.0"
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member, built but not opened. ``problems`` tell of the settings file."""

    controller: PartyController
    settings: SettingsStore
    cache: PcmCache
    tags: TagReader
    problems: tuple[Said, ...] = ()

    async def close(self) -> None:
        """End everything: the controller first, then what it stands on."""
        await self.controller.close()
        self.tags.close()
        self.cache.close()


def build_member(options: MemberOptions, paths: Paths) -> Member:
    """A member with the real parts; called on the event loop that it will run on.

    Raises:
        UnisonoError: a folder cannot be written, or what was asked for does not exist.
    """
    settings, problems = load_settings(paths.settings_file)
    for problem in problems:
        logger.warning("%s", english(problem))
    store = SettingsStore(paths.settings_file, settings)
    chosen = replace(
        settings,
        output=options.output or settings.output,
        device=options.device or settings.device,
        profile=options.profile or settings.profile,
    )
    cache = _cache(paths, chosen)
    tags = TagReader()
    parts = Parts(
        player=_player(chosen, cache),
        link=WebsocketsLink,
        http=RelayHttp,
        beacon=None if options.hidden else Beacon,
        read_tags=tags.read,
        relay=partial(start_relay, data_dir=paths.relay_data, port=options.relay_port, host=options.relay_host),
        relay_again=start_relay_again,
        clocks=system_clocks(),
        settings=store,
        sync=sync_options(chosen, options.estimator),
        output_offset_ms=options.output_offset_ms,
        way_back=WayBackStore(paths.ways_back),
    )
    return Member(controller=PartyController(parts), settings=store, cache=cache, tags=tags, problems=tuple(problems))


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
        said = Said(what=Saying.CACHE_UNUSABLE, where=str(paths.cache), why=error.strerror or str(error))
        raise UnisonoError("cache-unusable", said) from error


def _player(settings: Settings, cache: PcmCache) -> Player:
    if settings.output == "vlc":
        return VlcPlayer(loader=VlcTrackLoader(cache), device=settings.device or None)
    try:
        preference = OutputPreference(interface=settings.output, device=settings.device or None)
        return TimedPlayer(loader=VlcTrackLoader(cache), outputs=preference)
    except ValueError as error:
        raise UsageError("output-unavailable", Said(what=Saying.OUTPUT_UNKNOWN, name=settings.output)) from error


def sync_options(settings: Settings, estimator: str) -> SyncOptions:
    """How a member keeps time by its settings."""
    clock = SmoothingClock if estimator == "smoothing" else SelectingClock
    return SyncOptions(profile=PROFILES.get(settings.profile, DEFAULT), auto=settings.profile == "auto", clock=clock)
