"""Starts the window: what it remembers, what it does first, and the member behind it."""

from __future__ import annotations

import hashlib
import os
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app.bootstrap import Member, MemberOptions, build_member, default_name
from app.core.view import Notice
from app.display import why_no_display
from app.errors import UnisonoError
from app.net.lookout import watch_parties
from app.net.updates import newer_release
from app.preferences import MemberPreferences
from app.relay_process import start_relay
from app.said import Said, Saying
from app.settings import Settings, load_settings
from app.tasks import TaskSupervisor
from server.protocol.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from app import ui
    from app.party.controller import PartyController
    from app.paths import Paths


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """What the window does first, and where.

    Attributes:
        host: start a party.
        invite: join this party.
        back: go back to the party that an earlier run was killed in.
        files: to host.
        play: start the first file.
        relay: to host at; empty is the bundled one.
        pin: the party's PIN.
        place: ``left`` or ``right`` half of the screen; empty is the remembered place.
        name: of the person in this run, whatever is remembered.
        shared: a window of this person that is open already does it instead.
    """

    host: bool = False
    invite: str = ""
    back: bool = False
    files: tuple[Path, ...] = ()
    play: bool = False
    relay: str = ""
    pin: str | None = None
    place: str = ""
    name: str = ""
    shared: bool = False


def run_window(
    window: WindowOptions,
    options: MemberOptions,
    paths: Paths,
    attach: Callable[[PartyController], None],
    demo: Callable[[], Awaitable[None]] | None = None,
) -> int:
    """Show the window until it is closed; returns the exit status.

    Args:
        window: what it does first.
        options: what the member is built with.
        paths: where things are kept.
        attach: called with the controller before the window shows.
        demo: shows the demo until its windows are closed or it is cancelled.

    Raises:
        UnisonoError: there is no Qt or no display, or the member cannot be built.
    """
    if why := why_no_display():
        raise UnisonoError("no-window", why)
    try:
        from app import ui  # noqa: PLC0415 - headless members never load Qt
    except ImportError as error:
        raise UnisonoError("no-window", Said(what=Saying.NO_WINDOW)) from error
    settings, _ = load_settings(paths.settings_file)
    members: list[Member] = []

    def make() -> PartyController:
        member = build_member(options, paths)
        members.append(member)
        member.controller.look_back()
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
            memory=_memory(settings),
            remember=remember,
            geometry=_half_screen(window.place) if window.place else None,
            suggested_name=default_name(settings),
            name=window.name,
            demo=demo,
            relay=partial(start_relay, data_dir=paths.data / "relay-for-others"),
            nearby=watch_parties,
            preferences=lambda: MemberPreferences(members[0], options, paths),
            language=settings.language,
            instance=_instance(paths) if window.shared else "",
        )
    except UnisonoError as error:
        # Started from a desktop, nobody would read what we write.
        if window.shared and not (sys.stderr is not None and sys.stderr.isatty()):
            ui.show_failure(str(error))
        raise
    finally:
        for member in members:
            member.cache.close()


async def _tell_of_update(member: Member) -> None:
    release = await newer_release(member.settings.settings.updates_from, VERSION)
    if release is not None:
        said = Said(what=Saying.UPDATE, name=release.version, where=release.page)
        member.controller.tell(Notice(code="update", said=said, news=True))


def _instance(paths: Paths) -> str:
    """One name per settings folder: members with homes of their own do not find each other."""
    name = f"unisono-{hashlib.sha256(str(paths.config.absolute()).encode()).hexdigest()[:16]}"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    # Elsewhere Qt knows a place: a named pipe on Windows, the temporary folder on others.
    return str(Path(folder) / name) if folder and sys.platform != "win32" and Path(folder).is_dir() else name


def _start_action(window: WindowOptions) -> ui.StartAction | None:
    from app import ui  # noqa: PLC0415 - headless members never load Qt

    if window.host or window.files:
        return ui.HostAction(paths=window.files, play=window.play, relay=window.relay or None, pin=window.pin)
    if window.back:
        return ui.BackAction()
    return ui.JoinAction(invite=window.invite, pin=window.pin) if window.invite else None


def _memory(settings: Settings) -> ui.WindowMemory:
    from app import ui  # noqa: PLC0415 - headless members never load Qt

    return ui.WindowMemory(
        name=settings.name,
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
