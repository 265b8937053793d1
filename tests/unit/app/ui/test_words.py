from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from app.core.view import PartyView, Phase
from app.said import Said, Saying, quoted
from app.ui import words
from app.ui.health import Health
from server.protocol.units import LocalSec
from tests.ui.views import (
    NOW,
    as_guest,
    empty_party,
    joining_late,
    member,
    members,
    playing,
    preparing,
    queue,
    track,
    unmeasured,
    uploading,
    waiting,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0:00"), (59.9, "0:59"), (187, "3:07"), (3723, "1:02:03"), (-1, "0:00"), (None, "–:––"), (math.inf, "–:––")],
)
def test_positions_are_minutes_and_seconds(seconds: float | None, text: str) -> None:
    assert words.clock_text(seconds) == text


def test_a_code_is_read_in_two_halves() -> None:
    assert words.code_text("QWXTR4") == "QWX-TR4"
    assert words.code_text("") == ""


@pytest.mark.parametrize(
    ("drift", "uncertainty", "text"),
    [
        (0.3, 0.2, "0.3 ms ± 0.2"),
        (-0.34, 0.2, "0.3 ms ± 0.2"),
        (12.4, 1.0, "12 ms ± 1.0"),
        (-1800.0, 100.0, "1.8 s ± 0.1"),
        (0.3, None, "0.3 ms"),
        (0.3, math.inf, "0.3 ms"),
        (None, 0.2, ""),
        (math.nan, 0.2, ""),
    ],
)
def test_a_sync_figure_carries_its_uncertainty(drift: float | None, uncertainty: float | None, text: str) -> None:
    assert words.sync_text(drift, uncertainty) == text


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"connected": False}, "Away, coming back"),
        ({"track_state": "downloading", "progress": 0.621}, "Getting the music 62 %"),
        ({"track_state": "downloading"}, "Getting the music"),
        ({"track_state": "failed"}, "Cannot play this track"),
        ({"length_off_ms": -26.1}, "Plays another version of this track"),
        ({}, "0.3 ms ± 0.2"),
        ({"drift_ms": None, "legacy": True}, "Old player, sync not measured"),
        ({"drift_ms": None}, "Ready"),
        ({"drift_ms": None, "track_state": "none"}, "Here"),
    ],
)
def test_a_member_is_described_by_what_matters_most(fields: dict[str, object], text: str) -> None:
    assert words.member_text(member("Bea", **fields)) == text


def test_a_member_is_spoken_with_role_and_health() -> None:
    assert words.member_spoken(member("Ann", is_self=True, is_host=True)) == "Ann, you, host, 0.3 ms ± 0.2, in sync"
    assert words.member_spoken(member("Bea", connected=False)) == "Bea, Away, coming back"


def test_early_and_late_are_told_apart() -> None:
    assert words.health_word(Health.BAD, 30.0) == "too early"
    assert words.health_word(Health.WARN, -9.0) == "too late"


@pytest.mark.parametrize(
    ("names", "text"), [(("Bea",), "Bea"), (("Bea", "Cem"), "Bea and Cem"), (("a", "b", "c"), "3 people")]
)
def test_few_names_are_named_and_many_counted(names: tuple[str, ...], text: str) -> None:
    assert words.names_text(names) == text


def test_an_upload_tells_share_speed_and_what_is_left() -> None:
    first, second = uploading().uploads
    assert words.upload_text(first) == "42 % · 1.8 MB/s · 0:10 left"
    assert words.upload_text(second) == "0 %"
    assert words.upload_text(replace(second, size_bytes=0)) == "0 %"


def test_a_queue_item_tells_its_length_or_its_state() -> None:
    items = queue()
    assert words.queue_item_text(items[0]) == "3:48"
    assert words.queue_item_text(items[2]) == "62 %"
    assert words.queue_item_text(replace(items[2], state="failed")) == "cannot be played"
    assert words.queue_item_spoken(items[0]) == "Glass Harbour — Mira Vance, 3:48, now playing"
    assert words.queue_item_spoken(items[1]) == "Slow Lanterns — Orrery Club, 4:14"


_TWO = tuple(members()[:2])


