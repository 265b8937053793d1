"""How tracks are loaded: early samples, cancelling, the cache, and who goes first."""

from __future__ import annotations

import asyncio
import hashlib
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.playback.decode_report import DecodeJob, encode_job
from app.playback.pcm_cache import PcmCache
from app.playback.player import TrackCover, TrackProgress, TrackReady, TrackWaveform
from app.playback.worker_command import DECODE_WORKER, worker_command
from server.protocol.units import Seconds
from tests.media import decode_reference, encode, music, run_ffmpeg, sha256, with_cover
from tests.support.children import children

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.core.waveform import Waveform
    from app.playback.pcm import PcmSource
    from tests.integration.decode.conftest import Room, Shelf
    from tests.support.logs import ExpectedLogs


def length_of(pcm: PcmSource) -> int | None:
    return pcm.total_frames


async def test_samples_can_be_read_while_the_download_goes_on(
    room: Room, shelf: Shelf, media: Callable[[str], Path]
) -> None:
    shelf.file, shelf.cut_after, shelf.cuts = media("cd.wav").read_bytes(), 600_000, 1
    shelf.gate = asyncio.Event()
    track = room.load(f"{shelf.url}/song")
    while not (isinstance(await room.next_event(), TrackProgress) and track.pcm and track.pcm.available_frames > 44100):
        pass
    pcm = track.pcm
    assert length_of(pcm) is None
    early = pcm.read(0, 44100)
    assert early.shape == (44100, 2)
    assert 0.0 < max(e.fraction for e in room.events if isinstance(e, TrackProgress)) < 1.0
    shelf.gate.set()
    assert isinstance(await room.outcome(), TrackReady)
    assert length_of(pcm) == 44100 * 6
    assert np.array_equal(early, pcm.read(0, 44100))


async def test_a_second_load_of_the_same_bytes_comes_from_the_cache(room: Room, media: Callable[[str], Path]) -> None:
    path = media("vorbis.ogg")
    room.load(path, "first", sha256=sha256(path))
    first = await room.outcome("first")
    room.loader.command = ["no such program"]
    room.load("http://127.0.0.1:9/elsewhere", "second", sha256=sha256(path))
    second = await room.outcome("second")
    assert isinstance(first, TrackReady)
    assert isinstance(second, TrackReady)
    assert (first.frames, first.rate) == (second.frames, second.rate)
    pcms = [track.pcm for track in room.tracks]
    assert pcms[0] is not None
    assert pcms[1] is not None
    assert np.array_equal(pcms[0].read(0, first.frames), pcms[1].read(0, first.frames))


async def test_bytes_that_are_not_the_announced_ones_play_but_are_not_kept(
    room: Room, media: Callable[[str], Path], expect_log: ExpectedLogs
) -> None:
    expect_log("not those that were announced")
    room.load(media("cbr.mp3"), sha256="0" * 64)
    assert isinstance(await room.outcome(), TrackReady)
    assert room.cache.find("0" * 64) is None
    assert room.cache.size() == 0


async def test_a_closed_track_ends_its_worker_and_leaves_nothing(
    room: Room, shelf: Shelf, media: Callable[[str], Path], tmp_path: Path
) -> None:
    shelf.file, shelf.cut_after, shelf.cuts = media("cd.wav").read_bytes(), 600_000, 1
    shelf.gate = asyncio.Event()
    before = children()
    track = room.load(f"{shelf.url}/song")
    await room.next_event()
    assert children() - before
    track.close()
    track.close()
    await room.loader.close()
    assert not children() - before
    assert not [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.suffix != ".lock"]


async def test_two_tracks_decode_at_once_and_the_newest_of_the_rest_comes_next(
    room: Room, shelf: Shelf, media: Callable[[str], Path]
) -> None:
    shelf.file, shelf.cut_after, shelf.cuts = media("cd.wav").read_bytes(), 600_000, 2
    shelf.gate = asyncio.Event()
    busy = [room.load(f"{shelf.url}/song", f"busy {n}") for n in range(2)]
    while not all(track.pcm for track in busy):
        await room.next_event()
    room.load(media("cbr.mp3"), "older")
    room.load(media("cbr.mp3"), "newer")
    busy[0].close()
    assert isinstance(await room.outcome("older"), TrackReady)
    ready = [event.track_id for event in room.events if isinstance(event, TrackReady)]
    assert ready == ["newer", "older"]
    shelf.gate.set()


async def test_a_waiting_track_can_be_closed(room: Room, shelf: Shelf, media: Callable[[str], Path]) -> None:
    shelf.file, shelf.cut_after, shelf.cuts = media("cd.wav").read_bytes(), 600_000, 2
    shelf.gate = asyncio.Event()
    for n in range(2):
        room.load(f"{shelf.url}/song", f"busy {n}")
    waiting = room.load(media("cbr.mp3"), "waiting")
    await room.next_event()
    waiting.close()
    shelf.gate.set()
    assert isinstance(await room.outcome("busy 0"), TrackReady)
    assert isinstance(await room.outcome("busy 1"), TrackReady)
    room.load(media("cbr.mp3"), "after")
    assert isinstance(await room.outcome("after"), TrackReady)
    assert not [event for event in room.events if event.track_id == "waiting"]


