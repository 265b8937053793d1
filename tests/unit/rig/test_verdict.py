"""What is put into an evening's recording must come out of its verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.rig.tracks import noise
from tests.rig.verdict import Happening, Moment, Verdict

if TYPE_CHECKING:
    from tests.rig.analysis import Signal

#: A quarter of a sound card's, for a quick test.
RATE = 12_000
TRACK = noise(20.0, seed=5, rate=RATE, high=5000.0)
#: The recorder began so long before the schedule's zero.
BEGAN = 0.5
START = Moment(start=1.0, position=0.0)
PAUSE = Moment(start=3.0, position=None)
RESUME = Moment(start=4.0, position=2.0)
SEEK = Moment(start=6.0, position=12.0)
MOMENTS = (START, PAUSE, RESUME, SEEK)
UNTIL = 8.0
HAPPENINGS = tuple(
    Happening(name=name, at=moment.start)
    for name, moment in zip(("start", "pause", "resume", "seek"), MOMENTS, strict=True)
)


def voice(late: float = 0.0, begin: float = 0.0) -> Signal:
    """The schedule as a loudspeaker plays it that is so many seconds late, from a moment on."""
    heard = np.zeros(round((UNTIL + 1) * RATE))
    for moment, end in zip(MOMENTS, (3.0, 4.0, 6.0, UNTIL + 0.5), strict=True):
        if moment.position is not None:
            first = max(moment.start, begin)
            source, count = round((moment.position + first - moment.start) * RATE), round((end - first) * RATE)
            place = round((first + BEGAN + late) * RATE)
            heard[place : place + count] = TRACK[source : source + count][: heard.size - place]
    return heard


def verdict(*happenings: Happening, **voices: Signal) -> Verdict:
    return Verdict(voices, TRACK, RATE, moments=MOMENTS, happenings=happenings or HAPPENINGS, until=UNTIL)


def test_an_evening_in_step_has_nothing_to_tell() -> None:
    judged = verdict(one=voice(), two=voice())
    assert [outcome.name for outcome in judged.outcomes] == ["start", "pause", "resume", "seek"]
    assert [outcome.skew_ms for outcome in judged.outcomes] == pytest.approx([0.0] * 4, abs=0.001)
    assert [outcome.late_ms for outcome in judged.outcomes] == pytest.approx([0.0] * 4, abs=0.002)
    assert [outcome.begin for outcome in judged.outcomes] == pytest.approx([1.5, 3.5, 4.5, 6.5], abs=0.001)
    assert (judged.gaps, judged.steps, judged.torn) == ((), (), ())
    assert judged.shift_ms == pytest.approx(0, abs=0.1)


def test_a_member_who_is_late_is_late_at_everything() -> None:
    judged = verdict(one=voice(), two=voice(late=24 / RATE))
    assert [outcome.skew_ms for outcome in judged.outcomes] == pytest.approx([2.0] * 4, abs=0.05)
    # The schedule is tied to what all have in common: each is half of it away.
    assert judged.outcomes[0].late_ms == pytest.approx(1.0, abs=0.05)


def test_a_late_joiner_is_judged_from_the_first_sound() -> None:
    join = Happening(name="late join", at=4.2, who="three")
    judged = verdict(join, one=voice(), two=voice(), three=voice(late=6 / RATE, begin=4.7))
    [outcome] = judged.outcomes
    assert outcome.after_sec == pytest.approx(0.5, abs=0.002)
    assert outcome.skew_ms == pytest.approx(0.5, abs=0.01)
    assert judged.gaps == ()


def test_silence_where_music_is_scheduled_is_a_gap_of_its_member() -> None:
    torn = voice()
    torn[round(5.2 * RATE) : round(5.35 * RATE)] = 0
    judged = verdict(one=voice(), two=torn)
    [gap] = judged.gaps
    assert gap.who == "two"
    assert gap.span.length == pytest.approx(0.15, abs=0.001)
    assert [len(outcome.gaps) for outcome in judged.outcomes] == [0, 0, 1, 0]
    assert judged.torn == ()


def test_everybodys_silence_is_the_machines() -> None:
    one, two = voice(), voice()
    for each in (one, two):
        each[round(5.2 * RATE) : round(5.25 * RATE)] = 0
    assert verdict(one=one, two=two).torn != ()


def test_a_recorder_that_loses_samples_proves_nothing() -> None:
    one, two = (np.delete(voice(), slice(round(5.2 * RATE), round(5.2 * RATE) + 512)) for _ in range(2))
    assert verdict(one=one, two=two).torn != ()


def test_lost_samples_of_one_member_are_a_step() -> None:
    torn = voice()
    place = round(5.2 * RATE)
    torn[place : round(6.5 * RATE)] = torn[place + 3 : round(6.5 * RATE) + 3]
    judged = verdict(one=voice(), two=torn)
    [(who, step)] = judged.steps
    assert who == "two"
    assert step.ms == pytest.approx(0.25, abs=0.03)
    assert judged.torn == ()


def test_a_pause_that_one_hears_later_is_measured() -> None:
    late = voice()
    place = round((3.0 + BEGAN) * RATE)
    late[place : place + 120] = TRACK[2 * RATE : 2 * RATE + 120]
    judged = verdict(one=voice(), two=late)
    assert judged.outcomes[1].skew_ms == pytest.approx(10.0, abs=0.1)


def test_a_member_who_plays_something_else_is_not_in_step() -> None:
    assert verdict(one=voice(), two=noise(UNTIL, seed=9, rate=RATE, high=5000.0)).outcomes[0].skew_ms == np.inf


def test_what_a_codec_puts_in_front_is_told_apart_from_being_late() -> None:
    shifted = np.concatenate((np.zeros(240), TRACK[:-240]))
    judged = Verdict(
        {"one": voice(), "two": voice()}, shifted, RATE, moments=MOMENTS, happenings=HAPPENINGS, until=UNTIL
    )
    assert judged.shift_ms == pytest.approx(20, abs=0.1)
    assert [outcome.begin for outcome in judged.outcomes] == pytest.approx([1.5, 3.5, 4.5, 6.5], abs=0.001)
    assert judged.outcomes[3].late_ms == pytest.approx(0, abs=0.01)
