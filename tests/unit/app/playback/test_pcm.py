from __future__ import annotations

import pytest

from app.playback.decoder import VlcTrackLoader
from app.playback.pcm import PcmSource, TrackLoader
from app.playback.pcm_file import PcmFile
from tests.fakes.pcm import MemoryLoader, MemoryPcm


def promised(interface: type) -> set[str]:
    return {name for name in vars(interface) if not name.startswith("_")}


@pytest.mark.parametrize(
    ("interface", "kept_by"),
    [(PcmSource, PcmFile), (PcmSource, MemoryPcm), (TrackLoader, VlcTrackLoader), (TrackLoader, MemoryLoader)],
)
def test_the_real_one_and_the_fake_offer_what_is_promised(interface: type, kept_by: type) -> None:
    # Instances may keep a property as a plain attribute.
    slots = set(kept_by.__init__.__code__.co_names) if hasattr(kept_by, "__init__") else set()
    assert promised(interface) <= set(dir(kept_by)) | slots
