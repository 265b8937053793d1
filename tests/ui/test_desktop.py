from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import SLOT, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusObjectPath
from PySide6.QtGui import QIcon

from app.core.view import PartyView, Phase
from app.ui.desktop.controls import MediaControls
from app.ui.desktop.mpris import Mpris, metadata_of, sought, status_of
from app.ui.desktop.tray import Tray
from server.protocol.units import LocalSec, Seconds
from tests.fakes.replay_actions import Call, ReplayActions
from tests.ui.views import NOW, as_guest, empty_party, playing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.ui
PATH = "/org/mpris/MediaPlayer2"
PLAYER = "org.mpris.MediaPlayer2.Player"
PROPERTIES = "org.freedesktop.DBus.Properties"


def controls_of(actions: ReplayActions, did: list[str] | None = None) -> MediaControls:
    told = did if did is not None else []
    return MediaControls(
        actions,
        lambda: LocalSec(NOW + 2.0),
        raise_window=lambda: told.append("raise"),
        quit_window=lambda: told.append("quit"),
    )


@pytest.fixture
def bus(qtbot: QtBot, tmp_path: object) -> Iterator[str]:
    """A message bus of our own: its address."""
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as daemon:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
        daemon.terminate()


@pytest.fixture
def server(bus: str) -> Iterator[QDBusConnection]:
    yield QDBusConnection.connectToBus(bus, "player")
    QDBusConnection.disconnectFromBus("player")


@pytest.fixture
def desktop(bus: str) -> Iterator[QDBusConnection]:
    """The desktop's side."""
    yield QDBusConnection.connectToBus(bus, "desktop")
    QDBusConnection.disconnectFromBus("desktop")


class Ear(QObject):
    """Hears the signals of the bus."""

    def __init__(self, desktop: QDBusConnection) -> None:
        super().__init__()
        self.heard: list[list[Any]] = []
        slot: Any = SLOT("hear(QDBusMessage)")  # its stub says bytes
        assert desktop.connect("", PATH, PROPERTIES, "PropertiesChanged", "sa{sv}as", self, slot)
        assert desktop.connect("", PATH, PLAYER, "Seeked", self, slot)

    @Slot(QDBusMessage)
    def hear(self, message: QDBusMessage) -> None:
        self.heard.append(message.arguments())


def ask(qtbot: QtBot, desktop: QDBusConnection, interface: str, member: str, *arguments: object) -> list[Any]:
    """Call a method of the player as a desktop does."""
    message = QDBusMessage.createMethodCall("org.mpris.MediaPlayer2.unisono", PATH, interface, member)
    message.setArguments(list(arguments))
    pending = desktop.asyncCall(message)
    qtbot.waitUntil(pending.isFinished)
    reply = pending.reply()
    assert reply.type() is QDBusMessage.MessageType.ReplyMessage, reply.errorMessage()
    return list(reply.arguments())


def test_media_keys_reach_the_party(qtbot: QtBot, server: QDBusConnection, desktop: QDBusConnection) -> None:
    actions, owner = ReplayActions(playing()), QObject()
    did: list[str] = []
    mpris = Mpris(server, controls_of(actions, did), owner)
    assert mpris.open()
    ask(qtbot, desktop, PLAYER, "PlayPause")
    ask(qtbot, desktop, PLAYER, "Next")
    ask(qtbot, desktop, PLAYER, "Previous")
    ask(qtbot, desktop, PLAYER, "Stop")
    ask(qtbot, desktop, "org.mpris.MediaPlayer2", "Raise")
    ask(qtbot, desktop, "org.mpris.MediaPlayer2", "Quit")
    assert actions.calls == [Call("pause"), Call("next"), Call("previous"), Call("stop")]
    assert did == ["raise", "quit"]
    [title] = ask(qtbot, desktop, PROPERTIES, "Get", "org.mpris.MediaPlayer2", "Identity")
    [where] = ask(qtbot, desktop, PROPERTIES, "Get", PLAYER, "Position")
    assert (title.variant(), where.variant()) == ("Unisono", 85_000_000)
    mpris.close()


