from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from app.playback import vlc_runtime
from app.playback.vlc_runtime import LibVlcMissingError, installation_advice, libvlc_version, load_vlc
from app.said import english

if TYPE_CHECKING:
    from pathlib import Path


def libraries() -> list[str]:
    return [location.library for location in vlc_runtime._locations()]


@pytest.fixture(autouse=True)
def _no_overrides(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("UNISONO_LIBVLC", "UNISONO_VLC_PLUGINS", "PYTHON_VLC_LIB_PATH", "PYTHON_VLC_MODULE_PATH"):
        # Setting first makes monkeypatch put back what loading changes.
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_the_systems_libvlc_is_loaded() -> None:
    assert libvlc_version(load_vlc()).startswith("3.")


def test_an_override_decides_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNISONO_LIBVLC", "/nowhere/libvlc.so.5")
    assert libraries() == ["/nowhere/libvlc.so.5"]
    with pytest.raises(LibVlcMissingError) as caught:
        load_vlc()
    assert "is missing" in str(caught.value)
    assert "then try again" in str(caught.value)
    assert "/nowhere/libvlc.so.5" in caught.value.tried[0]


def test_the_bundle_of_an_installed_app_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "vlc" / "plugins").mkdir(parents=True)
    (tmp_path / "vlc" / "libvlc.so.5").touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    first = next(iter(vlc_runtime._locations()))
    assert first.library == str(tmp_path / "vlc" / "libvlc.so.5")
    assert first.plugins == str(tmp_path / "vlc" / "plugins")


def test_on_windows_the_usual_folders_are_searched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "VideoLAN" / "VLC"
    folder.mkdir(parents=True)
    (folder / "libvlc.dll").touch()
    monkeypatch.setenv("ProgramFiles", str(tmp_path))
    [location] = vlc_runtime._windows(None)
    assert location.library == str(folder / "libvlc.dll")
    assert location.plugins == str(folder / "plugins")


def test_on_a_mac_the_applications_are_searched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "VLC.app"
    (folder / "lib").mkdir(parents=True)
    (folder / "lib" / "libvlc.dylib").touch()
    monkeypatch.setattr(vlc_runtime, "_MAC_APP", folder)
    location = next(iter(vlc_runtime._mac(None)))
    assert location.core == str(folder / "lib" / "libvlccore.dylib")
    assert location.plugins == str(folder / "plugins")


def test_advice_fits_this_system() -> None:
    assert english(installation_advice()).endswith("then try again.")
