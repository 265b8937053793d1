"""Each failure: its own sentence with what to do, an error event, and an exit status that is not 0."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from server.protocol.invite import CODE_ALPHABET
from tests.rig.member import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.conftest import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    status: int
    errors: list[dict[str, Any]]
    stderr: str


async def run(folder: Path, *arguments: str, env: dict[str, str] | None = None) -> Outcome:
    """A member that ends by itself."""
    own = {"UNISONO_HOME": str(folder / "home"), "XDG_RUNTIME_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    base = {key: value for key, value in os.environ.items() if not key.startswith("PULSE_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**base, **own, **(env or {})},
        cwd=folder,
    )
    try:
        async with asyncio.timeout(60):
            # Standard input stays open, as in a terminal.
            stdout, stderr = await asyncio.gather(*map(_all, (process.stdout, process.stderr)))
            status = await process.wait()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        if process.stdin is not None:
            process.stdin.close()
    events = [json.loads(line) for line in stdout.splitlines()]
    errors = [event for event in events if event["event"] == "error"]
    return Outcome(status=status, errors=errors, stderr=stderr.decode())


async def _all(stream: asyncio.StreamReader | None) -> bytes:
    assert stream is not None
    return await stream.read()


def said(outcome: Outcome, code: str, *words: str) -> None:
    """One clear end: the code as an event, the sentence on stderr, no traceback, a status other than 0."""
    assert outcome.status != 0
    assert code in [error["code"] for error in outcome.errors], outcome
    (message, *_) = [error["message"] for error in outcome.errors if error["code"] == code]
    assert message in outcome.stderr
    for word in words:
        assert word in message
    assert "Traceback" not in outcome.stderr


QUIET = ("--headless", "--json", "--output", "null")
HERE = ("--listen", "127.0.0.1")


def noise(path: Path, head: bytes = b"") -> Path:
    path.write_bytes(head + os.urandom(200_000))
    return path


async def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    said(await run(tmp_path, "host", "gone.mp3", *QUIET), "no-such-file", "gone.mp3", "Check")


async def test_a_file_that_is_not_audio(tmp_path: Path) -> None:
    said(
        await run(tmp_path, "host", str(noise(tmp_path / "x.mp3")), *HERE, "--play", *QUIET),
        "not-audio",
        "x.mp3",
    )


async def test_a_corrupt_file(tmp_path: Path, songs: list[Path]) -> None:
    corrupt = noise(tmp_path / "bad.flac", songs[0].read_bytes()[:100])
    outcome = await run(tmp_path, "host", str(corrupt), "--port", "0", *HERE, "--play", *QUIET)
    assert outcome.status != 0
    assert {error["code"] for error in outcome.errors} & {"corrupt", "not-audio"}
    assert "Traceback" not in outcome.stderr


async def test_a_relay_that_is_not_there(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
    said(await run(tmp_path, "join", f"ACDEFG@127.0.0.1:{port}", *QUIET), "relay-unreachable", str(port))


async def test_a_wrong_code(tmp_path: Path, party: Party) -> None:
    _, invite = await party.host()
    code, _, address = invite.partition("@")
    other = "".join(CODE_ALPHABET[CODE_ALPHABET.index(letter) - 1] for letter in code)
    said(await run(tmp_path, "join", f"{other}@{address}", *QUIET), "unknown-code", "code")


async def test_a_wrong_pin(tmp_path: Path, party: Party) -> None:
    _, invite = await party.host("--pin", "1234")
    said(await run(tmp_path, "join", invite, "--pin", "9999", *QUIET), "wrong-pin", "PIN")


async def test_an_invite_that_is_none(tmp_path: Path) -> None:
    said(await run(tmp_path, "join", "what?", *QUIET), "bad-invite", "invite looks like")


async def test_no_libvlc(tmp_path: Path, songs: list[Path]) -> None:
    arguments = ("host", str(songs[0]), "--port", "0", *HERE, "--play", *QUIET)
    outcome = await run(tmp_path, *arguments, env={"UNISONO_LIBVLC": str(tmp_path / "none.so")})
    said(outcome, "libvlc-missing", "libVLC")


async def test_no_sound_output(tmp_path: Path) -> None:
    said(await run(tmp_path, "join", "ACDEFG@127.0.0.1:9", "--headless", "--json"), "no-audio-output")


async def test_a_port_in_use(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        said(
            await run(tmp_path, "host", "--port", str(port), *HERE, *QUIET),
            "port-in-use",
            str(port),
            "another",
        )


async def test_nothing_to_do_without_a_window(tmp_path: Path) -> None:
    said(await run(tmp_path, "--headless", "--json"), "usage", "host")


@pytest.mark.parametrize("option", [("--output", "tin-can"), ("--output-offset-ms", "5000")], ids=["output", "offset"])
async def test_an_option_out_of_range(tmp_path: Path, option: tuple[str, str]) -> None:
    outcome = await run(tmp_path, "join", "ACDEFG@127.0.0.1", "--headless", *option)
    assert outcome.status == 2
    assert option[1] in outcome.stderr
