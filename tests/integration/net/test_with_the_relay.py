"""Link, ping plan, clock and HTTP client against the real relay on a real socket."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from app.core.ping_plan import PingEvent, PingPlan
from app.core.profiles import DEFAULT
from app.core.selecting_clock import SelectingClock
from app.net.http import RelayHttp
from app.net.link import LinkEvent, LinkUp, Received
from server.clock import RelayClock
from server.config import RelayConfig
from server.protocol.messages import Create, Created, TimePong
from server.protocol.units import LocalSec
from server.service import serve
from tests.integration.net.conftest import GENEROUS, EventLog, relay_at, until
from tests.media import RECIPES, make_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from app.net.ws_link import WebsocketsLink

OFFSET_MS = 1_700_000_000_000.0


@pytest.fixture
async def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """A relay whose clock is known."""

    def known(_kind: type[RelayClock], epoch: str) -> RelayClock:
        return RelayClock(offset_ms=OFFSET_MS, epoch=epoch)

    monkeypatch.setattr(RelayClock, "set_by_wall", classmethod(known))
    async with serve(RelayConfig(host="127.0.0.1", port=0, data_dir=tmp_path / "relay")) as port:
        yield port


class Prober:
    """The least shell that a ping plan needs."""

    def __init__(self, link: WebsocketsLink) -> None:
        self.link = link
        self.plan = PingPlan(DEFAULT)
        self.clock = SelectingClock(DEFAULT)
        self.samples = 0
        self.happened = asyncio.Event()

    def __call__(self, event: LinkEvent) -> None:
        if isinstance(event, LinkUp):
            self.plan.on_event(PingEvent.CONNECTED, event.at)
        if isinstance(event, Received) and isinstance(event.message, TimePong):
            sample = self.plan.pong(event.message, event.at)
            if sample is not None:
                self.clock.add(sample)
                self.samples += 1
        self.happened.set()

    async def run(self, samples: int) -> None:
        async with asyncio.timeout(GENEROUS):
            while self.samples < samples:
                now = LocalSec(time.monotonic())
                at = self.plan.next_at(now)
                if at is not None and at <= now:
                    ping_id = self.plan.due(now)
                    if ping_id is not None:
                        self.plan.sent(ping_id, self.link.send_ping(ping_id))
                    continue
                self.happened.clear()
                try:
                    async with asyncio.timeout(None if at is None else at - now):
                        await self.happened.wait()
                except TimeoutError:
                    continue


async def test_the_relays_clock_is_known_within_a_millisecond_and_says_how_well(
    port: int, link: WebsocketsLink
) -> None:
    prober = Prober(link)
    link.open(relay_at(port), prober)
    await prober.run(16)
    now = LocalSec(time.monotonic())
    estimate = prober.clock.map(now)
    assert estimate is not None
    error = abs(estimate.server_at(now) - (OFFSET_MS + now * 1000))
    assert error < max(1.0, 5 * estimate.uncertainty_ms)
    assert estimate.uncertainty_ms < 50


async def test_a_file_is_sent_once_and_known_the_second_time(
    port: int, link: WebsocketsLink, log: EventLog, tmp_path: Path
) -> None:
    link.open(relay_at(port), log)
    await log.first(LinkUp)
    link.send(Create(name="Ada"))
    await until(lambda: any(isinstance(event.message, Created) for event in log.of(Received)))
    created = next(event.message for event in log.of(Received) if isinstance(event.message, Created))
    assert created.host_token is not None
    song = make_file(tmp_path, RECIPES["cd.flac"])

    http = RelayHttp(relay_at(port))
    first = await http.upload(song, host_token=created.host_token)
    told: list[tuple[int, int]] = []
    again = await http.upload(song, host_token=created.host_token, on_progress=lambda *now: told.append(now))
    assert (again.track_id, again.track_url, again.sha256) == (first.track_id, first.track_url, first.sha256)
    assert [sent for sent, _ in told] == [0, first.size_bytes]

    state = await http.party_state(created.code)
    assert state.exists
    assert state.server_time == pytest.approx(OFFSET_MS + time.monotonic() * 1000, abs=60_000)
    assert not (await http.party_state("ACDEFG")).exists
    assert await http.healthy()
    await http.close()
