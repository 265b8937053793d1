"""Fixtures for every test, and the rules that hold in all of them."""

from __future__ import annotations

import os
import subprocess
import threading
from typing import TYPE_CHECKING

import pytest

from tests.support.display import Display, xvfb_is_installed
from tests.support.logs import ExpectedLogs
from tests.support.pulse import PulseServer, pulse_is_installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Figures are written as in English wherever the tests run, by the processes that they start too.
os.environ["LC_ALL"] = "C.UTF-8"

#: Threads that libraries keep for the life of the process.
_LASTING_THREADS = ("asyncio_", "ThreadPoolExecutor", "QThread", "Dummy-", "pytest", "execnet")
_THREAD_PATIENCE_SEC = 2.0


@pytest.fixture
def expect_log() -> ExpectedLogs:
    """Call it with a pattern to announce a log record at WARNING or above."""
    return ExpectedLogs()


@pytest.fixture(autouse=True)
def _no_unexpected_log(caplog: pytest.LogCaptureFixture, expect_log: ExpectedLogs) -> Iterator[None]:
    yield
    records = [record for phase in ("setup", "call", "teardown") for record in caplog.get_records(phase)]
    if wrong := expect_log.verdict(records):
        pytest.fail("\n".join(wrong), pytrace=False)


@pytest.fixture(autouse=True)
def _no_leaked_thread() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if thread.daemon or thread.name.startswith(_LASTING_THREADS):
            continue
        thread.join(_THREAD_PATIENCE_SEC)
        if thread.is_alive():
            pytest.fail(f"thread {thread.name} outlived its test", pytrace=False)


@pytest.fixture(scope="session")
def pulse_server() -> Iterator[PulseServer]:
    """A private PulseAudio server with the loudspeakers ``left`` and ``right``; the process itself finds it too."""
    if not pulse_is_installed():
        pytest.skip("PulseAudio is not installed (on a PipeWire desktop it cannot stand beside pipewire-pulse)")
    with PulseServer() as server:
        yield server


@pytest.fixture
def pulse_env(pulse_server: PulseServer, monkeypatch: pytest.MonkeyPatch) -> PulseServer:
    """This process and its children play to the private PulseAudio server for the length of a test."""
    for name, value in pulse_server.env().items():
        monkeypatch.setenv(name, value)
    return pulse_server


@pytest.fixture(scope="session")
def x_display() -> Iterator[str]:
    """A virtual display for this process; without Xvfb, or where a platform is chosen already, Qt's own choice."""
    if "QT_QPA_PLATFORM" in os.environ or not xvfb_is_installed():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        yield ""
        return
    with Display() as display:
        os.environ["DISPLAY"] = display.name
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        yield display.name


@pytest.fixture(scope="session")
def qapp_args(x_display: str) -> list[str]:
    """What pytest-qt starts the application with; asking for it brings the display up first."""
    return ["unisono-tests"]


@pytest.fixture(scope="session")
def songs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two short tracks and a long one."""
    folder = tmp_path_factory.mktemp("songs")
    made = []
    for name, seconds, pitch in (("one", 6, 330), ("two", 6, 440), ("long", 90, 550)):
        path = folder / f"{name}.flac"
        sound = f"sine=frequency={pitch}:sample_rate=48000:duration={seconds}"
        subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", sound, "-ac", "2", str(path)], check=True)
        made.append(path)
    return made
