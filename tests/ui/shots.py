"""Every page and state of the window as something that a picture can be taken of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.core.nearby import NearbyParty
from app.core.view import BannerKind, Notice, PartyView, Phase, WayBackView
from app.said import Said, Saying
from app.settings import Settings
from server.protocol.invite import Invite
from server.protocol.units import Seconds
from tests.fakes.preferences import FakePreferences
from tests.ui.views import (
    BANNERS,
    as_guest,
    behind,
    chat,
    crowd,
    empty_party,
    joining_late,
    members,
    picture,
    playing,
    preparing,
    track,
    undecodable,
    unmeasured,
    uploading,
    waiting,
    wandering,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.party.parts import BundledRelay
    from app.ui.main_window import MainWindow


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture: a view, the window's size, and what is done before it is taken."""

    view: PartyView = field(default_factory=PartyView)
    size: tuple[int, int] = (1120, 780)
    notices: tuple[str, ...] = ()
    text_scale: float = 1.0
    scale: int = 1  # device pixels to a pixel
    language: str = ""
    known_name: str = "Ann"
    prepare: Callable[[MainWindow], object] = lambda _window: None
    over: Callable[[MainWindow], QWidget] | None = None  # a dialog or a menu that opens over the window


_UNREACHABLE = Said(what=Saying.NOTHING_RUNS, where="192.168.1.20:8750")
_VERSION = Said(what=Saying.REFUSED_VERSION_MISMATCH)


_BACK = PartyView(way_back=WayBackView(code="ACDEFG", is_host=True))


def shots() -> dict[str, Shot]:
    """Every picture by the name of its file."""
    found = {
        "start": Shot(),
        "start-found": Shot(prepare=_found),
        "start-found-many": Shot(prepare=lambda w: _found(w, 9)),
        "start-found-narrow": Shot(size=(600, 860), prepare=_found),
        "start-first-run": Shot(known_name=""),
        "start-narrow": Shot(size=(600, 860)),
        "start-german": Shot(language="de"),
        "start-large-text": Shot(text_scale=2.0, size=(1120, 1100)),
        "start-high-dpi": Shot(scale=2),
        "start-wrong-code": Shot(prepare=_wrong_code),
        "start-ended": Shot(view=PartyView(phase=Phase.LEFT, left_reason=Said(what=Saying.PARTY_ENDED))),
        "start-way-back": Shot(view=_BACK),
        "start-way-back-german-large": Shot(view=_BACK, language="de", size=(600, 1100), text_scale=2.0),
        "start-way-over": Shot(view=_left(Said(what=Saying.PARTY_OVER))),
        "start-kicked": Shot(view=_left(Said(what=Saying.KICKED))),
        "start-unreachable": Shot(view=_left(_UNREACHABLE)),
        "start-version": Shot(view=_left(_VERSION)),
        "connecting": Shot(view=PartyView(phase=Phase.CONNECTING)),
        "party-empty": Shot(view=empty_party()),
        "party-preparing": Shot(view=preparing()),
        "party-waiting": Shot(view=waiting()),
        "party-joining-late": Shot(view=joining_late()),
        "party-decoding": Shot(view=playing(track=track(0, 0.6))),
        "party-seeking": Shot(view=playing(), prepare=_drag_position),
        "party-cover": Shot(view=playing(track=track(cover=picture()))),
        "party-playing": Shot(view=playing()),
        "party-paused": Shot(view=playing(phase=Phase.PAUSED)),
        "party-stopped": Shot(view=_stopped()),
        "party-uploading": Shot(view=uploading()),
        "party-guest": Shot(view=as_guest(playing())),
        "party-narrow": Shot(view=playing(), size=(600, 900)),
        "party-wide": Shot(view=playing(), size=(1600, 1000)),
        "party-large-text": Shot(view=playing(), size=(1500, 1100), text_scale=2.0),
        "party-guest-german-large": Shot(
            view=as_guest(playing(banner=BANNERS[BannerKind.RELAY_UNREACHABLE])),
            language="de",
            size=(600, 1100),
            text_scale=2.0,
        ),
        "inspector-german-large": Shot(
            view=playing(output_offset_ms=120.0), prepare=_inspector, language="de", size=(600, 2400), text_scale=2.0
        ),
        "panel-delay-german-large": Shot(
            view=playing(output_offset_ms=120.0), over=_delay, language="de", size=(900, 1100), text_scale=2.0
        ),
        "start-german-large": Shot(language="de", size=(600, 1100), text_scale=2.0),
        "party-german-large": Shot(view=uploading(), language="de", size=(600, 1300), text_scale=2.0),
        "party-german": Shot(view=playing(chat=chat()), language="de"),
        "party-narrow-german": Shot(view=as_guest(playing()), language="de", size=(600, 900)),
        "party-high-dpi": Shot(view=playing(track=track(cover=picture())), scale=2),
        "party-crowd": Shot(view=crowd(), size=(1280, 860)),
        "party-resync": Shot(view=behind()),
        "party-focus": Shot(view=playing(), prepare=_focus),
        "party-qr": Shot(view=playing(), prepare=lambda w: w.party_page.invite.qr_button.click()),
        "party-toasts": Shot(view=playing(), notices=("Bea joined.", "That song is in the queue already.")),
        "party-chat": Shot(view=playing(chat=chat()), size=(1120, 860), prepare=_open_chat),
        "party-chat-empty": Shot(view=playing(), size=(1120, 860), prepare=_open_chat),
        "party-chat-unread": Shot(view=playing(chat=chat())),
        "party-undo": Shot(view=playing(), prepare=_undo),
        "menu-queue": Shot(view=playing(), over=_queue_menu),
        "party-out-of-sync": Shot(view=_out_of_sync()),
        "party-drop": Shot(view=playing(), prepare=lambda w: w.drops.veil.offer("Drop to add to the queue", w.rect())),
    }
    found |= {
        "inspector": Shot(view=playing(output_offset_ms=120.0), prepare=_inspector, size=(1120, 1180)),
        "inspector-narrow": Shot(view=playing(), prepare=_inspector, size=(600, 900)),
        "inspector-guest": Shot(view=as_guest(playing()), prepare=_inspector),
        "inspector-empty": Shot(prepare=lambda w: w.open_inspector()),
        "settings": Shot(prepare=_settings_page, size=(1120, 1180)),
        "settings-rest": Shot(prepare=_settings_rest),
        "settings-choices": Shot(over=_settings_choices),
        "settings-german": Shot(prepare=_settings_page, language="de", size=(1120, 1180)),
        "settings-problems": Shot(prepare=_settings_with_problems),
        "settings-narrow": Shot(prepare=_settings_page, size=(600, 900)),
        "dialog-relay": Shot(over=_relay),
        "dialog-about": Shot(over=_about),
        "dialog-shortcuts": Shot(over=_shortcuts),
        "dialog-libvlc": Shot(view=playing(phase=Phase.STOPPED), over=_libvlc),
        "dialog-leave": Shot(view=playing(), over=_leave),
        "menu-settings": Shot(view=playing(), over=_settings),
        "menu-member": Shot(view=playing(), over=_member_menu),
        "menu-myself": Shot(view=as_guest(playing()), over=_member_menu),
        "panel-delay": Shot(view=playing(output_offset_ms=120.0), over=_delay),
    }
    for kind in BannerKind:
        banner = BANNERS[kind]
        found[f"banner-{kind.value}"] = Shot(view=playing(banner=banner, phase=_phase_under(kind)))
    found["banner-track-failed"] = Shot(view=undecodable())
    return found


