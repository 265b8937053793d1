from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import msgspec
import pytest

from server.errors import StartError
from server.protocol import messages as m
from server.store import Change, ClockRecord, Saved, Store
from server.track_store import StoredTrack
from tests.unit.server.party.script import Script, url

if TYPE_CHECKING:
    from pathlib import Path

    from server.party import PartyState
    from tests.support.logs import ExpectedLogs


def busy_party() -> PartyState:
    party = Script(pin="12")
    host = party.create()
    party.join("Bob", legacy=True)
    party.say(host, m.QueueAdd(items=(url("a"), url("b"))))
    party.say(host, m.HostPlay())
    party.ready([host], party.state.queue.items[0].track_id or "", 9.9)
    party.say(host, m.SyncReport(drift_ms=0.1, uncertainty_ms=0.1, rtt_ms=3.0))
    party.wait(9000)
    assert party.state.playback.upcoming is not None
    return party.state


def saved(path: Path) -> Saved:
    store = Store(path)
    store.open()
    try:
        return store.load()
    finally:
        store.close()


def test_what_was_written_is_read_back_the_same(tmp_path: Path) -> None:
    path = tmp_path / "relay.sqlite3"
    state = busy_party()
    track = StoredTrack(
        track_id="t",
        sha256="a" * 64,
        size_bytes=5,
        content_type="audio/flac",
        filename="f",
        title="T",
        duration_ms=None,
        holders={"ACDEFG"},
    )
    clock = ClockRecord(boot_id="b", offset_ms=1.5, epoch="e")
    store = Store(path)
    store.open()
    store.save_clock(clock)
    store.write(
        [
            Change(table="parties", key=state.code, blob=msgspec.json.encode(state)),
            Change(table="parties", key="GONE", blob=msgspec.json.encode(state)),
            Change(table="tracks", key="t", blob=msgspec.json.encode(track)),
        ]
    )
    store.write([Change(table="parties", key="GONE", blob=None)])
    store.close()
    store.close()
    assert saved(path) == Saved(parties=[state], tracks=[track], clock=clock)


def test_a_new_folder_holds_nothing(tmp_path: Path) -> None:
    assert saved(tmp_path / "relay.sqlite3") == Saved()


def test_a_damaged_file_is_put_aside(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("damaged")
    path = tmp_path / "relay.sqlite3"
    path.write_bytes(b"this is no database, " * 100)
    assert saved(path) == Saved()
    assert (tmp_path / "relay.broken").read_bytes().startswith(b"this is no database")


def test_a_row_that_cannot_be_read_costs_only_itself(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("cannot be read")
    path = tmp_path / "relay.sqlite3"
    store = Store(path)
    store.open()
    state = busy_party()
    good = Change(table="parties", key=state.code, blob=msgspec.json.encode(state))
    store.write([good, Change(table="parties", key="BROKEN", blob=b"{}")])
    store.close()
    assert saved(path).parties == [state]


def test_a_file_of_a_newer_relay_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "relay.sqlite3"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StartError, match="newer relay"):
        Store(path).open()


def test_a_file_that_another_relay_holds_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "relay.sqlite3"
    first = Store(path)
    first.open()
    with pytest.raises(StartError, match="in use by another relay"):
        Store(path).open()
    first.close()


def test_a_path_that_cannot_be_opened_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(StartError, match="--data-dir"):
        Store(tmp_path / "nowhere" / "relay.sqlite3").open()


def test_a_store_that_is_not_open_says_so(tmp_path: Path) -> None:
    with pytest.raises(StartError):
        Store(tmp_path / "x").load()


def test_damage_deep_in_the_file_is_noticed_at_the_start(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("damaged")
    path = tmp_path / "relay.sqlite3"
    store = Store(path)
    store.open()
    store.write([Change(table="parties", key=f"P{number}", blob=b"x" * 500) for number in range(200)])
    store.close()
    pages = bytearray(path.read_bytes())
    pages[5 * 4096 : 12 * 4096] = bytes(7 * 4096)
    path.write_bytes(pages)
    assert saved(path) == Saved()
