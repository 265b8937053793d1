from __future__ import annotations

from app.core.effects import TurnVolume
from app.core.events import VolumeChosen
from app.core.picture import Painter, Surroundings
from app.core.player_facts import OutputLost, OutputOpened
from app.said import Said, Saying
from server.protocol.messages import SetVolume, VolumeReport
from tests.fakes.dialogue import Dialogue, member, only, room, sent, sync_state, told


def guest(*, allowed: bool = True) -> Dialogue:
    talk = Dialogue()
    talk.happen(VolumeChosen(volume=0.8, host_may_set=allowed))
    talk.join(sync_state())
    return talk


def opened(device: str, instead_of: str | None = None) -> OutputOpened:
    return OutputOpened(interface="null", device=device, instead_of=instead_of)


def test_a_device_that_stands_in_for_the_chosen_one_is_told_once_and_so_is_its_return() -> None:
    talk = guest()
    assert told(talk.happen(opened("headset"))) == []
    assert told(talk.happen(opened("speaker", "headset"))) == ["output-replaced"]
    assert told(talk.happen(opened("speaker", "headset"))) == []
    assert told(talk.happen(opened("headset"))) == ["output-back"]
    assert told(talk.happen(opened("headset"))) == []


def test_another_choice_than_the_lost_one_is_no_return() -> None:
    talk = guest()
    talk.happen(opened("speaker", "headset"))
    assert told(talk.happen(opened("television"))) == []


def test_no_output_is_told_and_forgotten_when_there_is_one() -> None:
    talk = guest()
    assert told(talk.happen(OutputLost(code="output-lost", said=Said(what=Saying.NO_OUTPUT)))) == ["output-lost"]
    assert talk.session.state.output is None
    talk.happen(opened("speaker"))
    assert talk.session.state.output_lost is None


def test_the_party_learns_the_volume_on_the_way_in() -> None:
    state = guest().session.state
    assert state.volume_told is not None
    assert state.volume_told[0] == VolumeReport(volume=0.8, host_may_set=True)


def test_a_slider_that_is_dragged_is_told_twice_a_second() -> None:
    talk = guest()
    talk.wait(1.0)
    found = []
    for step in range(10):
        found += sent(talk.happen(VolumeChosen(volume=step / 10, host_may_set=True)), VolumeReport)
        talk.now = type(talk.now)(talk.now + 0.06)
    assert [report.volume for report in found] == [0.0, 0.9]


def test_the_host_may_set_it() -> None:
    talk = guest()
    effects = talk.receive(SetVolume(volume=0.3))
    assert only(effects, TurnVolume) == [TurnVolume(volume=0.3)]
    assert told(effects) == ["volume-set"]


def test_who_does_not_allow_it_is_left_alone() -> None:
    assert talk_of(guest(allowed=False)) == []
    silent = Dialogue()
    silent.join(sync_state())
    assert talk_of(silent) == []


def test_the_same_volume_again_is_nothing_new() -> None:
    talk = guest()
    assert only(talk.receive(SetVolume(volume=0.8)), TurnVolume) == []


def test_it_is_shown_in_the_list_and_for_oneself() -> None:
    talk = guest(allowed=False)
    talk.receive(room(member("Host", is_host=True, volume=0.5, volume_open=True), member("Bea")))
    picture = Painter(talk.session).draw(Surroundings(reading=talk.reading), talk.now)
    assert (picture.members[0].volume, picture.members[0].volume_open) == (0.5, True)
    assert not picture.host_may_set_volume


def talk_of(talk: Dialogue) -> list[TurnVolume]:
    return only(talk.receive(SetVolume(volume=0.3)), TurnVolume)