async def no_demo() -> None:
    """So that the start page offers one."""


def _inspector(window: MainWindow) -> None:
    for second in range(1100):
        window.inspector.history.take(*wandering(second / 4))
    window.open_inspector()


def _relay(window: MainWindow) -> QWidget:
    from app.tasks import TaskSupervisor  # noqa: PLC0415 - the platform is chosen before
    from app.ui.dialogs.relay import RelayDialog  # noqa: PLC0415 - the same
    from app.ui.relay_desk import RelayDesk  # noqa: PLC0415 - the same

    desk = RelayDesk(_no_relay, TaskSupervisor("shots"), window)
    dialog = RelayDialog(window, window.party_page._theme, desk)
    dialog.show_port(8750)
    return _centred(dialog, window)


async def _no_relay() -> BundledRelay:
    raise NotImplementedError


def _settings_page(window: MainWindow) -> None:
    preferences = FakePreferences()
    page = window.settings_page
    page.show_settings(preferences.settings)
    page.show_devices(preferences.found)
    page.show_cache(preferences.used, preferences.cache_folder)
    page.show_offset(120.0)
    window.pages.open_aside(page)


def _settings_rest(window: MainWindow) -> None:
    _settings_page(window)
    bar = window.settings_page.verticalScrollBar()
    bar.setValue(bar.maximum())


def _settings_choices(window: MainWindow) -> QWidget:
    _settings_page(window)
    window.settings_page.output.showPopup()
    return window.settings_page.output.view().window()


def _about(window: MainWindow) -> QWidget:
    from app.licences import from_packages  # noqa: PLC0415 - the same
    from app.ui.dialogs.about import AboutDialog  # noqa: PLC0415 - the same

    works = [work for root in ("aiohttp", "numpy", "qasync", "segno", "websockets") for work in from_packages(root)]
    dialog = AboutDialog(window, works)
    size = dialog.size()
    _centred(dialog, window)
    dialog.resize(size)
    dialog.move(window.geometry().center() - dialog.rect().center())
    return dialog


