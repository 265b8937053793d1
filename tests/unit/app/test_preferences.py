from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.bootstrap import Member, MemberOptions, build_member
from app.paths import paths_under
from app.preferences import MemberPreferences

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@pytest.fixture
async def member(tmp_path: Path) -> AsyncIterator[Member]:
    made = build_member(MemberOptions(output="null"), paths_under(tmp_path))
    await made.controller.open()
    yield made
    await made.close()


@pytest.fixture
def preferences(member: Member, tmp_path: Path) -> MemberPreferences:
    return MemberPreferences(member, MemberOptions(output="null"), paths_under(tmp_path))


async def test_changes_are_remembered(preferences: MemberPreferences, member: Member) -> None:
    preferences.change(
        lambda settings: replace(settings, profile="lan", slewing=False, relay="relay.example", show_nearby=False)
    )
    assert member.settings.settings.profile == "lan"
    assert (preferences.settings.slewing, preferences.settings.relay) == (False, "relay.example")
    assert not preferences.settings.show_nearby
    assert preferences.problems == ()


async def test_another_output_is_opened_at_once_unless_it_is_another_player(preferences: MemberPreferences) -> None:
    preferences.change(lambda settings: replace(settings, output="null"))
    assert [device.interface for device in await preferences.devices()] == ["null"]
    assert await preferences.use_output()
    preferences.change(lambda settings: replace(settings, output="vlc"))
    assert not await preferences.use_output()


async def test_decoded_music_is_measured_limited_and_removed(
    preferences: MemberPreferences, member: Member, tmp_path: Path
) -> None:
    [entries] = (tmp_path / "cache").rglob("entries")
    (entries / f"{1:064x}.wav").write_bytes(bytes(5000))
    assert preferences.cache_folder == tmp_path / "cache"
    assert await preferences.cache_bytes() == 5000
    assert await preferences.clear_cache() == 0
