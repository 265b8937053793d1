from __future__ import annotations

import asyncio
import ipaddress
import os
import signal
import socket
import sys
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.errors import RelayStartError
from app.net.http import RelayHttp
from app.relay_child import RelayChild
from app.relay_process import lan_address, start_relay, start_relay_again

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.logs import ExpectedLogs


async def test_a_relay_starts_serves_and_ends(tmp_path: Path) -> None:
    relay = await start_relay(data_dir=tmp_path, port=0, host="127.0.0.1")
    http = RelayHttp(relay.local)
    try:
        assert await http.healthy()
        assert relay.public.port == relay.local.port
    finally:
        await http.close()
        await relay.close()
    with pytest.raises(ProcessLookupError):
        os.kill(relay.pid, 0)


async def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(RelayStartError, match=f"Port {port} is taken") as error:
            await start_relay(data_dir=tmp_path, port=port, host="127.0.0.1")
    assert error.value.code == "port-in-use"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("import sys; print('disk on fire', file=sys.stderr); sys.exit(1)", "disk on fire"),
        ('print(\'{"event": "error", "message": "no licence"}\')', "no licence"),
        ("print('garbage'); print('[]')", "did not say why"),
    ],
    ids=["stderr", "event", "nothing"],
)
async def test_a_relay_that_ends_early_says_why(script: str, words: str) -> None:
    relay = RelayChild([sys.executable, "-c", script])
    try:
        with pytest.raises(RelayStartError, match=words):
            await relay.ready(0)
    finally:
        await relay.close()


async def test_a_relay_that_never_gets_ready_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.relay_child._READY_WITHIN_SEC", 0.05)
    relay = RelayChild([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        with pytest.raises(RelayStartError, match="not ready"):
            await relay.ready(0)
    finally:
        await relay.close()


async def test_a_relay_that_is_killed_is_back_at_the_same_place(tmp_path: Path, expect_log: ExpectedLogs) -> None:
    expect_log("The relay ended unasked")
    relay = await start_relay(data_dir=tmp_path, port=0, host="127.0.0.1")
    http = RelayHttp(relay.local)
    try:
        before, where = relay.pid, relay.local
        os.kill(before, signal.SIGKILL)
        async with asyncio.timeout(20):
            while relay.pid == before or not await http.healthy():  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0)
        assert relay.local == where
    finally:
        await http.close()
        await relay.close()
    with pytest.raises(ProcessLookupError):
        os.kill(relay.pid, 0)


async def test_a_relay_that_cannot_live_is_not_started_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log: ExpectedLogs
) -> None:
    for words in ("ended unasked", "did not start", "does not stay up"):
        expect_log(words)
    monkeypatch.setattr("app.relay_process._AGAIN_AFTER", (0.0, 0.0))
    relay = await start_relay(data_dir=tmp_path, port=0, host="127.0.0.1")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    os.kill(relay.pid, signal.SIGKILL)
    async with asyncio.timeout(20):
        await relay.given_up()
    await relay.close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
async def test_a_relay_is_reached_at_the_one_address_that_it_listens_on(tmp_path: Path, host: str) -> None:
    relay = await start_relay(data_dir=tmp_path, port=0, host=host)
    http = RelayHttp(relay.local)
    try:
        assert await http.healthy()
        assert relay.public == relay.local
    finally:
        await http.close()
        await relay.close()


async def test_a_second_relay_keeps_its_things_beside_the_first(tmp_path: Path) -> None:
    first = await start_relay(data_dir=tmp_path / "relay", port=0, host="127.0.0.1")
    try:
        second = await start_relay(data_dir=tmp_path / "relay", port=0, host="127.0.0.1")
        await second.close()
    finally:
        await first.close()
    found = await asyncio.to_thread(lambda: sorted(path.name for path in tmp_path.iterdir()))
    assert found == ["relay", "relay-2"]


async def test_a_program_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    with pytest.raises(RelayStartError, match="did not start"):
        await start_relay(data_dir=tmp_path, port=0)


def test_the_address_for_others_is_one() -> None:
    assert ipaddress.ip_address(lan_address())


async def test_a_relay_starts_again_where_an_earlier_one_lets_go(tmp_path: Path) -> None:
    first = await start_relay(data_dir=tmp_path, port=0, host="127.0.0.1")
    second, _ = await asyncio.gather(start_relay_again(first.place), first.close())
    try:
        assert second.place == first.place
        assert second.pid != first.pid
    finally:
        await second.close()


async def test_a_place_that_somebody_keeps_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.relay_process._LET_GO_TRIES", 1)
    first = await start_relay(data_dir=tmp_path, port=0, host="127.0.0.1")
    try:
        with pytest.raises(RelayStartError, match="in use by another Unisono"):
            await start_relay_again(replace(first.place, port=0))
        with pytest.raises(RelayStartError, match="is taken by another program"):
            await start_relay_again(replace(first.place, data_dir=str(tmp_path / "other")))
    finally:
        await first.close()
