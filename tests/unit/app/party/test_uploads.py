from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from app.net.http_errors import HttpError
from app.party.uploads import MAX_FILES, Uploads, find_files
from app.playback.tags import Tags
from app.said import Said, Saying, quoted
from app.tasks import TaskSupervisor
from server.protocol.units import Seconds
from tests.fakes.party_parts import FakeUploader, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from app.core.events import FileOffered
    from app.core.view import Notice
    from tests.support.logs import ExpectedLogs


class Desk:
    def __init__(self) -> None:
        self.tasks = TaskSupervisor("test")
        self.uploader = FakeUploader()
        self.offered: list[FileOffered] = []
        self.notices: list[Notice] = []
        self.tags: dict[str, Tags | Exception] = {}
        self.uploads = Uploads(
            self.tasks,
            offered=self.offered.append,
            notify=self.notices.append,
            changed=lambda: None,
            read_tags=self._read_tags,
        )

    async def _read_tags(self, path: Path) -> Tags:
        found = self.tags.get(path.name, Tags())
        if isinstance(found, Exception):
            raise found
        return found


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    await desk.tasks.close()


def songs(folder: Path, *names: str) -> list[Path]:
    for name in names:
        (folder / name).write_bytes(b"12")
    return [folder / name for name in names]


async def test_one_file_after_the_other_with_progress(desk: Desk, tmp_path: Path) -> None:
    desk.uploader.gate.clear()
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3", "b.mp3"), play_first=True, before_item_id="x")
    await until(lambda: desk.uploads.views and desk.uploads.views[0].sent_bytes == 1)
    assert desk.uploader.begun == ["a.mp3"]
    desk.uploader.gate.set()
    await until(lambda: len(desk.offered) == 2)
    assert [offer.play for offer in desk.offered] == [True, False]
    assert desk.offered[0].source.location == str(tmp_path / "a.mp3")
    assert desk.offered[0].source.title == "a"
    assert desk.offered[1].before_item_id == "x"
    assert desk.uploads.views == ()


async def test_a_cancelled_file_stops_and_the_next_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.uploader.gate.clear()
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3", "b.mp3", "c.mp3"), play_first=False, before_item_id=None)
    await until(lambda: desk.uploader.begun == ["a.mp3"])
    first, second, _ = desk.uploads.views
    desk.uploads.cancel(second.upload_id)
    desk.uploads.cancel(first.upload_id)
    await until(lambda: desk.uploader.begun == ["a.mp3", "c.mp3"])
    desk.uploader.gate.set()
    await until(lambda: desk.offered)
    assert desk.uploader.cancelled == ["a.mp3"]
    assert [offer.filename for offer in desk.offered] == ["c.mp3"]


async def test_a_refused_file_is_told_by_name(desk: Desk, tmp_path: Path) -> None:
    desk.uploader.failure = HttpError("not-audio", quoted("No music."))
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3"), play_first=False, before_item_id=None)
    await until(lambda: desk.notices)
    assert (desk.notices[0].code, desk.notices[0].message) == ("not-audio", "a.mp3: No music.")


async def test_a_sentence_that_names_the_file_itself_names_it_once(desk: Desk, tmp_path: Path) -> None:
    said = Said(what=Saying.FILE_UNREADABLE, name="a.mp3", why="it is locked")
    desk.uploader.failure = HttpError("file-unreadable", said)
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3"), play_first=False, before_item_id=None)
    await until(lambda: desk.notices)
    assert desk.notices[0].message == "a.mp3 cannot be read: it is locked."


async def test_a_file_whose_name_is_a_word_of_the_sentence_is_told_by_name(desk: Desk, tmp_path: Path) -> None:
    desk.uploader.failure = HttpError("not-audio", Said(what=Saying.REFUSED_NOT_AUDIO))
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "music"), play_first=False, before_item_id=None)
    await until(lambda: desk.notices)
    assert desk.notices[0].message.startswith("music: This file holds no music")