def test_the_desktop_is_told_what_changed(qtbot: QtBot, server: QDBusConnection, desktop: QDBusConnection) -> None:
    actions, owner = ReplayActions(playing()), QObject()
    mpris = Mpris(server, controls_of(actions), owner)
    assert mpris.open()
    ear = Ear(desktop)
    # Qt does not wait until the bus knows whom to tell; what comes after it on the same way does.
    ask(qtbot, desktop, PROPERTIES, "Get", "org.mpris.MediaPlayer2", "Identity")
    mpris.show_view(actions.view)
    qtbot.waitUntil(lambda: len(ear.heard) == 1)
    mpris.show_view(actions.view)
    actions.show(playing(phase=Phase.PAUSED))
    mpris.show_view(actions.view)
    qtbot.waitUntil(lambda: len(ear.heard) == 2)
    assert ear.heard[1][0] == PLAYER
    [status] = ask(qtbot, desktop, PROPERTIES, "Get", PLAYER, "PlaybackStatus")
    assert status.variant() == "Paused"
    actions.show(playing(phase=Phase.PAUSED, position=Seconds(10.0)))
    mpris.show_view(actions.view)
    qtbot.waitUntil(lambda: len(ear.heard) == 3)
    assert ear.heard[2] == [10_000_000]
    mpris.close()


def test_a_second_window_on_the_desktop_has_a_name_of_its_own(
    qtbot: QtBot, bus: str, server: QDBusConnection, desktop: QDBusConnection
) -> None:
    owner = QObject()
    first = Mpris(server, controls_of(ReplayActions()), owner)
    second = Mpris(desktop, controls_of(ReplayActions()), owner)
    assert first.open()
    assert second.open()
    assert second._service.startswith("org.mpris.MediaPlayer2.unisono.instance")
    first.close()
    second.close()
    second.close()


def test_without_a_bus_there_are_no_media_keys(qtbot: QtBot) -> None:
    owner = QObject()
    assert not Mpris(QDBusConnection("nowhere"), controls_of(ReplayActions()), owner).open()


def test_a_position_for_another_track_is_ignored(
    qtbot: QtBot, server: QDBusConnection, desktop: QDBusConnection
) -> None:
    actions, owner = ReplayActions(playing()), QObject()
    mpris = Mpris(server, controls_of(actions), owner)
    assert mpris.open()
    player = mpris._player
    player.SetPosition(QDBusObjectPath("/another"), 5_000_000)
    player.SetPosition(metadata_of(actions.view)["mpris:trackid"], 5_000_000)
    player.Seek(-1_000_000)
    player.Seek(1_000_000_000)
    assert actions.calls == [Call("seek", (5.0,)), Call("seek", (84.0,)), Call("next")]
    mpris.close()


@pytest.mark.parametrize(
    ("phase", "word"), [(Phase.PLAYING, "Playing"), (Phase.PAUSED, "Paused"), (Phase.STOPPED, "Stopped")]
)
def test_phases_in_the_desktops_words(phase: Phase, word: str) -> None:
    assert status_of(playing(phase=phase)) == word


def test_what_plays_is_described() -> None:
    assert metadata_of(playing())["xesam:title"] == "Glass Harbour"
    assert metadata_of(playing())["mpris:length"] == 228_000_000
    assert metadata_of(PartyView())["mpris:trackid"].path().endswith("NoTrack")
    unknown = playing()
    assert unknown.track is not None
    assert "mpris:length" not in metadata_of(replace(unknown, track=replace(unknown.track, duration=None)))


def test_playing_on_is_no_seeking() -> None:
    later = LocalSec(NOW + 10.0)
    assert not sought(playing(), playing(position=Seconds(93.0), position_at=later))
    assert sought(playing(), playing(position=Seconds(120.0), position_at=later))
    assert not sought(playing(phase=Phase.PAUSED), playing(phase=Phase.PAUSED, position_at=later))
    assert not sought(empty_party(), playing())


def test_a_guests_keys_move_nobody_elses_music() -> None:
    actions = ReplayActions(as_guest(playing()))
    controls = controls_of(actions)
    for act in (controls.play, controls.pause, controls.toggle, controls.stop, controls.next, controls.previous):
        act()
    controls.seek(3.0)
    assert actions.calls == []
    controls.set_volume(1.7)
    controls.set_muted(muted=True)
    assert actions.calls == [Call("set_volume", (1.0,)), Call("set_muted", (True,))]


def test_the_tray_offers_what_can_be_done(qtbot: QtBot) -> None:
    actions, owner = ReplayActions(playing(phase=Phase.PAUSED)), QObject()
    did: list[str] = []
    tray = Tray(QIcon(), controls_of(actions, did), owner)
    tray.show_view(actions.view)
    assert tray.title.text() == "Glass Harbour"
    assert tray.toggle.text() == "Play for everybody"
    tray.toggle.trigger()
    tray.mute.trigger()
    tray._activated(tray.icon.ActivationReason.Trigger)
    assert actions.calls == [Call("play"), Call("set_muted", (True,))]
    assert did == ["raise"]
    actions.show(as_guest(playing()))
    tray.show_view(actions.view)
    assert tray.toggle.text() == "Pause for everybody"
    assert not tray.next.isEnabled()
    # Xvfb has no tray.
    assert not tray.open()
    tray.close()
