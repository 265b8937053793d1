"""Saves what changed, soon but never on the event loop."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

import msgspec

from server.store import Change

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.party import Party
    from server.store import Store
    from server.tasks import RelayTasks
    from server.track_store import StoredTrack

logger = logging.getLogger(__name__)

#: What a killed relay may forget: less than a person notices, and longer than one decision's burst of changes.
_DELAY_SEC: Final = 0.05
#: Saving may take this share of the loop's time, so that a party of thousands is saved less often.
_SHARE: Final = 0.05
#: A disk that refused is tried again this much later.
_RETRY_SEC: Final = 2.0


class Keeper:
    """Collects what changed and writes it in one transaction at a time.

    Args:
        store: open.
        tasks: owns the saving task.
        find_party: the party of a code, None if it is over.
        find_track: the record of an id, None if it is gone.
        retry_sec: how long after a disk refused it is tried again.
    """

    def __init__(
        self,
        store: Store,
        tasks: RelayTasks,
        *,
        find_party: Callable[[str], Party | None],
        find_track: Callable[[str], StoredTrack | None],
        retry_sec: float = _RETRY_SEC,
    ) -> None:
        self._store = store
        self._tasks = tasks
        self._find_party = find_party
        self._find_track = find_track
        self._retry_sec = retry_sec
        self._parties: set[str] = set()
        self._tracks: set[str] = set()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="saver")
        self._saving = False
        self.is_failing = False

    def party_changed(self, code: str) -> None:
        """Save or forget this party soon."""
        self._parties.add(code)
        self._start()

    def track_changed(self, track_id: str) -> None:
        """Save or forget this track soon."""
        self._tracks.add(track_id)
        self._start()

    async def close(self) -> None:
        """Save what is left and close the store."""
        loop = asyncio.get_running_loop()
        await self._write(self._collect())
        await loop.run_in_executor(self._thread, self._store.close)
        self._thread.shutdown()

    def _start(self) -> None:
        if not self._saving:
            self._saving = True
            self._tasks.spawn("save", self._save())

    async def _save(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._parties or self._tracks:
                await asyncio.sleep(_DELAY_SEC)
                started = loop.time()
                changes = self._collect()
                busy = loop.time() - started
                await self._write(changes)
                await asyncio.sleep(self._retry_sec if self.is_failing else busy / _SHARE)
        finally:
            self._saving = False

    async def _write(self, changes: list[Change]) -> None:
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._store.write, changes)
        except Exception:
            # A full disk must not end the party, nor may what it refused be forgotten once there is room again.
            if not self.is_failing:
                logger.exception("Saving failed; a restart would forget the last changes")
            self.is_failing = True
            self._parties |= {change.key for change in changes if change.table == "parties"}
            self._tracks |= {change.key for change in changes if change.table == "tracks"}
        else:
            if self.is_failing:
                logger.info("Saving works again")
            self.is_failing = False

    def _collect(self) -> list[Change]:
        parties, self._parties = self._parties, set()
        tracks, self._tracks = self._tracks, set()
        changes = []
        for code in parties:
            party = self._find_party(code)
            blob = None if party is None else msgspec.json.encode(party.state)
            changes.append(Change(table="parties", key=code, blob=blob))
        for track_id in tracks:
            track = self._find_track(track_id)
            blob = None if track is None else msgspec.json.encode(track)
            changes.append(Change(table="tracks", key=track_id, blob=blob))
        return changes
