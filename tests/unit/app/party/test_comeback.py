from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.core.events import Tick
from app.core.link_facts import LinkFailed
from app.core.view import Phase, WayBackView
from app.party.way_back_store import WayBackStore
from app.said import Said, Saying, quoted
from server.protocol.messages import Ended, ErrorMessage, Join, Joined
from server.protocol.units import LocalSec
from tests.fakes.dialogue import member, room, sync_state
from tests.fakes.party_parts import FakeRelay, Surroundings, until
from tests.unit.app.core.test_way_back import WAY
from tests.unit.app.party.test_controller import Stage
from tests.unit.app.party.test_way_back_store import claimed, killed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

GUESTS = replace(WAY, host_token=None, place=None, hidden=False, pin=None)
SEAT_AGAIN = Joined(code=WAY.code, member_id=WAY.member_id, is_host=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "parties"


@pytest.fixture
async def open_stage(folder: Path) -> AsyncIterator[Callable[..., Stage]]:
    made: list[Stage] = []

    def make(*, relay_fails: bool = False) -> Stage:
        made.append(Stage(Surroundings(relay_fails=relay_fails, way_back=WayBackStore(folder))))
        return made[-1]

    yield make
    for stage in made:
        await stage.controller.close()


async def opened(stage: Stage) -> Stage:
    stage.controller.look_back()
    await stage.controller.open()
    return stage


def files(folder: Path) -> list[Path]:
    return list(folder.glob("*.json"))


async def test_a_party_is_kept_while_it_lasts(open_stage: Callable[..., Stage], folder: Path) -> None:
    stage = await opened(open_stage())
    assert stage.controller.view.way_back is None
    await stage.host()
    await until(lambda: files(folder))
    stage.controller.leave()
    await until(lambda: not files(folder))


async def test_the_end_of_a_party_that_we_did_not_want_leaves_nothing_either(
    open_stage: Callable[..., Stage], folder: Path
) -> None:
    stage = await opened(open_stage())
    stage.guest()
    await until(lambda: files(folder))
    stage.around.link.receive(Ended(reason=""))
    await until(lambda: not files(folder))


async def test_a_host_goes_back_to_its_party_on_its_relay(open_stage: Callable[..., Stage], folder: Path) -> None:
    killed(folder, WAY)
    stage = await opened(open_stage())
    assert stage.controller.view.way_back == WayBackView(code=WAY.code, is_host=True)
    stage.controller.go_back()
    assert stage.controller.view.phase is Phase.CONNECTING
    await until(lambda: stage.around.links)
    assert stage.around.places == [WAY.place]
    stage.around.link.come_up()
    assert stage.controller.view.phase is Phase.CONNECTING
    stage.around.link.receive(SEAT_AGAIN, room(member("Ann", is_host=True)), sync_state())
    view = stage.controller.view
    assert (view.phase, view.code, view.is_host, view.way_back) == (Phase.STOPPED, WAY.code, True, None)
    assert stage.around.link.relay == FakeRelay.local
    assert view.invite_short == "ACDEFG@192.0.2.9:1"
    # It was started with --hidden, and stays so.
    assert stage.around.beacon.shown == [None]
    assert view.shown_nearby is None


async def test_a_guest_goes_back_to_the_relay_of_somebody_else(open_stage: Callable[..., Stage], folder: Path) -> None:
    killed(folder, GUESTS)
    stage = await opened(open_stage())
    assert stage.controller.view.way_back == WayBackView(code=WAY.code, is_host=False)
    stage.controller.go_back()
    stage.around.link.come_up()
    (join,) = stage.sent(Join)
    assert isinstance(join, Join)
    assert join.member_token == WAY.member_token
    assert stage.around.places == []


async def test_a_party_that_is_over_is_said_so_once_and_offered_no_more(
    open_stage: Callable[..., Stage], folder: Path
) -> None:
    killed(folder, WAY)
    stage = await opened(open_stage())
    stage.controller.go_back()
    await until(lambda: stage.around.links)
    stage.around.link.come_up()
    stage.around.link.receive(ErrorMessage(code="unknown-code", message="No."))
    view = stage.controller.view
    assert (view.phase, view.left_reason, view.way_back) == (Phase.LEFT, Said(what=Saying.PARTY_OVER), None)
    await until(lambda: stage.around.relay.closed and not files(folder))


async def test_what_stands_in_the_way_for_now_leaves_the_offer(open_stage: Callable[..., Stage], folder: Path) -> None:
    killed(folder, GUESTS)
    stage = await opened(open_stage())
    stage.controller.go_back()
    stage.around.link.tell(LinkFailed(at=LocalSec(0.0), code="relay-unreachable", said=quoted("Nobody there.")))
    assert stage.controller.view.way_back is not None
    await stage.controller.close()
    assert claimed(folder) == GUESTS


async def test_a_relay_that_does_not_start_again_leaves_the_offer(
    open_stage: Callable[..., Stage], folder: Path
) -> None:
    killed(folder, WAY)
    stage = await opened(open_stage(relay_fails=True))
    stage.controller.go_back()
    await until(lambda: stage.notices)
    assert stage.notices[-1].code == "port-in-use"
    assert stage.controller.view.phase is Phase.IDLE
    assert stage.controller.view.way_back is not None


@pytest.mark.parametrize("steps", [0, 1], ids=["before it began", "while it starts"])
async def test_who_cancels_while_the_relay_starts_is_outside_and_may_go_back_later(
    open_stage: Callable[..., Stage], folder: Path, steps: int
) -> None:
    killed(folder, WAY)
    stage = await opened(open_stage())
    stage.around.relay_gate.clear()
    stage.controller.go_back()
    if steps:
        await until(lambda: stage.around.places)
    stage.controller.leave()
    assert (stage.controller.view.phase, stage.controller.view.way_back is None) == (Phase.IDLE, False)
    stage.around.relay_gate.set()
    stage.controller.go_back()
    await until(lambda: stage.around.links)
    assert len(stage.around.links) == 1


async def test_another_party_takes_the_offers_place(open_stage: Callable[..., Stage], folder: Path) -> None:
    killed(folder, WAY)
    stage = await opened(open_stage())
    await stage.host()
    stage.controller.leave()
    assert stage.controller.view.way_back is None
    await until(lambda: not files(folder))


async def test_without_a_way_back_going_back_says_what_to_do(open_stage: Callable[..., Stage]) -> None:
    stage = await opened(open_stage())
    stage.controller.go_back()
    (notice,) = stage.notices
    assert (notice.code, notice.fatal) == ("no-way-back", True)


async def test_a_long_party_stays_fresh(
    open_stage: Callable[..., Stage], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.party.comeback._LIVE_SEC", 0.0)
    stage = await opened(open_stage())
    stage.guest()
    await until(lambda: files(folder))
    (path,) = files(folder)
    before = path.stat().st_mtime_ns
    stage.controller._runtime.handle(Tick(reading=stage.around.player.reading(), wall=stage.around.parts.clocks.wall()))
    await until(lambda: path.stat().st_mtime_ns > before)
