from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from server.keeper import Keeper
from server.store import Change, Store
from server.tasks import RelayTasks
from server.track_store import StoredTrack
from tests.unit.server.party.script import Script

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.support.logs import ExpectedLogs

TRACK = StoredTrack(
    track_id="t",
    sha256="a" * 64,
    size_bytes=5,
    content_type="audio/flac",
    filename="f",
    title="T",
    duration_ms=None,
    holders={"ACDEFG"},
)


def opened(path: Path) -> Store:
    store = Store(path / "relay.sqlite3")
    store.open()
    return store


async def test_changes_are_saved_and_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    script = Script()
    script.create()
    parties, tracks = {"ACDEFG": script.party}, {"t": TRACK}
    tasks = RelayTasks()
    keeper = Keeper(opened(tmp_path), tasks, find_party=parties.get, find_track=tracks.get)
    keeper.party_changed("ACDEFG")
    keeper.track_changed("t")
    keeper.track_changed("gone")
    await tasks.finish(5)
    await keeper.close()
    saved = opened(tmp_path)
    loaded = saved.load()
    assert (loaded.parties, loaded.tracks) == ([script.state], [TRACK])
    parties.clear()
    keeper = Keeper(saved, tasks, find_party=parties.get, find_track=tracks.get)
    keeper.party_changed("ACDEFG")
    await keeper.close()
    again = opened(tmp_path)
    assert again.load().parties == []
    again.close()


class FullDisk(Store):
    """A store whose disk is full until it is not; an edge of the system."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.full = True
        self.tried = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def write(self, changes: Sequence[Change]) -> None:
        if self.full:
            self._loop.call_soon_threadsafe(self.tried.set)
            raise OSError(28, "No space left on device")
        super().write(changes)


async def test_what_a_full_disk_refused_is_saved_once_there_is_room(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("Saving failed")
    store = FullDisk(tmp_path / "relay.sqlite3")
    store.open()
    tasks = RelayTasks()
    keeper = Keeper(store, tasks, find_party=lambda _code: None, find_track=lambda _id: TRACK, retry_sec=0.01)
    keeper.track_changed("t")
    await store.tried.wait()
    store.full = False
    await tasks.finish(5)
    assert not keeper.is_failing
    assert store.load().tracks == [TRACK]
    await keeper.close()


async def test_a_disk_that_is_full_to_the_end_keeps_nobody_from_ending(
    tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("Saving failed")
    store = FullDisk(tmp_path / "relay.sqlite3")
    store.open()
    keeper = Keeper(store, RelayTasks(), find_party=lambda _code: None, find_track=lambda _id: TRACK)
    keeper._tracks.add("t")
    await keeper.close()
    assert keeper.is_failing
