"""Tags of many files by few worker processes, and what a file costs that breaks one."""

from __future__ import annotations

import asyncio
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from app.playback.tags import TagReader
from tests.fakes.party_parts import until
from tests.media import RECIPES, make_file, with_cover
from tests.support.children import children

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from tests.support.logs import ExpectedLogs

#: The real worker, with files in which libVLC would crash, or hang, or give no more than words of its own.
BREAKABLE = """
import os, time
from app.playback import decode_tags, decode_worker
real = decode_tags.read_tags_with
def read(vlc, path, folder):
    if "crashes" in path.name:
        os.abort()
    if "hangs" in path.name:
        print("hanging", flush=True)
        time.sleep(60)
    return real(vlc, path, folder)
decode_tags.read_tags_with = read
decode_worker.main()
"""


@pytest.fixture
async def reader() -> AsyncIterator[TagReader]:
    reader = TagReader()
    yield reader
    reader.close()


@pytest.fixture
async def breakable() -> AsyncIterator[TagReader]:
    reader = TagReader(at_once=1, command=[sys.executable, "-c", BREAKABLE], silence_sec=3)
    yield reader
    reader.close()


@pytest.mark.parametrize("name", ["cbr.mp3", "cd.flac", "index-at-end.m4a", "vorbis.ogg"])
async def test_tags_are_read(reader: TagReader, tmp_path: Path, name: str) -> None:
    metadata = ("title=Señor “Blues”", "artist=The Band", "album=Nights")
    path = make_file(tmp_path, RECIPES[name], metadata=metadata)
    tags = await reader.read(path)
    assert (tags.title, tags.artist, tags.album) == ("Señor “Blues”", "The Band", "Nights")
    assert tags.duration == pytest.approx(6.0, abs=0.1)
    assert tags.cover is None


async def test_two_songs_of_an_album_have_each_its_own_cover(
    reader: TagReader, tmp_path: Path, media: Callable[[str], Path]
) -> None:
    red, blue = [await reader.read(with_cover(tmp_path, media("cbr.mp3"), colour=colour)) for colour in ("red", "blue")]
    assert (red.title, red.album) == (blue.title, blue.album) == ("Song", "B")
    assert red.cover is not None
    assert blue.cover is not None
    assert red.cover.startswith(b"\x89PNG")
    assert red.cover != blue.cover


async def test_a_file_without_tags_has_empty_ones(reader: TagReader, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no music")
    assert (await reader.read(path)).title == ""
    assert (await reader.read(tmp_path / "gone.mp3")).title == ""


async def test_many_files_are_read_by_two_workers_that_end_with_the_reader(media: Callable[[str], Path]) -> None:
    reader, before = TagReader(at_once=2), children()
    workers: set[int] = set()

    async def read() -> float:
        duration = (await reader.read(media("cbr.mp3"))).duration or 0
        workers.update(children() - before)
        return round(duration)

    assert await asyncio.gather(*(read() for _ in range(12))) == [6] * 12
    assert len(workers) == 2
    reader.close()
    assert not children() & workers


@pytest.mark.skipif(sys.platform == "win32", reason="aborts as POSIX does")
@pytest.mark.parametrize("name", ["crashes.mp3", "hangs.mp3"])
async def test_a_file_that_breaks_the_worker_costs_only_itself_and_is_named(
    breakable: TagReader, tmp_path: Path, media: Callable[[str], Path], expect_log: ExpectedLogs, name: str
) -> None:
    expect_log(name)
    paths = [tmp_path / each for each in ("a.mp3", "b.mp3", name, "c.mp3", "d.mp3")]
    for path in paths:
        shutil.copy(media("cbr.mp3"), path)
    found = await asyncio.gather(*(breakable.read(path) for path in paths))
    assert [round(tags.duration or 0) for tags in found] == [6, 6, 0, 6, 6]


async def test_a_reading_that_is_cancelled_ends_at_once_and_the_next_works(
    tmp_path: Path, media: Callable[[str], Path]
) -> None:
    reader, before = TagReader(at_once=1, command=[sys.executable, "-c", BREAKABLE], silence_sec=60), children()
    shutil.copy(media("cbr.mp3"), tmp_path / "hangs.mp3")
    reading = asyncio.get_running_loop().create_task(reader.read(tmp_path / "hangs.mp3"))
    await until(lambda: children() - before)
    worker = children() - before
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert not children() & worker
    assert round((await reader.read(media("cbr.mp3"))).duration or 0) == 6
    reader.close()


async def test_a_worker_that_cannot_be_started_is_no_reason_to_fail(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("Cannot start a worker")
    expect_log("No tags of .*a.mp3")
    reader = TagReader(command=[str(tmp_path / "no such program")])
    assert (await reader.read(tmp_path / "a.mp3")).title == ""
