"""Pictures of parties for tests and screenshots: every phase, every banner, plausible names."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter

from app.core.view import (
    Banner,
    BannerKind,
    ChatLineView,
    MemberView,
    PartyView,
    Phase,
    QueueItemView,
    SyncView,
    TrackView,
    UploadView,
)
from app.core.waveform import Waveform
from app.said import Said, Saying
from server.protocol.units import LocalSec, Seconds, ServerMs

NOW = LocalSec(1000.0)

_CROWD = "Mia Noah Lina Emil Ida Finn Zoé Luis Ella Theo Mila Ben Ava Kofi Yara Hugo Nia Otto Jana Raúl".split()  # noqa: SIM905 - one line, not twenty

_TITLES = [
    ("Glass Harbour", "Mira Vance", "Mira Vance - Glass Harbour.flac", 228.0),
    ("Slow Lanterns", "Orrery Club", "Slow Lanterns.mp3", 254.0),
    ("Northbound (Live at the Observatory)", "Tomás & the Tides", "Northbound live.m4a", 371.0),
    ("Paper Kites", "", "Paper Kites.ogg", 187.0),
    ("Seven Rooms", "Ilse Kranich", "Seven Rooms.opus", 302.0),
    ("What the River Said to the Bridge on a Long Winter Evening", "The Low Water Ensemble", "river.wav", 421.0),
]


def member(name: str, **fields: Any) -> MemberView:
    """A member in sync, unless told otherwise."""
    usual: dict[str, Any] = {
        "id": name.lower(),
        "name": name,
        "is_host": False,
        "is_self": False,
        "connected": True,
        "track_state": "ready",
        "drift_ms": 0.3,
        "uncertainty_ms": 0.2,
        "rtt_ms": 4.0,
        "volume": 0.6,
        "volume_open": True,
    }
    return MemberView(**(usual | fields))


def members(*, host_is_me: bool = True) -> tuple[MemberView, ...]:
    """Five people in one room."""
    return (
        member("Ann", is_host=True, is_self=host_is_me, drift_ms=0.1, uncertainty_ms=0.1),
        member("Bea", is_self=not host_is_me, drift_ms=-0.4),
        member("Cem", drift_ms=0.9, uncertainty_ms=0.3),
        member("Dörte", drift_ms=-7.8, uncertainty_ms=0.9),
        member("Elif", drift_ms=1.6, uncertainty_ms=0.4),
    )


def queue(current: int = 0) -> tuple[QueueItemView, ...]:
    """Six tracks, the next one fetched, the one after it on its way."""
    states = {current: "ready", current + 1: "ready", current + 2: "downloading"}
    return tuple(
        QueueItemView(
            item_id=f"i{at}",
            track_id=f"t{at}",
            title=title,
            duration=Seconds(length),
            is_current=at == current,
            artist=artist,
            state=states.get(at, "none"),
            progress=0.62 if states.get(at) == "downloading" else 0.0,
        )
        for at, (title, artist, _name, length) in enumerate(_TITLES)
    )


def track(at: int = 0, decoded: float = 1.0, cover: bytes | None = None) -> TrackView:
    """A track of the queue."""
    title, artist, name, length = _TITLES[at]
    return TrackView(
        track_id=f"t{at}",
        title=title,
        filename=name,
        duration=Seconds(length),
        artist=artist,
        cover=cover,
        waveform=waveform(length * decoded),
        decoded_fraction=decoded,
    )


def waveform(seconds: float) -> Waveform:
    """Verses, choruses and a quiet bridge, always the same."""
    step = Seconds(0.37)
    levels = []
    for at in range(int(seconds / step)):
        part = (at // 70) % 4
        body = (95, 150, 120, 45)[part] + 30 * math.sin(at / 9) + 22 * math.sin(at * 1.9) + 18 * math.sin(at * 5.3)
        fade = min(1.0, at / 25, max(0.0, (616 - at) / 40))
        levels.append(max(0, min(255, round(body * fade))))
    return Waveform(levels=bytes(levels), step=step)


def picture(width: int = 640, height: int = 480) -> bytes:
    """An encoded picture, as a file's tags hold it."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    sky = QLinearGradient(0, 0, 0, height)
    sky.setColorAt(0, QColor("#2B1B3D"))
    sky.setColorAt(0.55, QColor("#C4566A"))
    sky.setColorAt(1, QColor("#F2B36B"))
    painter.fillRect(0, 0, width, height, sky)
    painter.setBrush(QColor("#FFE3B3"))
    painter.drawEllipse(QPointF(width / 2, height * 0.55), height * 0.19, height * 0.19)
    for at, tint in enumerate(("#7A3B5E", "#4A2A4F", "#241733")):
        painter.setBrush(QColor(tint))
        middle = QPointF(width * (0.2 + 0.35 * at), height * (1.18 + 0.06 * at))
        painter.drawEllipse(middle, width * 0.55, height * 0.5)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def playing(**fields: Any) -> PartyView:
    """Ann's party plays."""
    usual: dict[str, Any] = {
        "phase": Phase.PLAYING,
        "is_host": True,
        "self_id": "ann",
        "code": "QWXTR4",
        "invite_short": "QWXTR4@192.168.1.20",
        "invite_url": "http://192.168.1.20:8750/join/QWXTR4",
        "shown_nearby": True,
        "track": track(),
        "position": Seconds(83.0),
        "position_at": NOW,
        "members": members(),
        "queue": queue(),
        "volume": 0.8,
        "sync": SyncView(drift_ms=0.1, offset_ms=12.0, uncertainty_ms=0.1, rtt_ms=1.2, rate_ppm=12.0, action="slew"),
        "synchronised": True,
        "output_device": "Built-in speakers",
    }
    return PartyView(**(usual | fields))


