from __future__ import annotations

import pytest

from app.cli.demo_picture import Seen, lines, plain_line, summary


def sync(at: float, position: float, drift: float = 0.1, phase: str = "playing") -> dict[str, object]:
    return {
        "event": "sync",
        "phase": phase,
        "positionSec": position,
        "atLocalSec": at,
        "driftMs": drift,
        "uncertaintyMs": 0.2,
    }


def played() -> Seen:
    seen = Seen()
    for name in ("Host", "Guest"):
        seen.take(name, {"event": "state", "phase": "playing", "title": "Song"})
    for second in range(4):
        seen.take("Host", sync(100.0 + second, 10.0 + second))
        seen.take("Guest", sync(100.5 + second, 10.5 + second + 0.002))
    return seen


def test_skew_is_the_distance_on_the_common_clock() -> None:
    seen = played()
    assert seen.skews[-1] == pytest.approx(2.0)
    assert "Guest against host: +2.000 ms" in lines(seen, 103.5)[-1]
    assert "skew +2.000 ms" in plain_line(seen, 103.5)


def test_the_first_second_after_a_start_does_not_count() -> None:
    assert len(played().members["Host"].drifts) == 3


def test_a_pause_begins_anew() -> None:
    seen = played()
    seen.take("Host", sync(104.0, 14.0, phase="paused"))
    assert seen.members["Host"].playing_since is None


def test_different_tracks_are_not_compared() -> None:
    seen = played()
    count = len(seen.skews)
    seen.take("Host", {"event": "state", "phase": "playing", "title": "Next"})
    seen.take("Host", sync(104.0, 1.0))
    assert len(seen.skews) == count


def test_a_member_that_left_is_not_compared() -> None:
    seen = played()
    count = len(seen.skews)
    seen.take("Guest", {"event": "state", "phase": "left", "title": "Song"})
    seen.take("Host", sync(104.0, 14.0))
    assert len(seen.skews) == count


def test_what_the_members_tell_is_remembered() -> None:
    seen = Seen()
    seen.take("Host", {"event": "party", "invite": "ACDEFG@host"})
    seen.take("Host", {"event": "queue", "items": [{}]})
    seen.take("Host", {"event": "members", "members": [{"isHost": True, "connected": True}, {"connected": True}]})
    seen.take("Guest", {"event": "error", "message": "No."})
    seen.take("Guest", {"event": "unknown"})
    assert (seen.invite, seen.queued, seen.guests, seen.error) == ("ACDEFG@host", True, 1, "Guest: No.")
    assert not seen.playing("Host")


def test_the_summary_has_the_figures_or_says_that_there_are_none() -> None:
    assert summary(played()) == (
        "Summary: Host |drift| median 0.100 ms, max 0.100 ms; Guest |drift| median 0.100 ms, max 0.100 ms;"
        " skew between them median 2.000 ms, max 2.000 ms"
    )
    assert "nothing was played" in summary(Seen())
    assert lines(Seen(), 0.0)[-1].startswith("Guest against host: –")
