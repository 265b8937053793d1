from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QLocale, QTranslator

import app.said
import app.ui
from app.said import Saying
from app.ui.settings_words import languages
from app.ui.theme.resources import resource_path
from tests.ui.views import playing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication

    from tests.ui.conftest import Stage

LANGUAGES = ("de", "es")
PLACES = r"{\w+}|%n"
#: Nothing in these is a word.
SAME_EVERYWHERE = {Saying.QUOTED, Saying.ABOUT_FILE}
TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """Context and source of everything that the window says."""
    found = tmp_path_factory.mktemp("said") / "unisono.ts"
    sources = [str(path) for path in sorted(Path(app.ui.__file__).parent.rglob("*.py"))] + [app.said.__file__]
    command = [str(TOOLS / "pyside6-lupdate"), *sources, "-ts", str(found)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return set(catalogue(found))


def catalogue(path: Path) -> dict[tuple[str, str], list[str]]:
    """The finished translations of a file by context and source."""
    found: dict[tuple[str, str], list[str]] = {}
    for context in ET.parse(path).iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            finished = translation.get("type") is None
            found[context.findtext("name") or "", message.findtext("source") or ""] = forms if finished else []
    return found


def test_linguist_finds_what_the_window_says(told: set[tuple[str, str]]) -> None:
    assert {
        ("StartPage", "Start a party"),
        ("words", "Preparing: starting in {0} s"),
        ("questions", "Leave your own party?"),
        ("help", "Mute me"),
        ("banner", "Try again"),
        ("ask", "Choose music"),
        ("said", "The host removed you from the party."),
    } <= told
    assert len(told) > 100
    # Said through something that is not self.tr: Linguist knows its words, but the window does not find them again.
    assert "" not in {context for context, _ in told}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language: str, told: set[tuple[str, str]]) -> None:
    known = catalogue(resource_path("translations", f"unisono_{language}.ts"))
    missing = {key for key in told if not all(known.get(key) or [""])}
    assert not missing
    lost = {
        key: forms
        for key, forms in known.items()
        if any(sorted(re.findall(PLACES, form)) != sorted(re.findall(PLACES, key[1])) for form in forms)
    }
    assert not lost


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_rooms_say_has_its_own_words(language: str) -> None:
    known = catalogue(resource_path("translations", f"unisono_{language}.ts"))
    for saying in Saying:
        forms = known.get(("said", saying.value), [])
        assert forms, saying
        assert saying in SAME_EVERYWHERE or all(form != saying.value for form in forms), saying
        assert ("%n" not in saying.value) or len(forms) > 1, saying


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_window_loads_is_what_the_catalogue_says(language: str, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    source = resource_path("translations", f"unisono_{language}.ts")
    command = [str(TOOLS / "pyside6-lrelease"), str(source), "-qm", str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert made.read_bytes() == source.with_suffix(".qm").read_bytes()


@pytest.fixture
def spanish(qapp: QApplication) -> Iterator[None]:
    translator = QTranslator(qapp)
    assert translator.load(QLocale("es"), "unisono", "_", str(resource_path("translations")))
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_the_window_speaks_the_chosen_language(spanish: None, stage: Callable[..., Stage]) -> None:
    on = stage(playing())
    assert on.window.header.leave_button.text() == "Salir"
    assert on.window.party_page.status.text_label.text().startswith("Suena")


def test_every_catalogue_is_offered_in_its_own_words() -> None:
    assert languages()[1:] == [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