def wandering(second: float) -> tuple[PartyView, LocalSec]:
    """How the party was so many seconds after its start: a jump after two minutes, a pause after three."""
    phase = Phase.PAUSED if 180 < second < 200 else Phase.PLAYING
    drift = 0.25 * math.sin(second / 17) + 0.08 * math.sin(second * 3.1) + (0.9 if 110 < second < 120 else 0.0)
    sync = SyncView(
        drift_ms=drift,
        offset_ms=12.0,
        uncertainty_ms=0.12 + 0.3 * math.exp(-second / 9),
        rtt_ms=1.6 + 0.5 * math.sin(second * 1.7) ** 2 + (6.0 if int(second) % 97 == 0 else 0.0),
        rate_ppm=-60 * drift,
        action="nudge" if 120 <= second < 122 else "none",
    )
    return playing(phase=phase, sync=sync), LocalSec(NOW + second)


def as_guest(view: PartyView) -> PartyView:
    """The same party as Bea sees it."""
    return replace(view, is_host=False, self_id="bea", shown_nearby=None, members=members(host_is_me=False))


def unmeasured(view: PartyView) -> PartyView:
    """The same party before anything was measured."""
    calm = tuple(replace(m, drift_ms=None, uncertainty_ms=None) for m in view.members)
    return replace(view, members=calm)


def empty_party() -> PartyView:
    """A party that was just started."""
    me = member("Ann", is_host=True, is_self=True, drift_ms=None, uncertainty_ms=None, track_state="none")
    return playing(phase=Phase.STOPPED, track=None, position=Seconds(0.0), queue=(), members=(me,), sync=None)


def preparing() -> PartyView:
    """A start lies 1.2 s ahead."""
    return unmeasured(
        playing(phase=Phase.PREPARING, position=Seconds(0.0), starts_at=LocalSec(NOW + 1.2), track=track(0, 0.34))
    )


def waiting() -> PartyView:
    """Bea is still getting the music."""
    view = unmeasured(playing(phase=Phase.WAITING, position=Seconds(0.0), waiting_for=("Bea",)))
    slow = tuple(replace(m, track_state="downloading", progress=0.62) if m.id == "bea" else m for m in view.members)
    return replace(view, members=slow)


def joining_late() -> PartyView:
    """Bea came in the middle of a track."""
    people = tuple(
        replace(m, track_state="downloading", progress=0.41, drift_ms=None) if m.id == "bea" else m
        for m in members(host_is_me=False)
    )
    late = as_guest(playing(phase=Phase.PREPARING, track=track(0, 0.41), joining_late=True))
    return replace(late, members=people, sync=None)


