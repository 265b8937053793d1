from __future__ import annotations

import pytest

from app.core.program import ClockMap, Programme, Segment
from app.playback.player import Reading, Sounding
from app.playback.speaker_lines import (
    OpenVoice,
    Order,
    SetVoiceRate,
    SpeakerOpened,
    StartVoice,
    StopVoice,
    VoiceEnded,
    VoiceSounded,
    VoiceStarted,
    VoiceTime,
)
from app.playback.vlc_pilot import (
    EDGE_TO_EAR,
    ENTRY_SEC,
    SOUNDED_SIGMA_MS,
    START_TO_EAR,
    TrackState,
    VlcPilot,
    set_volume,
)
from server.protocol.units import LocalSec, Seconds, ServerMs

RATE = 48_000
WHOLE = TrackState(rate=RATE, frames=60 * RATE, complete=True)


def clock(ahead_ms: float = 0.0) -> ClockMap:
    return ClockMap(anchor=LocalSec(0), server_at_anchor=ServerMs(ahead_ms), uncertainty_ms=0)


def segment(start: float, position: float = 0.0, *, track: str = "a", stop: float | None = None) -> Segment:
    return Segment(
        track_id=track,
        start_at=ServerMs(start * 1000),
        start_position=Seconds(position),
        stop_at=None if stop is None else ServerMs(stop * 1000),
    )


class Flight:
    """A pilot whose orders a perfect speaker carries out."""

    def __init__(self, *segments: Segment, **tracks: TrackState) -> None:
        self.pilot = VlcPilot()
        self.pilot.set_clock(clock())
        self.tracks: dict[str, TrackState] = tracks or {"a": WHOLE}
        self.play(*segments)

    def play(self, *segments: Segment) -> None:
        self.pilot.set_programme(Programme(segments=segments))

    def steer(self, now: float) -> list[Order]:
        return self.pilot.steer(LocalSec(now), self.tracks.get)

    def start(self, voice: int, at: float) -> None:
        self.pilot.hear(VoiceStarted(voice=voice, at=at))

    def edges(self, voice: int, at: float, heard: float, count: int = 5, speed: float = 1.0) -> None:
        """libVLC's clock says that ``heard`` seconds of the voice are heard at ``at``, and so it did before."""
        for back in range(count):
            ago = (count - 1 - back) * 0.3
            self.pilot.hear(VoiceTime(voice=voice, at=at - ago, seconds=heard - ago * speed + EDGE_TO_EAR))

    def reading(self, now: float) -> Reading:
        return self.pilot.reading(LocalSec(now), is_open=True)


def playing(*, drift: float = 0.0) -> Flight:
    """Ten seconds into a track that began at 10; ``drift`` in seconds."""
    flight = Flight(segment(10))
    flight.steer(9)
    flight.start(1, 10 - START_TO_EAR)
    flight.edges(1, 20, 10 + drift)
    return flight


def test_nothing_happens_without_a_clock() -> None:
    pilot = VlcPilot()
    pilot.set_programme(Programme(segments=(segment(1),)))
    assert pilot.steer(LocalSec(2), lambda _: WHOLE) == []
    assert pilot.reading(LocalSec(2), is_open=True).sounding is Sounding.SILENT


def test_a_start_is_prepared_and_let_go_a_little_early() -> None:
    flight = Flight(segment(10, 3.0))
    assert flight.steer(8) == []
    assert flight.steer(9) == [OpenVoice(voice=1, rate=RATE), StartVoice(voice=1, at=10 - START_TO_EAR)]
    assert flight.steer(9.1) == []
    voice = flight.pilot.voice(1)
    assert voice is not None
    assert voice.begins_at == 3.0


def test_a_better_clock_moves_a_start_that_lies_ahead() -> None:
    flight = Flight(segment(10))
    flight.steer(9)
    flight.pilot.set_clock(clock(100))
    assert flight.steer(9.1) == [StartVoice(voice=1, at=pytest.approx(9.9 - START_TO_EAR))]  # type: ignore[arg-type]
    assert flight.steer(9.2) == []


def test_before_the_start_it_is_silent_and_then_starved_until_it_sounds() -> None:
    flight = Flight(segment(10))
    flight.steer(9)
    assert flight.reading(9.5).sounding is Sounding.SILENT
    assert flight.reading(10.1).sounding is Sounding.STARVED
    flight.start(1, 10 - START_TO_EAR)
    reading = flight.reading(10.5)
    assert reading.sounding is Sounding.PLAYING
    assert reading.position == pytest.approx(0.5)
    assert reading.drift_ms == pytest.approx(0)


def test_without_an_output_nothing_sounds() -> None:
    assert playing().pilot.reading(LocalSec(20), is_open=False).sounding is Sounding.SILENT


