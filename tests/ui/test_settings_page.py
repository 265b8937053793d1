from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.said import quoted
from app.settings import Settings
from app.ui.settings_words import cache_limits, devices_text
from app.ui.theme import Appearance
from tests.fakes.preferences import DEVICES, FakePreferences
from tests.fakes.replay_actions import Call
from tests.ui.test_window import until
from tests.ui.views import playing

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from app.ui.widgets.choice import Choice
    from tests.ui.conftest import Stage

    RunAsync = Callable[[Coroutine[Any, Any, None]], None]

pytestmark = pytest.mark.ui
LEFT = Qt.MouseButton.LeftButton


def take(choice: Choice, value: object) -> None:
    """Choose with the keyboard, as a person may."""
    at = choice.findData(value)
    assert at >= 0, value
    choice.setFocus()
    choice.setCurrentIndex(at)
    choice.activated.emit(at)


def test_settings_open_over_the_page_and_close_again(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(playing(), preferences=FakePreferences())
    page = on.window.settings_page

    async def script() -> None:
        QTest.keyClick(on.window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
        assert on.window.pages.currentWidget() is page
        await until(lambda: page.device.count() == 1 + len(DEVICES))
        await until(lambda: "1.2 GB used" in page.cache_label.text())
        on.actions.change(banner=None, phase=playing().phase)
        assert on.window.pages.currentWidget() is page
        QTest.keyClick(on.window, Qt.Key.Key_Escape)
        assert on.window.pages.currentWidget() is on.window.party_page

    run_async(script())


def test_the_start_page_leads_to_the_settings_and_back(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(preferences=FakePreferences(problems=(quoted("Setting “volume” is not used."),)))

    async def script() -> None:
        on.window.start_page.settings_button.click()
        assert on.window.settings_page.problems_label.isVisible()
        QTest.mouseClick(on.window.settings_page.back_button, LEFT)

    run_async(script())
    assert on.window.pages.currentWidget() is on.window.start_page


def test_what_is_chosen_is_kept_and_used_at_once(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    kept = FakePreferences()
    on = stage(preferences=kept)
    page = on.window.settings_page

    async def script() -> None:
        on.window.open_settings()
        await until(lambda: page.device.count() == 1 + len(DEVICES))
        take(page.device, "kitchen")
        await until(lambda: kept.opened == [("auto", "kitchen")])
        await until(page.look_again_button.isEnabled)
        take(page.output, "portaudio")
        await until(lambda: kept.opened[-1] == ("portaudio", ""))
        take(page.profile, "lan")
        QTest.mouseClick(page.no_slewing, LEFT)
        take(page.cache_limit, 512)
        await until(page.clear_button.isEnabled)
        page.clear_button.click()
        await until(lambda: "0 MB used" in page.cache_label.text())
        take(page.language, "en")
        assert not page.restart_label.isVisible()

    run_async(script())
    settings = kept.settings
    assert (settings.profile, settings.slewing, settings.cache_mb, settings.language) == ("lan", False, 512, "en")


def test_a_choice_that_waits_for_the_next_start_says_so(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    kept = FakePreferences()
    kept.at_once = False
    on = stage(preferences=kept)

    async def script() -> None:
        on.window.open_settings()
        take(on.window.settings_page.output, "vlc")
        await until(on.window.settings_page.restart_label.isVisible)

    run_async(script())


def test_name_and_look_are_the_windows_own(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(preferences=FakePreferences())
    page = on.window.settings_page

    async def script() -> None:
        on.window.open_settings()
        page.name_edit.setFocus()
        page.name_edit.selectAll()
        QTest.keyClicks(page.name_edit, "Bea")
        QTest.keyClick(page.name_edit, Qt.Key.Key_Return)
        page.name_edit.clear()
        QTest.keyClick(page.name_edit, Qt.Key.Key_Return)
        take(page.appearance, "light")

    run_async(script())
    assert on.window.start_page.name == "Bea"
    assert page.name_edit.text() == "Ann"
    assert (on.remembered[-1].name, on.remembered[-1].appearance) == ("Bea", Appearance.LIGHT)


def test_a_relay_that_is_none_is_not_kept(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    kept = FakePreferences()
    on = stage(preferences=kept)
    page = on.window.settings_page

    async def script() -> None:
        on.window.open_settings()
        page.relay_edit.setFocus()
        QTest.keyClicks(page.relay_edit, "ftp://x")
        QTest.keyClick(page.relay_edit, Qt.Key.Key_Return)
        assert page.relay_error.isVisible()
        page.relay_edit.setText("relay.example:8750")
        QTest.keyClick(page.relay_edit, Qt.Key.Key_Return)
        assert not page.relay_error.isVisible()

    run_async(script())
    assert kept.settings.relay == "relay.example:8750"


def test_the_sound_delay_goes_to_the_device_in_use(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(playing(), preferences=FakePreferences())
    page = on.window.settings_page

    async def script() -> None:
        on.window.open_settings()
        on.actions.change(output_offset_ms=120.0)
        await until(lambda: page.delay_button.text().startswith("+120"))
        page.delay_button.click()
        QTest.mouseClick(page.delay_panel.late_button, LEFT)
        page.delay_panel.close()

    run_async(script())
    assert on.actions.calls == [Call("set_output_offset", (125.0,))]


def test_a_chosen_loudspeaker_that_is_away_stays_chosen(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(preferences=FakePreferences(Settings(name="Ann", device="garden")))
    page = on.window.settings_page

    async def script() -> None:
        on.window.open_settings()
        await until(page.look_again_button.isEnabled)

    run_async(script())
    assert page.device.currentData() == "garden"
    assert "not there" in page.device.currentText()


def test_the_wheel_changes_no_setting_in_passing(stage: Callable[..., Stage], run_async: RunAsync) -> None:
    on = stage(preferences=FakePreferences())
    page = on.window.settings_page

    async def script() -> None:
        on.window.open_settings()
        at = QPointF(5, 5)
        none = Qt.MouseButton.NoButton
        phase = Qt.ScrollPhase.NoScrollPhase
        turned = QWheelEvent(at, at, QPoint(), QPoint(0, -120), none, Qt.KeyboardModifier.NoModifier, phase, False)
        QApplication.sendEvent(page.profile, turned)

    run_async(script())
    assert page.profile.currentData() == "auto"


def test_a_limit_set_by_hand_is_among_the_choices() -> None:
    assert (3000, "2.9 GB") in cache_limits(3000)


def test_no_loudspeaker_says_what_to_do() -> None:
    assert "Connect" in devices_text([])