@pytest.mark.parametrize(
    ("view", "text"),
    [
        pytest.param(PartyView(), "", id="idle"),
        pytest.param(PartyView(phase=Phase.CONNECTING), "Connecting to the party…", id="connecting"),
        pytest.param(PartyView(phase=Phase.LEFT), "You left the party.", id="left"),
        pytest.param(
            PartyView(phase=Phase.LEFT, left_reason=quoted("Ann sent you away.")), "Ann sent you away.", id="kicked"
        ),
        pytest.param(waiting(), "Waiting for Bea (62 %)", id="waiting for one"),
        pytest.param(replace(waiting(), waiting_for=("Cem",)), "Waiting for Cem", id="waiting, no progress"),
        pytest.param(replace(waiting(), waiting_for=("Bea", "Cem")), "Waiting for Bea and Cem", id="waiting for two"),
        pytest.param(
            replace(waiting(), waiting_for=()), "Waiting until everybody has the music", id="waiting for nobody named"
        ),
        pytest.param(preparing(), "Preparing: starting in 1.2 s", id="countdown"),
        pytest.param(
            replace(preparing(), starts_at=LocalSec(NOW - 1)), "Preparing the music (34 %)", id="late, still decoding"
        ),
        pytest.param(replace(preparing(), starts_at=None, track=track()), "Preparing: starting now", id="due"),
        pytest.param(playing(), "Playing · all 5 within 8.7 ms", id="one may be heard"),
        pytest.param(playing(members=_TWO), "Playing in sync · all 2 within 0.6 ms", id="in sync"),
        pytest.param(playing(members=_TWO[:1]), "Playing · only you are here so far", id="alone"),
        pytest.param(unmeasured(playing()), "Playing · measuring the sync", id="nothing measured"),
        pytest.param(
            playing(members=(*_TWO, member("Cem", drift_ms=34.0))), "Playing · Cem out of sync", id="one is off"
        ),
        pytest.param(playing(phase=Phase.PAUSED), "Paused for everybody", id="paused"),
        pytest.param(empty_party(), "Add music to begin", id="empty"),
        pytest.param(playing(phase=Phase.STOPPED), "Ready when you are", id="stopped"),
        pytest.param(
            as_guest(playing(phase=Phase.STOPPED)), "Waiting for Ann to play something", id="stopped, as a guest"
        ),
        pytest.param(
            replace(as_guest(playing(phase=Phase.STOPPED)), members=()),
            "Waiting for The host to play something",
            id="nobody known",
        ),
    ],
)
def test_every_state_is_a_sentence(view: PartyView, text: str) -> None:
    assert words.status_text(view, NOW) == text


def test_who_comes_in_the_middle_is_told_what_is_going_on() -> None:
    assert words.status_text(joining_late(), NOW) == "Joining late: getting the music (41 %)"


@pytest.mark.parametrize(
    ("invite", "place"),
    [
        ("http://192.168.1.31:8750/join/ACDEFG", "192.168.1.31"),
        ("https://music.example.org/join/MQRTVW", "music.example.org"),
        ("QWXTR4@10.0.0.9", "10.0.0.9"),
        ("what is this", ""),
    ],
)
def test_an_invite_leads_to_a_place(invite: str, place: str) -> None:
    assert words.place_text(invite) == place


@pytest.fixture
def german() -> Iterator[None]:
    QLocale.setDefault(QLocale("de_DE"))
    yield
    QLocale.setDefault(QLocale.system())


def test_figures_are_written_as_the_language_does(german: None) -> None:
    assert words.sync_text(0.3, 0.2) == "0,3 ms ± 0,2"
    assert words.figure_text(1800.0) == "1,8 s"
    assert words.upload_text(uploading().uploads[0]) == "42 % · 1,8 MB/s · 0:10 left"
    assert words.told(Said(what=Saying.BEHIND, figure=1.8)) == "You are 1,8 s behind"
    assert [words.mark_text(mark) for mark in (0.1, 10.0, -2.5)] == ["0,1", "10", "−2,5"]


def test_what_rooms_say_is_told() -> None:
    assert words.told(None) == ""
    assert words.told(Said(what=Saying.REMOVED_MANY, count=3)) == "Removed 3 tracks"
    assert words.told(Said(what=Saying.ABOUT_FILE, name="a.mp3", then=quoted("No."))) == "a.mp3: No."


def test_the_pulse_line_in_a_sentence() -> None:
    assert words.pulse_text(()) == "Sync of all members: nothing measured yet"
    assert words.pulse_text(_TWO) == "Sync of all members: 2 measured, all within 0.6 ms"
    assert words.pulse_text(_TWO[:1]) == "Sync of all members: 1 measured, all within 0.2 ms"


def test_a_doubt_far_below_a_second_is_not_worth_a_figure_beside_seconds() -> None:
    assert words.sync_text(-1800.0, 0.2) == "1.8 s"
    assert words.sync_text(-1800.0, 90.0) == "1.8 s ± 0.1"
