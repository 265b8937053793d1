"""MPRIS 2.2 over D-Bus: media keys and the desktop's player panel on Linux.

https://specifications.freedesktop.org/mpris-spec/2.2/
"""

from __future__ import annotations

import hashlib
import logging
import os
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import ClassInfo, Property, QMetaType, QObject, Signal, Slot
from PySide6.QtDBus import QDBusAbstractAdaptor, QDBusArgument, QDBusConnection, QDBusMessage, QDBusObjectPath

from app.core.view import Phase

if TYPE_CHECKING:
    from app.core.view import PartyView
    from app.ui.desktop.controls import MediaControls

logger = logging.getLogger(__name__)

_PATH: Final = "/org/mpris/MediaPlayer2"
_SERVICE: Final = "org.mpris.MediaPlayer2.unisono"
_PLAYER: Final = "org.mpris.MediaPlayer2.Player"
_NO_TRACK: Final = "/org/mpris/MediaPlayer2/TrackList/NoTrack"
_MICRO: Final = 1_000_000
# PySide6's stubs know neither C++ type names nor what ClassInfo takes.
_LONG: Any = "qlonglong"
_MAP: Any = "QVariantMap"
_STRINGS: Any = "QStringList"
_class_info: Any = ClassInfo
#: Positions that move by more than this at once were sought.
_SOUGHT_SEC: Final = 1.0


def status_of(view: PartyView) -> str:
    """``Playing``, ``Paused`` or ``Stopped``."""
    if view.phase in (Phase.PLAYING, Phase.PREPARING, Phase.WAITING):
        return "Playing"
    return "Paused" if view.phase is Phase.PAUSED else "Stopped"


def metadata_of(view: PartyView) -> dict[str, Any]:
    """What plays, in MPRIS's words."""
    track = view.track
    if track is None:
        return {"mpris:trackid": QDBusObjectPath(_NO_TRACK)}
    # Object paths know letters and digits only.
    name = hashlib.sha256(track.track_id.encode()).hexdigest()[:16]
    found: dict[str, Any] = {
        "mpris:trackid": QDBusObjectPath(f"/org/unisono/track/{name}"),
        "xesam:title": track.title or track.filename,
    }
    if track.duration is not None:
        found["mpris:length"] = round(track.duration * _MICRO)
    return found


def sought(old: PartyView, new: PartyView) -> bool:
    """Whether the position moved otherwise than by playing on."""
    if old.track is None or new.track is None or old.track.track_id != new.track.track_id:
        return False
    played = new.position_at - old.position_at if old.phase is Phase.PLAYING else 0.0
    return abs(new.position - old.position - played) > _SOUGHT_SEC


@_class_info({"D-Bus Interface": "org.mpris.MediaPlayer2"})
class _RootAdaptor(QDBusAbstractAdaptor):
    def __init__(self, parent: QObject, controls: MediaControls) -> None:
        super().__init__(parent)
        self._controls = controls

    @Slot()
    def Raise(self) -> None:
        self._controls.raise_window()

    @Slot()
    def Quit(self) -> None:
        self._controls.quit_window()

    def _yes(self) -> bool:
        return True

    def _no(self) -> bool:
        return False

    def _identity(self) -> str:
        return "Unisono"

    def _entry(self) -> str:
        return "unisono"

    def _schemes(self) -> list[str]:
        return ["file"]

    def _types(self) -> list[str]:
        return ["audio/flac", "audio/mpeg", "audio/ogg", "audio/wav"]

    CanQuit = Property(bool, _yes)
    CanRaise = Property(bool, _yes)
    HasTrackList = Property(bool, _no)
    Identity = Property(str, _identity)
    DesktopEntry = Property(str, _entry)
    SupportedUriSchemes = Property(_STRINGS, _schemes)
    SupportedMimeTypes = Property(_STRINGS, _types)


