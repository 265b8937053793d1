"""Entering a file in its middle gives the very samples of a decode from its start, to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from app.playback.decode_ahead import decode_from
from app.playback.decode_engine import Decoding
from app.playback.decode_report import AHEAD_NAME, PCM_NAME
from app.playback.decode_source import FileSource
from app.playback.decoder_choice import OWN_DECODERS
from app.playback.flac_frames import flac_entry
from app.playback.pcm_header import HEADER_BYTES, read_wav_header
from app.playback.source_repairs import repaired
from app.playback.vlc_runtime import load_vlc
from app.playback.wav_entry import wav_entry
from tests.media import encode, music

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SECONDS = 60
FINE = ("-af", "aformat=sample_fmts=s32,volume=0.7")
WAVS = {
    "cd": ((), 44_100, 2),
    "24 bits": ((*FINE, "-c:a", "pcm_s24le"), 96_000, 2),
    "float, mono": ((*FINE, "-c:a", "pcm_f32le"), 48_000, 1),
    "8 bits": (("-c:a", "pcm_u8"), 8_000, 1),
    "with tags": (("-metadata", "title=Song", "-write_bext", "1"), 22_050, 2),
}
FLACS = {
    "cd": ((), 44_100, 2),
    "24 bits": ((*FINE, "-sample_fmt", "s32"), 96_000, 2),
    "mono, small blocks": (("-frame_size", "1024"), 48_000, 1),
    "tagged, common last block": (("-metadata", "title=" + "x" * 9000), 48_000, 2),
}
CASES = [
    *(pytest.param("wav", case, id=f"wav {name}") for name, case in WAVS.items()),
    *(pytest.param("flac", case, id=f"flac {name}") for name, case in FLACS.items()),
]


def samples(decoding: Decoding, name: str, folder: Path) -> NDArray[np.int16]:
    assert decoding.wait(60)
    decoding.finish()
    data = (folder / name).read_bytes()
    form = read_wav_header(data[:HEADER_BYTES], None)
    assert form is not None
    return np.frombuffer(data[form.offset : len(data) // 4 * 4], dtype="<i2").reshape(-1, 2)


@pytest.fixture(scope="module")
def vlc() -> Any:
    return load_vlc()


@pytest.mark.parametrize(("suffix", "case"), CASES)
def test_a_file_that_is_entered_in_its_middle_gives_the_same_samples(
    vlc: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, case: tuple[tuple[str, ...], int, int]
) -> None:
    options, rate, channels = case
    monkeypatch.chdir(tmp_path)
    once = music(rate=rate, channels=channels, seconds=SECONDS / 4)
    path = encode(tmp_path / f"song.{suffix}", np.tile(once, (4, 1)), rate, options)
    shown, exact = repaired(FileSource(path))
    whole = Decoding(vlc, shown, OWN_DECODERS)
    whole.start()
    true = samples(whole, PCM_NAME, tmp_path)[:exact]
    assert len(true) == SECONDS * rate
    for seconds in (20.0, 41.7, 59.9):
        source = FileSource(path)
        entry = wav_entry(source, seconds) if suffix == "wav" else flac_entry(source, seconds)
        assert entry is not None
        assert (seconds - 0.2) * rate <= entry.warm <= seconds * rate
        ahead = samples(decode_from(vlc, source, entry), AHEAD_NAME, tmp_path)
        ahead = ahead[: None if entry.end is None else entry.end - entry.frame]
        assert np.array_equal(ahead, true[entry.frame :])
