from __future__ import annotations

import pytest

from app.ui.theme.tokens import DARK, LIGHT, Palette, contrast, mix


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("ground", ["surface", "raised", "sunken", "hover"])
@pytest.mark.parametrize("ink", ["text", "secondary", "good", "warn", "bad"])
def test_text_is_readable_on_every_ground(palette: Palette, ground: str, ink: str) -> None:
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
@pytest.mark.parametrize("button", ["accent", "accent_hover", "accent_pressed"])
def test_the_accent_buttons_words_are_readable(palette: Palette, button: str) -> None:
    assert contrast(palette.on_accent, getattr(palette, button)) >= 4.5


@pytest.mark.parametrize("palette", [DARK, LIGHT], ids=["dark", "light"])
def test_links_and_the_current_row_are_readable(palette: Palette) -> None:
    assert contrast(palette.accent, palette.raised) >= 4.5
    assert contrast(palette.text, palette.accent_soft) >= 4.5
    assert contrast(palette.secondary, palette.accent_soft) >= 4.5


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_mix_lies_between_its_colours() -> None:
    assert mix("#000000", "#FFFFFF", 0.5) == "#808080"
    assert mix("#102030", "#FFFFFF", 0.0) == "#102030"
