from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from app.paths import bundled_music, paths_under, shown, user_paths

if TYPE_CHECKING:
    from pathlib import Path


def test_one_folder_can_hold_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNISONO_HOME", str(tmp_path))
    paths = user_paths()
    assert paths == paths_under(tmp_path)
    assert paths.settings_file == tmp_path / "config" / "settings.json"
    assert paths.relay_data == tmp_path / "data" / "relay"


def test_otherwise_the_systems_habits_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("UNISONO_HOME", raising=False)
    paths = user_paths()
    assert all("unisono" in str(folder) for folder in (paths.config, paths.cache, paths.data, paths.logs, paths.state))


def test_there_is_bundled_music() -> None:
    assert bundled_music()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_a_name_that_is_no_text_can_be_shown_all_the_same() -> None:
    assert shown(os.fsdecode(b"/music/bad\xff\nname.flac")) == "/music/bad\ufffd name.flac"