async def test_a_fault_of_ours_is_told_too(desk: Desk, tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("send a.mp3 failed")
    desk.uploader.failure = RuntimeError("bug")
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3"), play_first=False, before_item_id=None)
    await until(lambda: desk.notices)
    assert desk.notices[0].code == "upload-failed"


async def test_files_wait_for_the_relay_and_are_forgotten_with_it(desk: Desk, tmp_path: Path) -> None:
    desk.uploads.add(songs(tmp_path, "a.mp3"), play_first=False, before_item_id=None)
    await until(lambda: desk.uploads.views)
    assert desk.uploader.begun == []
    desk.uploads.disconnect()
    assert desk.uploads.views == ()
    desk.uploads.connect(desk.uploader, "h")
    assert desk.uploader.begun == []


async def test_a_missing_file_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.uploads.add([tmp_path / "gone.mp3"], play_first=False, before_item_id=None)
    await until(lambda: desk.notices)
    assert desk.notices[0].code == "file-unreadable"


def test_folders_are_walked_in_order_for_music_only(tmp_path: Path) -> None:
    songs(tmp_path, "b.mp3", "a.FLAC", "cover.jpg")
    (tmp_path / "deep").mkdir()
    songs(tmp_path / "deep", "c.ogg")
    found, problems = find_files([tmp_path])
    assert [path.name for path, _ in found] == ["a.FLAC", "b.mp3", "c.ogg"]
    assert problems == []
    assert found[0][1] == 2


def test_a_file_that_was_named_is_taken_whatever_its_name(tmp_path: Path) -> None:
    (path,) = songs(tmp_path, "music.bin")
    assert find_files([path])[0] == [(path, 2)]


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    assert [problem.code for problem in find_files([tmp_path])[1]] == ["no-music"]


def test_a_disk_full_of_music_is_cut_and_told(tmp_path: Path) -> None:
    songs(tmp_path, *(f"{number}.mp3" for number in range(MAX_FILES + 1)))
    found, problems = find_files([tmp_path])
    assert len(found) == MAX_FILES
    assert [problem.code for problem in problems] == ["too-many-files"]


async def test_tags_name_the_track(desk: Desk, tmp_path: Path) -> None:
    desk.tags["a.mp3"] = Tags(title="Blues", artist="The Band", duration=Seconds(9.0))
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3"), play_first=False, before_item_id=None)
    await until(lambda: desk.offered)
    (offer,) = desk.offered
    assert (offer.source.title, offer.artist) == ("Blues", "The Band")


async def test_a_file_whose_tags_cannot_be_read_is_played_all_the_same(
    desk: Desk, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    desk.tags["a.mp3"] = RuntimeError("odd tags")
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3"), play_first=False, before_item_id=None)
    await until(lambda: desk.offered)
    assert desk.offered[0].source.title == "a"
    expect_log("The tags of")


async def test_when_the_first_file_is_refused_the_next_one_starts_the_party(desk: Desk, tmp_path: Path) -> None:
    desk.uploader.refused = {"a.txt", "b.txt"}
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.txt", "b.txt", "c.mp3", "d.mp3"), play_first=True, before_item_id=None)
    await until(lambda: len(desk.offered) == 2)
    assert [(offer.filename, offer.play) for offer in desk.offered] == [("c.mp3", True), ("d.mp3", False)]


async def test_when_the_first_file_is_taken_back_the_next_one_starts_the_party(desk: Desk, tmp_path: Path) -> None:
    desk.uploader.gate.clear()
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, "a.mp3", "b.mp3"), play_first=True, before_item_id=None)
    await until(lambda: desk.uploader.begun == ["a.mp3"])
    desk.uploads.cancel(desk.uploads.views[0].upload_id)
    desk.uploader.gate.set()
    await until(lambda: desk.offered)
    assert [(offer.filename, offer.play) for offer in desk.offered] == [("b.mp3", True)]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
async def test_a_file_whose_name_is_no_text_is_sent_under_one_that_is(desk: Desk, tmp_path: Path) -> None:
    desk.uploads.connect(desk.uploader, "h")
    desk.uploads.add(songs(tmp_path, os.fsdecode(b"bad\xff.mp3")), play_first=False, before_item_id=None)
    await until(lambda: desk.offered)
    assert desk.offered[0].source.title == "bad\ufffd"


def test_what_is_no_file_is_told_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.mp3"
    os.mkfifo(pipe)
    found, (problem,) = find_files([pipe])
    assert found == []
    assert problem.code == "file-unreadable"
    assert "pipe.mp3" in problem.message
