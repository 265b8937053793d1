"""Where the files of ``resources/`` are, from a checkout and from an installed program alike."""

from __future__ import annotations

from pathlib import Path

# app/ui/theme/resources.py → the folder that holds both app/ and resources/.
_ROOT = Path(__file__).resolve().parents[3] / "resources"


def resource_path(*parts: str) -> Path:
    """Path of a bundled file or folder."""
    return _ROOT.joinpath(*parts)


def read_text(*parts: str) -> str:
    """Text of a bundled file."""
    return resource_path(*parts).read_text(encoding="utf-8")
