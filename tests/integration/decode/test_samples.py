"""What comes out of the decoder is the music that went in."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.playback.player import TrackReady
from tests.media import RECIPES, decode_reference

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.integration.decode.conftest import Room, Shelf


#: Sample-exact against ffmpeg, from the first frame to the last.
LOSSLESS = ("cd.wav", "cd.flac", "hires.flac", "half-block.flac")
#: Frames that libVLC leaves out at the start, at most: the decoders' warm-up.
MOST_LOST_FRAMES = 4000


def samples(room: Room) -> NDArray[np.int16]:
    pcm = room.tracks[-1].pcm
    assert pcm is not None
    assert pcm.total_frames is not None
    return np.rint(pcm.read(0, pcm.total_frames) * 32768).astype(np.int16)


def lag_of(ours: NDArray[np.int16], reference: NDArray[np.int16]) -> int:
    x, y = (part[:, 0].astype(np.float64) for part in (ours, reference))
    size = 1 << (len(x) + len(y) - 1).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(x, size) * np.conj(np.fft.rfft(y, size)), size)
    best = int(correlation.argmax())
    return best if best < len(x) else best - size


@pytest.mark.parametrize("name", RECIPES)
async def test_every_format_decodes_to_its_music(room: Room, media: Callable[[str], Path], name: str) -> None:
    recipe = RECIPES[name]
    room.load(media(name))
    ready = await room.outcome()
    assert isinstance(ready, TrackReady)
    assert ready.rate == recipe.rate
    assert abs(ready.frames - recipe.rate * recipe.seconds) <= MOST_LOST_FRAMES
    ours = samples(room)
    assert ours.shape == (ready.frames, 2)
    reference = decode_reference(media(name), rate=recipe.rate)
    lag = lag_of(ours, reference)
    assert -MOST_LOST_FRAMES <= lag <= 0
    overlap = min(len(ours), len(reference) + lag)
    for channel in range(2):
        pair = ours[:overlap, channel], reference[-lag : overlap - lag, channel]
        assert np.corrcoef(*pair)[0, 1] > 0.97


@pytest.mark.parametrize("name", LOSSLESS)
async def test_lossless_files_come_out_bit_exact(room: Room, media: Callable[[str], Path], name: str) -> None:
    room.load(media(name))
    assert isinstance(await room.outcome(), TrackReady)
    assert np.array_equal(samples(room), decode_reference(media(name), rate=RECIPES[name].rate))


@pytest.mark.parametrize("name", ["cd.wav", "float.wav", "mono8k.wav"])
async def test_a_wav_file_keeps_its_last_packet(room: Room, media: Callable[[str], Path], name: str) -> None:
    recipe = RECIPES[name]
    room.load(media(name))
    ready = await room.outcome()
    assert isinstance(ready, TrackReady)
    assert ready.frames == recipe.rate * recipe.seconds
    assert np.abs(samples(room)[-20:]).max() > 0


@pytest.mark.parametrize("name", [name for name in RECIPES if name not in {"hires.flac", "float.wav"}])
async def test_a_download_gives_the_same_samples_as_the_file(
    room: Room, shelf: Shelf, media: Callable[[str], Path], name: str
) -> None:
    shelf.path = media(name)
    digests = set()
    for turn, location in enumerate((str(media(name)), f"{shelf.url}/song", str(media(name)), f"{shelf.url}/song")):
        room.load(location, f"turn {turn}")
        assert isinstance(await room.outcome(f"turn {turn}"), TrackReady)
        digests.add(hashlib.sha256(samples(room).tobytes()).hexdigest())
    assert len(digests) == 1


@pytest.mark.parametrize("name", ["index-at-end.m4a", "vbr.mp3", "vorbis.ogg"])
async def test_a_server_without_ranges_gives_the_same_samples(
    room: Room, shelf: Shelf, media: Callable[[str], Path], name: str
) -> None:
    shelf.file, shelf.ranges = media(name).read_bytes(), False
    room.load(f"{shelf.url}/song", "web")
    assert isinstance(await room.outcome("web"), TrackReady)
    ours = samples(room)
    room.load(media(name), "disk")
    assert isinstance(await room.outcome("disk"), TrackReady)
    assert np.array_equal(ours, samples(room))


@pytest.mark.parametrize(
    "name", ["it's “a” song, 100%.mp3", "with {brace},comma:colon.mp3", "é ü 日本 — \U0001f3b5.mp3"]
)
async def test_any_file_name_is_opened(room: Room, media: Callable[[str], Path], tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(media("cbr.mp3").read_bytes())
    room.load(path)
    assert isinstance(await room.outcome(), TrackReady)
