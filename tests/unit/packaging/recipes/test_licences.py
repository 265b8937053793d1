from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from recipes import licences

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("licence", "trove", "name"),
    [
        ("MIT", [], "MIT"),
        ("", ["BSD License"], "BSD License"),
        ("Copyright (c) 2020 Somebody. All rights reserved, and much more text here", ["BSD License"], "BSD License"),
        ("", [], "see the text"),
    ],
)
def test_a_licence_is_named_in_one_line(licence: str, trove: list[str], name: str) -> None:
    assert licences.short_name(licence, trove) == name


def test_the_index_reads_as_it_was_written(tmp_path: Path) -> None:
    rows = [{"name": "numpy", "version": "2", "licence": "BSD", "source": "bundle"}]
    licences.write_index(tmp_path / "index.json", rows)
    assert licences.read_index(tmp_path / "index.json") == rows