def test_a_late_entry_begins_where_the_party_will_be() -> None:
    flight = Flight(segment(0, 2.0))
    orders = flight.steer(10)
    assert orders[1] == StartVoice(voice=1, at=pytest.approx(10 + ENTRY_SEC - START_TO_EAR))  # type: ignore[arg-type]
    voice = flight.pilot.voice(1)
    assert voice is not None
    assert voice.begins_at == pytest.approx(12 + ENTRY_SEC, abs=1 / RATE)
    assert voice.begins_at * RATE == pytest.approx(round(voice.begins_at * RATE))
    flight.pilot.set_clock(clock(1))
    assert flight.steer(10.1) == []


def test_what_is_not_decoded_is_waited_for() -> None:
    flight = Flight(segment(0), a=TrackState(rate=RATE, frames=10 * RATE))
    assert flight.steer(10) == []
    assert flight.reading(10).sounding is Sounding.STARVED
    flight.tracks["a"] = TrackState(rate=RATE, frames=12 * RATE)
    assert flight.steer(10)


def test_an_unknown_track_is_waited_for() -> None:
    flight = Flight(segment(0, track="b"))
    assert flight.steer(10) == []
    flight.tracks["b"] = TrackState()
    assert flight.steer(10) == []
    assert flight.reading(10).sounding is Sounding.STARVED


def test_after_its_end_a_track_is_silent() -> None:
    flight = Flight(segment(0))
    assert flight.steer(100) == []
    assert flight.reading(100).sounding is Sounding.SILENT


def test_a_voice_that_came_to_its_end_is_silent() -> None:
    flight = playing()
    flight.pilot.hear(VoiceEnded(voice=1))
    assert flight.reading(20).sounding is Sounding.SILENT
    assert flight.steer(20) == []


def test_a_stop_is_ordered_once_and_the_voice_forgotten() -> None:
    flight = playing()
    flight.play(segment(10, stop=21))
    assert flight.steer(20) == [StopVoice(voice=1, at=21)]
    assert flight.steer(20.1) == []
    assert flight.reading(20.5).sounding is Sounding.PLAYING
    assert flight.reading(21.5).sounding is Sounding.SILENT
    assert flight.pilot.uses("a")
    assert flight.steer(23) == []
    assert not flight.pilot.uses("a")


def test_a_stop_that_moves_is_ordered_again() -> None:
    flight = playing()
    flight.play(segment(10, stop=21))
    flight.steer(20)
    flight.play(segment(10, stop=20.5))
    assert flight.steer(20.1) == [StopVoice(voice=1, at=20.5)]


def test_what_is_no_longer_scheduled_stops_at_once() -> None:
    flight = playing()
    flight.play()
    assert flight.steer(20) == [StopVoice(voice=1, at=20)]
    assert flight.steer(20.5) == []
    assert flight.reading(20).sounding is Sounding.SILENT


def test_the_next_track_takes_over_where_it_starts() -> None:
    flight = playing()
    flight.tracks["b"] = WHOLE
    flight.play(segment(10), segment(21, track="b"))
    assert flight.steer(20) == [
        OpenVoice(voice=2, rate=RATE),
        StartVoice(voice=2, at=21 - START_TO_EAR),
        StopVoice(voice=1, at=21),
    ]


def test_edges_tell_what_is_heard() -> None:
    reading = playing(drift=0.004).reading(20.1)
    assert reading.position == pytest.approx(10.104)
    assert reading.drift_ms == pytest.approx(4)
    assert reading.track_id == "a"


def test_a_start_that_came_late_unseen_by_the_clock_is_known_and_slewed() -> None:
    flight = Flight(segment(10))
    flight.steer(9)
    flight.start(1, 10 - START_TO_EAR)
    flight.pilot.hear(VoiceSounded(voice=1, at=10.034))
    flight.edges(1, 11, 1.0, count=4)
    assert flight.reading(11).drift_ms == pytest.approx(-34)
    flight.edges(1, 12, 2.0)
    reading = flight.reading(12)
    assert reading.drift_ms == pytest.approx(-34)
    assert reading.uncertainty_ms == SOUNDED_SIGMA_MS
    assert flight.steer(12) == [SetVoiceRate(voice=1, rate=1.001)]
    flight.edges(1, 30, 20.018, speed=1.001)
    assert flight.reading(30).drift_ms == pytest.approx(-16)


def test_one_wild_edge_changes_nothing() -> None:
    flight = playing()
    flight.edges(1, 20.3, 12, count=1)
    assert flight.reading(20.3).drift_ms == pytest.approx(0)


def test_edges_before_the_start_and_facts_of_others_mean_nothing() -> None:
    flight = Flight(segment(10))
    flight.steer(9)
    flight.edges(1, 9.5, 0.2)
    flight.pilot.hear(VoiceStarted(voice=7, at=1))
    flight.pilot.hear(SpeakerOpened(device="x"))
    voice = flight.pilot.voice(1)
    assert voice is not None
    assert not voice.edges


