from __future__ import annotations

import os
import struct
from typing import TYPE_CHECKING

import pytest

from app.playback.decode_report import PCM_NAME, FormatKnown
from app.playback.pcm_cache import PcmCache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.logs import ExpectedLogs

HEAD = b"RIFF\0\0\0\0WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 2, 8000, 32000, 4, 16) + b"data\0\0\0\0"
FORM = FormatKnown(rate=8000, offset=len(HEAD))


def key(number: int) -> str:
    return f"{number:064x}"


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[PcmCache]:
    made = PcmCache(tmp_path, limit_bytes=10_000)
    yield made
    made.close()


def add(cache: PcmCache, number: int, *, size: int = 4000) -> None:
    draft = cache.draft(key(number))
    (draft.folder / PCM_NAME).write_bytes(HEAD + bytes(size - len(HEAD)))
    draft.begin(FORM)
    draft.complete((size - len(HEAD)) // 4, keep=True)
    draft.close()


def age(tmp_path: Path, number: int, seconds: int) -> None:
    [path] = (tmp_path / "entries").glob(f"{key(number)}*")
    os.utime(path, (seconds, seconds))


def has(cache: PcmCache, number: int) -> bool:
    found = cache.find(key(number))
    if found is not None:
        found.close()
    return found is not None


def test_a_finished_decode_is_found_by_its_hash(cache: PcmCache) -> None:
    add(cache, 1)
    found = cache.find(key(1))
    assert found is not None
    assert (found.pcm.rate, found.pcm.total_frames) == (8000, (4000 - len(HEAD)) // 4)
    found.close()


@pytest.mark.parametrize("sha256", [None, "", "../../etc/passwd", "A" * 64, key(9)])
def test_what_is_not_there_is_not_found(cache: PcmCache, sha256: str | None) -> None:
    assert cache.find(sha256) is None


def test_the_least_recently_used_goes_first(cache: PcmCache, tmp_path: Path) -> None:
    add(cache, 1)
    add(cache, 2)
    age(tmp_path, 1, 100)
    age(tmp_path, 2, 200)
    assert has(cache, 1)  # used now
    add(cache, 3)
    assert [has(cache, number) for number in (1, 2, 3)] == [True, False, True]


def test_a_file_in_use_is_never_evicted(cache: PcmCache, tmp_path: Path) -> None:
    add(cache, 1)
    held, again = cache.find(key(1)), cache.find(key(1))
    assert held is not None
    assert again is not None
    age(tmp_path, 1, 100)
    again.close()
    assert cache.clear() == 0
    held.close()
    assert cache.clear() == 4000
    assert cache.size() == 0


def test_a_decode_that_is_still_heard_is_not_evicted_after_it_was_published(cache: PcmCache) -> None:
    draft = cache.draft(key(1))
    (draft.folder / PCM_NAME).write_bytes(HEAD + bytes(400))
    draft.begin(FORM)
    draft.complete(100, keep=True)
    assert cache.clear() == 0
    assert draft.pcm is not None
    assert len(draft.pcm.read(0, 100)) == 100
    draft.close()
    assert cache.clear() == len(HEAD) + 400


def test_without_a_hash_the_samples_last_as_long_as_they_are_used(cache: PcmCache, tmp_path: Path) -> None:
    draft = cache.draft(None)
    (draft.folder / PCM_NAME).write_bytes(HEAD + bytes(400))
    draft.begin(FORM)
    draft.complete(100, keep=True)
    assert draft.folder.is_dir()
    draft.close()
    draft.close()
    assert not draft.folder.exists()
    assert cache.size() == 0


def test_what_was_not_verified_is_not_kept(cache: PcmCache) -> None:
    draft = cache.draft(key(1))
    (draft.folder / PCM_NAME).write_bytes(HEAD)
    draft.begin(FORM)
    draft.complete(0, keep=False)
    draft.close()
    assert not has(cache, 1)


def test_a_decode_that_never_began_leaves_nothing(cache: PcmCache) -> None:
    draft = cache.draft(key(1))
    draft.complete(0, keep=True)
    draft.close()
    assert not draft.folder.exists()


def test_an_unreadable_entry_is_removed(cache: PcmCache, tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("unreadable")
    add(cache, 1)
    [path] = (tmp_path / "entries").iterdir()
    path.write_bytes(b"nonsense")
    assert not has(cache, 1)
    assert not path.exists()


def test_two_processes_can_share_the_folder(cache: PcmCache, tmp_path: Path) -> None:
    draft = cache.draft(None)
    other = PcmCache(tmp_path)
    assert draft.folder.is_dir()
    add(other, 1)
    assert has(cache, 1)
    other.close()
    assert draft.folder.is_dir()
    draft.close()


def test_where_an_open_file_cannot_be_moved_it_is_published_when_it_is_let_go(
    cache: PcmCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish = cache.publish
    monkeypatch.setattr(cache, "publish", lambda _source, _target: False)
    draft = cache.draft(key(1))
    (draft.folder / PCM_NAME).write_bytes(HEAD + bytes(400))
    draft.begin(FORM)
    draft.complete(100, keep=True)
    assert not has(cache, 1)
    monkeypatch.setattr(cache, "publish", publish)
    draft.close()
    assert has(cache, 1)


def test_a_file_that_cannot_be_moved_is_not_published(cache: PcmCache, tmp_path: Path) -> None:
    assert not cache.publish(tmp_path / "missing", tmp_path / "target")


def test_a_smaller_limit_makes_room_at_once(cache: PcmCache, tmp_path: Path) -> None:
    add(cache, 1)
    add(cache, 2)
    age(tmp_path, 1, 100)
    cache.set_limit(5000)
    assert not has(cache, 1)
    assert has(cache, 2)


def test_covers_are_kept_by_their_files_hash(tmp_path: Path) -> None:
    cache = PcmCache(tmp_path)
    cache.keep_cover("a" * 64, b"png")
    cache.keep_cover(None, b"lost")
    assert cache.cover("a" * 64) == b"png"
    assert cache.cover("b" * 64) is None
    assert cache.cover(None) is None
    assert cache.clear() == 3
    assert cache.cover("a" * 64) is None
    cache.close()


def test_a_cover_that_cannot_be_kept_is_done_without(tmp_path: Path) -> None:
    cache = PcmCache(tmp_path)
    cache.close()
    cache.keep_cover("a" * 64, b"png")
    assert cache.cover("a" * 64) is None
