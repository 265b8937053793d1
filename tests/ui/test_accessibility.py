from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget

from app.core.view import Banner, BannerKind, PartyView, Phase
from app.said import Said, Saying
from app.ui.announcer import Announcer
from app.ui.dialogs.help import key_text, shortcut_table
from app.ui.languages import Languages
from app.ui.pages.page import Page
from app.ui.theme import HIT
from app.ui.theme.resources import read_text
from app.ui.widgets.member_list import MemberList
from app.ui.widgets.queue_list import QueueList
from app.ui.widgets.seek_bar import SeekBar
from app.ui.widgets.switch import Switch
from app.ui.widgets.transport import PlayButton
from tests.fakes.preferences import FakePreferences
from tests.ui.views import as_guest, playing, uploading, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.ui.theme import Theme
    from tests.ui.conftest import Stage

pytestmark = pytest.mark.ui

#: These paint their ring themselves; lists paint it in the row where the keyboard is.
PAINT_THEIR_FOCUS = {kind.__name__ for kind in (PlayButton, SeekBar, Switch, QueueList, MemberList)}


@pytest.fixture
def languages(qapp: QApplication, theme: Theme) -> Iterator[Languages]:
    made = Languages(qapp)
    yield made
    made.be_silent()
    theme.set_text_scale(1.0)


def open_settings(on: Stage) -> None:
    page = on.window.settings_page
    page.show_settings(FakePreferences().settings)
    on.window.pages.open_aside(page)


def open_everything(on: Stage) -> None:
    on.window.party_page.chat.fold_button.click()
    on.window.party_page.invite.qr_button.click()


def nothing(_on: Stage) -> None:
    return None


PAGES = [
    pytest.param(PartyView(), nothing, id="start"),
    pytest.param(PartyView(phase=Phase.CONNECTING), nothing, id="connecting"),
    pytest.param(playing(), open_everything, id="host"),
    pytest.param(as_guest(playing()), open_everything, id="guest"),
    pytest.param(uploading(), nothing, id="uploading"),
    pytest.param(waiting(), nothing, id="waiting"),
    pytest.param(PartyView(), open_settings, id="settings"),
    pytest.param(playing(), lambda on: on.window.open_inspector(), id="inspector"),
]


def stops(on: Stage) -> list[QWidget]:
    """Where the Tab key halts, in its order."""
    found: list[QWidget] = []
    widget = on.window.nextInFocusChain()
    while widget is not None and widget is not on.window:
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


@pytest.mark.parametrize(("view", "prepare"), PAGES)
def test_every_stop_of_the_keyboard_is_named_large_and_shows_that_it_is_there(
    stage: Callable[..., Stage], view: PartyView, prepare: Callable[[Stage], None]
) -> None:
    on = stage(view, preferences=FakePreferences())
    prepare(on)
    rules = set(re.findall(r"(\w+)(?:\[[^\]]*\])?:focus", read_text("styles", "unisono.qss")))
    for widget in stops(on):
        assert spoken_name(widget), widget
        assert min(widget.width(), widget.height()) >= HIT - 1, widget
        lines = {kind.__name__ for kind in type(widget).__mro__}
        assert lines & (rules | PAINT_THEIR_FOCUS), widget


def spoken_name(widget: QWidget) -> str:
    """As a screen reader says it: a choice is named by the words beside it."""
    face = QAccessible.queryAccessibleInterface(widget)
    assert face is not None
    if isinstance(widget, QComboBox):
        return " ".join(
            found.text(QAccessible.Text.Name) for found, _ in face.relations(QAccessible.RelationFlag.Label)
        )
    return face.text(QAccessible.Text.Name)


