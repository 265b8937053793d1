"""The relay as a process: how it starts, how it says no, and how it ends."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]


def command(*args: object) -> list[str]:
    return [sys.executable, "-m", "server", *map(str, args)]


def run(*args: object) -> subprocess.CompletedProcess[str]:
    """A relay that is expected to say no."""
    return subprocess.run(command(*args), capture_output=True, text=True, cwd=ROOT, timeout=20, check=False)


@pytest.fixture
def relay(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        command("--host", "127.0.0.1", "--port", 0, "--data-dir", tmp_path / "data", "--exit-with-parent"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    with process:
        yield process
        process.kill()


def port_of(process: subprocess.Popen[str]) -> int:
    assert process.stdout is not None
    ready = json.loads(process.stdout.readline())
    assert ready["event"] == "ready"
    return int(ready["port"])


def test_it_says_when_it_is_ready_and_answers_then(relay: subprocess.Popen[str]) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port_of(relay)}/health", timeout=20) as response:
        assert json.load(response)["status"] == "ok"


def test_a_termination_signal_ends_it_cleanly(relay: subprocess.Popen[str]) -> None:
    port_of(relay)
    relay.send_signal(signal.SIGTERM)
    assert relay.wait(timeout=20) == 0


def test_it_ends_with_its_parent(relay: subprocess.Popen[str]) -> None:
    port_of(relay)
    assert relay.stdin is not None
    relay.stdin.close()
    assert relay.wait(timeout=20) == 0


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = run("--host", "127.0.0.1", "--port", port, "--data-dir", tmp_path)
    assert ran.returncode == 1
    assert ran.stderr == f"Port {port} is in use by another program. Choose another with --port, or --port 0 for any.\n"


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = run("--port", 0, "--data-dir", tmp_path / "file")
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "--data-dir" in ran.stderr