def _settings_with_problems(window: MainWindow) -> None:
    _settings_page(window)
    page = window.settings_page
    expected = Said(what=Saying.NUMBER_EXPECTED, name="0 … 1")
    problem = Said(what=Saying.SETTING_UNUSED, name="volume", then=expected)
    page.show_settings(Settings(name="Ann", device="kitchen"), [problem])
    page.show_devices([])
    page.show_restart(needed=True)


def _shortcuts(window: MainWindow) -> QWidget:
    from app.ui.dialogs.help import ShortcutSheet  # noqa: PLC0415 - the platform is chosen before

    return _centred(ShortcutSheet(window), window)


def _libvlc(window: MainWindow) -> QWidget:
    from app.ui.dialogs.help import LibvlcDialog  # noqa: PLC0415 - the platform is chosen before

    return _centred(LibvlcDialog(window, window.party_page._theme), window)


def _leave(window: MainWindow) -> QWidget:
    from app.ui.dialogs.ask import ChoiceDialog  # noqa: PLC0415 - the platform is chosen before
    from app.ui.questions import leave_question  # noqa: PLC0415 - the same

    return _centred(ChoiceDialog(window, *leave_question()), window)


def _centred(dialog: QWidget, window: MainWindow) -> QWidget:
    from app.ui.widgets.dimmer import Dimmer  # noqa: PLC0415 - the platform is chosen before

    Dimmer(window)
    dialog.adjustSize()
    dialog.show()
    dialog.move(window.geometry().center() - dialog.rect().center())
    return dialog


def _settings(window: MainWindow) -> QWidget:
    menu = window.header.menu()
    button = window.header.menu_button
    corner = button.mapToGlobal(button.rect().bottomRight())
    corner.setX(corner.x() - menu.sizeHint().width())
    menu.popup(corner)
    return menu


def _member_menu(window: MainWindow) -> QWidget:
    from PySide6.QtCore import QPoint  # noqa: PLC0415 - the platform is chosen before

    listed = window.party_page.members
    menu = listed.menu_for(listed.members[1])
    assert menu is not None
    menu.popup(listed.mapToGlobal(QPoint(24, 64)))
    return menu


def _queue_menu(window: MainWindow) -> QWidget:
    listed = window.party_page.queue
    listed.selectAll()
    menu = listed.menu_for(listed.queue.rows[1])
    assert menu is not None
    menu.popup(listed.mapToGlobal(listed.rect().center()))
    return menu


def _open_chat(window: MainWindow) -> None:
    window.party_page.chat.fold_button.click()


def _undo(window: MainWindow) -> None:
    said = Said(what=Saying.REMOVED_ONE, name="Slow Lanterns")
    window.toasts.show_notice(Notice(code="queue-edited", said=said, action="undo"))


def _delay(window: MainWindow) -> QWidget:
    window.party_page.delay.click()
    return window.party_page.delay.panel


def _drag_position(window: MainWindow) -> None:
    from PySide6.QtCore import QPoint, Qt  # noqa: PLC0415 - the platform is chosen before
    from PySide6.QtTest import QTest  # noqa: PLC0415 - the same

    bar = window.party_page.seek_bar
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(round(bar.x_of(83.0)), 20))
    QTest.mouseMove(bar, QPoint(round(bar.x_of(150.0)), 20))


def _found(window: MainWindow, count: int = 2) -> None:
    hosts = ("Bea", "Maximiliane von und zu Hohenlohe-Langen", "Cem", "", "Dörte", "Elif", "Finn", "Gül", "Hannes")
    codes = ("QWXTR4", "ACDEFG", "HJKMNP", "QRTVWX", "Y34679", "ADFHKN", "CEGJMP", "QTWY37", "RVX469")
    invites = (Invite(host="192.168.1.20", port=8750, code=code) for code in codes)
    found = tuple(NearbyParty(host_name=name, invite=invite) for name, invite in zip(hosts, invites, strict=True))
    window.start_page.nearby.show_parties(found[:count])


def _wrong_code(window: MainWindow) -> None:
    window.start_page.code_field.set_text("ABC12")
    window.start_page.code_field.submit()


def _left(reason: Said) -> PartyView:
    return PartyView(phase=Phase.LEFT, left_reason=reason)


def _stopped() -> PartyView:
    return unmeasured(playing(phase=Phase.STOPPED, track=None, position=Seconds(0.0), sync=None))


def _focus(window: MainWindow) -> None:
    window.activateWindow()
    window.party_page.seek_bar.setFocus()


def _out_of_sync() -> PartyView:
    drifts = {"cem": 34.0, "dörte": -8.8}
    people = tuple(replace(m, drift_ms=drifts.get(m.id, m.drift_ms), connected=m.id != "elif") for m in members())
    return playing(members=people)


def _phase_under(kind: BannerKind) -> Phase:
    silent = (BannerKind.LIBVLC_MISSING, BannerKind.TRACK_FAILED)
    return Phase.STOPPED if kind in silent else Phase.PLAYING