def chat() -> tuple[ChatLineView, ...]:
    """Five lines of talk."""
    said = [
        ("Bea", "Is everybody hearing this?", ""),
        ("Cem", "", "flame"),
        ("Ann", "Loud and clear. The kitchen laptop is a tiny bit late, I have moved its slider.", ""),
        ("Dörte", "", "heart"),
        ("Elif", "Next: something to dance to <please>", ""),
    ]
    start = 1_790_000_000_000.0
    return tuple(
        ChatLineView(
            member_id=name.lower(),
            name=name,
            sent_at=ServerMs(start + 40_000.0 * at),
            text=text,
            reaction=reaction,
            is_self=name == "Ann",
        )
        for at, (name, text, reaction) in enumerate(said)
    )


def crowd() -> PartyView:
    """Forty people; three of them are not with the others."""
    late = {3: 7.2, 11: -13.0, 17: 26.0}
    others = tuple(
        member(f"{name}{'' if at < len(_CROWD) else ' ' + 'KLMNOPRST'[at % 9] + '.'}", id=f"c{at}", **_wobble(at, late))
        for at, name in enumerate(_CROWD * 2)
    )
    return playing(members=(*members()[:1], *others), position=Seconds(171.0))


def _wobble(at: int, late: dict[int, float]) -> dict[str, float]:
    return {"drift_ms": late.get(at, 1.9 * math.sin(at * 2.3)), "uncertainty_ms": 0.2 + 0.1 * (at % 4)}


def behind() -> PartyView:
    """Bea's machine slept for a moment and is 1.8 s behind."""
    late = as_guest(playing())
    people = tuple(replace(m, drift_ms=-1800.0) if m.id == "bea" else m for m in late.members)
    sync = replace(late.sync, drift_ms=-1800.0, resync_visible=True) if late.sync is not None else None
    return replace(late, members=people, sync=sync)


def uploading() -> PartyView:
    """Two files are on their way."""
    uploads = (
        UploadView(
            upload_id="u1",
            name="The Long Way Home.flac",
            sent_bytes=13_400_000,
            size_bytes=31_900_000,
            bytes_per_sec=1_840_000.0,
        ),
        UploadView(upload_id="u2", name="Evening Field Recording, 24 bit.wav", sent_bytes=0, size_bytes=88_000_000),
    )
    return playing(uploads=uploads)


def undecodable() -> PartyView:
    """The file that is due cannot be decoded here."""
    bad = TrackView(track_id="t9", title="", filename="holiday.wma", duration=None)
    first = replace(queue(9)[0], item_id="i9", title="holiday.wma", artist="", duration=None)
    items = (replace(first, is_current=True, state="failed"), *queue(9)[1:])
    view = playing(phase=Phase.STOPPED, track=bad, queue=items, position=Seconds(0.0), sync=None)
    people = tuple(replace(m, track_state="failed") if m.is_self else m for m in unmeasured(view).members)
    return replace(view, members=people, banner=BANNERS[BannerKind.TRACK_FAILED])


BANNERS = {
    BannerKind.LIBVLC_MISSING: Banner(
        kind=BannerKind.LIBVLC_MISSING, said=Said(what=Saying.NO_LIBVLC), action="install-libvlc"
    ),
    BannerKind.NO_OUTPUT: Banner(kind=BannerKind.NO_OUTPUT, said=Said(what=Saying.NO_OUTPUT), action="retry-output"),
    BannerKind.RELAY_UNREACHABLE: Banner(
        kind=BannerKind.RELAY_UNREACHABLE,
        said=Said(what=Saying.STILL_AWAY, then=Said(what=Saying.NOTHING_RUNS, where="192.168.1.20:8750")),
        action="retry",
    ),
    BannerKind.RECONNECTING: Banner(kind=BannerKind.RECONNECTING, said=Said(what=Saying.RECONNECTING)),
    BannerKind.NEEDS_RESYNC: Banner(
        kind=BannerKind.NEEDS_RESYNC, said=Said(what=Saying.BEHIND, figure=1.8), action="resync"
    ),
    BannerKind.TRACK_FAILED: Banner(
        kind=BannerKind.TRACK_FAILED, said=Said(what=Saying.TRACK_NOT_AUDIO, name="holiday.wma"), action="skip"
    ),
    BannerKind.NOT_SYNCHRONISED: Banner(kind=BannerKind.NOT_SYNCHRONISED, said=Said(what=Saying.NO_SERVER_TIME)),
    BannerKind.HOST_GONE: Banner(kind=BannerKind.HOST_GONE, said=Said(what=Saying.HOST_AWAY)),
}
