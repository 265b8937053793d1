from __future__ import annotations

import pytest

from app.core.profiles import DEFAULT, INTERNET, LAN, MOBILE, PROFILES, Profile, choose_profile
from server.protocol.units import Millis


def test_the_numbers_are_the_designs() -> None:
    assert (DEFAULT.soft, DEFAULT.aggressive, DEFAULT.hard) == (200.0, 800.0, 1000.0)
    assert (LAN.soft, LAN.aggressive, LAN.hard, LAN.lead) == (150.0, 600.0, 800.0, 800.0)
    assert (INTERNET.soft, INTERNET.aggressive, INTERNET.hard, INTERNET.lead) == (300.0, 1000.0, 1200.0, 1500.0)
    assert (DEFAULT.rtt_limit, INTERNET.rtt_limit) == (800.0, 1200.0)
    assert (DEFAULT.ping_playing, DEFAULT.ping_idle, MOBILE.ping_playing) == (8.0, 30.0, 15.0)
    assert (DEFAULT.smoothing, MOBILE.smoothing) == (0.8, 0.9)


def test_resync_is_offered_above_a_second_and_a_half_and_withdrawn_below_eight_tenths() -> None:
    assert (DEFAULT.show_resync, DEFAULT.hide_resync) == (1500.0, 800.0)


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_every_profile_has_its_steps_in_order(profile: Profile) -> None:
    assert 0 < profile.soft < profile.aggressive < profile.hard < profile.show_resync
    assert profile.hide_resync < profile.show_resync
    # protocol.md: 30 s is the longest interval between pings.
    assert profile.ping_playing <= profile.ping_idle <= 30
    assert 800 <= profile.lead <= 1500
    assert PROFILES[profile.name] is profile


@pytest.mark.parametrize(
    ("rtt", "present", "chosen"),
    [
        (2.0, DEFAULT, LAN),
        (40.0, DEFAULT, DEFAULT),
        (300.0, DEFAULT, INTERNET),
        (40.0, LAN, DEFAULT),
        (300.0, LAN, INTERNET),
        (40.0, INTERNET, DEFAULT),
        (2.0, INTERNET, LAN),
    ],
)
def test_auto_follows_the_round_trip(rtt: float, present: Profile, chosen: Profile) -> None:
    assert choose_profile(Millis(rtt), present) is chosen


@pytest.mark.parametrize("present", [LAN, DEFAULT])
def test_a_round_trip_between_two_profiles_keeps_the_present_one(present: Profile) -> None:
    assert choose_profile(Millis(12.0), present) is present


@pytest.mark.parametrize("present", [INTERNET, DEFAULT])
def test_the_far_border_is_sticky_too(present: Profile) -> None:
    assert choose_profile(Millis(120.0), present) is present


def test_nothing_measured_changes_nothing() -> None:
    assert choose_profile(None, LAN) is LAN
