from __future__ import annotations

import pytest

from app.cli.opening import as_command


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (["unisono://192.168.1.20:8750/ABCDEF"], ["join", "unisono://192.168.1.20:8750/ABCDEF"]),
        (["file:///music/my%20song.flac"], ["host", "/music/my song.flac"]),
        (["/music/a.mp3", "/music/b.mp3"], ["host", "/music/a.mp3", "/music/b.mp3"]),
        (["/music/a.mp3", "/absent.mp3"], ["/music/a.mp3", "/absent.mp3"]),
        (["demo"], ["demo"]),
        (["host", "/music/a.mp3"], ["host", "/music/a.mp3"]),
        (["--headless"], ["--headless"]),
        ([], []),
    ],
    ids=["an invite", "a file's address", "files", "a file that is gone", "a command", "a command with a file",
         "an option", "nothing"],
)  # fmt: skip
def test_opening_becomes_a_command(arguments: list[str], command: list[str]) -> None:
    assert (
        as_command(arguments, lambda path: path in {"/music/my song.flac", "/music/a.mp3", "/music/b.mp3", "demo"})
        == command
    )
