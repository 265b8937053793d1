from __future__ import annotations

import errno
from pathlib import Path

import pytest

from server.clock import boot_id
from server.config import RelayConfig
from server.service import clock_from, why_not
from server.store import ClockRecord


def test_on_the_same_boot_server_time_goes_on() -> None:
    clock = clock_from(ClockRecord(boot_id="this boot", offset_ms=5.0, epoch="e"), boot="this boot")
    assert (clock.offset_ms, clock.epoch) == (5.0, "e")


@pytest.mark.parametrize(("saved", "now"), [("other", "this"), ("", ""), ("this", "")])
def test_on_another_boot_the_clock_is_set_anew_and_says_so(saved: str, now: str) -> None:
    clock = clock_from(ClockRecord(boot_id=saved, offset_ms=5.0, epoch="e"), boot=now)
    assert clock.offset_ms != 5.0
    assert clock.epoch != "e"


def test_the_first_clock_is_set_by_the_wall() -> None:
    assert clock_from(None, boot="this").now() > 1_700_000_000_000.0


def test_a_boot_has_one_name() -> None:
    assert boot_id() == boot_id()


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.EADDRINUSE, "--port 0"), (errno.EACCES, "above 1023"), (errno.EADDRNOTAVAIL, "--host and --port")],
)
def test_why_a_port_cannot_be_opened_is_said_with_what_to_do(number: int, words: str) -> None:
    assert words in why_not(OSError(number, "text"), RelayConfig(data_dir=Path("x")))
