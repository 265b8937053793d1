"""Whose work is in this program, and on what terms: for the about page."""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER: Final = "licences"
_NAME: Final = re.compile(r"[A-Za-z0-9._-]+")
_TEXT: Final = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE)[^/]*$", re.IGNORECASE)
_LONGEST_NAME: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """One work and its terms; ``text`` may be empty where only the name of the licence is known."""

    name: str
    version: str
    licence: str
    text: str = ""


def licences() -> list[Licence]:
    """Everything that this installation brings along, by name: of the bundle, or of the Python packages in use."""
    bundle = getattr(sys, "_MEIPASS", None)
    return from_bundle(Path(bundle) / _FOLDER) if bundle is not None else from_packages("unisono")


def from_bundle(folder: Path) -> list[Licence]:
    """The works that packaging collected into a folder; none where there is no such folder."""
    try:
        rows = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [
        Licence(
            name=row["name"], version=row["version"], licence=row["licence"], text=_read(folder / f"{row['name']}.txt")
        )
        for row in sorted(rows, key=lambda row: str(row["name"]).lower())
    ]


def from_packages(root: str) -> list[Licence]:
    """The installed packages that a package asks for, directly or not; itself left out."""
    found: dict[str, Licence] = {}
    pending = [root]
    while pending:
        name = pending.pop()
        try:
            distribution = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        key = distribution.name.lower()
        if key in found:
            continue
        found[key] = _licence(distribution)
        # Extras are not what this installation uses.
        wanted = [one for one in distribution.requires or [] if "extra ==" not in one]
        pending += [match[0] for one in wanted if (match := _NAME.match(one))]
    return [found[key] for key in sorted(found) if key != root]


def _licence(distribution: importlib.metadata.Distribution) -> Licence:
    meta = distribution.metadata
    told = [meta[field] for field in ("License-Expression", "License") if field in meta]
    words = next((words.strip().partition("\n")[0] for words in told), "")
    trove = [one.rpartition(" :: ")[2] for one in meta.get_all("Classifier") or [] if one.startswith("License")]
    files = [file for file in distribution.files or [] if _TEXT.search(str(file))]
    return Licence(
        name=distribution.name,
        version=distribution.version,
        licence=words if 0 < len(words) <= _LONGEST_NAME else " / ".join(trove),
        text=_read(Path(str(distribution.locate_file(files[0])))) if files else "",
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
