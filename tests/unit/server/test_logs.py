from __future__ import annotations

import json
import logging
import sys

import pytest
from aiohttp.http_exceptions import BadStatusLine

from server.logs import JsonFormatter, set_up_logs, without_noise


def record(error: Exception | None = None, **extra: object) -> logging.LogRecord:
    exc_info = None
    if error is not None:
        try:
            raise error
        except type(error):
            exc_info = sys.exc_info()
    made = logging.LogRecord("server.hall", logging.INFO, __file__, 1, "[%s] is “here”", ("ACDEFG",), exc_info)
    made.__dict__.update(extra)
    return made


def test_a_line_for_programs_names_party_and_member() -> None:
    line = json.loads(JsonFormatter().format(record(party="ACDEFG", member="m1")))
    assert line["message"] == "[ACDEFG] is “here”"
    assert (line["level"], line["logger"], line["party"], line["member"]) == ("INFO", "server.hall", "ACDEFG", "m1")
    assert line["time"].endswith("+00:00")


def test_a_line_for_programs_holds_the_traceback() -> None:
    line = json.loads(JsonFormatter().format(record(KeyError("x"))))
    assert "KeyError: 'x'" in line["traceback"]
    assert "party" not in line


def test_peers_that_speak_no_http_fill_no_log() -> None:
    assert not without_noise(record(BadStatusLine("x")))
    assert not without_noise(record(ConnectionResetError()))
    assert without_noise(record(KeyError("x")))
    assert without_noise(record())


@pytest.mark.parametrize(("style", "start"), [("text", "20"), ("json", '{"time"')])
def test_logs_go_to_standard_error(capsys: pytest.CaptureFixture[str], style: str, start: str) -> None:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    root.handlers.clear()
    try:
        set_up_logs("INFO", style)
        logging.getLogger("server.test").info("hello")
        logging.getLogger("server.test").debug("quiet")
        shown = capsys.readouterr().err
    finally:
        root.setLevel(level)
        root.handlers[:] = handlers
    assert shown.startswith(start)
    assert shown.count("\n") == 1
