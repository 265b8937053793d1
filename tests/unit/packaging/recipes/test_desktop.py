from __future__ import annotations

import configparser
import re
from xml.etree import ElementTree as ET

import pytest

from app.cli.arguments import parse_options
from recipes import desktop, product
from server.config import parse_command_line

FIELDS = desktop.fields(executable="unisono", licence="MIT", seconds=0)
LINUX = product.PACKAGING / "linux"


def filled(name: str) -> str:
    return desktop.fill((LINUX / name).read_text(encoding="utf-8"), FIELDS)


def test_a_field_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        desktop.fill("@NOBODY_KNOWS@", FIELDS)


def test_the_desktop_entry_offers_music_and_opens_invites() -> None:
    entry = configparser.RawConfigParser(strict=True)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read_string(filled("unisono.desktop.in"))
    main = entry["Desktop Entry"]
    assert main["Exec"] == "unisono %U"
    assert "x-scheme-handler/unisono" in main["MimeType"].split(";")
    assert "audio/flac" in main["MimeType"].split(";")


def test_the_metainfo_names_the_desktop_entry_and_the_version() -> None:
    root = ET.fromstring(filled("metainfo.xml.in"))  # noqa: S314 - our own file
    assert root.findtext("launchable") == "unisono.desktop"
    release = root.find("releases/release")
    assert release is not None
    assert release.get("version") == product.version()


@pytest.mark.parametrize("program", ["unisono", "unisono-relay"])
def test_the_man_page_knows_every_option(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = filled(f"man/{program}.1.in").replace("\\-", "-")
    commands = [[], ["host"], ["join"], ["demo"], ["doctor"]] if program == "unisono" else [[]]
    for command in commands:
        with pytest.raises(SystemExit):
            (parse_options if program == "unisono" else parse_command_line)([*command, "--help"])
    options = set(re.findall(r"--[a-z][a-z-]+", capsys.readouterr().out))
    assert {option for option in options if option not in page} == set()


@pytest.mark.parametrize(
    ("text", "name"), [("MIT License\n\nCopyright", "MIT"), ("Apache License\nVersion 2.0", "Apache-2.0")]
)
def test_a_licence_has_its_spdx_name(text: str, name: str) -> None:
    assert desktop.project_licence(text) == name


def test_an_unknown_licence_is_refused() -> None:
    with pytest.raises(ValueError, match="SPDX"):
        desktop.project_licence("All rights reserved")


def test_the_projects_own_licence_is_known() -> None:
    assert desktop.project_licence((product.ROOT / "LICENSE").read_text(encoding="utf-8"))
