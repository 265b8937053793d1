"""The promise, by ear: members of a party, as people start them, play the same music at the same instant."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

import pytest

from tests.rig.analysis import Series, Span, spread, steps
from tests.rig.room import Heard, Rig
from tests.rig.tracks import make_track

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.pulse import PulseServer

pytestmark = [pytest.mark.rig, pytest.mark.skipif("sys.platform != 'linux'", reason="the room is PulseAudio's")]

#: The machine that runs this is shared; benchmarks/README.md has the figures of a quiet one.
USUALLY_MS: Final = 0.1
ALWAYS_MS: Final = 0.5


@pytest.fixture(scope="module")
def music(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the test tracks."""
    return tmp_path_factory.mktemp("music")


def together(heard: Heard, spans: int) -> tuple[list[Span], list[Span], Series]:
    """Both sounded in ``spans`` stretches that began, ran and paused together; returns what was measured."""
    left, right = heard.spans
    assert len(left) == len(right) == spans, f"stretches of sound: left {left}, right {right}"
    for ours, theirs in zip(left, right, strict=True):
        assert ours.start == pytest.approx(theirs.start, abs=ALWAYS_MS / 1000)
    # The last stretch ends when the members are told to leave, one after the other.
    for ours, theirs in zip(left[:-1], right[:-1], strict=True):
        assert ours.end == pytest.approx(theirs.end, abs=ALWAYS_MS / 1000)
    series = heard.skew()
    in_step(series)
    assert heard.gaps == ([], [])
    return left, right, series


def in_step(series: Series) -> None:
    """Every window of a series found its counterpart, close enough."""
    assert series.locked.values.size == series.values.size, f"not the same music at {lost(series)} s"
    figures = spread(series)
    print(figures)  # noqa: T201 - pytest shows it with -rP, and when something fails
    assert figures.p95 <= USUALLY_MS, str(figures)
    assert figures.worst <= ALWAYS_MS, str(figures)


def lost(series: Series) -> list[float]:
    """When a window did not find its counterpart."""
    return [round(when, 1) for when, match in zip(series.times, series.match, strict=True) if match < 0.5]


async def test_a_cut_connection_is_not_heard(pulse_server: PulseServer, tmp_path: Path, music: Path) -> None:
    track = make_track(music, "wav", seconds=40)
    async with Rig(pulse_server, tmp_path) as rig:
        host = await rig.host([track], "--play", "--wait-guests", "1")
        invite, proxy = await rig.proxied(await rig.invite(host))
        guest = await rig.guest(invite)
        await asyncio.gather(host.phase("playing"), guest.phase("playing"))
        await asyncio.sleep(4)
        await proxy.cut()
        await asyncio.sleep(10)
        before = proxy.accepted
        await proxy.restore()
        await asyncio.sleep(8)
        assert proxy.accepted > before, guest.story("did not come back")
        heard = await rig.stop()
    together(heard, spans=1)
    for followed in heard.positions(track):
        assert steps(followed) == []
