from __future__ import annotations

import pytest

from app.display import why_no_display
from app.said import english


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "There is no display"),
        ({"DISPLAY": ":64999"}, ":64999 cannot be reached"),
    ],
    ids=["none", "away"],
)
def test_where_no_window_can_be_shown_it_is_said(environment: dict[str, str], words: str) -> None:
    sentence = english(why_no_display(environment, "linux"))
    assert words in sentence
    assert "--headless" in sentence


@pytest.mark.parametrize(
    ("environment", "platform"),
    [({}, "win32"), ({"WAYLAND_DISPLAY": "wayland-0"}, "linux"), ({"QT_QPA_PLATFORM": "offscreen"}, "linux")],
    ids=["windows", "wayland", "chosen"],
)
def test_other_screens_are_left_to_qt(environment: dict[str, str], platform: str) -> None:
    assert why_no_display(environment, platform) is None


def test_a_display_that_answers_is_one() -> None:
    with_display = pytest.importorskip("tests.support.display")
    if not with_display.xvfb_is_installed():
        pytest.skip("Xvfb is not installed")
    with with_display.Display() as display:
        assert why_no_display({"DISPLAY": display.name}, "linux") is None
