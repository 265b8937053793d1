from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import app.ui

if TYPE_CHECKING:
    import pytest


def test_linguist_finds_what_the_window_says(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = tmp_path / "unisono.ts"
    folder = Path(app.ui.__file__).parent
    sources = [str(path) for path in sorted(folder.rglob("*.py"))]
    tool = str(Path(sys.executable).with_name("pyside6-lupdate"))
    subprocess.run([tool, *sources, "-ts", str(found)], check=True, capture_output=True, timeout=60)
    tree = ET.parse(found)  # noqa: S314 - just made from our own sources
    told = {(e.findtext("name"), m.findtext("source")) for e in tree.iter("context") for m in e.iter("message")}
    assert {
        ("StartPage", "Start a party"),
        ("words", "Preparing: starting in {0} s"),
        ("questions", "Leave your own party?"),
        ("help", "Mute me"),
        ("banner", "Try again"),
        ("ask", "Choose music"),
    } <= told
    assert len(told) > 100
