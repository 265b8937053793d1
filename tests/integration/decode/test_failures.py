"""Each way to fail has its code and a sentence that says what to do."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from app.playback.decoder import VlcTrackLoader
from app.playback.pcm_cache import PcmCache
from app.playback.player import TrackFailed, TrackReady
from app.said import english
from tests.media import run_ffmpeg, sha256

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.integration.decode.conftest import Room, Shelf
    from tests.support.logs import ExpectedLogs


async def failure(room: Room) -> TrackFailed:
    outcome = await room.outcome()
    assert isinstance(outcome, TrackFailed)
    assert "“A song”" in english(outcome.said) or outcome.code == "libvlc-missing"
    return outcome


async def test_text_is_not_audio(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "notes.mp3"
    path.write_text("Dear diary\n" * 100)
    room.load(path)
    failed = await failure(room)
    assert failed.code == "not-audio"
    assert english(failed.said) == "“A song” is not a music file that can be played. Choose another file."


async def test_an_empty_file_is_not_audio(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "empty.mp3"
    path.touch()
    room.load(path)
    assert (await failure(room)).code == "not-audio"


async def test_a_silent_film_is_not_audio(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    run_ffmpeg(["-f", "lavfi", "-i", "testsrc=d=1:s=160x120", str(path)])
    room.load(path)
    assert (await failure(room)).code == "not-audio"


async def test_the_sound_of_a_film_is_played(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    run_ffmpeg(["-f", "lavfi", "-i", "testsrc=d=2:s=160x120", "-f", "lavfi", "-i", "sine=d=2", "-shortest", str(path)])
    room.load(path)
    assert isinstance(await room.outcome(), TrackReady)


async def test_a_missing_file_is_not_found(room: Room, tmp_path: Path) -> None:
    room.load(tmp_path / "gone.mp3")
    assert (await failure(room)).code == "not-found"


@pytest.mark.parametrize("location", ["song.mp3", "ftp://host/song.mp3", "file:///etc/passwd", "v4l2:///dev/video0"])
async def test_other_schemes_are_refused(room: Room, location: str) -> None:
    room.load(location)
    assert (await failure(room)).code == "not-found"


async def test_a_404_is_not_found(room: Room, shelf: Shelf) -> None:
    room.load(f"{shelf.url}/missing")
    assert (await failure(room)).code == "not-found"


async def test_a_redirect_is_followed(room: Room, shelf: Shelf, media: Callable[[str], Path]) -> None:
    shelf.path = media("cbr.mp3")
    room.load(f"{shelf.url}/moved")
    assert isinstance(await room.outcome(), TrackReady)


@pytest.mark.usefixtures("quick_retries")
async def test_a_broken_server_is_unreachable_after_retries(room: Room, shelf: Shelf) -> None:
    room.load(f"{shelf.url}/broken")
    assert (await failure(room)).code == "unreachable"
    assert len(shelf.requests) > 1


@pytest.mark.usefixtures("quick_retries")
async def test_no_server_is_unreachable(room: Room) -> None:
    room.load("http://127.0.0.1:9/song.mp3")
    assert (await failure(room)).code == "unreachable"


@pytest.mark.usefixtures("quick_retries")
async def test_a_download_that_is_always_cut_is_unreachable(
    room: Room, shelf: Shelf, media: Callable[[str], Path]
) -> None:
    shelf.file, shelf.ranges = media("cd.wav").read_bytes(), False
    shelf.cut_after, shelf.cuts = 300_000, -1
    room.load(f"{shelf.url}/song")
    assert (await failure(room)).code == "unreachable"


@pytest.mark.usefixtures("quick_retries")
async def test_a_cut_download_goes_on_where_it_stopped(room: Room, shelf: Shelf, media: Callable[[str], Path]) -> None:
    path = media("cd.wav")
    shelf.file, shelf.cut_after, shelf.cuts = path.read_bytes(), 300_000, 2
    room.load(f"{shelf.url}/song", sha256=sha256(path), size_bytes=len(shelf.file))
    ready = await room.outcome()
    assert isinstance(ready, TrackReady)
    assert ready.frames == 44100 * 6
    assert room.cache.size() > 0
    assert shelf.requests == ["", "bytes=300000-", "bytes=600000-"]


@pytest.mark.usefixtures("quick_retries")
async def test_a_shorter_file_than_announced_is_unreachable(
    room: Room, shelf: Shelf, media: Callable[[str], Path]
) -> None:
    shelf.path = media("cbr.mp3")
    room.load(f"{shelf.url}/song", size_bytes=shelf.path.stat().st_size + 1000)
    assert (await failure(room)).code == "unreachable"


async def test_an_endless_stream_says_how_to_play_it(room: Room, shelf: Shelf) -> None:
    room.load(f"{shelf.url}/endless")
    failed = await failure(room)
    assert failed.code == "endless-stream"
    assert "--output vlc" in english(failed.said)


async def test_a_slightly_damaged_file_plays(room: Room, media: Callable[[str], Path], tmp_path: Path) -> None:
    data = bytearray(media("cbr.mp3").read_bytes())
    data[40_000:42_000] = os.urandom(2000)
    path = tmp_path / "scratched.mp3"
    path.write_bytes(data)
    room.load(path)
    ready = await room.outcome()
    assert isinstance(ready, TrackReady)
    assert ready.frames > 44100 * 5


async def test_a_file_that_is_mostly_missing_is_corrupt(
    room: Room, media: Callable[[str], Path], tmp_path: Path
) -> None:
    data = media("cd.flac").read_bytes()
    path = tmp_path / "cut.flac"
    path.write_bytes(data[: len(data) // 4])
    room.load(path)
    assert (await failure(room)).code == "corrupt"


async def test_a_worker_that_crashes_costs_one_track(
    room: Room, media: Callable[[str], Path], expect_log: ExpectedLogs
) -> None:
    expect_log("decoder-crashed")
    room.loader.command = [sys.executable, "-c", "import os; os.abort()"]
    room.load(media("cd.wav"))
    assert (await failure(room)).code == "decoder-crashed"


async def test_a_worker_that_hangs_is_killed(
    room: Room, media: Callable[[str], Path], expect_log: ExpectedLogs
) -> None:
    expect_log("decoder-crashed")
    room.loader.command = [sys.executable, "-c", "import time; time.sleep(600)"]
    room.loader.silence_sec = 0.3
    room.load(media("cd.wav"))
    assert (await failure(room)).code == "decoder-crashed"


async def test_a_missing_libvlc_says_how_to_install_it(
    room: Room, media: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNISONO_LIBVLC", "/nowhere/libvlc.so.5")
    room.load(media("cd.wav"))
    failed = await failure(room)
    assert failed.code == "libvlc-missing"
    assert "then try again" in english(failed.said)


async def test_a_full_disk_is_told(room: Room, media: Callable[[str], Path], small_disk: Path) -> None:
    cache = PcmCache(small_disk)
    room.loader = VlcTrackLoader(cache)
    room.load(media("hires.flac"))
    assert (await failure(room)).code == "disk-full"
    await room.loader.close()
    cache.close()
