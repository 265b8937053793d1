from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.view import PartyView, Phase
from app.said import Said, Saying
from app.ui.news import News
from server.protocol.units import LocalSec
from tests.ui.views import NOW, member, members, playing, preparing, track, waiting


class Reader:
    """Someone who listens."""

    def __init__(self, *views: PartyView) -> None:
        self.news = News()
        for view in views:
            self.hear(view)

    def hear(self, view: PartyView) -> list[str]:
        return self.news.take(view, NOW)


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        pytest.param(PartyView(phase=Phase.CONNECTING), "Connecting to the party…", id="connecting"),
        pytest.param(waiting(), "Waiting for Bea (62 %)", id="waiting"),
        pytest.param(preparing(), "Preparing, starting in 2 s", id="preparing"),
        pytest.param(replace(preparing(), starts_at=None), "Preparing the music (34 %)", id="getting the music"),
        pytest.param(playing(), "Playing Glass Harbour — Mira Vance", id="playing"),
        pytest.param(playing(phase=Phase.PAUSED), "Paused for everybody", id="paused"),
        pytest.param(
            PartyView(phase=Phase.LEFT, left_reason=Said(what=Saying.KICKED)),
            "The host removed you from the party.",
            id="sent away",
        ),
    ],
)
def test_a_state_is_told_once(view: PartyView, sentence: str) -> None:
    reader = Reader()
    assert reader.hear(view) == [sentence]
    assert reader.hear(replace(view, volume=0.1)) == []


def test_the_countdown_is_not_read_out() -> None:
    reader = Reader(preparing())
    assert reader.news.take(preparing(), LocalSec(NOW + 0.6)) == []


def test_the_next_track_is_told() -> None:
    reader = Reader(playing())
    assert reader.hear(playing(track=track(1))) == ["Playing Slow Lanterns — Orrery Club"]


def test_who_was_there_before_is_not_told() -> None:
    assert len(Reader().hear(playing())) == 1


def test_people_who_come_and_go_are_told() -> None:
    reader = Reader(playing())
    ann, bea, *others = members()
    fay = member("Fay")
    assert reader.hear(playing(members=(ann, *others, fay))) == ["Joined: Fay", "Left: Bea"]
    away = replace(fay, connected=False)
    assert reader.hear(playing(members=(ann, *others, away))) == ["Connection lost: Fay"]
    assert reader.hear(playing(members=(ann, *others, fay))) == ["Back again: Fay"]
    crowd = tuple(member(name) for name in ("Gus", "Hal", "Ida"))
    assert reader.hear(playing(members=(ann, bea, *others, fay, *crowd))) == ["Joined: 4 people"]


def test_out_of_sync_is_told_once_and_so_is_its_end() -> None:
    reader = Reader(playing())
    ann, bea, cem = members()[:3]
    calm = (ann, bea, cem)
    reader.hear(playing(members=calm))

    def hear(drift: float, who: str = "cem") -> list[str]:
        people = tuple(replace(m, drift_ms=drift) if m.id == who else m for m in calm)
        return reader.hear(playing(members=people))

    assert hear(34.0) == ["Out of sync: Cem"]
    assert hear(31.0) == []
    assert hear(12.0) == []
    assert hear(1.0) == ["All in sync again"]
    assert hear(34.0, who="ann") == ["You are out of sync"]


def test_nobody_is_out_of_sync_with_silence() -> None:
    reader = Reader(playing(phase=Phase.PAUSED))
    people = tuple(replace(m, drift_ms=50.0) for m in members())
    assert reader.hear(playing(phase=Phase.PAUSED, members=people)) == []


def test_another_party_begins_anew() -> None:
    reader = Reader(playing(), PartyView(phase=Phase.LEFT))
    assert reader.hear(playing(members=members()[:1])) == ["Playing Glass Harbour — Mira Vance"]
