from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.playback.pcm_file import PcmFile

if TYPE_CHECKING:
    from pathlib import Path


def pairs(*values: int) -> bytes:
    return np.array(values, "<i2").tobytes()


def test_samples_are_floats_in_pairs(tmp_path: Path) -> None:
    path = tmp_path / "pcm"
    path.write_bytes(b"head" + pairs(0, 16384, -32768, 32767))
    pcm = PcmFile(path, rate=8000, offset=4, total_frames=2)
    samples = pcm.read(0, 10)
    assert samples.dtype == np.float32
    assert samples.tolist() == [[0.0, 0.5], [-1.0, 32767 / 32768]]
    assert pcm.rate == 8000
    pcm.close()


def test_what_is_written_can_be_read_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pcm"
    path.write_bytes(b"he")
    pcm = PcmFile(path, rate=8000, offset=4)
    assert pcm.available_frames == 0
    with path.open("ab") as file:
        file.write(b"ad" + pairs(1, 1) + b"\1\0\1")
        file.flush()
        assert pcm.available_frames == 1
        assert pcm.read(0, 5).shape == (1, 2)
        assert pcm.read(1, 5).shape == (0, 2)
        file.write(b"\0")
    assert pcm.available_frames == 2
    assert pcm.total_frames is None
    pcm.close()


def test_padding_after_the_true_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "pcm"
    path.write_bytes(pairs(1, 1, 2, 2, 0, 0))
    pcm = PcmFile(path, rate=8000, offset=0, limit=2)
    assert pcm.available_frames == 2
    assert len(pcm.read(0, 9)) == 2
    pcm.complete(2)
    assert (pcm.available_frames, pcm.total_frames) == (2, 2)
    pcm.close()


def test_there_is_nothing_before_the_start_and_after_the_end(tmp_path: Path) -> None:
    path = tmp_path / "pcm"
    path.write_bytes(pairs(1, 1))
    pcm = PcmFile(path, rate=8000, offset=0)
    for start, count in ((-1, 5), (1, 5), (99, 1), (0, 0), (0, -1)):
        assert pcm.read(start, count).shape == (0, 2)
    pcm.close()


def test_a_closed_file_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "pcm"
    path.write_bytes(pairs(1, 1))
    growing, done = PcmFile(path, rate=8000, offset=0), PcmFile(path, rate=8000, offset=0, total_frames=1)
    for pcm in (growing, done):
        pcm.close()
        pcm.close()
        assert len(pcm.read(0, 1)) == 0
    assert growing.available_frames == 0


def numbered(path: Path, start: int, count: int) -> PcmFile:
    """A growing file whose samples say their own number."""
    numbers = np.arange(start, start + count, dtype="<i2")
    path.write_bytes(np.column_stack((numbers, numbers)).tobytes())
    return PcmFile(path, rate=8000, offset=0)


def test_what_was_decoded_ahead_is_read_until_the_whole_has_come_so_far(tmp_path: Path) -> None:
    pcm = numbered(tmp_path / "pcm", 0, 100)
    pcm.continue_at(5000, numbered(tmp_path / "ahead", 5000, 3000))
    assert (pcm.reach(0), pcm.reach(99), pcm.reach(4000), pcm.reach(5100)) == (100, 100, 100, 100)
    assert (pcm.reach(6100), pcm.available_frames) == (8000, 100)
    assert (pcm.read(6000, 3)[:, 0] * 32768).tolist() == [6000, 6001, 6002]
    assert len(pcm.read(4999, 3)) == 0
    assert len(pcm.read(98, 5)) == 2
    assert len(pcm.read(7999, 5)) == 1
    whole = numbered(tmp_path / "more", 0, 7000)
    whole.continue_at(5000, numbered(tmp_path / "ahead", 5000, 3000))
    assert (whole.reach(0), whole.reach(6999), whole.reach(7500)) == (8000, 8000, 8000)
    assert (whole.read(6998, 4)[:, 1] * 32768).tolist() == [6998, 6999, 7000, 7001]
    assert (whole.read(4000, 3900)[-1, 0] * 32768, len(whole.read(6000, 10))) == (7899, 10)
    whole.close()
    pcm.complete(100)
    assert (pcm.reach(6100), len(pcm.read(6000, 3))) == (100, 0)
    pcm.close()
    assert len(pcm.read(0, 3)) == 0