def test_a_worker_ends_with_its_parent(tmp_path: Path, media: Callable[[str], Path]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as never_answers:
        job = DecodeJob(location=f"http://127.0.0.1:{never_answers.getsockname()[1]}/", folder=str(tmp_path))
        worker = subprocess.Popen(
            worker_command(DECODE_WORKER), stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path.cwd()
        )
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write((encode_job(job) + "\n").encode())
        worker.stdin.close()
        assert worker.wait(20) == 0
        worker.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")
def test_what_a_killed_run_left_is_removed_by_the_next(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from app.playback.pcm_cache import PcmCache;"
        "cache = PcmCache(Path(sys.argv[1])); draft = cache.draft(None);"
        "(draft.folder / 'pcm.wav').write_bytes(b'x'); print('up', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"up\n"
        PcmCache(tmp_path).close()
        assert list(tmp_path.rglob("pcm.wav"))  # its owner lives
        other.send_signal(signal.SIGKILL)
        other.wait(10)
    PcmCache(tmp_path).close()
    assert not list(tmp_path.rglob("pcm.wav"))


@pytest.mark.parametrize("local", [True, False], ids=["from disk", "downloaded"])
async def test_the_cover_comes_with_the_decoded_track_and_again_from_the_cache(
    room: Room, shelf: Shelf, tmp_path: Path, media: Callable[[str], Path], *, local: bool
) -> None:
    path = with_cover(tmp_path, media("cbr.mp3"))
    shelf.file = path.read_bytes()
    known = hashlib.sha256(shelf.file).hexdigest()
    room.load(path if local else f"{shelf.url}/song", "first", sha256=known)
    assert isinstance(await room.outcome("first"), TrackReady)
    room.load("/not/read", "again", sha256=known)
    assert isinstance(await room.outcome("again"), TrackReady)
    covers = {event.track_id: event.image for event in room.events if isinstance(event, TrackCover)}
    assert covers["first"].startswith(b"\x89PNG")
    assert covers["again"] == covers["first"]
    assert len(shelf.requests) == (0 if local else 1)


async def test_a_cover_of_other_bytes_than_announced_is_not_kept(
    room: Room, tmp_path: Path, media: Callable[[str], Path], expect_log: ExpectedLogs
) -> None:
    room.load(with_cover(tmp_path, media("cbr.mp3")), sha256="0" * 64)
    await room.outcome()
    expect_log("not those that were announced")
    assert any(isinstance(event, TrackCover) for event in room.events)
    assert room.cache.cover("0" * 64) is None


async def test_a_finished_download_keeps_no_copy_of_the_file(
    room: Room, shelf: Shelf, media: Callable[[str], Path], tmp_path: Path
) -> None:
    shelf.path = media("cbr.mp3")
    room.load(f"{shelf.url}/song")
    assert isinstance(await room.outcome(), TrackReady)
    assert not list((tmp_path / "cache").rglob("download"))


async def test_surround_is_mixed_down_with_the_centre_audible(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "centre.flac"
    run_ffmpeg(["-f", "lavfi", "-i", "sine=d=2:r=48000", "-af", "pan=5.1|FC=c0", str(path)])
    track = room.load(path)
    assert isinstance(await room.outcome(), TrackReady)
    assert track.pcm is not None
    heard = track.pcm.read(10_000, 20_000)
    assert np.abs(heard[:, 0]).max() > 0.02
    assert np.array_equal(heard[:, 0], heard[:, 1])
    assert decode_reference(path, rate=48_000).shape[0] == track.pcm.total_frames


async def test_the_waveform_fills_in_and_ends_with_the_track(room: Room, media: Callable[[str], Path]) -> None:
    room.load(media("cd.flac"))
    waveforms: list[Waveform] = []
    while not waveforms or waveforms[-1].length < 5.9:
        event = await room.next_event()
        if isinstance(event, TrackWaveform):
            waveforms.append(event.waveform)
    assert waveforms[-1].length == pytest.approx(6.0, abs=0.1)
    assert max(waveforms[-1].levels) > 0


@pytest.mark.parametrize(
    ("name", "options", "rate"),
    [
        ("constant.mp3", ("-b:a", "192k"), 44_100),
        ("variable.mp3", ("-q:a", "4"), 48_000),
        ("variable without index, low rate.mp3", ("-q:a", "4", "-write_xing", "0"), 22_050),
        ("lossless.flac", (), 44_100),
    ],
)
async def test_a_track_is_decoded_ahead_where_it_is_entered_and_is_the_same_there(
    room: Room, tmp_path: Path, name: str, options: tuple[str, ...], rate: int
) -> None:
    once = music(rate=rate, seconds=15)
    path = encode(tmp_path / name, np.tile(once, (20, 1)), rate, options)
    track = room.load(path)
    track.want(Seconds(250.0))
    heard = None
    while heard is None or not len(heard):
        await room.next_event()
        pcm = track.pcm
        if pcm is not None and pcm.reach(250 * rate) > 252 * rate > pcm.available_frames:
            heard = pcm.read(250 * rate, rate)
    ready = await room.outcome()
    assert isinstance(ready, TrackReady)
    assert track.pcm is not None
    assert np.array_equal(heard, track.pcm.read(250 * rate, rate))


async def test_what_cannot_be_entered_exactly_is_decoded_from_the_start_only(
    room: Room, media: Callable[[str], Path]
) -> None:
    track = room.load(media("vorbis.ogg"))
    track.want(Seconds(100.0))
    track.want(Seconds(101.0))
    assert isinstance(await room.outcome(), TrackReady)
    assert track.pcm is not None
    assert track.pcm.reach(0) == track.pcm.available_frames
