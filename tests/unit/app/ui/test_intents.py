from __future__ import annotations

from pathlib import Path

import pytest

from app.core.view import PartyView, Phase
from app.ui.intents import Intents, in_party
from app.ui.start_action import HostAction, JoinAction
from tests.fakes.replay_actions import Call, ReplayActions
from tests.ui.views import as_guest, empty_party, playing

SONG = Path("/music/song.flac")
OTHER = Path("/music/other.flac")


@pytest.mark.parametrize("phase", list(Phase), ids=str)
def test_one_is_in_a_party_in_every_phase_between_connecting_and_leaving(phase: Phase) -> None:
    assert in_party(PartyView(phase=phase)) == (phase not in {Phase.IDLE, Phase.CONNECTING, Phase.LEFT})


def test_files_wait_until_the_party_stands_and_are_sent_once() -> None:
    actions = ReplayActions()
    intents = Intents(actions)
    intents.begin(HostAction(paths=(SONG,), play=True, relay="10.0.0.9", pin="12"), "Ann")
    for view in (PartyView(phase=Phase.CONNECTING), empty_party(), empty_party()):
        intents.follow(view)
    assert actions.calls == [
        Call("create_party", ("Ann", "10.0.0.9", "12")),
        Call("add_files", ((SONG,), True, None)),
    ]


def test_files_of_a_party_that_failed_do_not_go_to_the_next_one() -> None:
    actions = ReplayActions()
    intents = Intents(actions)
    intents.begin(HostAction(paths=(SONG,)), "Ann")
    intents.follow(PartyView(phase=Phase.LEFT))
    intents.follow(empty_party())
    assert [call.name for call in actions.calls] == ["create_party"]


def test_joining_takes_no_files_along() -> None:
    actions = ReplayActions()
    intents = Intents(actions)
    intents.begin(HostAction(paths=(SONG,)), "Ann")
    intents.begin(JoinAction(invite="QWXTR4@10.0.0.9", pin="12"), "Ann")
    intents.follow(as_guest(playing()))
    assert intents.joined_with == "QWXTR4@10.0.0.9"
    assert actions.calls[1:] == [Call("join_party", ("QWXTR4@10.0.0.9", "Ann", "12"))]


@pytest.mark.parametrize(("view", "plays"), [(empty_party(), True), (playing(), False)], ids=["empty", "playing"])
def test_the_first_music_of_an_empty_party_plays_at_once(view: PartyView, *, plays: bool) -> None:
    actions = ReplayActions(view)
    Intents(actions).add([SONG, OTHER], "i3")
    assert actions.calls == [Call("add_files", ((SONG, OTHER), plays, "i3"))]
