from __future__ import annotations

import os
import sys
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.party.way_back_store import WayBackStore
from server.protocol.units import ServerMs
from tests.fakes.party_parts import until
from tests.unit.app.core.test_way_back import WAY

if TYPE_CHECKING:
    from pathlib import Path

    from app.core.way_back import WayBack
    from tests.support.logs import ExpectedLogs

OTHER = replace(WAY, code="MQRTVW")


def now(*, later: float = 0.0) -> ServerMs:
    return ServerMs((time.time() + later) * 1000)  # noqa: TID251 - files are stamped by it


def killed(folder: Path, way: WayBack) -> Path:
    """What a program leaves that kept this and was killed."""
    before = set(folder.glob("*.json"))
    store = WayBackStore(folder)
    store.keep(way)
    store.close()
    (path,) = set(folder.glob("*.json")) - before
    return path


def claimed(folder: Path, *, later: float = 0.0) -> WayBack | None:
    store = WayBackStore(folder)
    try:
        return store.claim(now(later=later))
    finally:
        store.close()


def test_what_a_killed_program_left_is_found(tmp_path: Path) -> None:
    killed(tmp_path / "parties", WAY)
    assert claimed(tmp_path / "parties") == WAY
    assert claimed(tmp_path / "parties") == WAY


@pytest.mark.skipif(sys.platform == "win32", reason="a profile there is its user's alone")
def test_its_tokens_are_for_nobody_else(tmp_path: Path) -> None:
    path = killed(tmp_path / "parties", WAY)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_nothing_is_found_where_nothing_was_kept(tmp_path: Path) -> None:
    assert claimed(tmp_path / "parties") is None
    assert not (tmp_path / "parties").exists()


async def test_a_program_that_lives_keeps_its_party_to_itself(tmp_path: Path) -> None:
    store = WayBackStore(tmp_path)
    store.keep(OTHER)
    await until(lambda: list(tmp_path.glob("*.json")))
    assert claimed(tmp_path) is None
    killed(tmp_path, WAY)
    assert claimed(tmp_path) == WAY
    store.close()


def test_the_newest_comes_first(tmp_path: Path) -> None:
    old = killed(tmp_path, WAY)
    os.utime(old, (time.time() - 60,) * 2)  # noqa: TID251 - files are stamped by it
    killed(tmp_path, OTHER)
    assert claimed(tmp_path) == OTHER


def test_who_lives_grows_no_older(tmp_path: Path) -> None:
    store = WayBackStore(tmp_path)
    store.live()
    store.keep(WAY)
    store.close()
    (path,) = tmp_path.glob("*.json")
    os.utime(path, (0, 0))
    store = WayBackStore(tmp_path)
    os.utime(path)
    assert store.claim(now()) == WAY
    os.utime(path, (0, 0))
    store.live()
    store.close()
    assert claimed(tmp_path) == WAY


def test_what_is_stale_is_removed(tmp_path: Path) -> None:
    killed(tmp_path, WAY)
    assert claimed(tmp_path, later=4000.0) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"\xff", b'{"code": 5}'], ids=["power cut", "no text", "other"])
def test_what_is_broken_is_removed_and_stops_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert claimed(tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    store = WayBackStore(tmp_path)
    store.keep(WAY)
    store.forget()
    store.forget()
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_what_was_claimed_gives_way_to_another_party(tmp_path: Path) -> None:
    killed(tmp_path, WAY)
    store = WayBackStore(tmp_path)
    assert store.claim(now()) == WAY
    store.keep(OTHER)
    store.close()
    assert claimed(tmp_path) == OTHER
    assert len(list(tmp_path.glob("*.json"))) == 1


def test_a_disk_that_refuses_costs_the_way_back_and_nothing_else(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("The way back into the party is not kept")
    (tmp_path / "file").touch()
    store = WayBackStore(tmp_path / "file" / "parties")
    store.keep(WAY)
    store.close()
    assert claimed(tmp_path / "file" / "parties") is None
