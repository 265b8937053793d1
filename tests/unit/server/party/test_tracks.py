from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.party.tracks import check_url, clean, resolve, track_id_of_url, track_of
from server.protocol.errors import ErrorCode, ProtocolError
from server.protocol.messages import HostPlay, QueueItem
from tests.unit.server.party.script import UPLOAD

find = {UPLOAD.track_id: UPLOAD}.get


def test_an_upload_is_known_by_its_id_or_its_path() -> None:
    by_id = resolve(HostPlay(track_id="up1", track_url="https://elsewhere.org/x"), find)
    by_path = resolve(QueueItem(track_url="/api/track/up1"), find)
    assert by_id == by_path
    assert (by_id.track_url, by_id.sha256, by_id.duration_ms) == (UPLOAD.track_url, UPLOAD.sha256, UPLOAD.duration_ms)


def test_the_host_may_name_an_upload_and_say_how_long_it_is() -> None:
    unknown_length = {"x": QueueItem(track_id="x", track_url="/api/track/x")}
    known = track_of(unknown_length["x"])
    item = resolve(HostPlay(track_id="x", title="T", filename="f", duration_ms=5.0), {"x": known}.get)
    assert (item.title, item.filename, item.duration_ms) == ("T", "f", 5.0)


@pytest.mark.parametrize(
    "wanted", [QueueItem(track_id="up1", artist=" The\nBand "), HostPlay(track_id="up1", artist="The Band")]
)
def test_who_plays_it_is_handed_on_cleaned(wanted: QueueItem | HostPlay) -> None:
    item = resolve(wanted, find)
    assert (item.artist, track_of(item).artist) == ("The Band", "The Band")


def test_nobody_named_is_left_out_of_the_wire() -> None:
    assert resolve(QueueItem(track_url="https://example.org/a", artist="\n"), find).artist is None


def test_a_link_gets_an_id_a_filename_and_a_title() -> None:
    item = resolve(HostPlay(track_url="https://example.org/a%20b.mp3?x=1"), find)
    assert (item.filename, item.title) == ("a b.mp3", "a b.mp3")
    assert item.track_id == track_id_of_url("https://example.org/a%20b.mp3?x=1")
    named = resolve(HostPlay(track_url="https://example.org/a.mp3", track_id="own", title="T", filename="f"), find)
    assert (named.track_id, named.title, named.filename) == ("own", "T", "f")


def test_nothing_named_is_no_track() -> None:
    with pytest.raises(ProtocolError) as caught:
        resolve(QueueItem(), find)
    assert caught.value.code is ErrorCode.NO_TRACK


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "//example.org/a",
        "http://",
        "http://[::1",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org/a b",
        "http://example.org/\x00",
        "smb://host/a",
        "vlc://quit",
    ],
)
def test_only_web_links_are_passed_on(url: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        check_url(url)
    assert caught.value.code is ErrorCode.BAD_TRACK_URL


@given(text=st.text(), limit=st.integers(1, 100))
def test_clean_text_is_short_printable_and_stable(text: str, limit: int) -> None:
    cleaned = clean(text, limit=limit, fallback="x")
    assert 0 < len(cleaned) <= limit
    assert clean(cleaned, limit=limit, fallback="x") == cleaned
    assert not any(ord(ch) < 32 for ch in cleaned)