@pytest.mark.parametrize(("view", "prepare"), PAGES)
def test_the_tab_key_goes_as_the_eye_does(
    stage: Callable[..., Stage], view: PartyView, prepare: Callable[[Stage], None]
) -> None:
    on = stage(view, preferences=FakePreferences())
    on.window.resize(1120, 1400)
    prepare(on)
    QTest.qWait(1)
    by_panel: dict[QWidget, list[tuple[int, int]]] = {}
    for widget in stops(on):
        place = widget.mapTo(on.window, QPoint(0, widget.height() // 2))
        by_panel.setdefault(panel_of(widget), []).append((place.y(), place.x()))
    assert by_panel
    for places in by_panel.values():
        for (above, left), (below, right) in pairwise(places):
            same_line = abs(above - below) < HIT // 2
            assert left < right if same_line else above < below, places


@pytest.mark.parametrize(("view", "prepare"), PAGES)
def test_large_german_words_fit_into_a_narrow_window(
    stage: Callable[..., Stage],
    theme: Theme,
    languages: Languages,
    view: PartyView,
    prepare: Callable[[Stage], None],
) -> None:
    languages.speak("de")
    theme.set_text_scale(2.0)
    banner = Banner(kind=BannerKind.HOST_GONE, said=Said(what=Saying.HOST_AWAY))
    on = stage(replace(view, banner=banner), preferences=FakePreferences())
    on.window.resize(600, 1100)
    prepare(on)
    QTest.qWait(50)
    assert on.window.width() == 600
    page = on.window.pages.currentWidget()
    if isinstance(page, Page):
        content = page.widget()
        assert content is not None
        assert content.width() <= page.viewport().width()
    for words in on.window.findChildren(QLabel):
        if words.isVisible() and words.wordWrap() and words.text():
            assert words.height() >= words.heightForWidth(words.width()), words.text()


def panel_of(widget: QWidget) -> QWidget:
    """The card that a widget is on; outside of cards the page."""
    up: QWidget | None = widget.parentWidget()
    while up is not None and up.property("role") != "card" and up.objectName() not in ("page", "header"):
        up = up.parentWidget()
    assert up is not None
    return up


def test_the_waveform_is_a_slider_to_a_screen_reader(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    bar = on.window.party_page.seek_bar
    face = QAccessible.queryAccessibleInterface(bar)
    assert face is not None
    assert (face.role(), bar.value(), bar.maximum()) == (QAccessible.Role.Slider, 83, 228)
    assert face.text(QAccessible.Text.Description) == "1:23, −2:25"
    bar.setValue(100)
    assert [(call.name, call.args) for call in on.actions.calls] == [("seek", (100.0,))]


def test_seconds_that_pass_are_not_read_out_under_the_keyboard(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    bar = on.window.party_page.seek_bar
    bar.setFocus()
    bar.set_position(84.2)
    assert bar.value() == 83
    bar.set_position(120.0)
    assert bar.value() == 120
    assert not on.actions.calls


def test_the_pulse_line_is_one_sentence(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    assert on.window.party_page.pulse.accessibleName() == "Sync of all members: 5 measured, all within 8.7 ms"


def test_rows_of_both_lists_are_sentences(stage: Callable[..., Stage]) -> None:
    page = stage(playing()).window.party_page
    for listed, words in ((page.queue, "now playing"), (page.members, "Ann, you, host")):
        face = QAccessible.queryAccessibleInterface(listed)
        assert face is not None
        assert words in face.child(0).text(QAccessible.Text.Name)


def test_what_changes_is_announced(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    said: list[str] = []
    on.window.announcer.said.connect(said.append)
    on.actions.change(phase=Phase.PAUSED)
    assert said == ["Paused for everybody"]
    assert on.window.findChildren(Announcer)


def test_a_banner_is_read_with_its_sentence(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    on.actions.change(banner=Banner(kind=BannerKind.HOST_GONE, said=Said(what=Saying.HOST_AWAY)))
    assert on.window.banner.accessibleName() == "The host is away: the music goes on"


@pytest.mark.parametrize("where", ["page", "play", "leave", "settings"])
def test_arrows_seek_and_change_the_volume_wherever_the_keyboard_is(stage: Callable[..., Stage], where: str) -> None:
    on = stage(playing())
    page = on.window.party_page
    places: dict[str, QWidget] = {
        "page": page,
        "play": page.transport.play_button,
        "leave": on.window.header.leave_button,
        "settings": on.window.header.menu_button,
    }
    places[where].setFocus()
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_M, Qt.Key.Key_Right, Qt.Key.Key_Down):
        focused = QApplication.focusWidget()
        assert focused is places[where]
        QTest.keyClick(focused, key)
    assert [call.name for call in on.actions.calls] == ["seek", "set_volume", "set_muted", "seek", "set_volume"]


# Keys that belong to one widget: where they are pressed, and what they ask for.
QUEUE_KEYS = {"Return": "play_item", "Del": "remove_items", "Alt+Up": "move_items", "Alt+Down": "move_items"}
WAVEFORM_KEYS = {"PgUp": "seek", "PgDown": "seek", "Home": "seek", "End": "seek"}


def press(widget: QWidget, key: str) -> None:
    QTest.keySequence(widget, QKeySequence(key))


def sheet() -> list[str]:
    return [key for keys, _ in shortcut_table() for key in keys]


def test_the_sheet_lists_every_key_that_there_is(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    chords = {shortcut.key().toString() for shortcut in on.window.findChildren(QShortcut)}
    assert chords <= on.window.keys.keys
    assert sorted(sheet()) == sorted({*on.window.keys.keys, *QUEUE_KEYS, *WAVEFORM_KEYS, "Menu", "Esc"})


@pytest.mark.parametrize(("key", "asked"), [*QUEUE_KEYS.items(), *WAVEFORM_KEYS.items()])
def test_the_keys_of_queue_and_waveform_do_what_the_sheet_says(
    stage: Callable[..., Stage], key: str, asked: str
) -> None:
    on = stage(playing())
    page = on.window.party_page
    page.queue.setCurrentIndex(page.queue.queue.index(1))
    widget = page.queue if key in QUEUE_KEYS else page.seek_bar
    assert isinstance(widget, QueueList | SeekBar)
    widget.setFocus()
    press(widget, key)
    assert [call.name for call in on.actions.calls] == [asked]


def test_an_arrow_is_drawn_and_other_keys_are_named() -> None:
    assert key_text("Ctrl+Left").endswith("←")
    assert key_text("Space") == "Space"
