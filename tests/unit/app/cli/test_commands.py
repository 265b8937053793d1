from __future__ import annotations

import asyncio
import io
from typing import Any

import pytest

from app.cli.commands import CommandError, obey, read_lines


class Actions:
    """Writes down what was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *arguments: self.asked.append((name, *arguments))


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("play", ("play",)),
        ("PAUSE\n", ("pause",)),
        ("seek 12.5", ("seek", 12.5)),
        ("next", ("next",)),
        ("previous", ("previous",)),
        ("stop", ("stop",)),
        ("resync", ("resync",)),
        ("start", ("start_now",)),
        ("retry", ("retry_output",)),
        ("volume 50", ("set_volume", 0.5)),
        ("quit", ("quit",)),
    ],
)
def test_a_word_is_an_action(line: str, asked: tuple[Any, ...]) -> None:
    actions = Actions()
    obey(line, actions, actions.quit)
    assert actions.asked == [asked]


@pytest.mark.parametrize("line", ["dance", "seek", "seek far", "seek inf", "seek nan", "play loud", "volume"])
def test_anything_else_says_what_there_is(line: str) -> None:
    actions = Actions()
    with pytest.raises(CommandError):
        obey(line, actions, actions.quit)
    assert actions.asked == []


def test_an_empty_line_is_nothing() -> None:
    actions = Actions()
    obey("  \n", actions, actions.quit)
    assert actions.asked == []


async def test_lines_arrive_on_the_loop_until_the_stream_ends() -> None:
    lines: asyncio.Queue[str] = asyncio.Queue()
    read_lines(io.StringIO("play\nquit\n"), asyncio.get_running_loop(), lines.put_nowait)
    async with asyncio.timeout(10):
        assert [await lines.get(), await lines.get()] == ["play\n", "quit\n"]
