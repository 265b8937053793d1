from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from app.errors import SettingsError
from app.said import english
from app.settings import Settings, SettingsStore, load_settings, parse_settings, save_settings, settings_text

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.logs import ExpectedLogs


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    settings = Settings(
        name="Bea", output_offsets={"usb": -20.0}, recent=(("ACDEFG@host", "Ann"),), volume=0.3, other={"future": [1]}
    )
    path = tmp_path / "deep" / "settings.json"
    save_settings(path, settings)
    assert load_settings(path) == (settings, [])
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_a_missing_file_is_the_defaults_without_a_complaint(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "none.json") == (Settings(), [])


@pytest.mark.parametrize("text", ["{", "[]", "null", "\x00"], ids=["cut", "list", "null", "zero"])
def test_a_broken_file_is_the_defaults_and_a_sentence(text: str) -> None:
    settings, problems = parse_settings(text)
    assert settings == Settings()
    assert len(problems) == 1


def test_a_file_that_cannot_be_read_is_the_defaults_and_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "settings.json").mkdir()
    settings, problems = load_settings(tmp_path / "settings.json")
    assert settings == Settings()
    assert len(problems) == 1


@pytest.mark.parametrize("text", ['{"name": "Ann", "volume": 7,', '{"name": "Ann", "volume": 7}'], ids=["all", "one"])
def test_what_is_not_taken_is_not_lost_by_the_next_change(tmp_path: Path, text: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(text)
    settings, problems = load_settings(path)
    save_settings(path, settings)
    kept = tmp_path / "settings.broken.json"
    assert kept.read_text() == text
    assert str(kept) in english(problems[-1])


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", 7),
        ("name", "x" * 65),
        ("output", "tin-can"),
        ("volume", 1.5),
        ("volume", True),
        ("volume", "loud"),
        ("slewing", 1),
        ("cache_mb", 3),
        ("output_offsets", {"usb": 9999}),
        ("output_offsets", [1]),
        ("recent", 5),
        ("recent", [["a", 1]]),
    ],
)
def test_a_value_that_is_not_good_is_left_out_and_told(key: str, value: Any) -> None:
    settings, problems = parse_settings(json.dumps({key: value, "profile": "lan"}))
    assert settings == Settings(profile="lan")
    assert problems[0].name == key
    assert "expected" in english(problems[0]) or "form" in english(problems[0])


def test_keys_of_a_newer_version_are_kept() -> None:
    settings, problems = parse_settings('{"hologram": true}')
    assert problems == []
    assert json.loads(settings_text(settings))["hologram"] is True


def test_a_folder_that_refuses_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(SettingsError, match="could not be saved"):
        save_settings(blocked / "settings.json", Settings())
    target = tmp_path / "settings.json"
    target.mkdir()
    with pytest.raises(SettingsError):
        save_settings(target, Settings())
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["file", "settings.json"]


def test_sound_delays_are_kept_by_device_and_held_within_two_seconds() -> None:
    settings = Settings().with_offset("usb", 5000.0)
    assert settings.offset_for("usb") == 2000.0
    assert settings.offset_for("hdmi") == 0.0


async def test_changes_reach_the_disk_together_a_moment_later(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    store = SettingsStore(path)
    store.change(lambda settings: replace(settings, volume=0.1))
    store.change(lambda settings: replace(settings, volume=0.2))
    assert not path.exists()
    async with asyncio.timeout(10):
        while not path.exists():  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.02)
    assert load_settings(path)[0].volume == 0.2


async def test_the_end_saves_at_once_and_a_change_of_nothing_saves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    store = SettingsStore(path)
    store.change(lambda settings: settings)
    store.flush()
    assert not path.exists()
    store.change(lambda settings: replace(settings, name="Bea"))
    store.flush()
    assert load_settings(path)[0].name == "Bea"


async def test_without_a_file_nothing_is_kept() -> None:
    store = SettingsStore(None)
    store.change(lambda settings: replace(settings, name="Bea"))
    store.flush()
    assert store.settings.name == "Bea"


async def test_a_disk_that_refuses_does_not_stop_anything(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("could not be saved")
    (tmp_path / "file").write_text("")
    store = SettingsStore(tmp_path / "file" / "settings.json")
    store.change(lambda settings: replace(settings, name="Bea"))
    store.flush()
