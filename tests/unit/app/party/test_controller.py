from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.core.link_facts import LinkDown, LinkUp
from app.core.nearby import Announcement
from app.core.player_facts import OutputOpened, TrackReady, Underrun
from app.core.profiles import PROFILES
from app.core.synchroniser import SyncOptions
from app.core.view import Notice, PartyView, Phase
from app.party.controller import PartyController
from app.said import Said, Saying, quoted
from server.protocol.messages import (
    ChatSay,
    Create,
    Created,
    Ended,
    EndParty,
    HostNext,
    HostPause,
    HostPlay,
    HostPrevious,
    HostSeek,
    HostStartNow,
    HostStop,
    HostTransfer,
    HostVolume,
    Join,
    Joined,
    Kick,
    Leave,
    Message,
    QueueAdd,
    QueueClear,
    QueueMove,
    QueueRemove,
    QueueUpdated,
    SetVolume,
    TrackStatus,
)
from server.protocol.units import LocalSec, Seconds
from tests.fakes.dialogue import item, member, prepare, room, sync_state
from tests.fakes.party_parts import Surroundings, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

CREATED = Created(code="ACDEFG", member_id="ann", member_token="m", host_token="h")


class Stage:
    """A controller that is open, and what it told."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.controller = PartyController(around.parts)
        self.views: list[PartyView] = []
        self.notices: list[Notice] = []
        self.controller.subscribe(self.views.append, self.notices.append)

    def sent(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.around.link.sent if isinstance(message, kind)]

    async def host(self) -> None:
        self.controller.create_party(name="Ann")
        await until(lambda: self.around.links)
        self.around.link.come_up()
        self.around.link.receive(CREATED, room(member("Ann", is_host=True)), sync_state())

    def guest(self) -> None:
        self.controller.join_party(invite="ACDEFG@relay.example", name="Bea")
        self.around.link.come_up()
        self.around.link.receive(Joined(code="ACDEFG", member_id="bea", member_token="m"), sync_state())


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    stage = Stage(Surroundings())
    await stage.controller.open()
    yield stage
    await stage.controller.close()


async def test_a_host_gets_a_relay_of_its_own_and_an_invite_for_others(stage: Stage) -> None:
    stage.controller.create_party(name="Ann", pin="12")
    assert stage.controller.view.phase is Phase.CONNECTING
    stage.controller.create_party(name="Ann")  # a second click is nothing
    await until(lambda: stage.around.links)
    assert stage.around.link.relay == stage.around.relay.local
    stage.around.link.come_up()
    assert stage.sent(Create) == [Create(name="Ann", capabilities=("scheduled",), protocol=1, pin="12")]
    stage.around.link.receive(CREATED)
    assert stage.controller.view.invite_short == "ACDEFG@192.0.2.9:1"


async def test_a_host_can_use_another_relay(stage: Stage) -> None:
    stage.controller.create_party(name="Ann", relay="wss://relay.example")
    assert stage.around.link.relay is not None
    assert stage.around.link.relay.secure


@pytest.mark.parametrize("relay", ["gopher://x", "a b"])
async def test_a_relay_that_is_none_is_told(stage: Stage, relay: str) -> None:
    stage.controller.create_party(name="Ann", relay=relay)
    assert [(notice.code, notice.fatal) for notice in stage.notices] == [("bad-invite", True)]


async def test_a_relay_that_does_not_start_is_told() -> None:
    stage = Stage(Surroundings(relay_fails=True))
    await stage.controller.open()
    stage.controller.create_party(name="Ann")
    await until(lambda: stage.notices)
    assert [(notice.code, notice.fatal) for notice in stage.notices] == [("port-in-use", True)]
    assert stage.controller.view.phase is Phase.IDLE
    await stage.controller.close()


async def test_a_malformed_invite_is_told(stage: Stage) -> None:
    stage.controller.join_party(invite="?", name="Bea")
    assert stage.notices[0].fatal
    assert stage.around.links == []


async def test_a_guest_joins_and_pings_are_answered_for(stage: Stage) -> None:
    stage.guest()
    (join,) = stage.sent(Join)
    assert isinstance(join, Join)
    assert join.name == "Bea"
    await until(lambda: stage.around.link.pings)


async def test_effects_reach_the_player(stage: Stage) -> None:
    stage.guest()
    stage.around.link.receive(prepare("a", at=10.0))
    assert list(stage.around.player.loaded) == ["a"]
    assert stage.around.player.programme is not None
    stage.around.player.tell(TrackReady(track_id="a", frames=48_000, rate=48_000))
    statuses = stage.sent(TrackStatus)
    assert isinstance(statuses[-1], TrackStatus)
    assert statuses[-1].frames == 48_000
    stage.controller.resync()
    stage.controller.try_again()
    assert stage.around.player.jumps == 1


async def test_every_intent_of_a_host_is_a_message(stage: Stage) -> None:
    await stage.host()
    controller = stage.controller
    stage.around.link.sent.clear()
    controller.play_item("i")
    controller.pause()
    controller.stop()
    controller.seek(-5.0)
    controller.next()
    controller.previous()
    controller.start_now()
    controller.set_member_volume("bea", 1.4)
    controller.say("hello")
    controller.react("star")
    controller.kick("bea")
    controller.make_host("bea")
    assert stage.around.link.sent == [
        HostPlay(item_id="i"),
        HostPause(),
        HostStop(),
        HostSeek(position_sec=0.0),
        HostNext(),
        HostPrevious(),
        HostStartNow(),
        HostVolume(target_id="bea", volume=1.0),
        ChatSay(text="hello"),
        ChatSay(reaction="star"),
        Kick(target_id="bea"),
        HostTransfer(target_id="bea"),
    ]
    controller.play()
    assert stage.notices[-1].code == "no-track"


async def test_the_queue_is_edited_and_the_edit_taken_back(stage: Stage) -> None:
    await stage.host()
    controller = stage.controller
    stage.around.link.receive(QueueUpdated(items=(item("a"), item("b"), item("c"))))
    stage.around.link.sent.clear()
    controller.remove_items(["i-a"])
    controller.undo()
    controller.move_items(["i-a"], None)
    controller.play_next(["i-c"])
    controller.clear_queue()
    assert stage.around.link.sent == [
        QueueRemove(item_ids=("i-a",)),
        QueueAdd(items=(item("a"),), before_item_id="i-b"),
        QueueMove(item_id="i-a"),
        QueueMove(item_id="i-c", before_item_id="i-a"),
        QueueClear(),
    ]
    assert stage.notices[-1].action == "undo"


async def test_files_are_sent_and_the_first_may_start(stage: Stage, tmp_path: Path) -> None:
    for name in ("one.mp3", "two.mp3"):
        (tmp_path / name).write_bytes(b"x")
    # Before the party stands: they wait for it.
    stage.controller.add_files([tmp_path], play_first=True)
    await stage.host()
    await until(lambda: stage.sent(QueueAdd))
    (play,) = stage.sent(HostPlay)
    assert isinstance(play, HostPlay)
    assert play.track_id == "t-one"
    stage.around.link.receive(prepare("t-one", at=10.0))
    assert stage.around.player.loaded["t-one"].location == str(tmp_path / "one.mp3")


async def test_a_guest_cannot_add_files(stage: Stage, tmp_path: Path) -> None:
    stage.guest()
    stage.controller.add_files([tmp_path])
    assert stage.notices[-1].code == "not-host"


async def test_leaving_as_the_host_of_an_own_relay_ends_the_party_and_the_relay(stage: Stage) -> None:
    await stage.host()
    stage.controller.leave()
    assert stage.sent(EndParty)
    await until(lambda: stage.around.relay.closed)
    assert stage.around.link.closed
    assert stage.around.uploader.closed
    assert stage.controller.view.phase is Phase.LEFT


async def test_leaving_as_a_guest_leaves(stage: Stage) -> None:
    stage.guest()
    stage.controller.leave()
    assert stage.sent(Leave)


async def test_a_host_elsewhere_can_end_the_party(stage: Stage) -> None:
    await stage.host()
    stage.controller.end_party()
    assert stage.sent(EndParty)


async def test_what_an_old_link_still_says_is_ignored(stage: Stage) -> None:
    stage.guest()
    old = stage.around.link
    stage.controller.leave()
    old.tell(LinkUp(at=LocalSec(0.0)))
    old.receive(Ended(reason="x"))
    assert stage.controller.view.left_reason == Said(what=Saying.LEFT)


async def test_a_lost_link_sends_nothing_and_says_so(stage: Stage) -> None:
    await stage.host()
    stage.around.link.up = False
    stage.around.link.tell(LinkDown(at=LocalSec(0.0), reason=quoted("reset"), retry_in=Seconds(1.0)))
    stage.controller.pause()
    assert stage.notices[-1].code == "not-connected"


async def test_volume_and_mute_are_the_persons_own(stage: Stage) -> None:
    stage.controller.set_volume(0.4)
    stage.controller.set_muted(True)
    assert (stage.around.player.volume, stage.controller.view.muted) == (0.0, True)
    stage.controller.set_muted(False)
    assert stage.around.player.volume == 0.4
    assert stage.around.parts.settings.settings.volume == 0.4


async def test_the_sound_delay_is_remembered_for_its_device(stage: Stage) -> None:
    stage.controller.set_output_offset(-30.0)
    assert stage.around.player.offset_ms == -30.0
    assert stage.around.parts.settings.settings.offset_for("usb") == -30.0
    assert stage.controller.view.output_offset_ms == -30.0


async def test_another_device_plays_with_its_own_sound_delay(stage: Stage) -> None:
    stage.controller.set_output_offset(-30.0)
    player = stage.around.player
    assert player.listener is not None
    player.listener(OutputOpened(interface="null", device="headset"))
    assert (player.offset_ms, stage.controller.view.output_offset_ms) == (0.0, 0.0)
    stage.controller.set_output_offset(180.0)
    player.listener(OutputOpened(interface="null", device="usb"))
    assert (player.offset_ms, stage.controller.view.output_offset_ms) == (-30.0, -30.0)


async def test_a_gap_in_the_sound_is_logged_with_its_length(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    assert stage.around.player.listener is not None
    stage.around.player.listener(Underrun(gap_ms=12.4))
    assert "a gap of about 12 ms" in caplog.text


async def test_a_sound_delay_for_this_run_wins() -> None:
    stage = Stage(Surroundings(output_offset_ms=12.0))
    await stage.controller.open()
    assert stage.around.player.offset_ms == 12.0
    assert stage.controller.view.output_offset_ms == 12.0
    stage.controller.set_output_offset(5.0)
    assert stage.controller.view.output_offset_ms == 5.0
    await stage.controller.close()


async def test_the_output_is_tried_again_when_asked(stage: Stage) -> None:
    stage.controller.retry_output()
    await until(lambda: stage.around.player.retries)


async def test_what_is_asked_before_all_is_open_happens_after() -> None:
    stage = Stage(Surroundings())
    stage.controller.start()
    stage.controller.join_party(invite="ACDEFG@relay.example", name="Bea")
    assert stage.around.links == []
    await until(lambda: stage.around.links)
    await stage.controller.close()
    assert stage.around.player.closed


async def test_views_are_few_and_the_last_one_is_right(stage: Stage) -> None:
    await stage.host()
    stage.views.clear()
    for index in range(200):
        stage.around.link.receive(room(*(member(f"M{number}") for number in range(index))))
    await until(lambda: stage.views)
    assert len(stage.views) < 5
    assert len(stage.controller.view.members) == 199


async def test_a_listener_that_fails_stops_nothing(stage: Stage, expect_log: Callable[..., None]) -> None:
    expect_log("A listener failed")

    def fail(_view: object) -> None:
        raise ValueError

    end = stage.controller.subscribe(fail, fail)
    stage.controller.join_party(invite="?", name="Bea")
    end()
    end()
    assert stage.notices


async def test_the_host_turns_our_volume_as_long_as_we_allow_it(stage: Stage) -> None:
    stage.guest()
    stage.around.link.receive(SetVolume(volume=0.25))
    assert stage.around.player.volume == 0.25
    stage.controller.let_host_set_volume(False)
    stage.around.link.receive(SetVolume(volume=0.9))
    assert stage.around.player.volume == 0.25
    assert not stage.controller.view.host_may_set_volume


async def test_settings_reach_the_player_and_the_sync(stage: Stage) -> None:
    stage.controller.set_slewing(False)
    assert stage.around.player.slewing is False
    assert await stage.controller.use_output("pulse", "kitchen")
    assert not await stage.controller.use_output("vlc", "")
    assert stage.around.player.outputs == [("pulse", "kitchen"), ("vlc", None)]
    stage.controller.use_sync(SyncOptions(profile=PROFILES["lan"], auto=False))


async def test_the_sound_delay_in_force_is_shown(stage: Stage) -> None:
    stage.controller.set_output_offset(120.0)
    assert stage.controller.view.output_offset_ms == 120.0


async def test_a_hosts_party_is_shown_on_this_network_until_it_ends(stage: Stage) -> None:
    await stage.host()
    shown = Announcement(code="ACDEFG", host_name="Ann", port=1)
    assert stage.around.beacon.shown == [None, shown]
    assert stage.controller.view.shown_nearby
    stage.around.link.receive(room(member("Ann"), member("Bea", is_host=True)))
    stage.controller.leave()
    assert stage.around.beacon.shown == [None, shown, replace(shown, host_name="Bea"), None]
    assert stage.views[-1].shown_nearby is None


async def test_a_host_can_hide_the_party_and_show_it_again(stage: Stage) -> None:
    await stage.host()
    stage.controller.show_nearby(False)
    assert (stage.around.beacon.shown[-1], stage.controller.view.shown_nearby) == (None, False)
    assert not stage.around.parts.settings.settings.show_nearby
    stage.controller.show_nearby(True)
    assert stage.around.beacon.shown[-1] is not None


async def test_a_party_with_a_pin_is_not_shown(stage: Stage) -> None:
    stage.controller.create_party(name="Ann", pin="12")
    await until(lambda: stage.around.links)
    stage.around.link.come_up()
    stage.around.link.receive(CREATED, room(member("Ann", is_host=True)))
    assert stage.around.beacon.shown == [None]
    assert stage.controller.view.shown_nearby is None


async def test_a_party_that_only_this_machine_reaches_is_not_shown(stage: Stage) -> None:
    stage.around.relay.is_for_others = False
    await stage.host()
    assert stage.around.beacon.shown == [None]
    assert stage.controller.view.shown_nearby is None


async def test_a_guest_shows_nothing(stage: Stage) -> None:
    stage.guest()
    assert stage.around.beacon.shown == [None]
    assert stage.controller.view.shown_nearby is None
