"""The renderer on a perfect sound card: block by block, sample by sample."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.core.program import ClockMap, Programme, Segment
from app.playback.plan import Block, Plan, Span
from app.playback.player import Sounding
from app.playback.renderer import Renderer
from server.protocol.units import LocalSec, Seconds, ServerMs
from tests.fakes.pcm import MemoryPcm, MemoryTrack, noise, tone

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 48_000
BLOCK = 480
IDENTITY = ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(0), uncertainty_ms=0)
MUSIC = noise(4, RATE)


def segment(
    start_ms: float = 1000,
    position: float = 0,
    *,
    track: str = "a",
    stop_ms: float | None = None,
    follows: bool = False,
) -> Segment:
    return Segment(
        track_id=track,
        start_at=ServerMs(start_ms),
        start_position=Seconds(position),
        stop_at=None if stop_ms is None else ServerMs(stop_ms),
        follows=follows,
    )


def plan(*segments: Segment, **pcms: MemoryPcm) -> Plan:
    tracks = {name: MemoryTrack(pcm) for name, pcm in (pcms or {"a": MemoryPcm(MUSIC, RATE)}).items()}
    return Plan(programme=Programme(segments=segments), clock=IDENTITY, tracks=tracks)


class Card:
    """A sound card that hears frame 0 at local time 0; ``ppm`` makes it slow."""

    def __init__(self, ppm: float = 0.0) -> None:
        self.renderer = Renderer(RATE)
        self.period = (1 + ppm * 1e-6) / RATE
        self.frame = 0
        self.spans: list[Span] = []
        self.known_error = 0.0

    def play(self, plan: Plan, until: float) -> NDArray[np.float32]:
        """Everything up to local time ``until``."""
        blocks = []
        while self.frame * self.period < until - 1e-9:
            audio, spans = self.renderer.render(
                plan,
                Block(
                    first_frame=self.frame,
                    frames=BLOCK,
                    heard_at=LocalSec(self.frame * self.period + self.known_error),
                    period=Seconds(self.period),
                ),
            )
            assert audio.shape == (BLOCK, 2)
            assert audio.dtype == np.float32
            assert sum(span.frames for span in spans) == BLOCK
            self.spans += spans
            blocks.append(audio)
            self.frame += BLOCK
        return np.concatenate(blocks)

    @property
    def soundings(self) -> list[Sounding]:
        """What sounded, repetitions left out."""
        kinds = [span.sounding for span in self.spans]
        return [kind for i, kind in enumerate(kinds) if i == 0 or kinds[i - 1] != kind]


def same(one: NDArray[np.float32], two: NDArray[np.float32]) -> bool:
    """Equal to what rounding of a position (a nanosecond) leaves."""
    return one.shape == two.shape and bool(np.allclose(one, two, atol=3e-5))


def largest_step(audio: NDArray[np.float32]) -> float:
    """The largest change from sample to sample: what a click is."""
    return float(np.abs(np.diff(audio[:, 0])).max())


def test_without_a_clock_there_is_silence() -> None:
    card = Card()
    assert not card.play(replace(plan(segment(0)), clock=None), 0.1).any()
    assert card.soundings == [Sounding.SILENT]


def test_first_sample_lies_exactly_at_its_instant() -> None:
    heard = Card().play(plan(segment(1003)), 1.5)
    start = round(1.003 * RATE)
    assert not heard[:start].any()
    assert same(heard[start:], MUSIC[: len(heard) - start])


def test_an_instant_between_two_frames_is_met_between_two_samples() -> None:
    wave = tone(1000, 2, RATE)
    at = 1.0 + 0.4 / RATE
    heard = Card().play(plan(segment(at * 1000), a=MemoryPcm(wave, RATE)), 1.2)[:, 0]
    time = np.arange(len(heard)) / RATE - at
    later = time > 0.01
    assert np.allclose(heard[later], 0.5 * np.sin(2 * np.pi * 1000 * time[later]), atol=1e-4)


def test_a_file_of_another_rate_keeps_its_pitch_and_place() -> None:
    wave = tone(1000, 2, 44_100)
    heard = Card().play(plan(segment(1000, 0.5), a=MemoryPcm(wave, 44_100)), 1.3)[:, 0]
    time = np.arange(len(heard)) / RATE - 1.0
    later = time > 0.01
    expected = 0.5 * np.sin(2 * np.pi * 1000 * (time[later] + 0.5))
    assert np.allclose(heard[later], expected, atol=1e-4)


def test_a_positive_output_offset_plays_earlier() -> None:
    heard = Card().play(replace(plan(segment(1000)), offset=Seconds(0.25)), 1.0)
    start = round(0.75 * RATE)
    assert not heard[:start].any()
    assert same(heard[start:], MUSIC[: len(heard) - start])


def test_late_entry_starts_where_the_party_is_without_a_click() -> None:
    card = Card()
    card.play(plan(), 2.0)
    heard = card.play(plan(segment(1000)), 2.1)
    assert same(heard[192:], MUSIC[RATE + 192 : RATE + len(heard)])
    assert np.abs(heard[:10]).max() < 0.05 * np.abs(MUSIC).max() + 1e-6


def test_a_stop_is_silent_from_its_instant_on_and_does_not_click() -> None:
    wave = tone(200, 2, RATE)
    card = Card()
    heard = card.play(plan(segment(100, stop_ms=503.5), a=MemoryPcm(wave, RATE)), 0.8)
    stop = round(0.5035 * RATE)
    assert not heard[stop:].any()
    assert same(heard[4800 : stop - 192], wave[: stop - 192 - 4800])
    assert largest_step(heard[4800:]) < 1.5 * largest_step(wave)
    assert card.soundings == [Sounding.SILENT, Sounding.PLAYING, Sounding.SILENT]


def test_silence_told_late_fades_at_once() -> None:
    wave = tone(200, 2, RATE)
    card = Card()
    card.play(plan(segment(0), a=MemoryPcm(wave, RATE)), 0.505)
    heard = card.play(plan(a=MemoryPcm(wave, RATE)), 0.6)
    assert heard[:190].any()
    assert not heard[192:].any()
    assert largest_step(heard) < 1.5 * largest_step(wave)


def test_a_fade_that_outlasts_its_block_is_finished_in_the_next() -> None:
    music = plan(segment(0), a=MemoryPcm(tone(200, 2, RATE), RATE))
    renderer = Renderer(RATE)
    block = Block(first_frame=0, frames=100, heard_at=LocalSec(0.5), period=Seconds(1 / RATE))
    renderer.render(music, block)
    silence = replace(music, programme=Programme())
    faded = [renderer.render(silence, replace(block, first_frame=100 * i))[0] for i in range(1, 4)]
    assert faded[0].any()
    assert faded[1][:90].any()
    assert not faded[2].any()


def test_a_seek_crossfades_to_the_new_position() -> None:
    wave = tone(200, 4, RATE)
    card = Card()
    card.play(plan(segment(0), a=MemoryPcm(wave, RATE)), 0.5)
    heard = card.play(plan(segment(500, 2.50125), a=MemoryPcm(wave, RATE)), 0.6)
    begin = round(2.50125 * RATE)
    assert np.allclose(heard[480:], wave[begin + 480 : begin + len(heard)], atol=1e-4)
    assert largest_step(heard) < 1.5 * largest_step(wave)


def test_the_same_line_told_again_changes_no_sample() -> None:
    told = plan(segment(0))
    card = Card()
    one = card.play(told, 0.5)
    again = replace(told, programme=Programme(segments=(segment(200, 0.2),), sequence=2))
    two = card.play(again, 1.0)
    assert same(np.concatenate([one, two]), MUSIC[:RATE])


def test_nearly_the_same_line_is_slewed_to_not_jumped_to() -> None:
    card = Card()
    card.play(plan(segment(0)), 3.5)
    card.play(plan(segment(1.0)), 3.8)
    assert card.renderer.servo.jumps == 0
    assert card.renderer.slew < 0


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_the_next_track_follows_without_a_lost_or_doubled_sample(rate: int) -> None:
    whole = noise(2, rate)
    cut = rate // 2 + 17
    parts = {"a": MemoryPcm(whole[:cut], rate), "b": MemoryPcm(whole[cut:], rate)}
    # Announced in rounded milliseconds, and off by some more.
    follower = segment(round(cut / rate * 1000) + 2, track="b", follows=True)
    heard = Card().play(replace(plan(segment(0), follower, **parts), slewing=False), 0.6)
    straight = Card().play(replace(plan(segment(0), a=MemoryPcm(whole, rate)), slewing=False), 0.6)
    assert same(heard, straight)


def test_a_follower_of_another_rate_starts_at_its_first_sample() -> None:
    parts = {"a": MemoryPcm(noise(0.5, RATE), RATE), "b": MemoryPcm(tone(1000, 1, 44_100), 44_100)}
    heard = Card().play(plan(segment(0), segment(500, track="b", follows=True), **parts), 0.6)[24_000:, 0]
    expected = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(len(heard)) / RATE)
    assert np.allclose(heard[100:], expected[100:], atol=1e-3)


def test_a_follower_announced_far_from_the_true_end_keeps_to_its_schedule() -> None:
    parts = {"a": MemoryPcm(MUSIC[:12_000], RATE), "b": MemoryPcm(MUSIC, RATE)}
    card = Card()
    heard = card.play(plan(segment(0), segment(500, track="b", follows=True), **parts), 0.6)
    assert not heard[12_100:24_000].any()
    assert same(heard[24_000:], MUSIC[:4800])
    assert card.soundings == [Sounding.PLAYING, Sounding.SILENT, Sounding.PLAYING]


def test_a_track_that_is_cut_by_the_next_one_crossfades() -> None:
    parts = {"a": MemoryPcm(tone(200, 2, RATE), RATE), "b": MemoryPcm(tone(300, 2, RATE), RATE)}
    heard = Card().play(plan(segment(0), segment(500, 0.3, track="b"), **parts), 0.6)
    assert largest_step(heard) < 1.5 * largest_step(parts["b"].samples)
    assert np.allclose(heard[24_480:], parts["b"].samples[14_400 + 480 : 14_400 + 4800], atol=1e-4)


def test_after_the_end_there_is_silence() -> None:
    card = Card()
    heard = card.play(plan(segment(0), a=MemoryPcm(MUSIC[:10_000], RATE)), 0.5)
    assert same(heard[:10_000], MUSIC[:10_000])
    assert not heard[10_000:].any()
    assert card.soundings == [Sounding.PLAYING, Sounding.SILENT]


def test_what_is_not_decoded_yet_is_starved_and_entered_later_at_the_right_place() -> None:
    pcm = MemoryPcm(MUSIC, RATE, available=RATE // 2)
    music = plan(segment(0), a=pcm)
    card = Card()
    heard = card.play(music, 0.8)
    assert same(heard[:23_000], MUSIC[:23_000])
    assert not heard[RATE // 2 + 200 :].any()
    assert card.spans[-1].sounding is Sounding.STARVED
    pcm.held_at = 2 * RATE
    heard = card.play(music, 1.0)
    assert same(heard[192:], MUSIC[round(0.8 * RATE) + 192 : RATE])
    assert card.soundings == [Sounding.PLAYING, Sounding.STARVED, Sounding.PLAYING]


class AheadPcm(MemoryPcm):
    """Decoded at its end first."""

    def reach(self, start: int) -> int:
        return len(self.samples) if start > self.available_frames else self.available_frames

    def read(self, start: int, count: int) -> NDArray[np.float32]:
        return self.samples[start : min(start + count, self.reach(start))]


def test_what_is_decoded_ahead_is_entered_before_the_beginning_has_come_so_far() -> None:
    card = Card()
    heard = card.play(plan(segment(0, 2.0), a=AheadPcm(MUSIC, RATE, available=100)), 0.5)
    assert card.spans[-1].sounding is Sounding.PLAYING
    assert heard[BLOCK:, 0] == pytest.approx(MUSIC[2 * RATE + BLOCK :, 0][: len(heard) - BLOCK], abs=1e-6)


@pytest.mark.parametrize("pcm", [None, MemoryPcm(MUSIC, RATE, available=4000)], ids=["unknown rate", "too little"])
def test_a_track_that_is_not_there_yet_is_starved(pcm: MemoryPcm | None) -> None:
    music = replace(plan(segment(0)), tracks={"a": MemoryTrack(pcm)})
    card = Card()
    assert not card.play(music, 0.2).any()
    assert card.soundings == [Sounding.STARVED]


def test_a_track_nobody_loaded_is_starved() -> None:
    card = Card()
    card.play(replace(plan(segment(0)), tracks={}), 0.1)
    assert card.soundings == [Sounding.STARVED]


@pytest.mark.parametrize("ppm", [-300, 300])
def test_a_card_that_is_off_is_followed(ppm: float) -> None:
    card = Card(ppm)
    card.play(plan(segment(0)), 3.0)
    span = card.spans[-1]
    assert span.position == pytest.approx(span.first_frame * card.period, abs=20e-6)
    assert card.renderer.slew == pytest.approx(ppm * 1e-6, abs=10e-6)


def test_a_start_by_a_wrong_timing_reading_is_corrected_at_once_by_one_crossfade() -> None:
    card = Card()
    card.known_error = 0.087
    card.play(plan(segment(100)), 0.5)
    card.known_error = 0.0
    heard = card.play(plan(segment(100)), 0.6)
    assert card.renderer.servo.jumps == 1
    assert np.allclose(heard[480:], MUSIC[round(0.4 * RATE) + 480 : round(0.5 * RATE)], atol=1e-4)


def test_later_an_error_is_slewed_until_a_jump_is_asked_for() -> None:
    card = Card()
    card.play(plan(segment(0)), 3.5)
    card.known_error = -0.002
    asleep = plan(segment(0))
    card.play(asleep, 3.55)
    assert card.renderer.servo.jumps == 0
    assert card.renderer.slew == pytest.approx(-0.0008, abs=1e-4)
    card.play(replace(asleep, jump_serial=1), 3.6)
    assert card.renderer.servo.jumps == 1
    assert card.renderer.servo.net < -0.0019
    assert abs(card.renderer.slew) < 20e-6


def test_a_jump_without_an_error_is_not_heard() -> None:
    card = Card()
    card.play(plan(segment(0)), 0.5)
    heard = card.play(replace(plan(segment(0)), jump_serial=1), 0.6)
    assert same(heard, MUSIC[24_000:28_800])


def test_without_slewing_pitch_is_never_touched() -> None:
    card = Card(200)
    heard = card.play(replace(plan(segment(0)), slewing=False), 1.0)
    assert same(heard, MUSIC[: len(heard)])


def test_a_jump_beyond_what_is_decoded_waits() -> None:
    pcm = MemoryPcm(MUSIC, RATE, available=RATE)
    card = Card()
    card.play(plan(segment(0), a=pcm), 0.1)
    card.known_error = 2
    card.play(plan(segment(0), a=pcm), 0.12)
    assert card.renderer.servo.jumps == 0
    pcm.held_at = 3 * RATE
    card.play(plan(segment(0), a=pcm), 0.14)
    assert card.renderer.servo.jumps == 1


def test_volume_is_reached_without_a_step_within_20_ms() -> None:
    steady = MemoryPcm(np.full((RATE, 2), 0.5, np.float32), RATE)
    card = Card()
    card.play(plan(segment(0), a=steady), 0.1)
    heard = card.play(replace(plan(segment(0), a=steady), volume=0.2), 0.14)
    assert np.all(heard[960:] == pytest.approx(0.1))
    assert largest_step(heard) < 0.002


def test_a_restart_enters_anew_at_the_right_position() -> None:
    card = Card()
    card.play(plan(segment(0)), 0.5)
    card.renderer.restart()
    heard = card.play(plan(segment(0)), 0.6)
    assert np.abs(heard[:5]).max() < 0.02
    assert same(heard[192:], MUSIC[24_192:28_800])


def ahead_by(error: float, **pcms: MemoryPcm) -> Card:
    """A card that has settled, and then found to be ``error`` seconds ahead of the schedule."""
    card = Card()
    card.play(plan(segment(0), **pcms), 3.2)
    card.known_error = -error
    return card


def test_a_track_that_is_behind_plays_to_its_own_end() -> None:
    music = MemoryPcm(MUSIC[: round(3.5 * RATE)], RATE)
    heard = ahead_by(-0.02, a=music).play(plan(segment(0), a=music), 3.6)
    assert np.abs(heard[14_380:14_402]).max() > 0.01
    assert not heard[14_500:].any()


def test_a_track_that_is_behind_is_followed_without_a_seam() -> None:
    parts = {"a": MemoryPcm(MUSIC[: round(3.5 * RATE)], RATE), "b": MemoryPcm(MUSIC[round(3.5 * RATE) :], RATE)}
    follower = segment(3500, track="b", follows=True)
    quiet = replace(plan(segment(0), follower, **parts), slewing=False)
    card = Card()
    card.play(quiet, 3.2)
    card.known_error = 0.02
    heard = card.play(quiet, 3.6)
    assert same(heard, MUSIC[round(3.2 * RATE) : round(3.6 * RATE)])


def test_silence_in_the_last_moments_of_a_track_is_obeyed() -> None:
    music = MemoryPcm(MUSIC[: RATE // 2], RATE)
    card = Card()
    card.play(plan(segment(0), a=music), 0.47)
    heard = card.play(plan(a=music), 0.5)
    assert not heard[192:].any()


def test_a_follower_that_is_not_decoded_yet_enters_when_it_is() -> None:
    late = MemoryPcm(MUSIC, RATE, available=100)
    parts = {"a": MemoryPcm(MUSIC[:12_000], RATE), "b": late}
    music = plan(segment(0), segment(250, track="b", follows=True), **parts)
    card = Card()
    card.play(music, 0.3)
    late.held_at = RATE
    heard = card.play(music, 0.4)
    assert same(heard[192:], MUSIC[2400 + 192 : 7200])
    assert card.soundings == [Sounding.PLAYING, Sounding.STARVED, Sounding.PLAYING]
