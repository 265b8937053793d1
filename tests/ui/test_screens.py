from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QLineEdit, QListView, QWidget

from app.ui.theme import HIT, Appearance
from tests.ui.shots import Shot, shots
from tests.ui.views import playing

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


def test_everything_that_can_be_used_has_a_name_and_is_large_enough(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    kinds = (QAbstractButton, QAbstractSlider, QLineEdit, QListView)
    used = [w for kind in kinds for w in on.window.findChildren(kind) if w.isVisible() and not _is_qts_own(w)]
    assert len(used) > 10
    for widget in used:
        assert widget.accessibleName() or _text(widget), widget
        assert min(widget.width(), widget.height()) >= HIT - 1, widget


def _text(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def _is_qts_own(widget: QWidget) -> bool:
    return "ScrollBar" in type(widget).__name__ or widget.objectName().startswith("qt_")
