from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.ui.theme.resources import read_text, resource_path
from app.ui.theme.stylesheet import render_stylesheet
from app.ui.theme.tokens import DARK, LIGHT

ICONS = sorted(path.stem for path in resource_path("icons").glob("*.svg"))


def test_the_template_names_no_colour_of_its_own() -> None:
    assert not re.search(r"#[0-9A-Fa-f]{3,8}\b(?!\s*\{)", re.sub(r"Q\w+#\w+", "", read_text("styles", "unisono.qss")))


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_every_token_is_filled_in(palette: object) -> None:
    filled = render_stylesheet(DARK if palette is DARK else LIGHT)
    assert "$" not in filled
    assert "background: #" in filled


def test_text_and_targets_grow_with_the_text_scale() -> None:
    assert "font-size: 56px" in render_stylesheet(DARK, text_scale=2.0)
    assert "min-height: 70px" in render_stylesheet(DARK, text_scale=2.0)


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_drawn_in_the_colour_it_is_given(name: str) -> None:
    root = ET.fromstring(read_text("icons", f"{name}.svg"))  # noqa: S314 - our own file
    assert root.get("viewBox") == ("0 0 256 256" if name == "unisono" else "0 0 24 24")
    if name != "unisono":
        colours = {e.get(attribute) for e in root.iter() for attribute in ("fill", "stroke")}
        assert colours <= {None, "none", "currentColor"}


def test_every_icon_that_the_window_names_exists() -> None:
    sources = Path(resource_path()).parent.joinpath("app", "ui").rglob("*.py")
    named: set[str] = set()
    for source in sources:
        text = source.read_text(encoding="utf-8")
        named |= set(re.findall(r"(?:IconButton|IconLabel)\(\s*(?:self\._)?theme, \"([a-z-]+)\"", text))
        named |= set(re.findall(r"(?:\.icon|set_icon|pixmap)\(\"([a-z-]+)\"", text))
    assert named
    assert named <= set(ICONS)
