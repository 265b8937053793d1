from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.effects import Load, Unload
from app.core.player_facts import TrackFailed, TrackProgress, TrackReady, TrackSource
from app.core.shelf import Shelf, note, reports, source_of, track_key, unreported, want
from app.said import quoted
from server.protocol.messages import QueueItem, Track
from server.protocol.units import LocalSec, Seconds

BASE = "http://relay.example:8750"
SHA = "0" * 64
NOW = LocalSec(10.0)
ZERO = Seconds(0.0)


def source(track: str = "a", location: str = "http://x/a") -> TrackSource:
    return TrackSource(track_id=track, location=location)


def holding(*tracks: str, fallback: str | None = None) -> Shelf:
    return want(Shelf(), [(source(track), fallback) for track in tracks], frozenset())[0]


@pytest.mark.parametrize(
    ("url", "location"),
    [
        ("/api/track/a", f"{BASE}/api/track/a"),
        ("http://files.example/a.mp3", "http://files.example/a.mp3"),
        ("https://files.example/a.mp3", "https://files.example/a.mp3"),
    ],
    ids=["relative", "http", "https"],
)
def test_urls_are_resolved_against_the_relay(url: str, location: str) -> None:
    found = source_of(Track(track_id="a", track_url=url, title="A", filename="a"), Shelf(), BASE)
    assert found is not None
    assert found[0].location == location


@pytest.mark.parametrize("url", ["file:///etc/passwd", "smb://host/a", "javascript:1", "ftp://x/a"])
def test_every_other_scheme_is_refused(url: str) -> None:
    assert source_of(Track(track_id="a", track_url=url, title="A", filename="a"), Shelf(), BASE) is None


def test_an_item_without_a_url_is_at_the_relay_and_one_without_an_id_goes_by_its_url() -> None:
    found = source_of(QueueItem(track_id="a", duration_ms=2000), Shelf(), BASE)
    assert found is not None
    assert found[0].location == f"{BASE}/api/track/a"
    assert found[0].duration == 2.0
    assert track_key(QueueItem(track_url="http://x/y")) == "http://x/y"
    assert source_of(QueueItem(), Shelf(), BASE) is None


@pytest.mark.parametrize("key", ["a", SHA], ids=["by id", "by content"])
def test_our_own_file_is_played_from_disk_with_the_relay_to_fall_back_to(key: str) -> None:
    shelf = Shelf(own_files={key: "/music/a.flac"})
    found = source_of(Track(track_id="a", track_url="/api/track/a", title="A", filename="a", sha256=SHA), shelf, BASE)
    assert found is not None
    assert found[0].location == "/music/a.flac"
    assert found[1] == f"{BASE}/api/track/a"


def test_wanted_tracks_are_loaded_once_and_heard_ones_kept() -> None:
    shelf, effects = want(Shelf(), [(source("a"), None), (source("b"), None)], frozenset())
    assert [type(effect) for effect in effects] == [Load, Load]
    shelf, effects = want(shelf, [(source("b"), None)], frozenset({"a"}))
    assert effects == []
    _, effects = want(shelf, [(source("b"), None)], frozenset())
    assert effects == [Unload(track_id="a")]


def test_a_head_start_is_ready_enough() -> None:
    shelf, _ = note(holding("a"), TrackProgress(track_id="a", decoded=Seconds(20.0), fraction=0.1), Seconds(10.0))
    assert shelf.entries["a"].state == "downloading"
    shelf, _ = note(shelf, TrackProgress(track_id="a", decoded=Seconds(25.0), fraction=0.2), Seconds(10.0))
    assert shelf.entries["a"].state == "ready"
    shelf, _ = note(shelf, TrackProgress(track_id="a", decoded=Seconds(25.0), fraction=0.2), Seconds(50.0))
    assert shelf.entries["a"].state == "ready", "readiness is not taken back"


def test_the_true_length_is_known_when_all_is_decoded() -> None:
    shelf, _ = note(holding("a", "b"), TrackReady(track_id="a", frames=96_000, rate=48_000), ZERO)
    assert shelf.entries["a"].duration == 2.0
    assert shelf.durations == {"a": 2.0}
    assert shelf.entries["b"].duration is None


def test_a_file_of_ours_that_fails_is_fetched_from_the_relay() -> None:
    shelf, effects = note(
        holding("a", fallback="http://x/again"), TrackFailed(track_id="a", code="corrupt", said=quoted("Bad.")), ZERO
    )
    assert effects == [Unload(track_id="a"), Load(source=replace(source(), location="http://x/again"))]
    shelf, effects = note(shelf, TrackFailed(track_id="a", code="corrupt", said=quoted("Bad.")), ZERO)
    assert effects == []
    assert shelf.entries["a"].state == "failed"


@pytest.mark.parametrize(
    "event",
    [TrackProgress(track_id="a", decoded=Seconds(1.0), fraction=0.1), TrackReady(track_id="a", frames=48, rate=48)],
    ids=["decoding", "whole"],
)
def test_of_a_track_that_comes_after_all_no_error_is_left(event: TrackProgress | TrackReady) -> None:
    shelf, _ = note(holding("a"), TrackFailed(track_id="a", code="libvlc-missing", said=quoted("None.")), ZERO)
    shelf, _ = note(shelf, event, ZERO)
    assert (shelf.entries["a"].error, shelf.entries["a"].error_code) == (None, "")


def test_unknown_tracks_are_nobodys_business() -> None:
    assert note(Shelf(), TrackReady(track_id="x", frames=1, rate=1), ZERO) == (Shelf(), [])


def test_reports_come_once_and_again_when_the_party_forgot() -> None:
    shelf, told = reports(holding("a"), NOW)
    assert [status.state for status in told] == ["downloading"]
    assert reports(shelf, NOW) == (shelf, [])
    assert len(reports(unreported(shelf), NOW)[1]) == 1


def test_a_long_error_fits_the_wire() -> None:
    shelf, _ = note(holding("a"), TrackFailed(track_id="a", code="corrupt", said=quoted("x" * 900)), ZERO)
    _, (status,) = reports(shelf, NOW)
    assert status.error is not None
    assert len(status.error) == 512
