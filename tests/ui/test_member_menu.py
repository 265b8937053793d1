from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QSlider

from tests.fakes.replay_actions import Call
from tests.ui.views import as_guest, members, playing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.ui.conftest import Stage

pytestmark = pytest.mark.ui


def test_the_host_sets_the_volume_of_a_member_that_allows_it(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    listed = on.window.party_page.members
    menu = listed.menu_for(listed.members[1])
    assert menu is not None
    (slider,) = menu.findChildren(QSlider)
    assert slider.value() == 60
    slider.setValue(35)
    menu.deleteLater()
    assert on.actions.calls == [Call("set_member_volume", ("bea", 0.35))]


@pytest.mark.parametrize("fields", [{"volume_open": False}, {"volume": None}, {"connected": False}])
def test_other_volumes_are_not_offered(stage: Callable[..., Stage], fields: dict[str, object]) -> None:
    on = stage(playing(members=tuple(replace(m, **fields) if m.id == "bea" else m for m in members())))  # type: ignore[arg-type]
    listed = on.window.party_page.members
    menu = listed.menu_for(next(m for m in listed.members if m.id == "bea"))
    assert menu is not None
    assert not menu.findChildren(QSlider)
    menu.deleteLater()


def test_a_guest_decides_whether_the_host_may_and_has_no_other_menu(stage: Callable[..., Stage]) -> None:
    on = stage(as_guest(playing()))
    listed = on.window.party_page.members
    myself = next(m for m in listed.members if m.is_self)
    menu = listed.menu_for(myself)
    assert menu is not None
    (allow,) = menu.actions()
    assert (allow.text(), allow.isChecked()) == ("The host may set my volume", True)
    allow.trigger()
    menu.deleteLater()
    assert on.actions.calls == [Call("let_host_set_volume", (False,))]
    assert all(listed.menu_for(m) is None for m in listed.members if not m.is_self)


def test_the_host_has_no_menu_on_themselves(stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    listed = on.window.party_page.members
    assert listed.menu_for(listed.members[0]) is None
