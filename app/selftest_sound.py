"""Part of the self-test: opens the sound output, or says why not."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from app.playback.decoder import VlcTrackLoader
from app.playback.outputs import OutputPreference
from app.playback.pcm_cache import PcmCache
from app.playback.player import OutputLost, OutputOpened, PlayerEvent
from app.playback.timed_player import TimedPlayer
from app.said import english
from app.selftest_report import Check

if TYPE_CHECKING:
    from pathlib import Path

_WITHIN_SEC: Final = 15.0
_NAME: Final = "output"


async def check_output(folder: Path) -> list[Check]:
    """Open what a member would open. A machine without sound passes, and is told so; no answer at all fails."""
    cache = PcmCache(folder)
    player = TimedPlayer(loader=VlcTrackLoader(cache), outputs=OutputPreference())
    answered: asyncio.Future[OutputOpened | OutputLost] = asyncio.get_running_loop().create_future()

    def listen(event: PlayerEvent) -> None:
        if isinstance(event, OutputOpened | OutputLost) and not answered.done():
            answered.set_result(event)

    player.set_volume(0.0)
    try:
        await player.open(listen)
        return [_judge(await asyncio.wait_for(answered, _WITHIN_SEC))]
    except TimeoutError:
        return [Check(name=_NAME, passed=False, detail=f"no answer within {_WITHIN_SEC:.0f} s")]
    finally:
        await player.close()
        cache.close()


def _judge(event: OutputOpened | OutputLost) -> Check:
    if isinstance(event, OutputOpened):
        words = f"{event.device} through {event.interface}"
        return Check(name=_NAME, passed=True, detail=words, figures={"opened": True, "interface": event.interface})
    return Check(name=_NAME, passed=True, detail=f"none here: {english(event.said)}", figures={"opened": False})
