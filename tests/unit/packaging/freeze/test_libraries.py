from __future__ import annotations

import ctypes.util
import sys
from typing import TYPE_CHECKING

import pytest

import libraries

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems bring everything with them")


@pytest.fixture(autouse=True)
def _system_finder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: "libm.so.6" if name == "m" else None)


def make_bundle(folder: Path, *names: str) -> Path:
    (folder / "fallback").mkdir()
    (folder / "fallback" / "order.txt").write_text("\n".join(names))
    return folder


def test_a_library_in_any_of_the_systems_folders_is_not_missing(tmp_path: Path) -> None:
    (tmp_path / "libz.so.1").touch()
    assert libraries.missing(["libz.so.1", "libfaad.so.2"], [tmp_path / "absent", tmp_path]) == ["libfaad.so.2"]


def test_children_get_the_library_path_that_we_were_given(tmp_path: Path) -> None:
    environment = {"LD_LIBRARY_PATH": "/bundle", "LD_LIBRARY_PATH_ORIG": "/mine"}
    libraries.prepare(tmp_path, environment)
    assert environment == {"LD_LIBRARY_PATH": "/mine", "PYINSTALLER_RESET_ENVIRONMENT": "1"}


def test_children_get_no_library_path_where_we_were_given_none(tmp_path: Path) -> None:
    environment = {"LD_LIBRARY_PATH": "/bundle"}
    libraries.prepare(tmp_path, environment)
    assert environment == {"PYINSTALLER_RESET_ENVIRONMENT": "1"}


def test_a_copy_is_found_by_name_where_the_system_has_none(tmp_path: Path) -> None:
    libraries.prepare(make_bundle(tmp_path, "libunisonotest.so.2"), {})
    assert ctypes.util.find_library("unisonotest") == str(tmp_path / "fallback" / "libunisonotest.so.2")
    assert ctypes.util.find_library("m") == "libm.so.6"
    assert ctypes.util.find_library("nowhere") is None


def test_a_machine_without_alsas_configuration_gets_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = make_bundle(tmp_path)
    (bundle / "fallback" / "alsa").mkdir()
    (bundle / "fallback" / "alsa" / "alsa.conf").touch()
    environment: dict[str, str] = {}
    monkeypatch.setattr(libraries, "ALSA", tmp_path / "alsa.conf")
    libraries.prepare(bundle, environment)
    assert environment["ALSA_CONFIG_PATH"] == str(bundle / "fallback" / "alsa" / "alsa.conf")


def test_a_copied_openssl_is_told_where_the_system_keeps_certificates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "store.pem"
    store.touch()
    monkeypatch.setattr(libraries, "CERTIFICATES", (str(tmp_path / "absent"), str(store)))
    monkeypatch.setattr(libraries, "SYSTEM_FOLDERS", ())
    environment: dict[str, str] = {}
    libraries.prepare(make_bundle(tmp_path, "libssl.so.99"), environment)
    assert environment["SSL_CERT_FILE"] == str(store)