@pytest.mark.parametrize(("drift", "rate"), [(0.01, 0.999), (-0.01, 1.001)], ids=["ahead", "behind"])
def test_a_drift_is_slewed_away_in_a_step_of_a_thousandth(drift: float, rate: float) -> None:
    flight = playing(drift=drift)
    assert flight.steer(20) == [SetVoiceRate(voice=1, rate=rate)]
    assert flight.reading(20).rate_ppm == pytest.approx((rate - 1) * 1e6)
    assert flight.steer(21) == []
    flight.edges(1, 24, 14 + drift / 3, speed=rate)
    assert flight.steer(24) == []
    flight.edges(1, 30, 20, speed=rate)
    assert flight.steer(30) == [SetVoiceRate(voice=1, rate=1.0)]
    reading = flight.reading(30)
    assert reading.net_correction_ms == pytest.approx((rate - 1) * 10_000)
    assert reading.gross_correction_ms == pytest.approx(10)


def test_slewing_ends_when_it_overshot() -> None:
    flight = playing(drift=0.01)
    flight.steer(20)
    flight.edges(1, 24, 13.99)
    assert flight.steer(24) == [SetVoiceRate(voice=1, rate=1.0)]


@pytest.mark.parametrize("drift", [0.002, -0.002])
def test_what_edges_scatter_is_left_alone(drift: float) -> None:
    assert playing(drift=drift).steer(20) == []


def test_slewing_waits_for_five_edges() -> None:
    flight = Flight(segment(10))
    flight.steer(9)
    flight.start(1, 10)
    flight.edges(1, 11, 1.05, count=3)
    assert flight.steer(11) == []


def test_slewing_can_be_switched_off() -> None:
    flight = playing(drift=0.01)
    flight.steer(20)
    flight.pilot.set_slewing(False)
    assert flight.steer(20.1) == [SetVoiceRate(voice=1, rate=1.0)]


def test_a_jump_is_a_fresh_voice_that_takes_over() -> None:
    flight = playing(drift=0.05)
    flight.pilot.set_slewing(False)
    flight.pilot.jump()
    entry = 20 + ENTRY_SEC
    orders = flight.steer(20)
    assert orders == [
        OpenVoice(voice=2, rate=RATE),
        StartVoice(voice=2, at=pytest.approx(entry - START_TO_EAR)),  # type: ignore[arg-type]
        StopVoice(voice=1, at=pytest.approx(entry)),  # type: ignore[arg-type]
    ]
    flight.start(2, entry - START_TO_EAR)
    assert flight.reading(20.1).drift_ms == pytest.approx(50)
    reading = flight.reading(21)
    assert reading.drift_ms == pytest.approx(0, abs=0.03)
    assert reading.jumps == 1
    assert reading.gross_correction_ms == pytest.approx(50)
    assert reading.net_correction_ms == pytest.approx(-50)
    assert flight.steer(20.6) == []


def test_a_jump_to_what_is_not_decoded_does_not_happen() -> None:
    flight = playing(drift=0.05)
    flight.pilot.set_slewing(False)
    flight.tracks["a"] = TrackState(rate=RATE, frames=RATE)
    flight.pilot.jump()
    assert flight.steer(20) == []
    assert flight.reading(20).jumps == 0


def test_a_jump_before_anything_sounds_is_forgotten() -> None:
    flight = Flight(segment(10))
    flight.pilot.jump()
    assert len(flight.steer(9)) == 2
    flight.start(1, 10)
    assert flight.steer(10.5) == []


def test_a_new_start_forgets_the_corrections() -> None:
    flight = playing(drift=0.05)
    flight.pilot.jump()
    flight.steer(20)
    flight.play(segment(22))
    flight.steer(21)
    flight.start(3, 22)
    assert flight.reading(23).jumps == 0


def test_an_output_offset_plays_earlier() -> None:
    flight = Flight(segment(10))
    flight.pilot.set_output_offset(200)
    flight.steer(9)
    voice = flight.pilot.voice(1)
    assert voice is not None
    assert voice.start_at == pytest.approx(9.8)
    flight.start(1, 9.8 - START_TO_EAR)
    reading = flight.reading(11)
    assert reading.position == pytest.approx(1.2)
    assert reading.drift_ms == pytest.approx(0)


def test_a_stream_is_started_and_then_left_alone() -> None:
    stream = TrackState(url="http://radio")
    flight = Flight(segment(10), a=stream)
    assert flight.steer(9)[0] == OpenVoice(voice=1, url="http://radio")
    flight.start(1, 10)
    flight.edges(1, 20, 5)
    flight.pilot.jump()
    assert flight.steer(20) == []
    assert flight.reading(20).drift_ms == 0


def test_when_the_speaker_is_gone_voices_are_made_anew() -> None:
    flight = playing()
    flight.pilot.reset()
    assert flight.pilot.voice(1) is None
    assert flight.steer(20)[0] == OpenVoice(voice=2, rate=RATE)


@pytest.mark.parametrize(("volume", "told"), [(0.3, 0.3), (2.0, 1.0), (-1.0, 0.0)])
def test_volume_is_a_gain_up_to_one(volume: float, told: float) -> None:
    assert set_volume(volume).volume == told
