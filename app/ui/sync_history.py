"""The sync figures of the last minutes, for plots and for a trace that goes with a report of a fault. Pure."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.protocol.units import LocalSec, Seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.core.view import PartyView, SyncView

#: What the plots show.
SPAN: Final = Seconds(300.0)
#: Figures come several times a second; more than this no plot shows.
LEAST_GAP: Final = Seconds(0.25)
_CALM: Final = ("none", "slew")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look at the sync.

    Attributes:
        at: local time.
        phase: of the party.
        sync: the figures.
        jumped: a correction that jumps was made since the last sample.
    """

    at: LocalSec
    phase: str
    sync: SyncView
    jumped: bool = False

    @property
    def heard(self) -> bool:
        """Whether anything was playing, so that drift means something."""
        return self.phase == "playing"


class SyncHistory:
    """Keeps `SPAN` of samples."""

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque()
        self._action = ""
        self._jumped = False

    @property
    def samples(self) -> tuple[Sample, ...]:
        """Oldest first."""
        return tuple(self._samples)

    def take(self, view: PartyView, now: LocalSec) -> bool:
        """Look at a view; False when it adds nothing yet."""
        if view.sync is None:
            return False
        action = view.sync.action
        self._jumped = self._jumped or (action != self._action and action not in _CALM)
        self._action = action
        if self._samples and now - self._samples[-1].at < LEAST_GAP:
            return False
        self._samples.append(Sample(at=now, phase=view.phase.value, sync=view.sync, jumped=self._jumped))
        self._jumped = False
        while self._samples[0].at < now - SPAN:
            self._samples.popleft()
        return True

    def clear(self) -> None:
        """Forget: another party's figures mean nothing beside these."""
        self._samples.clear()
        self._action, self._jumped = "", False

    def trace(self) -> Iterator[str]:
        """JSON lines, oldest first; times in seconds before the newest. No names, codes or addresses are in it."""
        newest = self._samples[-1].at if self._samples else 0.0
        for sample in self._samples:
            sync = sample.sync
            yield json.dumps(
                {
                    "t": round(sample.at - newest, 3),
                    "phase": sample.phase,
                    "driftMs": round(sync.drift_ms, 4),
                    "uncertaintyMs": round(min(sync.uncertainty_ms, 1e6), 4),
                    "offsetMs": round(sync.offset_ms, 3),
                    "rttMs": round(sync.rtt_ms, 3),
                    "ratePpm": round(sync.rate_ppm, 2),
                    "action": sync.action,
                    "jumped": sample.jumped,
                }
            )