@_class_info({"D-Bus Interface": _PLAYER})
class _PlayerAdaptor(QDBusAbstractAdaptor):
    Seeked = Signal(_LONG)

    def __init__(self, parent: QObject, controls: MediaControls) -> None:
        super().__init__(parent)
        self._controls = controls

    @Slot()
    def Play(self) -> None:
        self._controls.play()

    @Slot()
    def Pause(self) -> None:
        self._controls.pause()

    @Slot()
    def PlayPause(self) -> None:
        self._controls.toggle()

    @Slot()
    def Stop(self) -> None:
        self._controls.stop()

    @Slot()
    def Next(self) -> None:
        self._controls.next()

    @Slot()
    def Previous(self) -> None:
        self._controls.previous()

    @Slot("qlonglong")
    def Seek(self, by: int) -> None:
        self._controls.seek(self._controls.position + by / _MICRO)

    @Slot(QDBusObjectPath, "qlonglong")
    def SetPosition(self, track: QDBusObjectPath, position: int) -> None:
        # The track may have ended while the request was on its way.
        if track.path() == metadata_of(self._controls.view)["mpris:trackid"].path():
            self._controls.seek(position / _MICRO)

    @Slot(str)
    def OpenUri(self, uri: str) -> None:
        logger.info("A desktop asked to open %s, which belongs to the window", uri)

    def _status(self) -> str:
        return status_of(self._controls.view)

    def _metadata(self) -> dict[str, Any]:
        return metadata_of(self._controls.view)

    def _position(self) -> int:
        return round(self._controls.position * _MICRO)

    def _volume(self) -> float:
        return self._controls.view.volume

    def _set_volume(self, volume: float) -> None:
        self._controls.set_volume(volume)

    def _may(self) -> bool:
        return self._controls.may_control

    def _yes(self) -> bool:
        return True

    def _one(self) -> float:
        return 1.0

    PlaybackStatus = Property(str, _status)
    Metadata = Property(_MAP, _metadata)
    Position = Property(_LONG, _position)
    Volume = Property(float, _volume, _set_volume)
    Rate = Property(float, _one)
    MinimumRate = Property(float, _one)
    MaximumRate = Property(float, _one)
    CanGoNext = Property(bool, _may)
    CanGoPrevious = Property(bool, _may)
    CanPlay = Property(bool, _may)
    CanPause = Property(bool, _may)
    CanSeek = Property(bool, _may)
    CanControl = Property(bool, _yes)


class Mpris(QObject):
    """One player on one bus; fulfils `MediaPanel`.

    Args:
        bus: the session's.
        controls: what the desktop may ask for.
        parent: owns it.
    """

    def __init__(self, bus: QDBusConnection, controls: MediaControls, parent: QObject) -> None:
        super().__init__(parent)
        self._bus = bus
        self._controls = controls
        self._root = _RootAdaptor(self, controls)
        self._player = _PlayerAdaptor(self, controls)
        self._told: dict[str, Any] = {}
        self._view = controls.view
        self._service = ""

    def open(self) -> bool:
        """Appear on the bus; False where there is none."""
        if not self._bus.isConnected():
            return False
        if not self._bus.registerObject(_PATH, self, QDBusConnection.RegisterOption.ExportAdaptors):
            logger.info("No media keys: %s", self._bus.lastError().message())
            return False
        # A second window on this desktop, the demo's for example, gets a name of its own.
        for name in (_SERVICE, f"{_SERVICE}.instance{os.getpid()}"):
            if self._bus.registerService(name):
                self._service = name
                return True
        logger.info("No media keys: %s", self._bus.lastError().message())
        return False

    def show_view(self, view: PartyView) -> None:
        """Tell the bus what changed."""
        now = self._facts(view)
        changed = {name: value for name, value in now.items() if self._told.get(name) != value}
        self._told = now
        if changed:
            if "track" in changed:
                changed["Metadata"] = metadata_of(view)
            changed.pop("track", None)
            self._tell(changed)
        if sought(self._view, view):
            self._player.Seeked.emit(round(self._controls.position * _MICRO))
        self._view = view

    def close(self) -> None:
        """Leave the bus."""
        if self._service:
            self._bus.unregisterService(self._service)
            self._bus.unregisterObject(_PATH)
            self._service = ""

    def _facts(self, view: PartyView) -> dict[str, Any]:
        may = self._controls.may_control
        abilities = dict.fromkeys(("CanGoNext", "CanGoPrevious", "CanPlay", "CanPause", "CanSeek"), may)
        track = view.track
        what = (track.track_id, track.title, track.duration) if track is not None else ()
        return {"PlaybackStatus": status_of(view), "Volume": view.volume, "track": what, **abilities}

    def _tell(self, changed: dict[str, Any]) -> None:
        nothing = QDBusArgument()
        nothing.beginArray(QMetaType(QMetaType.Type.QString.value))
        nothing.endArray()
        signal = QDBusMessage.createSignal(_PATH, "org.freedesktop.DBus.Properties", "PropertiesChanged")
        signal.setArguments([_PLAYER, changed, nothing])
        self._bus.send(signal)
