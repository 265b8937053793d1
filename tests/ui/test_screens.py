from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.ui.theme import Appearance
from tests.ui.shots import Shot, shots

if TYPE_CHECKING:
    from collections.abc import Callable

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
