"""Everything that can happen to a party, on both sound servers and with every codec: its first second, as heard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.rig.evening import make_tracks, reference, spend
from tests.rig.tracks import CODECS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.rig.analysis import Signal
    from tests.rig.verdict import Verdict
    from tests.support.pipewire import PipeWireServer
    from tests.support.pulse import PulseServer
    from tests.support.sound_room import SoundRoom

pytestmark = [
    pytest.mark.rig,
    pytest.mark.skipif("sys.platform != 'linux'", reason="the room is a Linux sound server's"),
]

#: Of the first second after each of them, between any two members and against the schedule.
FIRST_SECOND_MS: Final = 1.0
#: A member who comes late, and one whose device changed, is in step by then.
LATE_SEC: Final = 2.0
MOVED_SEC: Final = 1.0
#: Where the fade before a pause is over differs by the samples that are quieter than `SILENCE`.
PAUSE_MS: Final = 0.3
#: These begin with their first sample; the others are moved by their codec, for all members alike.
EXACT: Final = ("wav", "flac", "mp3")
EXACT_MS: Final = 1.0
#: On a machine that does nothing else the recorder never loses anything; a torn recording proves nothing.
TRIES: Final = 3


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the test tracks."""
    return tmp_path_factory.mktemp("music")


@pytest.fixture(scope="module")
def track(music: Path) -> Signal:
    """What is played."""
    return reference(music)


async def heard(server: SoundRoom, folder: Path, music: Path, codec: str, track: Signal, *how: str) -> Verdict:
    for number in range(TRIES):
        folder = folder / "again" if number else folder
        evening = await spend(server, folder, make_tracks(music, codec), *how)
        verdict = evening.verdict(track)
        print(*verdict.outcomes, *verdict.gaps, *verdict.steps, sep="\n")  # noqa: T201 - shown when something fails
        if not verdict.torn:
            return verdict
    pytest.fail(f"the recorder lost samples {TRIES} times: {verdict.torn}")


def in_step(verdict: Verdict, limit_ms: float) -> None:
    for outcome in verdict.outcomes:
        assert outcome.skew_ms <= (PAUSE_MS if outcome.name == "pause" else limit_ms), outcome
        assert outcome.late_ms <= limit_ms, outcome
        assert (outcome.after_sec or 0) <= (LATE_SEC if outcome.name == "late join" else MOVED_SEC), outcome
    assert verdict.gaps == ()


@pytest.mark.parametrize("codec", CODECS)
async def test_all_of_it_on_pulseaudio(
    codec: str, pulse_server: PulseServer, tmp_path: Path, music: Path, track: Signal
) -> None:
    verdict = await heard(pulse_server, tmp_path, music, codec, track)
    in_step(verdict, FIRST_SECOND_MS)
    if codec in EXACT:
        assert abs(verdict.shift_ms) <= EXACT_MS


async def test_all_of_it_by_pipewires_own_device(
    pipewire_server: PipeWireServer, tmp_path: Path, music: Path, track: Signal
) -> None:
    verdict = await heard(pipewire_server, tmp_path, music, "wav", track)
    for name in ("host", "guest", "late"):
        assert "through portaudio" in (tmp_path / name / "log").read_text()
    in_step(verdict, FIRST_SECOND_MS)
    assert verdict.steps == ()
