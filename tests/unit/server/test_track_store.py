from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest

from server.protocol.errors import ErrorCode, ProtocolError
from server.track_store import Quota, StoredTrack, TrackStore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.logs import ExpectedLogs

FLAC = b"fLaC" + bytes(5000)


@pytest.fixture
def changed() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path: Path, changed: list[str]) -> TrackStore:
    store = TrackStore(tmp_path, quota=Quota(file=10_000, party=12_000, total=16_000, free=0), changed=changed.append)
    store.open()
    return store


async def put(store: TrackStore, data: bytes, code: str = "ONE") -> StoredTrack:
    async with store.receive(code) as incoming:
        await incoming.write(data)
        return await store.keep(incoming, code=code, filename="f.flac", title="F", duration_ms=None)


async def test_a_track_lies_under_its_hash_and_is_found_both_ways(store: TrackStore, changed: list[str]) -> None:
    track = await put(store, FLAC)
    assert track.sha256 == hashlib.sha256(FLAC).hexdigest()
    assert store.path(track).read_bytes() == FLAC
    assert store.by_hash(track.sha256) is store.get(track.track_id) is track
    named = store.find(track.track_id)
    assert named is not None
    assert (named.track_url, named.size_bytes) == (f"/api/track/{track.track_id}", len(FLAC))
    assert store.find("other") is None
    assert changed == [track.track_id]
    assert store.used_bytes == len(FLAC)


async def test_a_track_goes_with_the_last_party_that_holds_it(store: TrackStore) -> None:
    track = await put(store, FLAC, "ONE")
    await put(store, FLAC, "TWO")
    store.release("THREE")
    store.release("ONE")
    assert store.path(track).is_file()
    store.release("TWO")
    assert not store.path(track).exists()
    assert store.by_hash(track.sha256) is None


@pytest.mark.parametrize(
    ("size", "code", "refusal"),
    [
        (10_001, "ONE", ErrorCode.UPLOAD_TOO_LARGE),
        (8_000, "ONE", ErrorCode.QUOTA_EXCEEDED),
        (6_000, "ONE", None),
        (10_000, "TWO", None),
    ],
)
async def test_sizes_are_judged_before_and_while_they_arrive(
    store: TrackStore, size: int, code: str, refusal: ErrorCode | None
) -> None:
    await put(store, FLAC)
    if refusal is None:
        store.check_size(size, code)
        return
    with pytest.raises(ProtocolError) as caught:
        await put(store, b"fLaC" + bytes(size - 4), code)
    assert caught.value.code is refusal


async def test_all_parties_together_stay_inside_the_total(store: TrackStore) -> None:
    for number in range(3):
        await put(store, FLAC + bytes((number,)), f"P{number}")
    with pytest.raises(ProtocolError) as caught:
        store.check_size(5000, "NEW")
    assert caught.value.code is ErrorCode.QUOTA_EXCEEDED


def test_the_disk_is_never_filled(tmp_path: Path) -> None:
    store = TrackStore(tmp_path, quota=Quota(free=10**18))
    store.open()
    with pytest.raises(ProtocolError) as caught:
        store.check_size(1, "ONE")
    assert caught.value.code is ErrorCode.DISK_FULL


async def test_what_is_not_kept_leaves_nothing(store: TrackStore, tmp_path: Path) -> None:
    with pytest.raises(ProtocolError):
        await put(store, b"<html>")
    async with store.receive("ONE") as incoming:
        await incoming.write(bytes(5000))
    assert not list((tmp_path / "incoming").iterdir())
    assert not list((tmp_path / "tracks").iterdir())


async def test_after_a_restart_only_what_has_a_file_and_an_owner_stays(
    store: TrackStore, tmp_path: Path, changed: list[str]
) -> None:
    kept, orphan = await put(store, FLAC, "ONE"), await put(store, FLAC + b"2", "GONE")
    lost = StoredTrack(
        track_id="lost",
        sha256="0" * 64,
        size_bytes=1,
        content_type="audio/flac",
        filename="",
        title="",
        duration_ms=None,
        holders={"ONE"},
    )
    (tmp_path / "incoming" / "half").write_bytes(b"x")
    (tmp_path / "tracks" / "stray").write_bytes(b"x")
    changed.clear()
    again = TrackStore(tmp_path, quota=Quota(), changed=changed.append)
    again.open()
    again.restore([kept, orphan, lost], ["ONE"])
    assert again.get(kept.track_id) is kept
    assert sorted(changed) == sorted([orphan.track_id, "lost"])
    assert [path.name for path in (tmp_path / "tracks").iterdir()] == [kept.sha256]
    assert not list((tmp_path / "incoming").iterdir())


async def test_what_two_uploads_announce_together_stays_inside_the_partys_quota(store: TrackStore) -> None:
    async with store.receive("ONE", 7000) as first:
        with pytest.raises(ProtocolError) as caught:
            async with store.receive("ONE", 7000):
                pass
        assert caught.value.code is ErrorCode.QUOTA_EXCEEDED
        # Another party is not charged for what was only announced.
        async with store.receive("TWO", 10_000):
            pass
        await first.write(bytes(5))
    async with store.receive("ONE", 7000):
        pass


async def test_two_uploads_that_announce_nothing_cannot_overshoot_together(store: TrackStore) -> None:
    async with store.receive("ONE") as first, store.receive("ONE") as second:
        await first.write(FLAC + bytes(3000))
        await second.write(FLAC + bytes(3001))
        with pytest.raises(ProtocolError) as caught:
            await second.finish()
        assert caught.value.code is ErrorCode.QUOTA_EXCEEDED
        with pytest.raises(ProtocolError):
            await first.finish()
    assert (await put(store, FLAC)).size_bytes == len(FLAC)


async def test_the_oldest_unwanted_track_makes_room_but_not_for_what_would_not_fit(store: TrackStore) -> None:
    first, second = await put(store, FLAC), await put(store, FLAC + b"2")
    store.make_room(10_001, "ONE", ())
    store.make_room(8000, "ONE", {first.track_id, second.track_id})
    assert store.get(first.track_id) is not None
    store.make_room(6000, "ONE", ())
    assert (store.get(first.track_id), store.get(second.track_id)) == (None, second)


async def test_a_file_that_lost_its_end_with_the_power_is_forgotten(store: TrackStore, tmp_path: Path) -> None:
    track = await put(store, FLAC)
    store.path(track).write_bytes(b"fLaC")
    again = TrackStore(tmp_path, quota=Quota())
    again.open()
    again.restore([track], ["ONE"])
    assert again.get(track.track_id) is None
    assert not list((tmp_path / "tracks").iterdir())


async def test_a_disk_that_refuses_is_said_to_the_sender_and_written_down(
    store: TrackStore, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("could not be written")
    (tmp_path / "incoming").rmdir()
    with pytest.raises(ProtocolError) as caught:
        await put(store, FLAC)
    assert caught.value.code is ErrorCode.DISK_FULL


async def test_what_cannot_be_deleted_ends_no_party(
    store: TrackStore, tmp_path: Path, expect_log: ExpectedLogs
) -> None:
    expect_log("could not be deleted")
    track = await put(store, FLAC)
    store.path(track).unlink()
    store.path(track).mkdir()
    store.release("ONE")
    assert store.get(track.track_id) is None


def test_a_disk_that_is_gone_takes_nothing(tmp_path: Path) -> None:
    store = TrackStore(tmp_path / "mounted", quota=Quota())
    assert store.free_bytes == 0
