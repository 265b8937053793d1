"""What the documentation shows is true."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from server.config import parse_command_line
from server.options import OPTIONS
from server.service import check

if TYPE_CHECKING:
    import aiohttp

DOCS = Path(__file__).parents[3] / "docs"


async def test_the_smallest_host_of_the_documentation_works(relay: str, tmp_path: Path) -> None:
    found = re.search(r"```python\n(.*?)```", (DOCS / "protocol.md").read_text(), re.DOTALL)
    assert found is not None
    script = tmp_path / "host.py"
    script.write_text(found[1])
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *(script, relay.removeprefix("http://"), "https://example.org/song.mp3", "0.1"),
        stdout=asyncio.subprocess.PIPE,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0
    lines = dict(line.rsplit(" ", 1) for line in out.decode().splitlines())
    assert len(lines["code"]) == 6
    assert float(lines["starts at"]) > float(lines["server time"])
    assert float(lines["plays from"]) == 0
    assert 0.1 < float(lines["paused at"]) < 5


async def test_every_figure_that_is_documented_exists(session: aiohttp.ClientSession, relay: str) -> None:
    told = set(re.findall(r"`(unisono_\w+)`", (DOCS / "relay.md").read_text()))
    async with session.get(f"{relay}/metrics") as response:
        text = await response.text()
    named = re.findall(r"^# HELP (\w+)", text, re.MULTILINE)
    shown = {name.removesuffix("_total") for name in named if not name.endswith("_created")}
    assert {name.removesuffix("_total") for name in told} == shown


def test_the_example_configurations_can_be_used(tmp_path: Path) -> None:
    example = DOCS.parent / "packaging" / "relay"
    asked = parse_command_line(
        ["check", "--config", str(example / "unisono-relay.toml"), "--data-dir", str(tmp_path)], {}
    )
    check(asked.config)
    named = re.findall(r"\b(UNISONO_RELAY_\w+)=", "".join(path.read_text() for path in example.iterdir()))
    assert len(named) > 4
    assert set(named) <= {option.variable for option in OPTIONS}
