from __future__ import annotations

import numpy as np
import pytest

from app.playback.decoder import VlcTrackLoader
from app.playback.pcm import PcmSource, TrackLoader
from app.playback.pcm_file import PcmFile
from tests.fakes.pcm import MemoryLoader, MemoryPcm

MEMORY_PCM = MemoryPcm(np.zeros((1, 2), np.float32), 8000)


@pytest.mark.parametrize(
    ("interface", "kept_by"),
    [(PcmSource, PcmFile), (PcmSource, MEMORY_PCM), (TrackLoader, VlcTrackLoader), (TrackLoader, MemoryLoader)],
)
def test_the_real_one_and_the_fake_offer_what_is_promised(interface: type, kept_by: object) -> None:
    promised = {name for name in vars(interface) if not name.startswith("_")}
    assert promised <= set(dir(kept_by))
