from __future__ import annotations

from pathlib import Path

import pytest

from app.cli.arguments import Options, parse_options


def test_nothing_typed_is_the_window() -> None:
    assert parse_options([]) == Options()


def test_a_host_with_everything() -> None:
    typed = (
        "host a.mp3 b.flac --play --wait-guests 2 --relay ws://r:1 --pin 12 --headless --json --name Ann"
        " --output null --device usb --output-offset-ms -12.5 --profile lan --port 0"
    )
    options = parse_options(typed.split())
    assert options.files == (Path("a.mp3"), Path("b.flac"))
    assert (options.play, options.wait_guests, options.relay, options.pin) == (True, 2, "ws://r:1", "12")
    assert (options.headless, options.json, options.name, options.output) == (True, True, "Ann", "null")
    assert (options.device, options.output_offset_ms, options.profile, options.port) == ("usb", -12.5, "lan", 0)


def test_common_options_may_stand_before_the_command() -> None:
    options = parse_options(["--headless", "--name", "Bea", "join", "ACDEFG@host"])
    assert (options.headless, options.name, options.invite) == (True, "Bea", "ACDEFG@host")


def test_the_way_back_needs_no_address() -> None:
    options = parse_options(["back", "--headless", "--json"])
    assert (options.command, options.headless, options.json) == ("back", True, True)


def test_the_demo_can_be_timed() -> None:
    assert parse_options(["demo", "--seconds", "20"]).seconds == 20.0


@pytest.mark.parametrize(
    "typed",
    ["dance", "join", "host --wait-guests many", "host --port 70000", "--output-offset-ms 2001", "demo --seconds 0"],
)
def test_what_cannot_be_meant_ends_with_status_2(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse_options(typed.split())
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_files_without_a_command_are_played_in_the_window(tmp_path: Path) -> None:
    song = tmp_path / "my song.flac"
    song.touch()
    options = parse_options(["--name", "Ann", str(song), song.as_uri()])
    assert (options.command, options.files, options.play, options.name) == ("window", (song, song), True, "Ann")


@pytest.mark.parametrize("invite", ["ACDEFG@host", "unisono://10.0.0.9:8750/ACDEFG", "http://10.0.0.9/join/ACDEFG"])
def test_an_invite_without_a_command_is_joined_in_the_window(invite: str) -> None:
    options = parse_options([invite])
    assert (options.command, options.invite, options.files, options.play) == ("window", invite, (), False)


@pytest.mark.parametrize(
    "typed", [["ACDEFG@host", "ACDEFH@host"], ["http://nowhere/"], ["ACDEFG@host", "."]], ids=["two", "no code", "both"]
)
def test_what_is_neither_one_invite_nor_files_is_refused(typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        parse_options(typed)
    assert end.value.code == 2


def test_parties_are_looked_for_a_while() -> None:
    assert (parse_options(["find"]).seconds, parse_options(["find", "--json", "--seconds", "1"]).seconds) == (3.0, 1.0)
    assert parse_options(["host", "--hidden"]).hidden
