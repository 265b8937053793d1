"""What is built, read from the places that say so: names, version, folders."""

from __future__ import annotations

import ast
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGING: Final = ROOT / "packaging"
BUILD: Final = ROOT / "build" / "package"
DIST: Final = ROOT / "dist"

NAME: Final = "unisono"
TITLE: Final = "Unisono"
RELAY_NAME: Final = "unisono-relay"
#: Reverse domain name of the desktop entry, the macOS bundle and the Windows application id.
APP_ID: Final = "org.unisono.Unisono"
SUMMARY: Final = "Play the same music at the same instant on many laptops"
MAINTAINER: Final = "Unisono maintainers <maintainers@unisono.example>"
#: The scheme of invites that open the app.
SCHEME: Final = "unisono"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of music file that the desktop may offer Unisono for.

    Attributes:
        mime: its MIME type.
        suffixes: its file name endings, without the dot.
    """

    mime: str
    suffixes: tuple[str, ...]


#: What a host can add; the self-test has a sample of each codec behind them.
KINDS: Final = (
    Kind(mime="audio/mpeg", suffixes=("mp3",)),
    Kind(mime="audio/flac", suffixes=("flac",)),
    Kind(mime="audio/mp4", suffixes=("m4a",)),
    Kind(mime="audio/aac", suffixes=("aac",)),
    Kind(mime="audio/ogg", suffixes=("ogg", "oga")),
    Kind(mime="audio/x-vorbis+ogg", suffixes=()),
    Kind(mime="audio/x-opus+ogg", suffixes=("opus",)),
    Kind(mime="audio/x-wav", suffixes=("wav",)),
    Kind(mime="audio/x-aiff", suffixes=("aiff", "aif")),
)


def read_version(source: str) -> str:
    """The version in the text of ``server/protocol/version.py``, without importing it.

    Raises:
        ValueError: the text does not say one.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == ["VERSION"]:
            return str(ast.literal_eval(node.value))
    raise ValueError("server/protocol/version.py does not say VERSION")


def version() -> str:
    """The product's version, from the one place that says it."""
    return read_version((ROOT / "server" / "protocol" / "version.py").read_text(encoding="utf-8"))


def machine() -> str:
    """This machine's architecture in the words of Python's platform tags, for file names."""
    return platform.machine().lower()


def system() -> str:
    """``linux``, ``windows`` or ``macos``, for file names."""
    return {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")


def source_date() -> int:
    """The instant that every file of a build carries: ``SOURCE_DATE_EPOCH``, or the last commit's.

    Builds of one commit are alike only if nothing in them tells the time of the build.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given:
        return int(given)
    asked = subprocess.run(
        ("git", "-C", str(ROOT), "log", "-1", "--format=%ct"), capture_output=True, text=True, check=False
    )
    # A source archive has no history: the zip format's first year, which every tool can write.
    return int(asked.stdout) if asked.returncode == 0 and asked.stdout.strip() else 315_532_800
