from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from app.ui.theme import Appearance
from tests.ui.shots import Shot, shots
from tests.ui.views import playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.languages import Languages
    from app.ui.theme import Theme
    from tests.ui.conftest import Stage

pytestmark = pytest.mark.ui


@pytest.mark.parametrize("name", sorted(shots()))
def test_every_screen_is_painted_in_both_looks(stage: Callable[..., Stage], theme: Theme, name: str) -> None:
    shot: Shot = shots()[name]
    theme.set_text_scale(shot.text_scale)
    on = stage(shot.view)
    on.window.resize(*shot.size)
    shot.prepare(on.window)
    for notice in shot.notices:
        on.actions.notify(notice)
    for appearance in (Appearance.DARK, Appearance.LIGHT):
        theme.set_appearance(appearance)
        picture = on.window.grab().toImage()
        corner, surface = picture.pixelColor(3, 3), theme.color("surface")
        # The veil blends to within one step of the surface.
        assert max(abs(corner.red() - surface.red()), abs(corner.blue() - surface.blue())) <= 1
    theme.set_text_scale(1.0)


@pytest.mark.parametrize("room", [(560, 1.0), (1120, 2.0)], ids=["narrow", "large text"])
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_no_page_is_cut_off_at_the_side(
    stage: Callable[..., Stage], theme: Theme, languages: Languages, language: str, room: tuple[int, float]
) -> None:
    width, text_scale = room
    languages.speak(language)
    theme.set_text_scale(text_scale)
    on = stage(playing())
    on.window.resize(width, 900)
    pages = (on.window.start_page, on.window.party_page, on.window.settings_page, on.window.inspector_page)
    for page in pages:
        on.window.pages.open_aside(page)
        QTest.qWait(1)
        content = page.widget()
        assert content is not None
        assert content.minimumSizeHint().width() <= page.viewport().width(), type(page).__name__
    theme.set_text_scale(1.0)
