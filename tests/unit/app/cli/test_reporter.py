from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from app.cli.reporter import Reporter
from app.core.view import Banner, BannerKind, MemberView, Notice, PartyView, Phase, QueueItemView, SyncView, TrackView
from app.said import quoted
from server.protocol.units import LocalSec, Seconds

PLAYING = PartyView(
    phase=Phase.PLAYING,
    is_host=True,
    self_id="ann",
    code="ACDEFG",
    invite_short="ACDEFG@host",
    invite_url="http://host:8750/join/ACDEFG",
    track=TrackView(track_id="a", title="Song", filename="a.mp3", duration=Seconds(60.0)),
    position=Seconds(10.0),
    position_at=LocalSec(100.0),
    members=(MemberView(id="ann", name="Ann", is_host=True, is_self=True, connected=True, track_state="ready"),),
    queue=(QueueItemView(item_id="i", track_id="a", title="Song", duration=None, is_current=True),),
    output_device="usb",
    sync=SyncView(drift_ms=0.25, offset_ms=3.0, uncertainty_ms=float("inf"), rtt_ms=8.0, rate_ppm=-1.0, action="slew"),
    synchronised=True,
)


class Desk:
    def __init__(self, *, as_json: bool = True) -> None:
        self.lines: list[str] = []
        self.now = LocalSec(102.0)
        self.reporter = Reporter(self.lines.append, lambda: self.now, report_every=2.0, as_json=as_json)

    def show(self, view: PartyView) -> list[dict[str, Any]]:
        self.lines.clear()
        self.reporter.show(view)
        return [json.loads(line) for line in self.lines]


def kinds(events: list[dict[str, Any]]) -> list[str]:
    return [event["event"] for event in events]


def test_every_event_comes_once_when_it_becomes_true() -> None:
    desk = Desk()
    assert kinds(desk.show(PLAYING)) == ["party", "state", "members", "queue", "output", "banner", "sync"]
    assert desk.show(PLAYING) == []
    (event,) = desk.show(replace(PLAYING, phase=Phase.PAUSED))
    assert (event["event"], event["phase"], event["title"]) == ("state", "paused", "Song")


def test_the_position_of_a_state_is_the_present_one() -> None:
    events = Desk().show(PLAYING)
    (state,) = [event for event in events if event["event"] == "state"]
    assert state["positionSec"] == 12.0


def test_sync_comes_every_two_seconds_with_finite_figures() -> None:
    desk = Desk()
    desk.show(PLAYING)
    desk.now = LocalSec(103.9)
    assert desk.show(PLAYING) == []
    desk.now = LocalSec(104.0)
    (sync,) = desk.show(PLAYING)
    assert (sync["driftMs"], sync["uncertaintyMs"], sync["action"], sync["atLocalSec"]) == (0.25, None, "slew", 100.0)


def test_the_end_is_told_with_its_reason() -> None:
    events = Desk().show(PartyView(phase=Phase.LEFT, left_reason=quoted("Over.")))
    assert events[-1] == {"event": "left", "reason": "Over."}


def test_errors_are_events_too() -> None:
    desk = Desk()
    desk.reporter.tell(Notice(code="x", said=quoted("Y.")))
    assert json.loads(desk.lines[0]) == {"event": "error", "code": "x", "message": "Y."}


def test_news_are_no_errors() -> None:
    desk = Desk()
    desk.reporter.tell(Notice(code="x", said=quoted("Y."), news=True))
    assert json.loads(desk.lines[0]) == {"event": "news", "code": "x", "message": "Y."}


def test_people_read_sentences_and_no_figures() -> None:
    desk = Desk(as_json=False)
    waiting = replace(
        PLAYING,
        phase=Phase.WAITING,
        waiting_for=("Bea",),
        members=(
            *PLAYING.members,
            MemberView(id="b", name="Bea", is_host=False, is_self=False, connected=False, track_state="none"),
        ),
        banner=Banner(kind=BannerKind.RECONNECTING, said=quoted("Reconnecting")),
    )
    desk.reporter.show(waiting)
    assert desk.lines == [
        "Party ACDEFG. Invite: ACDEFG@host or http://host:8750/join/ACDEFG",
        "Waiting for Bea “Song” at 0:10",
        "Here: Ann (host), Bea (away)",
        "Sound goes to usb",
        "Reconnecting",
    ]


def test_what_comes_as_an_error_is_not_said_twice() -> None:
    desk = Desk(as_json=False)
    desk.reporter.show(PartyView(banner=Banner(kind=BannerKind.NO_OUTPUT, said=quoted("None."))))
    desk.reporter.show(PartyView(phase=Phase.LEFT, left_reason=quoted("Over.")))
    assert desk.lines == ["Over."]
