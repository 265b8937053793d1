from __future__ import annotations

import contextlib
import logging
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.logs import ExpectedLogs


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level, told = root.handlers[:], root.level, logging.raiseExceptions
    yield
    logging.raiseExceptions = told
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:], root.level = handlers, level


def fail() -> None:
    try:
        int("inner reason")
    except ValueError:
        logging.getLogger("room").info("It failed", exc_info=True)


def test_people_see_lines_and_the_file_has_tracebacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deep" / "log"
    logs.configure(verbose=False, file=file)
    fail()
    shown = capsys.readouterr().err
    assert "It failed" in shown
    assert "inner reason" not in shown
    assert "inner reason" in file.read_text()


def test_a_terminal_view_has_the_screen_to_itself(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(verbose=False, quiet=True)
    fail()
    assert capsys.readouterr().err == ""


def test_verbose_shows_everything(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(verbose=True)
    fail()
    assert "inner reason" in capsys.readouterr().err


def test_a_file_that_cannot_be_opened_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], expect_log: ExpectedLogs
) -> None:
    expect_log("No log file", always=False)
    (tmp_path / "file").write_text("")
    logs.configure(verbose=False, file=tmp_path / "file" / "log")
    assert "No log file" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is Linux'")
def test_a_full_disk_takes_the_log_and_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(verbose=False, file=Path("/dev/full"))
    fail()
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.FileHandler):
            # Closing tries the disk once more.
            with contextlib.suppress(OSError):
                handler.close()
            logging.getLogger().removeHandler(handler)
    assert "Logging error" not in capsys.readouterr().err
