"""The licences of everything that a bundle carries, collected into one folder that the about page shows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from recipes.product import BUILD, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER: Final = "licences"
INDEX: Final = "index.json"
_TEXT_NAME: Final = re.compile(r"^(LICEN[CS]E|COPYING|NOTICE|AUTHORS)", re.IGNORECASE)

#: Asks an environment for its distributions; run by that environment's interpreter.
_LIST_DISTRIBUTIONS: Final = """
import importlib.metadata, json, sys
rows = []
for found in importlib.metadata.distributions():
    meta = found.metadata
    words = meta.get("License-Expression") or meta.get("License") or ""
    trove = [c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or [] if c.startswith("License")]
    files = [str(found.locate_file(f)) for f in found.files or [] if ".dist-info" in str(f)]
    rows.append({"name": meta["Name"], "version": found.version, "licence": words, "trove": trove, "files": files,
                 "page": meta.get("Home-page") or ""})
json.dump(rows, sys.stdout)
"""
#: Tools of the build that leave nothing in the bundle but PyInstaller's starter, whose licence excepts what it starts.
TOOLS: Final = frozenset(
    {"pip", "setuptools", "wheel", "altgraph", "pyinstaller-hooks-contrib", "pefile", "macholib", "packaging"}
)


def short_name(licence: str, trove: Iterable[str]) -> str:
    """A licence in one line: packages put names, or whole texts, into the same field."""
    first = licence.strip().splitlines()[0].strip() if licence.strip() else ""
    return first if first and len(first) <= 60 else " / ".join(trove) or "see the text"  # noqa: PLR2004 - a name, not a text


def collect(python: str, target: Path) -> None:
    """Collect the licences of Python, of every package of the packaging environment, and our own.

    Raises:
        LookupError: a package comes without any word on its licence.
    """
    target.mkdir(parents=True, exist_ok=True)
    asked = subprocess.run((python, "-c", _LIST_DISTRIBUTIONS), capture_output=True, text=True, check=True)
    rows: list[dict[str, str]] = []
    for found in sorted(json.loads(asked.stdout), key=lambda row: str(row["name"]).lower()):
        if found["name"].lower() in TOOLS:
            continue
        texts = [Path(file) for file in found["files"] if _TEXT_NAME.match(Path(file).name)]
        name = short_name(found["licence"], found["trove"])
        if not texts and name == "see the text":
            raise LookupError(f"{found['name']} says nothing of its licence; look it up and add it by hand")
        _write(target, found["name"], texts)
        rows.append({"name": found["name"], "version": found["version"], "licence": name, "source": "bundle"})
    version = ".".join(str(part) for part in sys.version_info[:3])
    rows.append({"name": "Python", "version": version, "licence": "PSF-2.0", "source": "bundle"})
    _write(target, "Python", _python_licence(python))
    own = ROOT / "LICENSE"
    _write(target, "Unisono", [own] if own.exists() else [])
    write_index(target / INDEX, rows)


def read_index(index: Path) -> list[dict[str, str]]:
    """The rows of an index: ``name``, ``version``, ``licence``, and ``source``, which is ``bundle`` or ``system``."""
    rows: list[dict[str, str]] = json.loads(index.read_text(encoding="utf-8"))
    return rows


def write_index(index: Path, rows: list[dict[str, str]]) -> None:
    """Write the rows of an index."""
    index.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")


def collect_system(contents: Path) -> None:
    """Add the licences of the libraries that were copied from the system: libVLC, its plugins, the fallbacks.

    Debian's packages carry theirs in ``/usr/share/doc/PACKAGE/copyright``; elsewhere libVLC's own text is named.
    """
    if sys.platform != "linux" or shutil.which("dpkg-query") is None:
        return
    target = contents / FOLDER
    names = [path.name for folder in ("fallback", "vlc") for path in (contents / folder).glob("*.so*")]
    packages = owners(f"*/{name}" for name in names)
    rows = read_index(target / INDEX)
    for package, version in sorted(_versions({*packages, "vlc-plugin-base"}).items()):
        text = Path("/usr/share/doc") / package / "copyright"
        if text.exists():
            _write(target, package, [text.resolve()])
            rows.append({"name": package, "version": version, "licence": "see the text", "source": "system"})
    ffmpeg = BUILD / "ffmpeg" / "COPYING.LGPLv2.1"
    if ffmpeg.exists():
        _write(target, "FFmpeg", [ffmpeg])
        row = {"name": "FFmpeg", "version": "audio only", "licence": "LGPL-2.1-or-later", "source": "system"}
        rows.append(row)
    write_index(target / INDEX, rows)


def owners(patterns: Iterable[str]) -> set[str]:
    """The Debian packages that own files, without their architecture."""
    command = ("dpkg-query", "-S", *patterns)
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found: set[str] = set()
    for line in listing.splitlines():
        names, _, path = line.rpartition(": ")
        if path and not line.startswith("diversion"):
            found |= {name.strip().partition(":")[0] for name in names.split(",")}
    return found


def _versions(packages: Iterable[str]) -> dict[str, str]:
    command = ("dpkg-query", "-W", "-f", "${Package} ${Version}\n", *sorted(packages))
    listing = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return dict(line.split(" ", 1) for line in listing.splitlines() if " " in line)


def _python_licence(python: str) -> list[Path]:
    command = (python, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))")
    library = Path(subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip())
    places = (library / "LICENSE.txt", Path("/usr/share/doc") / library.name / "copyright")
    return [path for path in places if path.exists()][:1]


def _write(target: Path, name: str, texts: list[Path]) -> None:
    if texts:
        words = [text.read_text(encoding="utf-8", errors="replace") for text in texts]
        (target / f"{name}.txt").write_text("\n\n".join(words), encoding="utf-8")
