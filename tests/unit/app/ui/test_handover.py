from __future__ import annotations

from pathlib import Path

import pytest

from app.ui.handover import HandoverError, decode, encode
from app.ui.start_action import BackAction, HostAction, JoinAction, StartAction


@pytest.mark.parametrize(
    "action",
    [
        None,
        BackAction(),
        JoinAction(invite="ACDEFG@host", pin="12"),
        HostAction(),
        HostAction(paths=(Path("/music/a b.flac"), Path("/ü.mp3")), play=True, relay="ws://r", pin="1"),
    ],
    ids=["only to the front", "back", "join", "host", "host with everything"],
)
def test_what_is_handed_over_arrives(action: StartAction | None) -> None:
    line = encode(action)
    assert line.endswith(b"\n")
    assert decode(line) == action


def test_files_are_named_for_a_window_that_stands_elsewhere() -> None:
    action = decode(encode(HostAction(paths=(Path("song.flac"),))))
    assert action == HostAction(paths=(Path.cwd() / "song.flac",))


@pytest.mark.parametrize(
    "line",
    [
        b"hello",
        b"[]",
        b'{"do": "dance"}',
        b'{"do": "host"}',
        b'{"do": "host", "paths": [1]}',
        b'{"do": "join", "invite": 5}',
        b"\xff",
    ],
)
def test_what_no_start_of_ours_says_is_refused(line: bytes) -> None:
    with pytest.raises(HandoverError, match=r"expected|unknown"):
        decode(line)
