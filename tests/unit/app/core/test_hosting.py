from __future__ import annotations

import pytest

from app.core.effects import Tell
from app.core.events import FileOffered, PlayAsked, QueueEditAsked, UndoAsked
from app.core.link_facts import LinkDown
from app.core.player_facts import TrackSource
from app.core.queue_edit import EditKind
from app.said import quoted
from server.protocol.messages import HostPlay, MemberInfo, Pause, QueueAdd, QueueItem, QueueRemove, QueueUpdated
from server.protocol.units import Seconds
from tests.fakes.dialogue import Dialogue, item, loads, member, prepare, room, sent, server, told

SHA = "0" * 64


def offer(*, play: bool = False, sha256: str | None = SHA, duration: float | None = 60.0) -> FileOffered:
    return FileOffered(
        source=TrackSource(
            track_id="a",
            location="/music/a.flac",
            title="A",
            sha256=sha256,
            size_bytes=9,
            duration=None if duration is None else Seconds(duration),
        ),
        url="/api/track/a",
        filename="a.flac",
        artist="The Band",
        play=play,
        before_item_id=None,
    )


@pytest.fixture
def talk() -> Dialogue:
    talk = Dialogue()
    talk.create()
    return talk


def test_a_file_of_ours_is_queued_and_played_from_disk(talk: Dialogue) -> None:
    (add,) = sent(talk.happen(offer()), QueueAdd)
    assert add.items[0].duration_ms == 60_000
    assert add.items[0].artist == "The Band"
    effects = talk.receive(QueueUpdated(items=(QueueItem(item_id="i", track_id="a", track_url="/api/track/a"),)))
    assert loads(effects) == ["/music/a.flac"]


def test_a_file_can_start_at_once(talk: Dialogue) -> None:
    (play,) = sent(talk.happen(offer(play=True, sha256=None, duration=None)), HostPlay)
    assert (play.track_id, play.duration_ms, play.artist) == ("a", None, "The Band")


def test_play_resumes_what_is_paused(talk: Dialogue) -> None:
    talk.receive(prepare(at=101.0), Pause(paused_at_server_ms=server(105.0), paused_position_sec=4.0, sequence=2))
    assert sent(talk.happen(PlayAsked()), HostPlay) == [HostPlay()]


def test_play_starts_a_chosen_item(talk: Dialogue) -> None:
    assert sent(talk.happen(PlayAsked(item_id="x"))) == [HostPlay(item_id="x")]


def test_play_right_after_a_pause_that_is_still_under_way_is_not_lost(talk: Dialogue) -> None:
    # The relay knows of the pause already, and plays on; where nothing was paused it does nothing.
    talk.receive(prepare(at=101.0))
    assert sent(talk.happen(PlayAsked())) == [HostPlay()]


def test_play_without_music_says_what_to_do(talk: Dialogue) -> None:
    assert told(talk.happen(PlayAsked())) == ["no-track"]


def test_play_starts_the_current_item_again_after_a_stop(talk: Dialogue) -> None:
    talk.receive(QueueUpdated(items=(item("a"), item("b")), current_index=1))
    assert sent(talk.happen(PlayAsked()), HostPlay) == [HostPlay(item_id="i-b")]


def test_without_a_link_the_person_is_told(talk: Dialogue) -> None:
    talk.happen(LinkDown(at=talk.now, reason=quoted(""), retry_in=Seconds(1.0)))
    assert told(talk.happen(PlayAsked(item_id="x"))) == ["not-connected"]


def with_queue(talk: Dialogue) -> None:
    talk.receive(QueueUpdated(items=(item("a"), item("b"), item("c"))))


def test_an_edit_of_the_queue_can_be_taken_back_once(talk: Dialogue) -> None:
    with_queue(talk)
    effects = talk.happen(QueueEditAsked(kind=EditKind.REMOVE, item_ids=("i-b",)))
    assert sent(effects, QueueRemove) == [QueueRemove(item_ids=("i-b",))]
    (notice,) = [effect.notice for effect in effects if isinstance(effect, Tell)]
    assert (notice.message, notice.news, notice.action) == ("Removed “B”", True, "undo")
    assert sent(talk.happen(UndoAsked()), QueueAdd) == [QueueAdd(items=(item("b"),), before_item_id="i-c")]
    assert talk.happen(UndoAsked()) == []


def test_an_edit_that_changes_nothing_is_passed_over(talk: Dialogue) -> None:
    with_queue(talk)
    assert talk.happen(QueueEditAsked(kind=EditKind.MOVE, item_ids=("i-c",))) == []


def test_who_does_not_host_any_more_edits_and_takes_back_nothing(talk: Dialogue) -> None:
    with_queue(talk)
    talk.happen(QueueEditAsked(kind=EditKind.CLEAR))
    talk.receive(room(member("Host"), member("Bea", is_host=True)))
    seat = talk.session.state.seat
    assert seat is not None
    talk.receive(room(MemberInfo(id=seat.member_id, name="Host", is_host=False, connected=True)))
    with_queue(talk)
    for event in (QueueEditAsked(kind=EditKind.CLEAR), UndoAsked()):
        effects = talk.happen(event)
        assert told(effects) == ["not-host"]
        assert sent(effects) == []
