from __future__ import annotations

from typing import TYPE_CHECKING

from app.file_lock import FileLock

if TYPE_CHECKING:
    from pathlib import Path


def test_one_holder_at_a_time(tmp_path: Path) -> None:
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.acquire()
    assert not other.acquire()
    one.release()
    one.release()
    assert other.acquire()
    other.release()


def test_a_lock_in_a_missing_folder_cannot_be_had(tmp_path: Path) -> None:
    assert not FileLock(tmp_path / "missing" / "lock").acquire()
