from __future__ import annotations

import pytest

from app.playback.servo import MAX_SLEW, Servo
from server.protocol.units import Seconds

SURE = Seconds(0.0)


def slew(error: float, *, hold: float = 0.0, uncertainty: float = 0.0) -> float:
    return Servo.slew(Seconds(error), feed_forward=hold, uncertainty=Seconds(uncertainty))


def test_being_ahead_plays_slower_and_being_behind_faster() -> None:
    assert slew(0.001) < 0 < slew(-0.001)


def test_no_error_only_holds_the_cards_rate() -> None:
    assert slew(0.0, hold=80e-6) == 80e-6


@pytest.mark.parametrize("error", [-1.0, 1.0])
def test_never_beyond_1000_ppm(error: float) -> None:
    assert abs(slew(error, hold=300e-6)) == MAX_SLEW


def test_does_not_pump_on_what_the_clock_cannot_know() -> None:
    assert slew(0.0004, uncertainty=0.001) == 0


def test_keeps_the_account_of_its_corrections() -> None:
    servo = Servo()
    servo.slewed(100e-6, Seconds(10))
    servo.slewed(-50e-6, Seconds(10))
    servo.jumped(Seconds(-0.002))
    assert servo.net == pytest.approx(-0.0015)
    assert servo.gross == pytest.approx(0.0035)
    assert servo.jumps == 1
    servo.reset()
    assert (servo.net, servo.gross, servo.jumps) == (0, 0, 0)
