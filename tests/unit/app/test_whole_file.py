from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from app.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path


def test_a_text_takes_the_files_place(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_whole(path, "one")
    write_whole(path, "zwei ü", durable=True)
    assert path.read_text(encoding="utf-8") == "zwei ü"
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="a profile there is its user's alone")
def test_nobody_else_reads_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "file", "secret")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        write_whole(tmp_path / "folder", "text")
    assert list(tmp_path.iterdir()) == [tmp_path / "folder"]
