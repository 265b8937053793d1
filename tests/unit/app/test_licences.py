from __future__ import annotations

import json
from typing import TYPE_CHECKING

from app.licences import from_bundle, from_packages, licences

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_a_bundles_works_come_by_name_with_their_texts(tmp_path: Path) -> None:
    rows = [
        {"name": "numpy", "version": "2", "licence": "BSD-3-Clause", "source": "bundle"},
        {"name": "FFmpeg", "version": "5", "licence": "LGPL-2.1-or-later", "source": "system"},
    ]
    (tmp_path / "index.json").write_text(json.dumps(rows))
    (tmp_path / "FFmpeg.txt").write_text("GNU LESSER GENERAL PUBLIC LICENSE")
    found = from_bundle(tmp_path)
    assert [one.name for one in found] == ["FFmpeg", "numpy"]
    assert found[0].text.startswith("GNU")
    assert found[1].text == ""


def test_a_bundle_without_an_index_names_nobody(tmp_path: Path) -> None:
    assert from_bundle(tmp_path) == []


def test_packages_bring_those_that_they_ask_for() -> None:
    names = {one.name.lower() for one in from_packages("aiohttp")}
    assert {"yarl", "multidict", "idna"} <= names
    assert "aiohttp" not in names


def test_a_package_names_its_licence_and_brings_its_text() -> None:
    yarl = next(one for one in from_packages("aiohttp") if one.name == "yarl")
    assert "Apache" in yarl.licence
    assert yarl.text


def test_an_absent_package_brings_nothing() -> None:
    assert from_packages("unisono-that-is-not-here") == []


def test_a_frozen_app_reads_its_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "index.json").write_text('[{"name": "Qt", "version": "6", "licence": "LGPL"}]')
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    assert [one.name for one in licences()] == ["Qt"]
